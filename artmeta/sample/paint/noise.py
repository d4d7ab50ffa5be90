"""Uneven ground: clouds, grain, cracks and canvas, each made once and cut to size."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

Grey = NDArray[np.float32]  # [height, width], 0 to 1
SIDE = 512  # pixels of the tiles that are cut from


@cache
def _clouds(power: float) -> NDArray[np.uint8]:
    """Noise whose amplitude falls with frequency to `power`, wrapping at the edges, spread over 0 to 255."""
    rng = np.random.default_rng(20)
    x, y = np.fft.fftfreq(SIDE)[:, None], np.fft.rfftfreq(SIDE)[None, :]
    frequency = np.maximum(np.hypot(x, y), 1 / SIDE)
    spectrum = (rng.normal(size=frequency.shape) + 1j * rng.normal(size=frequency.shape)) / frequency**power
    field = np.fft.irfft2(spectrum, s=(SIDE, SIDE))
    field = (field - field.mean()) / field.std()
    return np.asarray(255 / (1 + np.exp(-1.6 * field)), dtype=np.uint8)


def clouds(
    rng: np.random.Generator, width: int, height: int, stretch: float = 1.0, power: float = 1.7
) -> Grey:
    """Cloudy noise [height, width]; `stretch` above 1 draws it out sideways, a higher `power` softens it."""
    tile = np.roll(_clouds(power), tuple(rng.integers(0, SIDE, 2)), axis=(0, 1))
    if rng.random() < 0.5:  # a coin
        tile = tile[:, ::-1]
    down = SIDE
    across = max(8, min(SIDE, round(SIDE * width / height / stretch)))
    cut = Image.fromarray(np.ascontiguousarray(tile[:down, :across]))
    return np.asarray(cut.resize((width, height), Image.Resampling.BILINEAR), dtype=np.float32) / np.float32(
        255
    )


@cache
def _grain() -> Grey:
    return np.asarray(np.random.default_rng(21).normal(0, 1, (SIDE, SIDE)), dtype=np.float32)


def grain(rng: np.random.Generator, width: int, height: int) -> Grey:
    """Fine grain [height, width]: mean 0, standard deviation 1."""
    return _spread(_grain(), rng, width, height)


@cache
def _weave() -> Grey:
    """The threads of a canvas, over and under, about 4 pixels apart, each a little uneven."""
    rng = np.random.default_rng(22)
    step = np.arange(SIDE) * 2 * np.pi / 4
    warp = np.sin(step[None, :] + 0.7 * rng.normal(size=(SIDE, 1)).cumsum(axis=0) * 0.05)
    weft = np.sin(step[:, None] + 0.7 * rng.normal(size=(1, SIDE)).cumsum(axis=1) * 0.05)
    return np.asarray(warp * weft, dtype=np.float32)


def weave(rng: np.random.Generator, width: int, height: int) -> Grey:
    """Canvas threads [height, width], -1 to 1."""
    return _spread(_weave(), rng, width, height)


@cache
def _cracks() -> Grey:
    """The net of cracks of an old paint layer: a jittered lattice with edges left out; 1 is a crack."""
    rng = np.random.default_rng(23)
    cells = 22
    step = SIDE / cells
    net = Image.new("L", (SIDE, SIDE))
    draw = ImageDraw.Draw(net)
    knots = (
        np.stack(np.meshgrid(np.arange(cells), np.arange(cells)), -1)
        + rng.uniform(-0.42, 0.42, (cells, cells, 2))
    ) * step
    for row in range(cells):
        for column in range(cells):
            for down, right in ((0, 1), (1, 0)):
                start, end = knots[row, column], knots[(row + down) % cells, (column + right) % cells]
                if rng.random() < 0.8 and np.abs(end - start).max() < 2 * step:  # four edges of five
                    bend = (start + end) / 2 + rng.normal(0, step * 0.09, 2)
                    draw.line([*start, *bend, *end], fill=int(rng.integers(110, 255)), width=1)
    return np.asarray(net, dtype=np.float32) / np.float32(255)


def cracks(rng: np.random.Generator, width: int, height: int) -> Grey:
    """Craquelure [height, width]: 0 sound, 1 cracked through."""
    return _spread(_cracks(), rng, width, height)


def _spread(tile: Grey, rng: np.random.Generator, width: int, height: int) -> Grey:
    """Cover a rectangle with a tile, from a random place on."""
    down, across = (int(start) for start in rng.integers(0, SIDE, 2))
    rows, columns = (np.arange(height) + down) % SIDE, (np.arange(width) + across) % SIDE
    return tile[rows[:, None], columns[None, :]]
