"""A smaller model is only worth having if it says the same: how often, and by how much it differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artmeta.errors import ExportError

# Under int8, 94.8 % of paintings were seen to keep their topic; one in ten changed is another model, not a smaller one.
LEAST = 0.90
FEWEST = 10  # pictures to measure on; with fewer, one picture is worth more than the limit


@dataclass(frozen=True, slots=True)
class Agreement:
    """In what share of the pictures (0 to 1) the topic stays, and by how much a confidence differs at most.

    `kernels` are the implementations of LiteRT it was measured under; the figures are those of the worst of them.
    """

    pictures: int
    same_topic: float
    largest: float
    kernels: tuple[str, ...] = ()

    def sentence(self, kind: str) -> str:
        """Say it as the model card does."""
        worst = (
            f"under the worst of LiteRT's kernels ({', '.join(self.kernels)}) "
            if len(self.kernels) > 1
            else ""
        )
        return (
            f"{kind} against float32, measured on {self.pictures} pictures: {worst}{self.same_topic:.1%} keep their "
            f"likeliest topic, confidences differ by {self.largest:.3f} at most."
        )


def measure(float32: NDArray[np.float32], smaller: Mapping[str, NDArray[np.float32]]) -> Agreement:
    """Compare confidences [n, topics] of the same pictures with those of a smaller model, by its kernels."""
    same = min(float((float32.argmax(axis=1) == each.argmax(axis=1)).mean()) for each in smaller.values())
    largest = max(float(np.abs(float32 - each).max()) for each in smaller.values())
    return Agreement(len(float32), same, largest, tuple(smaller))


def check(agreement: Agreement, kind: str) -> None:
    """Raise ExportError if the smaller model says something else too often."""
    if agreement.same_topic < LEAST:
        raise ExportError(
            f"The {kind} model is not written. {agreement.sentence(kind)} At least {LEAST:.0%} is asked for.",
            "Export float16 or float32 instead, or give pictures like those the model will see.",
        )
