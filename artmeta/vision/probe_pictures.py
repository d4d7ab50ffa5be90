"""Synthetic pictures on which two forms of one network are compared where nobody gives real ones."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

GRID = 8  # blocks a side; much finer detail than that averages out before the last field of a MobileNet
CONTRAST = 60  # levels of 255 by which a block differs at most from its picture's own colour
SEED = 20
COLOUR = 0.5  # of the contrast of light: the colours of a natural image vary less than its light


def probe_pictures(count: int, size: int) -> NDArray[np.uint8]:
    """Draw pictures [count, size, size, 3] of blocks, each picture around a colour of its own; always the same ones."""
    random = np.random.default_rng(SEED)
    colours = random.integers(0, 256, (count, 1, 1, 3))
    blocks = colours + random.integers(-CONTRAST, CONTRAST + 1, (count, GRID, GRID, 3))
    block_of = np.arange(size) * GRID // size
    pictures: NDArray[np.uint8] = blocks.clip(0, 255).astype(np.uint8)[:, block_of][:, :, block_of]
    return pictures


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
