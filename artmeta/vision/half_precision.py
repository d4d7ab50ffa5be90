"""Half precision (IEEE 754 binary16): which tensors fit, and the rounding error of confidences."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from artmeta.vision.heads import Head, Vectors

LARGEST = float(np.finfo(np.float16).max)  # 65,504; beyond it lies infinity
LEAST_NORMAL = float(np.finfo(np.float16).tiny)  # 6.1e-5; below it digits are lost, below 6e-8 all


def fits(array: NDArray[Any]) -> bool:
    """Whether the largest absolute value of a tensor is one that half precision holds with all its digits."""
    return bool(LEAST_NORMAL <= np.abs(array).max(initial=0.0) <= LARGEST)


def rounding_error(head: Head, features: Vectors) -> float:
    """Return the largest change of a confidence where features [n, width] are kept in half precision."""
    kept = np.clip(features, -LARGEST, LARGEST).astype(np.float16).astype(np.float32)
    return float(np.abs(head.confidences(kept) - head.confidences(features)).max())
