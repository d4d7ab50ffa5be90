"""What a model says of an artwork, and the vector it said it from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Embedding:
    """One picture seen by one backbone; `vector` is float32, of the backbone's width (MobileNetV2: 1280)."""

    sha256: str
    backbone: str
    vector: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Prediction:
    """One topic for one artwork: `score` as the model gave it, `confidence` calibrated, both 0 to 1."""

    artwork_id: str
    topic_id: str
    score: float
    confidence: float
    rank: int
