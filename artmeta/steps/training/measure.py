"""The metrics of a training: on its validation split, and on the test split that the source publishes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from artmeta.domain.model_card import miscalibrated
from artmeta.domain.run import Issue
from artmeta.steps.context import RunContext
from artmeta.steps.issues import save_issues
from artmeta.steps.reviewed_works import reviewed_collections
from artmeta.steps.training.fit import TrainingResult
from artmeta.steps.training.works import groups_of
from artmeta.store.vectors import unpack
from artmeta.wording import percent, quantity

if TYPE_CHECKING:
    from artmeta.domain.evaluation import MetricInterval
    from artmeta.vision.metrics import ClassificationMetrics
    from artmeta.vision.training import TrainedHead

FEW = 21  # works in the smallest topic; below this the card has a note on the uncertainty

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class TrainingMeasurement:
    """How good a training is: its metrics, the card's entry on calibration, and sentences for the card.

    `warnings` are those of the `notes` that are logged as well; `out_of_fold` is whether all works were measured.
    """

    metrics: ClassificationMetrics
    calibration: dict[str, Any]
    warnings: tuple[str, ...]
    notes: tuple[str, ...]
    out_of_fold: bool


def measure_training(context: RunContext, result: TrainingResult, by_artist: bool) -> TrainingMeasurement:
    """Measure a training on its validation split or out of fold, and on the test split of its source."""
    metrics, calibration = validation_metrics(result), calibration_entry(result.trained)
    warnings = (*small_sample_notes(result, metrics), *calibration_notes(calibration))
    test_notes = published_test_notes(context, result, by_artist)
    notes = (*out_of_fold_notes(result, metrics), *warnings, *test_notes)
    return TrainingMeasurement(metrics, calibration, warnings, notes, is_out_of_fold(result))


def validation_metrics(result: TrainingResult) -> ClassificationMetrics:
    """Measure a training on the works held out or, where these are too few for a narrow interval, out of fold."""
    trained, works = result.trained, result.works
    if is_out_of_fold(result):
        return _metrics(
            result, trained.confidences_out_of_fold, trained.y_true, works.groups, trained.fold_count
        )
    part = trained.validation
    confidences = trained.head.confidences(works.vectors[part])
    return _metrics(result, confidences, trained.y_true[part], np.array(works.groups)[part].tolist())


def is_out_of_fold(result: TrainingResult) -> bool:
    """Tell whether the metrics of a training are those of all its works, out of fold."""
    from artmeta.vision.splits import MIN_VALIDATION

    return bool(result.trained.validation.sum() < MIN_VALIDATION)


def _metrics(
    result: TrainingResult,
    confidences: NDArray[Any],
    indicators: NDArray[np.bool_],
    groups: list[str],
    folds: int = 0,
) -> ClassificationMetrics:
    from artmeta.vision.metrics import classification_metrics
    from artmeta.vision.targets import one_hot

    trained, works = result.trained, result.works
    counts = trained.y_true[~trained.validation].sum(axis=0)
    if not works.multi_label:
        indicators = one_hot(indicators.argmax(axis=1), len(trained.topics))
    return classification_metrics(
        confidences, indicators, trained.topics, groups, counts, multi_label=works.multi_label, folds=folds
    )


def small_sample_notes(result: TrainingResult, metrics: ClassificationMetrics) -> tuple[str, ...]:
    """Return a sentence on the uncertainty of the accuracy where a topic has few works."""
    fewest = min(one.works_trained for one in metrics.metrics)
    if fewest >= FEW:
        return ()
    accuracy = metrics.accuracy
    how = "each judged by a head that had not learnt from it" if is_out_of_fold(result) else "held out"
    return (
        f"Some topic was learnt from {fewest} works only. The model is right on {percent(accuracy.value)} of "
        f"{metrics.works} works {how}; on others of their kind it may be {percent(accuracy.low)} to "
        f"{percent(accuracy.high)}.",
    )


def out_of_fold_notes(result: TrainingResult, metrics: ClassificationMetrics) -> tuple[str, ...]:
    """Return a sentence on which works the metrics are of, and why, where they are out of fold."""
    from artmeta.vision.splits import MIN_VALIDATION

    if not is_out_of_fold(result):
        return ()
    validation = int(result.trained.validation.sum())
    return (
        f"The metrics are out of fold, over all {metrics.works} works: each was predicted by models that were not "
        f"trained on it. The training of the saved model left out {quantity(validation, 'work')}; an accuracy on "
        f"fewer than {MIN_VALIDATION} would be more uncertain.",
    )


def calibration_entry(trained: TrainedHead) -> dict[str, Any]:
    """Return the method of calibration, and the expected calibration error before it, after it and by chance."""
    from artmeta.vision.calibration import calibration_test

    head, y_true = trained.head, trained.y_true
    before, after = (
        calibration_test(confidences, y_true, multi_label=head.multi_label)
        for confidences in (head.probabilities(trained.raw, 1.0), trained.confidences_out_of_fold)
    )
    method: dict[str, Any] = {"method": "Platt scaling of each topic on out-of-fold scores"}
    if not head.multi_label:
        method = {"method": "temperature scaling on out-of-fold scores", "temperature": head.temperature}
    return {
        **method,
        "error_before": before.error,
        "error_after": after.error,
        "error_by_chance": after.by_chance,
        "error_allowed": after.allowed,
        "works": len(y_true),
        "folds": trained.fold_count,
        "repeats": len(trained.partitions),
    }


def calibration_notes(calibration: Mapping[str, Any]) -> tuple[str, ...]:
    """Return a sentence where confidences are off by more than chance explains."""
    if not miscalibrated(calibration):
        return ()
    return (
        f"Confidences are off by {percent(calibration['error_after'])} on average, and chance explains at most "
        f"{percent(calibration['error_allowed'])} with {calibration['works']} works: use them to rank works, not as "
        "chances of being right.",
    )


def published_test_notes(context: RunContext, result: TrainingResult, by_artist: bool) -> tuple[str, ...]:
    """Measure a training on the test split of its source, in a sentence; () where the source has none.

    A work that shows the same picture as a training work does not count and becomes an issue.
    """
    topics = set(result.trained.topics)
    rows = context.store.rows(
        "published_test_works", collection=context.run.collection, backbone=result.backbone.digest
    )
    rows = [row for row in rows if not topics.isdisjoint(row["given_topics"])]
    if not rows:
        return ()
    groups, copies = _groups_and_copies(context, result, rows, by_artist)
    save_issues(context, _leaks(rows, copies))
    kept = [place for place, copy in enumerate(copies) if not copy]
    if not kept:
        return ()
    vectors = unpack([rows[place]["vector"] for place in kept])
    confidences = result.trained.head.confidences(vectors).astype(np.float64)
    topic_sets = [set(rows[place]["given_topics"]) for place in kept]
    indicators = np.array([[topic in each for topic in result.trained.topics] for each in topic_sets])
    metrics = _metrics(result, confidences, indicators, [groups[place] for place in kept])
    return (_sentence(metrics, len(rows) - len(kept)),)


def _groups_and_copies(
    context: RunContext, result: TrainingResult, rows: list[Row], by_artist: bool
) -> tuple[list[str], list[str]]:
    """Return the group of each test work, and a training work of the same group, '' for none."""
    training_works = context.store.rows(
        "works_to_train_on",
        collection=context.run.collection,
        backbone=result.backbone.digest,
        with_reviews=reviewed_collections(context),
    )
    used = set(result.works.sha256s)
    training_works = [row for row in training_works if row["sha256"] in used]
    both = [*rows, *training_works]
    groups = groups_of(both, unpack([row["vector"] for row in both]), by_artist)
    test_groups, training_groups = groups[: len(rows)], groups[len(rows) :]
    copies = dict(zip(training_groups, (row["artwork_id"] for row in training_works), strict=True))
    return test_groups, [copies.get(group, "") for group in test_groups]


def _leaks(rows: list[Row], copies: list[str]) -> Iterable[Issue]:
    for row, copy in zip(rows, copies, strict=True):
        if copy:
            yield Issue(
                "train",
                row["artwork_id"],
                "picture_learnt_from",
                f"{row['artwork_id']} was set aside for testing, but shows the same picture as {copy}, which was "
                "learnt from; it does not count in the figures on the works set aside.",
            )


def _sentence(metrics: ClassificationMetrics, left_out: int) -> str:
    without = f"; {left_out} more show a picture that was learnt from and do not count" if left_out else ""
    return (
        f"On the {metrics.works:,} works that the source itself set aside for testing, mean average precision is "
        f"{_with_interval(metrics.mean_average_precision)}, and the likeliest topic is right for "
        f"{_with_interval(metrics.accuracy)}{without}."
    )


def _with_interval(metric: MetricInterval) -> str:
    return f"{percent(metric.value)} ({percent(metric.low)} to {percent(metric.high)})"
