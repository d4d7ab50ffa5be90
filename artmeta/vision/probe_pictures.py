"""Synthetic pictures on which two forms of one network are compared where nobody gives real ones."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

GRID = 8  # blocks a side; much finer detail than that averages out before the last field of a MobileNet
CONTRAST = 60  # levels of 255 by which a block differs at most from its picture's own colour
SEED = 20


def probe_pictures(count: int, size: int) -> NDArray[np.uint8]:
    """Draw pictures [count, size, size, 3] of blocks, each picture around a colour of its own; always the same ones."""
    random = np.random.default_rng(SEED)
    colours = random.integers(0, 256, (count, 1, 1, 3))
    blocks = colours + random.integers(-CONTRAST, CONTRAST + 1, (count, GRID, GRID, 3))
    block_of = np.arange(size) * GRID // size
    pictures: NDArray[np.uint8] = blocks.clip(0, 255).astype(np.uint8)[:, block_of][:, :, block_of]
    return pictures
