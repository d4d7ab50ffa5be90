"""What the store holds of a run's classified works, and of the works that its model was measured on, as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from artmeta.steps.context import RunContext
from artmeta.steps.models import thresholds_of

if TYPE_CHECKING:
    from artmeta.trend_analysis.bins import Floats
    from artmeta.trend_analysis.calibration import CalibrationSet
    from artmeta.trend_analysis.drift import Reference
    from artmeta.trend_analysis.group_promise import SureWorks

MIN_REFERENCE = 50  # works of known topics; with fewer a drift of 0.75 is not found


@dataclass(frozen=True, slots=True)
class Evidence:
    """A run's familiar works as a frame and as arrays; the topics and thresholds of its model, and its reference.

    `thresholds` [topics] are infinite where the model is never sure. `known` and `reference` are without the works that
    the model rejects out of fold, as the works are without unfamiliar ones. `reference` is None for a model without
    out-of-fold confidences, and where they are too few for a test.
    """

    frame: pd.DataFrame
    works: SureWorks
    topics: list[str]
    thresholds: Floats
    known: CalibrationSet | None
    reference: Reference | None


def read_evidence(context: RunContext, target: float) -> Evidence:
    """Read the works of a run and what is known of them; `target` is the precision that its model promises."""
    from artmeta.trend_analysis.clusters import artist_key, cluster_numbers
    from artmeta.trend_analysis.dated_works import confidence_matrix
    from artmeta.trend_analysis.group_promise import SureWorks

    store, run_id = context.store, context.id
    frame = store.frame_in_parts("works_with_known_topics", run_id=run_id)
    topics, thresholds = thresholds_of(context)
    predictions = store.frame_in_parts("confidences_of_works", categories=True, run_id=run_id)
    confidences = confidence_matrix(predictions, frame["artwork_id"], topics)
    known, reference, columns = _reference(context, topics)
    confidence = frame["confidence"].to_numpy(np.float64)
    scores = np.stack([1 - confidence, frame["ood_score"].to_numpy(np.float64, na_value=np.nan)], axis=1)
    keys = {name: artist_key(name) for name in set(frame["artist"].fillna(""))}
    works = SureWorks(
        sure=frame["sure"].to_numpy(bool, na_value=False),
        learnt=frame["learnt"].to_numpy(bool),
        scores=scores[:, :columns],
        confidences=confidences,
        correct=np.asarray(frame["correct"].astype("Float64").to_numpy(np.float64, na_value=np.nan)),
        # People look at doubtful works first, so that a work they chose is right as often as its confidence says.
        chance=np.where(frame["chosen"], np.minimum(confidence, target), target),
        cluster=cluster_numbers([keys[name] for name in frame["artist"].fillna("")]),
    )
    return Evidence(frame, works, topics, thresholds, known, reference)


def _reference(context: RunContext, topics: list[str]) -> tuple[CalibrationSet | None, Reference | None, int]:
    """Return the model's works of known topics, those of them that have all scores, and how many scores there are.

    Works that the model rejects out of fold are left out. Models of earlier versions of the program have no OOD scores
    out of fold: their reference has confidences alone.
    """
    from artmeta.trend_analysis.dated_works import out_of_fold_set
    from artmeta.trend_analysis.drift import Reference

    rows = context.store.frame("out_of_fold_of_run", run_id=context.id)
    rows = rows[~rows["rejected"].astype(bool)]
    known = out_of_fold_set(rows, topics)
    if known is None:
        return None, None, 1
    items = context.store.frame("out_of_fold_scores_of_run", run_id=context.id)
    scored = items.loc[items["ood_score"].notna(), ["item", "ood_score"]].set_index("item")["ood_score"]
    columns = 2 if len(scored) >= MIN_REFERENCE else 1
    part = rows[rows["item"].isin(scored.index)] if columns > 1 else rows
    chosen = out_of_fold_set(part, topics)
    if chosen is None or len(chosen.y_true) < MIN_REFERENCE:
        return known, None, 1
    scores = [1 - chosen.confidences.max(axis=1)]
    if columns > 1:
        scores.append(scored.reindex(part["item"].drop_duplicates()).to_numpy(np.float64))
    return known, Reference(chosen, np.stack(scores, axis=1)), columns
