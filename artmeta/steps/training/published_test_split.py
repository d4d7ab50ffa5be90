"""What a source itself set aside for testing: works that no model learns from, and on which it is measured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from artmeta.domain.run import Issue
from artmeta.steps.context import RunContext
from artmeta.steps.issues import save_issues
from artmeta.steps.training.works import by_artist, groups_of
from artmeta.store.vectors import unpack
from artmeta.wording import percent

if TYPE_CHECKING:
    from artmeta.steps.training.train import TrainingResult
    from artmeta.vision.metrics import ClassificationMetrics, MetricInterval

Row = dict[str, Any]


def published_test_notes(context: RunContext, made: TrainingResult) -> tuple[str, ...]:
    """Measure a training on the works that the source set aside, and say it in a sentence; none where there are none.

    A work whose picture the model learnt from under another id is no test: it does not count, and is an issue.
    """
    topics = made.trained.topics
    rows = context.store.rows(
        "published_test_works", collection=context.run.collection, backbone=made.backbone.digest
    )
    rows = [row for row in rows if not set(topics).isdisjoint(row["given_topics"])]
    if not rows:
        return ()
    groups, twins = _relations(context, made, rows)
    save_issues(
        context, (_leak(row["artwork_id"], twin) for row, twin in zip(rows, twins, strict=True) if twin)
    )
    unseen = [place for place, twin in enumerate(twins) if not twin]
    if not unseen:
        return ()
    found = _figures(made, [rows[place] for place in unseen], [groups[place] for place in unseen])
    return (_told(found, len(rows) - len(unseen)),)


def _relations(context: RunContext, made: TrainingResult, rows: list[Row]) -> tuple[list[str], list[str]]:
    """Name each work's group, and the work of the same group that was learnt from, '' for most."""
    taken = set(made.works.sha256s)
    learnt = [
        row
        for row in context.store.rows(
            "works_to_train_on", collection=context.run.collection, backbone=made.backbone.digest
        )
        if row["sha256"] in taken
    ]
    everything = [*rows, *learnt]
    groups = groups_of(everything, unpack([row["vector"] for row in everything]), by_artist(context))
    known = dict(zip(groups[len(rows) :], (row["artwork_id"] for row in learnt), strict=True))
    return groups[: len(rows)], [known.get(group, "") for group in groups[: len(rows)]]


def _figures(made: TrainingResult, rows: list[Row], groups: list[str]) -> ClassificationMetrics:
    from artmeta.vision.metrics import classification_metrics
    from artmeta.vision.multi_label_metrics import multi_label_metrics

    topics, trained = made.trained.topics, made.trained
    said = trained.head.confidences(unpack([row["vector"] for row in rows])).astype(np.float64)
    shows = np.array([[topic in row["given_topics"] for topic in topics] for row in rows])
    if trained.shows is not None:
        return multi_label_metrics(
            said, shows, topics, groups, trained.shows[~trained.validation].sum(axis=0)
        )
    counts = np.bincount(trained.y_true[~trained.validation], minlength=len(topics))
    return classification_metrics(said, shows.argmax(axis=1), topics, groups, counts)


def _leak(artwork_id: str, twin: str) -> Issue:
    message = (
        f"{artwork_id} was set aside for testing, but shows the same picture as {twin}, which was learnt from; "
        "it does not count in the figures on the works set aside."
    )
    return Issue("train", artwork_id, "picture_learnt_from", message)


def _told(found: ClassificationMetrics, left_out: int) -> str:
    without = f"; {left_out} more show a picture that was learnt from and do not count" if left_out else ""
    return (
        f"On the {found.works:,} works that the source itself set aside for testing, mean average precision is "
        f"{_with_interval(found.mean_average_precision)}, and the likeliest topic is right for "
        f"{_with_interval(found.accuracy)}{without}."
    )


def _with_interval(one: MetricInterval) -> str:
    return f"{percent(one.value, 1)} ({percent(one.low, 1)} to {percent(one.high, 1)})"
