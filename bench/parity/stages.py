"""A picture on its way to a confidence passes four steps; the first at which two programs differ is to cause."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

LIMIT = 1e-4  # of a confidence: a hundredth of what two decimals show; other hardware was seen to stay within 1e-6

DECODERS = 3  # of 255; JPEG decoders were seen to differ by this much at most, and only in a few pixels

# What is asked at each step, the largest difference that is only rounding, and what to look at when it is larger.
STEPS = (
    ("pixels", 0.5, "reading the file: crop, scaling down, colours or their order"),
    ("input", 1e-3, "the scale of the values (x / 127 - 1)"),
    ("features", 1e-3, "the backbone: padding, epsilon or weights"),
    ("scores", LIMIT, "the head"),
)


@dataclass(frozen=True, slots=True)
class Stages:
    """One picture after each step, flat: pixels 0 to 255, the network's input, features, scores."""

    pixels: Floats
    input: Floats
    features: Floats
    scores: Floats


def largest(one: NDArray[np.floating], other: NDArray[np.floating]) -> float:
    """Return the largest difference between two arrays of one shape."""
    return float(np.abs(np.asarray(one, np.float64) - other).max())


def first_difference(one: Stages, other: Stages) -> str:
    """Name the first step at which two programs differ by more than rounding; '' where none does."""
    for step, rounding, words in STEPS:
        difference = largest(getattr(one, step), getattr(other, step))
        if step == "pixels" and rounding < difference <= DECODERS:
            return f"pixels: decoders and rounding, by {difference:.0f} of 255 at most"
        if difference > rounding:
            return f"{step}: {words}"
    return ""
