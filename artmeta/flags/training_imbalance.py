"""Training imbalance: topics that the model learnt from far fewer works than others, or from too few."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field

from artmeta.domain.flag import Flag

if TYPE_CHECKING:
    import pandas as pd

KIND = "training_imbalance"
QUERY = "topics_of_run"


class Limits(BaseModel):
    """`ratio` is how many times more works the best taught topic may have; `works` the fewest for any topic."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    ratio: float = Field(
        default=5.0, ge=1
    )  # beyond it, a head without weights favours the larger topic visibly
    works: int = Field(
        default=20, ge=0
    )  # with 20 works a topic the recipe reached 80 % of 7 topics, with 250 90 %


def check(frame: pd.DataFrame, limits: Limits) -> Iterator[Flag]:
    """Doubt each topic that was learnt from too few works; a model whose training is not recorded raises none."""
    rows = frame.to_dict("records")
    best = max(rows, key=lambda row: int(row["works_trained"]), default=None)
    if best is None or not best["works_trained"]:
        return
    needed = max(limits.works, best["works_trained"] / limits.ratio)
    for row in rows:
        works = int(row["works_trained"])
        if works < needed:
            said = _few(row) if works * limits.ratio >= best["works_trained"] else _rarer(row, best)
            advice = f"Give this topic to more works, {ceil(needed)} or so in all, and train again."
            yield Flag(KIND, "warning", row["topic_id"], float(works), float(needed), f"{said} {advice}")


def _few(row: dict[Any, Any]) -> str:
    return (
        f"The model learnt '{row['topic_label']}' from only {row['works_trained']} works: it misses the topic more "
        "often than it would with more of them."
    )


def _rarer(row: dict[Any, Any], best: dict[Any, Any]) -> str:
    return (
        f"The model learnt '{row['topic_label']}' from {row['works_trained']} works and '{best['topic_label']}' "
        f"from {best['works_trained']}: it misses the rarer topic too often, and its confidence in it means less."
    )
