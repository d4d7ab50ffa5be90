"""The share of a collection's works that show none of the topics of its model, estimated from the stored embeddings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from artmeta.steps.context import RunContext
from artmeta.steps.models import model_of
from artmeta.store.vectors import unpack

if TYPE_CHECKING:
    from artmeta.vision.none_class import NoneClass
    from artmeta.vision.novel_class import ShareInterval
    from artmeta.vision.reference_embeddings import ReferenceEmbeddings
    from artmeta.vision.selective_classifier import SelectiveClassifier

Row = dict[str, Any]


def renew_novel_share(context: RunContext) -> None:
    """Estimate a run's share of the novel class, and replace what the store holds of it."""
    context.store.replace_of_run("untaught_shares", context.id, _rows(context))


def _rows(context: RunContext) -> pd.DataFrame:
    """Return one row, or none where there is nothing to estimate by.

    The estimate is that of the model's none class or, without one, by the works whose topic the museum gives; where
    these are too few, by the training works. A fine-tuned backbone sees its training works otherwise than any others,
    so neither they nor a class that was trained on them are then compared. Works that the model was trained on, and
    labelled ones where they are compared, count as works of the topics.
    """
    from artmeta.vision.hyperparameters import FINE_TUNED
    from artmeta.vision.novel_class import MOST
    from artmeta.vision.selective_classifier import load_selective_classifier

    if not context.run.model_name:
        return pd.DataFrame()
    model = model_of(context)
    classifier = load_selective_classifier(context.settings.models_dir, model)
    reference = classifier.all_references
    if reference is None:
        return pd.DataFrame()
    trained = sorted(set(reference.sha256s))
    (counts,) = context.store.rows("works_beside_training", run_id=context.id, trained=trained)
    rows = context.store.rows("works_to_compare", run_id=context.id, trained=trained, most=MOST)
    fine_tuned = model.card.head == FINE_TUNED
    if not rows:
        return pd.DataFrame()
    basis, estimate = _estimate(classifier, rows, model.card.topics, fine_tuned)
    if estimate is None:
        return pd.DataFrame()
    part = counts["other"] / counts["works"]
    share, low, high = (part * value for value in estimate)
    row = {"share": share, "share_low": low, "share_high": high, "works": counts["other"], "basis": basis}
    return pd.DataFrame([row])


def _estimate(
    classifier: SelectiveClassifier, rows: list[Row], topics: tuple[str, ...], fine_tuned: bool
) -> tuple[str, ShareInterval | None]:
    """Return what the estimate rests on, and the estimate; None where there is nothing that it could rest on."""
    if classifier.none_class is not None and not fine_tuned:
        return "none class", _by_none_class(classifier.none_class, rows)
    by_labels = _by_labelled(rows, topics)
    if by_labels is not None or classifier.reference is None or fine_tuned:
        return "labelled works", by_labels
    return "training works", _by_training(classifier.reference, rows, topics)


def _by_none_class(none_class: NoneClass, rows: list[Row]) -> ShareInterval:
    from artmeta.trend_analysis.calibration import CalibrationSet
    from artmeta.trend_analysis.none_share import none_share

    known = CalibrationSet(none_class.out_of_fold, none_class.labels.astype(np.int64))
    return none_share(known, none_class.head.confidences(_vectors(rows)))


def _by_labelled(rows: list[Row], topics: tuple[str, ...]) -> ShareInterval | None:
    """Estimate by the works of the collection whose only given topic is one of the model's; None if they are few."""
    given = np.array([_only_topic(row, topics) for row in rows])
    labelled = given >= 0
    if labelled.all() or not labelled.any():
        return None
    others = [row for row, known in zip(rows, labelled, strict=True) if not known]
    return _compared(_vectors(rows)[labelled], given[labelled], others, topics, len(others) / len(rows))


def _only_topic(row: Row, topics: tuple[str, ...]) -> int:
    """Return the number of a work's only given topic, -1 where it is none of the model's or there are several."""
    given = row["given_topics"]
    return topics.index(given[0]) if len(given) == 1 and given[0] in topics else -1


def _by_training(
    reference: ReferenceEmbeddings, rows: list[Row], topics: tuple[str, ...]
) -> ShareInterval | None:
    return _compared(
        reference.embeddings.astype(np.float32), reference.y_true.argmax(axis=1), rows, topics, 1.0
    )


def _compared(
    labelled: NDArray[np.float32],
    given: NDArray[np.intp],
    rows: list[Row],
    topics: tuple[str, ...],
    part: float,
) -> ShareInterval | None:
    """Compare rows, a `part` of the works, with labelled ones; return the share among all works."""
    from artmeta.vision.novel_class import novel_share

    predicted = np.array([topics.index(row["topic_id"]) for row in rows], dtype=np.intp)
    estimate = novel_share(labelled, given, _vectors(rows), predicted)
    return None if estimate is None else (part * estimate[0], part * estimate[1], part * estimate[2])


def _vectors(rows: list[Row]) -> NDArray[np.float32]:
    return unpack([row["vector"] for row in rows])
