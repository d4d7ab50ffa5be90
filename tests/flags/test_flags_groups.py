"""Exact intervals, periods and the comparison of groups: what is chance is no disparity."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artmeta.flags._groups import GroupLimits, disparities, periods

LIMITS = GroupLimits()


def group(hits: int, works: int, venue: str, year: int | None = None, stratum: str = "boat") -> pd.DataFrame:
    good = [True] * hits + [False] * (works - hits)
    years = pd.array([year] * works, dtype="Int32")
    return pd.DataFrame(
        {"good": good, "venue": venue, "date_earliest": years, "date_latest": years, "stratum": stratum}
    )


def subjects(*groups: pd.DataFrame, limits: GroupLimits = LIMITS) -> list[str]:
    return [found.subject for found in disparities(pd.concat(groups, ignore_index=True), limits)]


@pytest.mark.parametrize(
    ("earliest", "latest", "period"),
    [
        (1850, 1899, "1850 to 1899"),
        (1849, 1850, None),
        (1850, None, None),
        (None, None, None),
        (-44, -40, "49 BC to 1 BC"),
        (-50, -50, "99 BC to 50 BC"),
        (-1, 1, None),
        (1, 49, "1 to 49"),
        (2000, 2000, "2000 to 2049"),
    ],
)
def test_a_period_holds_the_whole_span(earliest: int | None, latest: int | None, period: str | None) -> None:
    frame = pd.DataFrame(
        {"date_earliest": pd.array([earliest], "Int32"), "date_latest": pd.array([latest], "Int32")}
    )
    assert periods(frame, 50).tolist() == [period]


def test_five_works_are_no_disparity() -> None:
    assert subjects(group(2, 5, "Chapel"), group(950, 1000, "Museum")) == []
    assert subjects(group(0, 5, "Chapel"), group(950, 1000, "Museum")) == []


def test_a_venue_that_fares_far_worse_is_found_and_not_the_other() -> None:
    assert subjects(group(20, 60, "Chapel"), group(540, 600, "Museum")) == ["venue Chapel"]


def test_a_difference_by_chance_is_not_found() -> None:
    assert subjects(group(20, 25, "Chapel"), group(90, 100, "Museum")) == []


def test_a_small_difference_of_many_works_is_left_alone() -> None:
    groups = group(8500, 10_000, "Chapel"), group(9000, 10_000, "Museum")
    assert subjects(*groups) == []
    assert subjects(*groups, limits=GroupLimits(points=0.04)) == ["venue Chapel"]


def test_what_the_mix_of_topics_explains_is_no_disparity() -> None:
    hard_here, easy_here = group(45, 90, "Chapel", stratum="angel"), group(10, 10, "Chapel")
    hard_there, easy_there = group(45, 90, "Museum", stratum="angel"), group(900, 900, "Museum")
    assert subjects(hard_here, easy_here, hard_there, easy_there) == []


def test_periods_and_venues_are_both_judged() -> None:
    late = group(20, 60, "Museum", 1900)
    early = group(540, 600, "Museum", 1800)
    assert subjects(late, early) == ["period 1900 to 1949"]


def test_works_without_venue_or_date_are_no_group() -> None:
    assert subjects(group(0, 60, "", None), group(600, 600, "Museum", 1850)) == []


@settings(max_examples=50)
@given(
    st.lists(
        st.tuples(st.sampled_from("AB"), st.sampled_from([1800, 1850, None]), st.booleans()), max_size=60
    ),
    st.floats(0, 0.5),
    st.floats(0, 0.5),
    st.integers(1, 20),
    st.integers(0, 20),
)
def test_stricter_limits_never_raise_more(
    rows: list[tuple[str, int | None, bool]], points: float, more: float, works: int, others: int
) -> None:
    frame = pd.concat(
        [group(int(good), 1, venue, year) for venue, year, good in rows] or [group(0, 0, "A", 1800)]
    )
    frame = frame.reset_index(drop=True)
    lax = {found.subject for found in disparities(frame, GroupLimits(points=points, works=works))}
    strict = {found.subject for found in disparities(frame, GroupLimits(points=points + more, works=works))}
    assert strict <= lax
    for found in disparities(frame, GroupLimits(points=points, works=works)):
        assert found.group.works >= works
        assert found.group.high < found.others.low


def test_false_alarms_are_rare() -> None:
    """Among 100 collections without any disparity, at most 1 in 20 is flagged (the level of the intervals)."""
    rng = np.random.default_rng(7)
    alarms = 0
    for _ in range(100):
        works = 300
        frame = pd.DataFrame(
            {
                "good": rng.random(works) < 0.85,
                "venue": rng.choice(list("ABCDE"), works),
                "stratum": rng.choice(["boat", "house"], works),
                "date_earliest": pd.array(rng.choice([1800, 1850, 1900], works), dtype="Int32"),
            }
        )
        frame["date_latest"] = frame["date_earliest"]
        alarms += bool(list(disparities(frame, GroupLimits(points=0.0))))
    assert alarms <= 5
