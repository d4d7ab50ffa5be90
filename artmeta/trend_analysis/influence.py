"""Leave-one-group-out influence of single artists, venues or donors on a trend line."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artmeta.trend_analysis.bins import TINY, Floats
from artmeta.trend_analysis.trend_lines import TrendLines
from artmeta.trend_analysis.verdict import ALPHA, line_verdicts

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


def leave_one_out(lines: TrendLines, groups: Strings) -> list[GroupInfluence]:
    """Leave out each of the largest groups [works] in turn; '' is no group. The others keep their place in time."""
    data, whole = lines.data, line_verdicts(lines.line, lines.test, lines.years)
    groups = groups[data.inside]
    influences = []
    for group in largest(groups, np.ones(len(groups))):
        kept = groups != group
        line = data.line_of(kept)
        without = line_verdicts(line, data.test(line, np.random.default_rng(1), kept=kept), lines.years)
        works = lines.works - float(line.works.sum())
        influences += [
            GroupInfluence(
                group,
                each.topic,
                works,
                works / max(lines.works, TINY),
                each.change,
                rest.change,
                each.adjusted,
                rest.adjusted,
            )
            for each, rest in zip(whole, without, strict=True)
        ]
    return influences


def largest(groups: Strings, mass: Floats) -> list[str]:
    """Return the names of the largest groups by mass, the largest first."""
    names, index = np.unique(groups, return_inverse=True)
    sizes = np.bincount(index, weights=mass)
    order = [at for at in np.argsort(-sizes, kind="stable") if names[at] != "" and sizes[at] > 0]
    return [str(names[at]) for at in order[:MAX_GROUPS]]
