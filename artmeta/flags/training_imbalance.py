"""Training imbalance: topics with far fewer training works than others, or with too few."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from typing import TYPE_CHECKING, Any

from pydantic import Field

from artmeta.config import StrictTable
from artmeta.domain.flag import Flag

if TYPE_CHECKING:
    import pandas as pd

KIND = "training_imbalance"
QUERY = "topics_of_run"


class Limits(StrictTable):
    """`ratio` is how many times more training works the largest topic may have; `works` the fewest for any topic."""

    ratio: float = Field(5.0, ge=1)  # beyond it, a head without weights favours the larger topic visibly
    works: int = Field(20, ge=0)  # with 20 works a topic the recipe reached 80% on 7 topics, with 250 90%


def check(frame: pd.DataFrame, limits: Limits) -> Iterator[Flag]:
    """Flag each topic with too few training works; none if the training of the model is not recorded."""
    rows = frame.to_dict("records")
    largest = max(rows, key=lambda row: int(row["works_trained"]), default=None)
    if largest is None or not largest["works_trained"]:
        return
    needed = max(limits.works, largest["works_trained"] / limits.ratio)
    for row in rows:
        works = int(row["works_trained"])
        if works < needed:
            finding = _few(row) if works * limits.ratio >= largest["works_trained"] else _rarer(row, largest)
            advice = f"Give this topic to more works, {ceil(needed)} or so in all, and train again."
            yield Flag(KIND, "warning", row["topic_id"], float(works), float(needed), f"{finding} {advice}")


def _few(row: dict[Any, Any]) -> str:
    return (
        f"The model learnt '{row['topic_label']}' from only {row['works_trained']} works: it misses the topic more "
        "often than it would with more of them."
    )


def _rarer(row: dict[Any, Any], largest: dict[Any, Any]) -> str:
    return (
        f"The model learnt '{row['topic_label']}' from {row['works_trained']} works and '{largest['topic_label']}' "
        f"from {largest['works_trained']}: it misses the rarer topic too often, and its confidence in it means less."
    )
