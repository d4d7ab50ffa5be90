"""The influence of single artists, venues or donors on a trend: the same line without them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artmeta.trends.bins import TINY, Floats, Ints, YearDistribution, distribute, sum_by
from artmeta.trends.estimation import PreparedScores, unbiased_scores
from artmeta.trends.labelled_sample import correction, labelled_sample
from artmeta.trends.trend_lines import fit_lines, positions, steps_of
from artmeta.trends.verdict import ALPHA, significance

Strings = NDArray[np.str_]

MAX_GROUPS = 10  # left out in turn, the largest first; the eleventh of a skewed list moves little


@dataclass(frozen=True, slots=True)
class GroupInfluence:
    """One topic's change over the period with one group left out; `works` is the group's, `share` its part of all."""

    group: str
    topic: int
    works: float
    share: float
    change: float
    change_without: float
    adjusted: float
    adjusted_without: float

    @property
    def influence(self) -> float:
        """The part of the change that is due to the group; 1 is all of it, negative means that it hid a part."""
        return 1 - self.change_without / self.change if abs(self.change) > TINY else 0.0

    @property
    def decisive(self) -> bool:
        """Whether the verdict would be another without the group."""
        before, after = self.adjusted <= ALPHA, self.adjusted_without <= ALPHA
        return before != after or (before and after and self.change * self.change_without < 0)


def leave_one_out(
    prepared: PreparedScores,
    earliest: Ints,
    latest: Ints,
    groups: Strings,
    years: tuple[int, int],
    given: Ints | None = None,
) -> list[GroupInfluence]:
    """Leave out each of the largest groups [works] in turn; '' is no group. Errors are linearised, not drawn."""
    scores, known = unbiased_scores(prepared)
    steps = steps_of(years)  # as the verdict's own line, so that the changes can be compared
    distribution, bias = distribute(earliest, latest, steps), np.zeros((len(steps), scores.shape[1]))
    if given is not None:
        sample = labelled_sample(scores, given, earliest, latest)
        if corrected := correction(sample, steps, known, 1, np.random.default_rng(1)):
            bias = corrected.weighted_bias
    mass = sum_by(distribution.work, distribution.mass, len(earliest))

    def line(kept: NDArray[np.bool_]) -> tuple[list[float], list[float]]:
        change, adjusted = _line(scores, bias, distribution, positions(steps, years), kept)
        return change.tolist(), adjusted.tolist()

    change, adjusted = line(np.ones(len(earliest), dtype=bool))
    influences = []
    for group in largest(groups, mass):
        without = line(groups != group)
        works = float(mass[groups == group].sum())
        size = works, works / max(float(mass.sum()), TINY)
        rows = zip(change, without[0], adjusted, without[1], strict=True)
        influences += [GroupInfluence(group, topic, *size, *row) for topic, row in enumerate(rows)]
    return influences


def largest(groups: Strings, mass: Floats) -> list[str]:
    """Return the names of the largest groups by mass, the largest first."""
    names, index = np.unique(groups, return_inverse=True)
    sizes = np.bincount(index, weights=mass)
    order = [at for at in np.argsort(-sizes, kind="stable") if names[at] != "" and sizes[at] > 0]
    return [str(names[at]) for at in order[:MAX_GROUPS]]


def _line(
    scores: Floats, bias: Floats, distribution: YearDistribution, position: Floats, kept: NDArray[np.bool_]
) -> tuple[Floats, Floats]:
    """Return the change of each topic and its adjusted p value over the works that are kept."""
    pairs = kept[distribution.work]
    step, mass = distribution.bin[pairs], distribution.mass[pairs]
    works = sum_by(step, mass, len(position))
    corrected = scores[distribution.work[pairs]] - bias[step]
    sums = sum_by(step, mass[:, None] * corrected, len(position))
    slope, first = fit_lines(position, (sums / np.maximum(works, TINY)[:, None])[None], works[None])
    change, start, total = slope[0], first[0], max(float(works.sum()), TINY)
    distance = position[step] - (works @ position) / total
    residuals = corrected - start - change * position[step][:, None]
    squares = mass[:, None] * (distance[:, None] * residuals) ** 2
    error = np.sqrt(squares.sum(axis=0)) / max(float(mass @ distance**2), TINY)
    share = np.clip(sums.sum(axis=0) / total, 0, 1)
    _, adjusted, _ = significance(change, error, total, share)
    return np.clip(start + change, 0, 1) - np.clip(start, 0, 1), adjusted
