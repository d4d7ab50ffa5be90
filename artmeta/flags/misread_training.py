"""Misread training: pictures that an earlier version decoded with wrong colours when it trained the model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic import Field

from artmeta.config import StrictTable
from artmeta.domain.flag import WHOLE_COLLECTION, Flag
from artmeta.wording import quantity

if TYPE_CHECKING:
    import pandas as pd

KIND = "misread_training"
QUERY = "misread_training_works"


class Limits(StrictTable):
    """A model is flagged if at least `works` of its training pictures are concerned."""

    works: int = Field(1, ge=1)  # of those in JPEG 2000, the database does not tell which had other colours


def check(frame: pd.DataFrame, limits: Limits) -> Iterator[Flag]:
    """Flag the collection if its model was trained on such pictures; measured is their number."""
    for row in frame[frame["works"] >= limits.works].to_dict("records"):
        sentence = (
            f"Version {row['model_version']} of '{row['model_name']}' was trained on "
            f"{quantity(row['works'], 'picture')} in JPEG 2000 by an earlier version of artmeta, which read some "
            "forms of that format with wrong colours. Train it again."
        )
        yield Flag(KIND, "warning", WHOLE_COLLECTION, float(row["works"]), float(limits.works), sentence)
