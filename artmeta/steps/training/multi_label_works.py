"""The works of a list that gives several topics to one work: what each shows, and how well a model finds it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from artmeta.domain.topic import Vocabulary
from artmeta.progress import progress
from artmeta.steps.context import RunContext
from artmeta.steps.training.works import Works, by_artist, groups_of
from artmeta.store.vectors import unpack

if TYPE_CHECKING:
    from artmeta.vision.backbones import Backbone
    from artmeta.vision.metrics import ClassificationMetrics
    from artmeta.vision.training import Hyperparameters, TrainedHead

MANY = 0.05  # of the works; a smaller share with two topics is more likely a slip of the list than its manner


@dataclass(frozen=True, slots=True)
class MultiLabelWorks(Works):
    """Works to train on, one row a picture: `shown` are its topics, `topic_ids` the rarest of them."""

    shown: list[tuple[str, ...]] = field(default_factory=list)

    @property
    def topics(self) -> tuple[str, ...]:
        """All topics that a work shows, in the order of the scores."""
        return tuple(sorted({topic for topics in self.shown for topic in topics}))

    @property
    def shows(self) -> NDArray[np.bool_]:
        """Which topics each work shows: [n, topics]."""
        return np.array([[topic in topics for topic in self.topics] for topics in self.shown])

    @property
    def digest(self) -> str:
        """The sha256 of which picture was said to show which topics."""
        said = sorted(f"{sha} {'|'.join(each)}" for sha, each in zip(self.sha256s, self.shown, strict=True))
        return hashlib.sha256("\n".join(said).encode()).hexdigest()


def multi_label_works(
    context: RunContext, backbone: Backbone, vocabulary: Vocabulary | None
) -> MultiLabelWorks | None:
    """Read the works of a list that gives one work in twenty, or more, several topics; None of any other list.

    Works that show one picture are one: it shows the topics of them all.
    """
    rows = context.store.rows(
        "works_to_train_on", collection=context.run.collection, backbone=backbone.digest
    )
    known = set(vocabulary.ids) if vocabulary else None
    given = [{topic for topic in row["given_topics"] if known is None or topic in known} for row in rows]
    if sum(len(topics) > 1 for topics in given) < MANY * max(sum(map(bool, given)), 1):
        return None
    firsts: dict[str, dict[str, Any]] = {}
    shown: dict[str, set[str]] = {}
    for row, topics in zip(rows, given, strict=True):
        if topics:
            firsts.setdefault(row["sha256"], row)
            shown.setdefault(row["sha256"], set()).update(topics)
    return _works(list(firsts.values()), [tuple(sorted(each)) for each in shown.values()], by_artist(context))


def _works(rows: list[dict[str, Any]], shown: list[tuple[str, ...]], whole_artists: bool) -> MultiLabelWorks:
    vectors = unpack([row["vector"] for row in rows])
    counts = {topic: sum(topic in each for each in shown) for each in shown for topic in each}
    return MultiLabelWorks(
        [row["artwork_id"] for row in rows],
        [row["sha256"] for row in rows],
        [min(each, key=lambda topic: (counts[topic], topic)) for each in shown],
        vectors,
        groups_of(rows, vectors, whole_artists),
        [row["path"] for row in rows],
        shown,
    )


def train_multi_label(works: MultiLabelWorks, knobs: Hyperparameters) -> TrainedHead:
    """Train a head whose topics do not exclude each other."""
    from artmeta.vision.logistic import ITERATIONS
    from artmeta.vision.multi_label import train_multi_label

    with progress("train", len(ITERATIONS), "epochs") as tick:
        return train_multi_label(works.vectors, works.topics, works.shows, works.groups, knobs, tick)


def multi_label_metrics_of(
    trained: TrainedHead, shows: NDArray[np.bool_], works: Works
) -> ClassificationMetrics:
    """Measure a training on the works held out: mean average precision as in the Oxford Paintings protocol."""
    from artmeta.vision.multi_label_metrics import multi_label_metrics

    tested = trained.validation
    groups = np.array(works.groups)[tested].tolist()
    said = trained.head.confidences(works.vectors[tested])
    return multi_label_metrics(said, shows[tested], trained.topics, groups, shows[~tested].sum(axis=0))


def multi_label_calibration_of(trained: TrainedHead, shows: NDArray[np.bool_]) -> dict[str, Any]:
    """Say how the shares of each topic were calibrated, and how far they were off before and after."""
    from artmeta.vision.heads import sigmoid
    from artmeta.vision.multi_label_metrics import decision_calibration_error

    plain = trained.out_of_fold if trained.plain is None else trained.plain
    return {
        "method": "a line through the out-of-fold sums of each topic (Platt 1999)",
        "error_before": decision_calibration_error(sigmoid(plain), shows),
        "error_after": decision_calibration_error(trained.confidences_out_of_fold, shows),
        "works": len(shows),
    }
