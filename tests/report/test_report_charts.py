"""What rests on few works is drawn pale, also where a line has too many points to show them."""

from __future__ import annotations

import re

import pytest

from artmeta.report.charts import MOST_DOTS, Axis, ChartLine, Dot, lines


def strokes(points: int, faint: set[int]) -> list[tuple[str, int]]:
    """Return how strong each stroke of a drawn line is, and how many points it joins."""
    dots = tuple(Dot(year, year % 7 / 10, faint=year in faint) for year in range(points))
    drawn = lines([ChartLine("share", dots)], Axis(), Axis(low=0, high=1))
    paths = re.findall(r'<path[^>]* d="(M[^"]*)" stroke="var\(--chart-1\)"([^>]*)>', drawn)
    return [
        ("pale" if "opacity" in rest else "firm", stretch.count(","))
        for path, rest in paths
        for stretch in path.split("M")[1:]
    ]


@pytest.mark.parametrize("points", [MOST_DOTS - 5, MOST_DOTS + 10])
def test_a_stretch_that_begins_or_ends_on_few_works_is_pale(points: int) -> None:
    assert strokes(points, {0, 1, 5}) == [("pale", points), ("firm", 3), ("firm", points - 6)]


def test_a_line_on_many_works_has_one_stroke() -> None:
    assert strokes(8, set()) == [("firm", 8)]
