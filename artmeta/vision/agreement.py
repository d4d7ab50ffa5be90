"""Agreement of an exported network with the model: share of equal topics, largest difference of confidences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artmeta.errors import ExportError
from artmeta.vision.probe_pictures import probe_pictures
from artmeta.wording import percent

# Under int8, 94.8% of paintings were seen to keep their topic; one in ten changed is another model, not a smaller one.
LEAST = 0.90
FEWEST = 10  # pictures to measure on; with fewer, one picture is worth more than the limit
PROBES = 12  # synthetic pictures to measure on where none are given
# The largest difference of a confidence that is accepted. Seen: 1e-4 for float32; 0.02 for float16. Integers differ by
# up to 0.48 on single pictures while 92% of the topics stay, so that int8 is judged by its topics.
MOST = {"float32": 0.01, "float16": 0.1, "int8": 1.0}


@dataclass(frozen=True, slots=True)
class Agreement:
    """The share of pictures with the same likeliest topic (0 to 1), and the largest difference of a confidence.

    `kernels` are the implementations of LiteRT it was measured under; the figures are those of the worst of them.
    `synthetic` is whether the pictures were drawn by artmeta.
    """

    pictures: int
    same_topic: float
    largest: float
    kernels: tuple[str, ...] = ()
    synthetic: bool = False

    def sentence(self, kind: str, against: str = "the model") -> str:
        """Return the sentence of the model card; `against` is what the exported model was compared with."""
        worst = (
            f"under the worst of LiteRT's kernels ({', '.join(self.kernels)}) "
            if len(self.kernels) > 1
            else ""
        )
        shown = f"{self.pictures} {'synthetic ' if self.synthetic else ''}pictures"
        return (
            f"{kind} against {against}, measured on {shown}: {worst}{percent(self.same_topic, 1)} keep their "
            "likeliest topic, "
            f"confidences differ by {self.largest:.3f} at most."
        )


def pictures_or_probes(pictures: NDArray[np.uint8], size: int) -> tuple[NDArray[np.uint8], bool]:
    """Return the pictures [n, size, size, 3] to measure on: those given, or synthetic ones; and which it is."""
    return (pictures, False) if len(pictures) else (probe_pictures(PROBES, size), True)


def measure(
    full: NDArray[np.float32], exported: Mapping[str, NDArray[np.float32]], *, synthetic: bool = False
) -> Agreement:
    """Compare confidences [n, topics] of the same pictures with those of an exported model, by its kernels.

    A confidence that is not a number counts as a difference of 1.
    """
    same = min(float((full.argmax(axis=1) == each.argmax(axis=1)).mean()) for each in exported.values())
    largest = max(float(np.nan_to_num(np.abs(full - each), nan=1.0).max()) for each in exported.values())
    return Agreement(len(full), same, largest, tuple(exported), synthetic)


def check(agreement: Agreement, kind: str) -> None:
    """Raise ExportError if too few topics are equal, or a confidence differs too much.

    `kind` is float32, float16 or int8.
    """
    if agreement.same_topic >= LEAST and agreement.largest <= MOST[kind]:
        return
    limit = f" and a difference of {MOST[kind]} at most" if MOST[kind] < 1 else ""
    raise ExportError(
        f"The {kind} model is not written. {agreement.sentence(kind)} At least {percent(LEAST)}{limit} are required.",
        HINTS[kind],
    )


HINTS = {
    "float32": "Export it in another form, such as keras or savedmodel.",
    "float16": "Export it without --quantise, or measure it on real pictures with --pictures.",
    "int8": "Export float16 or float32 instead, or give pictures like those the model will see.",
}
