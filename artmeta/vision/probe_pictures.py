"""Synthetic pictures, where nobody gives real ones: to compare two forms of a network, and to measure ranges."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

GRID = 8  # blocks a side; much finer detail than that averages out before the last field of a MobileNet
CONTRAST = 60  # levels of 255 by which a block differs at most from its picture's own colour
SEED = 20
LEAVES = 400  # shapes of a dead-leaves picture: they cover it several times
SMALLEST = 3.0  # pixels, the least radius of a shape
COLOUR = 0.5  # of the contrast of light: the colours of a natural image vary less than its light


def probe_pictures(count: int, size: int) -> NDArray[np.uint8]:
    """Draw pictures [count, size, size, 3] of blocks, each picture around a colour of its own; always the same ones."""
    random = np.random.default_rng(SEED)
    colours = random.integers(0, 256, (count, 1, 1, 3))
    blocks = colours + random.integers(-CONTRAST, CONTRAST + 1, (count, GRID, GRID, 3))
    block_of = np.arange(size) * GRID // size
    return blocks.clip(0, 255).astype(np.uint8)[:, block_of][:, :, block_of]


def noise_pictures(count: int, size: int) -> NDArray[np.uint8]:
    """Draw pictures [count, size, size, 3] of 1/f noise, the spectrum of natural images; always the same ones.

    Field 1987, "Relations between the statistics of natural images and the response properties of cortical cells".
    """
    random = np.random.default_rng(SEED)
    frequency = np.hypot(np.fft.fftfreq(size)[:, None], np.fft.fftfreq(size))
    amplitude = 1 / np.maximum(frequency, 1 / size)
    pictures = np.empty((count, size, size, 3), np.uint8)
    for picture in pictures:
        phases = np.exp(2j * np.pi * random.random((4, size, size)))
        light, *colours = (field / field.std() for field in np.fft.ifft2(amplitude * phases).real)
        field = np.stack([light + COLOUR * colour for colour in colours], axis=-1)
        picture[:] = (field / field.std() * random.uniform(30, 80) + random.uniform(60, 190, 3)).clip(0, 255)
    return pictures


def dead_leaves_pictures(count: int, size: int) -> NDArray[np.uint8]:
    """Draw pictures [count, size, size, 3] of ellipses that cover one another; always the same ones.

    Lee, Mumford, Huang 2001, "Occlusion models for natural images": with radii r as frequent as r^-3, such pictures
    have the edges of natural images, of which 1/f noise has none.
    """
    random = np.random.default_rng(SEED)
    pictures = np.empty((count, size, size, 3), np.uint8)
    for picture in pictures:
        picture[:] = random.integers(0, 256, 3)
        for radius in random.uniform((2 / size) ** 2, (1 / SMALLEST) ** 2, LEAVES) ** -0.5:
            middle, angle, flat = random.uniform(0, size, 2), random.uniform(0, np.pi), random.uniform(0.3, 1)
            light = random.uniform(0, 255) + random.uniform(-CONTRAST, CONTRAST, 3)
            _draw_ellipse(picture, middle, radius, (angle, flat), light.clip(0, 255).astype(np.uint8))
    return pictures


def _draw_ellipse(
    picture: NDArray[np.uint8],
    middle: NDArray[np.float64],
    radius: float,
    form: tuple[float, float],
    colour: NDArray[np.uint8],
) -> None:
    """Fill an ellipse; `form` is its angle in radians and the ratio of its axes."""
    (top, left), (angle, flat) = (middle - radius).clip(0).astype(int), form
    part = picture[top : int(middle[0] + radius) + 1, left : int(middle[1] + radius) + 1]
    down, right = np.ogrid[: part.shape[0], : part.shape[1]]
    down, right = down + top - middle[0], right + left - middle[1]
    along, across = np.cos(angle) * down + np.sin(angle) * right, np.cos(angle) * right - np.sin(angle) * down
    part[along**2 + (across / flat) ** 2 < radius**2] = colour


def drawn_pictures(count: int, size: int) -> NDArray[np.uint8]:
    """Return pictures [count, size, size, 3], half of them 1/f noise and half dead leaves, to measure ranges on."""
    half = count // 2
    return np.concatenate([noise_pictures(count - half, size), dead_leaves_pictures(half, size)])
