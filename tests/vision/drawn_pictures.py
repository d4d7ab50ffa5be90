"""A picture that is drawn by formula, and so the same on every machine."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def drawn(seed: float = 1.0, size: int = 224) -> NDArray[np.uint8]:
    """Draw waves whose colours differ and whose left is not its right: every mistake in preprocessing shows."""
    y, x = np.mgrid[0:size, 0:size] / size
    waves = [
        np.sin(seed * 9 * x + 3 * y),
        np.cos(5 * x * y * seed) * y,
        np.sin(20 * x) * np.cos(15 * y / seed),
    ]
    return ((np.stack(waves, axis=-1) + 1) * 127.5).astype(np.uint8)


def blocks_of_colour(count: int, size: int = 32) -> NDArray[np.uint8]:
    """Draw pictures [count, size, size, 3] of blocks, each around a colour of its own."""
    rng = np.random.default_rng(11)
    blocks = rng.integers(-60, 60, (count, size // 8, size // 8, 3)).repeat(8, axis=1).repeat(8, axis=2)
    return (rng.integers(0, 256, (count, 1, 1, 3)) + blocks).clip(0, 255).astype(np.uint8)
