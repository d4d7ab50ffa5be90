"""Training overlap: works that the model was trained on, whose confidences are therefore too high."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from artmeta.config import StrictTable
from artmeta.domain.flag import Flag
from artmeta.flags._shares import Share, too_many
from artmeta.wording import titled

if TYPE_CHECKING:
    import pandas as pd

KIND = "training_overlap"
QUERY = "works_with_training_split"


class Limits(StrictTable):
    """`share` is a share of the classified works."""

    share: Share = 0.1  # beyond a tenth, the collection's mean confidence is visibly too high


def check(frame: pd.DataFrame, limits: Limits) -> Iterator[Flag]:
    """Flag each work of the test split that was trained on, and the collection if too many works were trained on."""
    trained = frame[frame["training_split"] == "training"]
    for row in trained[trained["split"] == "testing"].to_dict("records"):
        sentence = (
            f"{titled(row['artwork_id'], row['title'])} was set aside for testing, but its picture is also among those "
            "the model learnt from: every accuracy on the testing works is too high. Take it out of one of the two."
        )
        yield Flag(KIND, "serious", row["artwork_id"], 1.0, 0.0, sentence)
    sentence = (
        "classified works are pictures the model learnt from, so it is more confident of them than of new ones. "
        f"Judge it by the other {len(frame) - len(trained)}, and by the held-out works of its model card."
    )
    yield from too_many(KIND, "note", len(trained), len(frame), limits.share, sentence)
