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
