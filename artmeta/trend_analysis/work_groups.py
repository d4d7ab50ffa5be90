"""Groups of works that may differ in how often a classifier is right: periods, venues, media, picture sizes, topics."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from artmeta.trend_analysis.bins import Bins, Floats, fixed_bins
from artmeta.wording import years

# of a group that is tested; cartoons that hang among paintings are found with 30 (docs/unfamiliar.md)
MIN_WORKS = 30
PERIOD_WIDTHS = 10, 25, 50  # years; the narrowest is taken whose bins hold PERIOD_WORKS works on average
PERIOD_WORKS = 60
MIN_LAST = 10  # works of the last period; fewer belong to the one before
MOST_GROUPS = 40  # of a grouping, the largest; the others are one group
UNDATED, NOT_STATED, OTHERS = "undated or dated widely", "not stated", "others"
LAST = {UNDATED, NOT_STATED, OTHERS}  # in lists of groups
SMALL, LARGE = 300, 1000  # pixels of the shorter side

# What a medium is made with comes before what it is made on, and before a second material.
_SUPPORT = re.compile(
    r"\s*(?:[,;:(&+/]|\b(?:on|and|with|auf|und|mit|sur|et|avec|su|op|på|och|og|sobre|y)\b).*"
)


@dataclass(frozen=True, slots=True)
class WorkGroup:
    """A group of a grouping, such as period or venue, and the places [members] of its works."""

    grouping: str
    name: str
    members: NDArray[np.intp]


def work_groups(works: Mapping[str, Sequence[Any] | NDArray[Any]]) -> list[WorkGroup]:
    """Return the groups of works by what is known of them [n]; a number may be NaN, a text None.

    `works` has date_earliest, date_latest, width, height (numbers), venue, medium and topic_id (texts).

    A grouping that puts all works into one group is left out; groups that are too small to test, and all beyond the 40
    largest of a grouping, are one group. The last group is all works, named ''.
    """
    earliest, latest, width, height = (
        np.asarray(works[name], np.float64) for name in ("date_earliest", "date_latest", "width", "height")
    )
    columns = {
        "period": periods(earliest, latest),
        "venue": _pooled([(text or "").strip() for text in works["venue"]]),
        "medium": _pooled([medium_family(text or "") for text in works["medium"]]),
        "picture": _picture_sizes(np.fmin(width, height)),
        "topic": list(works["topic_id"]),  # the predicted one
    }
    groups = [group for grouping, names in columns.items() for group in _groups(grouping, names)]
    return [*groups, WorkGroup("collection", "", np.arange(len(earliest)))]


def _groups(grouping: str, names: Sequence[str]) -> Iterator[WorkGroup]:
    texts = np.asarray(names, dtype=object)
    distinct = sorted(set(names), key=lambda name: (name in LAST, name))
    if len(distinct) > 1:
        for name in distinct:
            yield WorkGroup(grouping, name, np.flatnonzero(texts == name))


def periods(earliest: Floats, latest: Floats) -> list[str]:
    """Return the name of each work's period [n], by the middle of its date (years, NaN where unknown).

    Bins have 10, 25 or 50 years, as many as leave 60 works on average; one with fewer than 30 works is joined with the
    next, but the last stays by itself from 10 works on. Dates wider than two bins are taken as undated.
    """
    dated = ~np.isnan(earliest) & ~np.isnan(latest)
    names = np.full(len(earliest), UNDATED, dtype=object)
    if not dated.any():
        return list(names)
    middle = np.floor((earliest[dated] + latest[dated]) / 2).astype(np.int64)
    bins, width = _period_bins(np.where(middle == 0, 1, middle))
    place = np.searchsorted(bins.last, middle)
    labels = [years(int(first), int(last)) for first, last in zip(bins.first, bins.last, strict=True)]
    narrow = latest[dated] - earliest[dated] < 2 * width
    names[dated] = np.where(narrow, np.array(labels, dtype=object)[place], UNDATED)
    return list(names)


def _period_bins(middle: NDArray[np.int64]) -> tuple[Bins, int]:
    """Return the bins of years that hold the works [n], and their width before small ones are joined."""
    for width in PERIOD_WIDTHS:
        bins = fixed_bins(int(middle.min()), int(middle.max()), width)
        counts = np.bincount(np.searchsorted(bins.last, middle), minlength=len(bins))
        if width == PERIOD_WIDTHS[-1] or len(middle) >= PERIOD_WORKS * np.count_nonzero(counts):
            break
    ends, works = [], 0
    for place, count in enumerate(counts):
        works += int(count)
        last_but_one = place == len(counts) - 2 and counts[-1] >= MIN_LAST
        if works >= MIN_WORKS or last_but_one or place == len(counts) - 1:
            ends.append(place)
            works = 0
    last = bins.last.copy()
    if counts[-1] < MIN_LAST and len(ends) > 1:
        del ends[-2]
        last[-1] = middle.max()
    starts = [0, *(end + 1 for end in ends[:-1])]
    return Bins(bins.first[starts], last[ends]), width


def medium_family(text: str) -> str:
    """Return what a work is made with, of a medium as museums write it: 'oil' of 'Oil on canvas, relined'."""
    return _SUPPORT.sub("", text.casefold().strip()) or text.casefold().strip()


def _picture_sizes(shorter: Floats) -> list[str]:
    """Return the name of the class of each picture's size, by its shorter side [n] in pixels; NaN is small."""
    names = (f"under {SMALL} pixels", f"{SMALL} to {LARGE - 1} pixels", f"{LARGE} pixels and more")
    places = np.searchsorted([SMALL, LARGE], np.nan_to_num(shorter), side="right")
    return [names[place] for place in places]


def _pooled(names: Sequence[str]) -> list[str]:
    """Return names [n] with those of too small groups replaced."""
    counts = Counter(names)
    kept = {name for name, count in counts.most_common(MOST_GROUPS) if count >= MIN_WORKS and name}
    unnamed = NOT_STATED if counts[""] >= MIN_WORKS else OTHERS
    return [name if name in kept else (OTHERS if name else unnamed) for name in names]
