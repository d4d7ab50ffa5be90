"""Unfamiliar: works whose pictures are out of distribution, so that the predicted topics mean little."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from artmeta.config import StrictTable
from artmeta.domain.flag import Flag
from artmeta.flags._shares import Share, too_many
from artmeta.wording import percent, titled

if TYPE_CHECKING:
    import pandas as pd

KIND = "unfamiliar"
QUERY = "works_with_decisions"


class Limits(StrictTable):
    """`share` is a share of the judged works."""

    share: Share = 0.15  # three times what is flagged where nothing is out of distribution


def check(frame: pd.DataFrame, limits: Limits) -> Iterator[Flag]:
    """Flag each work that the model calls unfamiliar, and the collection if too many are."""
    outliers = frame[frame["decision_status"] == "unfamiliar"]
    for row in outliers.to_dict("records"):
        score, threshold = float(row["ood_score"]), float(row["ood_threshold"])
        if _shows_none(row):
            score, threshold = float(row["none_score"]), float(row["none_limit"])
        yield Flag(KIND, "note", row["artwork_id"], score, threshold, _sentence(row))
    sentence = (
        "judged works look unlike what the model learnt from: another medium, or topics it does not know. Look at "
        "some of them; give topics to those that belong here and train a model with them, or leave out the others."
    )
    yield from too_many(KIND, "warning", len(outliers), len(frame), limits.share, sentence)


def _shows_none(row: dict[Any, Any]) -> bool:
    """Tell whether a work looks like the training works that show none of the topics; without such a class, no."""
    score, limit = row["none_score"], row["none_limit"]
    return score is not None and limit is not None and bool(score > limit)  # NaN is above nothing


def _sentence(row: dict[Any, Any]) -> str:
    if _shows_none(row):
        return f"{titled(row['artwork_id'], row['title'])}: {row['decision_reason']}"
    measured = f"out-of-distribution score {row['ood_score']:.1f}, usual up to {row['ood_threshold']:.1f}"
    return (
        f"{titled(row['artwork_id'], row['title'])} looks unlike the works the model learnt from ({measured}): it may "
        f"show another topic, or be another kind of picture, although '{row['topic_label']}' has a confidence of "
        f"{percent(row['confidence'], 1)}."
    )
