"""What the store holds of a run's classified works, and of the works that its model was measured on, as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from artmeta.arrow_columns import column, floats, places
from artmeta.steps.context import RunContext
from artmeta.steps.models import thresholds_of

if TYPE_CHECKING:
    import pyarrow as pa

    from artmeta.trend_analysis.bins import Floats
    from artmeta.trend_analysis.calibration import CalibrationSet
    from artmeta.trend_analysis.drift import Reference
    from artmeta.trend_analysis.group_promise import SureWorks

MIN_REFERENCE = 50  # works of known topics; with fewer a drift of 0.75 is not found
NUMBERS = "date_earliest", "date_latest", "width", "height"
TEXTS = "venue", "medium", "topic_id"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A run's familiar works [n] as a table and as arrays; the topics and thresholds of its model, its reference.

    `thresholds` [topics] are infinite where the model is never sure. `known` and `reference` are without the works that
    the model rejects out of fold, as the works are without unfamiliar ones. `reference` is None for a model without
    out-of-fold confidences, and where they are too few for a test.
    """

    table: pa.Table
    works: SureWorks
    topics: list[str]
    thresholds: Floats
    known: CalibrationSet | None
    reference: Reference | None

    @property
    def predicted(self) -> NDArray[np.object_]:
        """The likeliest topic of each work [n]."""
        return np.array(self.table["topic_id"].to_pylist(), dtype=object)

    @property
    def described(self) -> dict[str, Any]:
        """What the works are put into groups by: see `work_groups`."""
        numbers = {name: floats(self.table[name]) for name in NUMBERS}
        return numbers | {name: self.table[name].to_pylist() for name in TEXTS}


def read_evidence(context: RunContext, target: float) -> Evidence:
    """Read the works of a run and what is known of them; `target` is the precision that its model promises."""
    table = context.store.table("works_with_known_topics", run_id=context.id)
    topics, thresholds = thresholds_of(context)
    known, reference, columns = _reference(context, topics)
    works = _sure_works(table, _confidences(context, table, topics), columns, target)
    return Evidence(table, works, topics, thresholds, known, reference)


def _confidences(context: RunContext, table: pa.Table, topics: list[str]) -> Floats:
    """Return the confidences [works, topics] of the works in a table."""
    from artmeta.trend_analysis.calibration import confidence_rows

    rows = context.store.table("confidences_of_works", categories=True, run_id=context.id)
    work, topic = places(rows["artwork_id"], table["artwork_id"]), places(rows["topic_id"], column(topics))
    return confidence_rows(work, topic, floats(rows["confidence"]), (len(table), len(topics)))


def _sure_works(table: pa.Table, confidences: Floats, columns: int, target: float) -> SureWorks:
    from artmeta.trend_analysis.clusters import artist_key, cluster_numbers
    from artmeta.trend_analysis.group_promise import SureWorks

    confidence = floats(table["confidence"])
    artists = [name or "" for name in table["artist"].to_pylist()]
    keys = {name: artist_key(name) for name in set(artists)}
    return SureWorks(
        sure=floats(table["sure"]) == 1,
        learnt=floats(table["learnt"]) == 1,
        scores=np.stack([1 - confidence, floats(table["ood_score"])], axis=1)[:, :columns],
        confidences=confidences,
        correct=floats(table["correct"]),
        # People look at doubtful works first, so that a work they chose is right as often as its confidence says.
        chance=np.where(floats(table["chosen"]) == 1, np.minimum(confidence, target), target),
        cluster=cluster_numbers([keys[name] for name in artists]),
    )


def _reference(context: RunContext, topics: list[str]) -> tuple[CalibrationSet | None, Reference | None, int]:
    """Return the model's works of known topics, those of them that have all scores, and how many scores there are.

    Works that the model rejects out of fold are left out. Models of earlier versions of the program have no OOD scores
    out of fold: their reference has confidences alone.
    """
    from artmeta.trend_analysis.drift import Reference

    scores = context.store.table("out_of_fold_scores_of_run", run_id=context.id)
    known, ood_scores = _out_of_fold(context, topics, scores)
    if known is None:
        return None, None, 1
    columns = 2 if len(scores) - scores["ood_score"].null_count >= MIN_REFERENCE else 1
    part = ~np.isnan(ood_scores) if columns > 1 else np.ones(len(ood_scores), bool)
    if part.sum() < MIN_REFERENCE:
        return known, None, 1
    chosen = known.only(part)
    certainty = np.stack([1 - chosen.confidences.max(axis=1), ood_scores[part]], axis=1)
    return known, Reference(chosen, certainty[:, :columns]), columns


def _out_of_fold(
    context: RunContext, topics: list[str], scores: pa.Table
) -> tuple[CalibrationSet | None, Floats]:
    """Return the works [m] of known topics, judged out of fold, and their OOD scores [m], NaN where there is none."""
    from artmeta.trend_analysis.calibration import CalibrationSet, confidence_rows, usable_rows

    rows = context.store.table("out_of_fold_of_run", run_id=context.id)
    items, names = rows["item"].unique(), column(topics)
    item, topic = places(rows["item"], items), places(rows["topic_id"], names)
    confidences = confidence_rows(item, topic, floats(rows["confidence"]), (len(items), len(topics)))
    first = np.unique(item, return_index=True)[1]
    y_true = places(rows["given_topic_id"], names)[first].astype(np.int64)
    used = usable_rows(confidences, y_true) & (floats(rows["rejected"])[first] != 1)
    ood_scores = np.append(floats(scores["ood_score"]), np.nan)[places(rows["item"], scores["item"])[first]]
    known = CalibrationSet(confidences[used], y_true[used]) if used.any() else None
    return known, ood_scores[used]
