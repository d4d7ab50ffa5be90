"""How much of a trend one artist, one venue or one donor makes: the same line without them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from artmeta.stats import holm
from artmeta.trends.bins import Spread, spread, summed
from artmeta.trends.catalogue import catalogue_of, correction
from artmeta.trends.estimation import Reading, scores
from artmeta.trends.slope import steps_of, through
from artmeta.trends.verdict import ALPHA, detectable_change, enough

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Strings = NDArray[np.str_]

LARGEST = 10  # groups left out in turn, the largest first; the eleventh of a skewed list moves little
TINY = np.finfo(float).tiny


@dataclass(frozen=True, slots=True)
class LeftOut:
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
    def carried(self) -> float:
        """Which part of the change goes when the group goes; 1 is all of it, negative means that it hid a part."""
        return 1 - self.change_without / self.change if abs(self.change) > TINY else 0.0

    @property
    def decides(self) -> bool:
        """Whether the verdict stands or falls with the group."""
        before, after = self.adjusted <= ALPHA, self.adjusted_without <= ALPHA
        return before != after or (before and after and self.change * self.change_without < 0)


def leave_one_out(
    reading: Reading,
    earliest: Ints,
    latest: Ints,
    groups: Strings,
    years: tuple[int, int],
    given: Ints | None = None,
) -> list[LeftOut]:
    """Leave out each of the largest groups [works] in turn; '' is no group. Errors are linearised, not drawn."""
    told, evidence = scores(reading)
    steps = steps_of(years)  # as the verdict's own line, so that the changes can be compared
    part = spread(earliest, latest, steps)
    off = np.zeros((len(steps), told.shape[1]))
    catalogue = catalogue_of(told, given, earliest, latest) if given is not None else None
    if catalogue is not None and evidence is not None and catalogue.speaks:
        checked = correction(catalogue, steps, evidence, 1, np.random.default_rng(1))
        off = checked.weight[:, None] * checked.off
    position = (steps.middles - years[0]) / max(years[1] - years[0], 1)
    mass = summed(part.work, part.mass, len(earliest))
    change, adjusted = _line(told, off, part, position, np.ones(len(earliest), dtype=bool))
    found = []
    for group in largest(groups, mass):
        kept = groups != group
        change_without, adjusted_without = _line(told, off, part, position, kept)
        works = float(mass[~kept].sum())
        found += [
            LeftOut(
                str(group),
                topic,
                works,
                works / max(float(mass.sum()), TINY),
                float(change[topic]),
                float(change_without[topic]),
                float(adjusted[topic]),
                float(adjusted_without[topic]),
            )
            for topic in range(told.shape[1])
        ]
    return found


def largest(groups: Strings, mass: Floats) -> list[str]:
    """Return the names of the largest groups by mass, the largest first."""
    names, place = np.unique(groups, return_inverse=True)
    sizes = np.bincount(place, weights=mass)
    order = [at for at in np.argsort(-sizes, kind="stable") if names[at] != "" and sizes[at] > 0]
    return [str(names[at]) for at in order[:LARGEST]]


def _line(
    told: Floats, off: Floats, part: Spread, position: Floats, kept: NDArray[np.bool_]
) -> tuple[Floats, Floats]:
    """Return the change of each topic and its adjusted p value over the works that are kept."""
    pairs = kept[part.work]
    work, step, mass = part.work[pairs], part.bin[pairs], part.mass[pairs]
    works = summed(step, mass, len(position))
    seen = told[work] - off[step]
    sums = np.stack([summed(step, mass * column, len(position)) for column in seen.T], axis=1)
    slope, level = through(position, (sums / np.maximum(works, TINY)[:, None])[None], works[None])
    change, first = slope[0], level[0]
    total = max(float(works.sum()), TINY)
    away = position[step] - (works @ position) / total
    rest = seen - first - change * position[step][:, None]
    error = np.sqrt((mass[:, None] * (away[:, None] * rest) ** 2).sum(axis=0)) / max(
        float(mass @ away**2), TINY
    )
    p_values = 2 * norm.sf(np.abs(change) / np.maximum(error, TINY))
    judged = enough(total, np.clip(sums.sum(axis=0) / total, 0, 1), detectable_change(error))
    adjusted = np.ones(len(change))
    adjusted[judged] = holm(p_values[judged])
    return np.clip(first + change, 0, 1) - np.clip(first, 0, 1), adjusted
