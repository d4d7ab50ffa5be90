"""The metrics that are compared between groups, and which works each is a mean of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from artmeta.bias_audit.comparison import Sample
from artmeta.bias_audit.works import STATUSES, AuditedWorks, Booleans, Floats, Indices

SURE, UNSURE, UNFAMILIAR = range(len(STATUSES))


@dataclass(frozen=True, slots=True)
class Metric:
    """A mean of `values` over the works of a `part`, compared within strata of topics.

    Values are those of one work: 0 or 1 of a proportion. `worse` is -1 where lower is worse, else +1. `points` is the
    smallest difference that counts. One that `needs_truth` is of works whose topic is known. One that is `by_topic` is
    also compared within each topic. A `substitute` is tested only where the model decides nothing.
    """

    name: str
    label: str
    part: Callable[[AuditedWorks], Booleans]
    values: Callable[[AuditedWorks], Floats]
    topic: Callable[[AuditedWorks], Indices]
    worse: int
    needs_truth: bool
    proportion: bool = True
    points: float = 0.1
    by_topic: bool = False
    substitute: bool = False

    def tested(self, works: AuditedWorks) -> bool:
        """Whether groups are tested by this metric."""
        return not self.substitute or not bool((works.status >= 0).any())

    def sample(self, works: AuditedWorks, kept: Booleans) -> tuple[Sample, Booleans]:
        """Return the sample of the works [n] that are kept and of the metric's part, and which [n] those are."""
        part = self.part(works) & kept
        return (
            Sample.of(
                self.values(works)[part], self.topic(works)[part] + 1, works.cluster[part], self.proportion
            ),
            part,
        )


def _known(works: AuditedWorks) -> Booleans:
    return (works.known >= 0) & works.judged & (works.predicted >= 0)


def _judged(works: AuditedWorks) -> Booleans:
    return works.judged & (works.predicted >= 0)


def _decided(works: AuditedWorks) -> Booleans:
    return (works.status >= 0) & (works.predicted >= 0)


def _status(code: int) -> Callable[[AuditedWorks], Floats]:
    return lambda works: (works.status == code).astype(float)


def _correct(works: AuditedWorks) -> Floats:
    return works.correct.astype(float)


METRICS = (
    Metric("recall", "recall", _known, _correct, lambda works: works.known, -1, True, by_topic=True),
    Metric(
        "precision", "precision", _judged, _correct, lambda works: works.predicted, -1, True, by_topic=True
    ),
    Metric(
        "sure_precision",
        "precision of sure works",
        lambda works: _judged(works) & (works.status == SURE),
        _correct,
        lambda works: works.predicted,
        -1,
        True,
    ),
    Metric(
        "overconfidence",
        "confidence above the share of right works",
        _judged,
        lambda works: works.confidence - works.correct,
        lambda works: works.predicted,
        1,
        True,
        proportion=False,
    ),
    Metric(
        "abstention",
        "share of unsure works",
        _decided,
        _status(UNSURE),
        lambda works: works.predicted,
        1,
        False,
        by_topic=True,
    ),
    Metric(
        "unfamiliar",
        "share of unfamiliar works",
        _decided,
        _status(UNFAMILIAR),
        lambda works: works.predicted,
        1,
        False,
        by_topic=True,
    ),
    Metric(
        "confidence",
        "mean confidence",
        lambda works: works.predicted >= 0,
        lambda works: works.confidence,
        lambda works: works.predicted,
        -1,
        False,
        proportion=False,
        substitute=True,
    ),
)
LABELS = {metric.name: metric.label for metric in METRICS}
