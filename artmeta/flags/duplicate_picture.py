"""Duplicate pictures: works that show the same picture, so that it is counted twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pydantic import Field

from artmeta.config import StrictTable
from artmeta.domain.flag import WHOLE_COLLECTION, Flag, Severity
from artmeta.wording import titled

if TYPE_CHECKING:
    import pandas as pd

KIND = "duplicate_picture"
QUERY = "duplicates_of_run"


class Limits(StrictTable):
    """`works` is a number of works."""

    works: int = Field(20, ge=0)  # more of them are a property of the source, and one flag says so


def check(frame: pd.DataFrame, limits: Limits) -> Iterator[Flag]:
    """Flag each work whose picture another work shows too; serious across training and test split."""
    for row in frame.to_dict("records"):
        severity: Severity = "serious" if _across(row) else "warning" if _disagree(row) else "note"
        yield Flag(KIND, severity, row["artwork_id"], float(row["distance"]), 64.0, _sentence(row))
    if len(frame) > limits.works:
        sentence = (
            f"{len(frame)} works share their pictures with others, so the same picture is counted several times. "
            "Check whether the source lists works twice, or shows a placeholder for missing pictures."
        )
        yield Flag(KIND, "note", WHOLE_COLLECTION, float(len(frame)), float(limits.works), sentence)


def _across(row: dict[Any, Any]) -> bool:
    """Whether the same picture is in the test split and in the training split."""
    return {row["split"], row["other_split"]} == {"training", "testing"}


def _disagree(row: dict[Any, Any]) -> bool:
    """Whether the same picture was given two topics, which can only be for its nearly equal copies."""
    topics = (row["topic_id"], row["other_topic_id"])
    return all(isinstance(topic, str) for topic in topics) and topics[0] != topics[1]


def _bits(distance: int) -> str:
    return "1 bit of 64 differs" if distance == 1 else f"{distance} bits of 64 differ"


def _sentence(row: dict[Any, Any]) -> str:
    work, other = titled(row["artwork_id"], row["title"]), titled(row["other_artwork_id"], row["other_title"])
    how = "the same file" if row["kind"] == "exact" else f"nearly the same picture ({_bits(row['distance'])})"
    more = f" and {row['copies'] - 1} more" if row["copies"] > 1 else ""
    if _across(row):
        return f"{work} shows {how} as {other}{more}, and one is for training, one for testing. Take one of them out."
    if _disagree(row):
        return f"{work} shows {how} as {other}{more}, and they were given different topics. Look at both."
    return f"{work} shows {how} as {other}{more}. If they are one work, count it once."
