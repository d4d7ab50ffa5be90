"""Numbers as a curator reads them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from artmeta.report import wording
from artmeta.report.intervals import share_interval


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.0, "0%"),
        (0.004, "0.4%"),
        (0.0001, "under 0.1%"),
        (1e-17, "0%"),
        (0.093, "9.3%"),
        (0.34, "34%"),
        (0.995, "99.5%"),
        (0.99999, "over 99.9%"),
        (1.0, "100%"),
        (None, "–"),
        (float("nan"), "–"),
    ],
)
def test_shares(share: float | None, words: str) -> None:
    assert wording.percent(share) == words


def test_counts_lists_and_years() -> None:
    assert wording.counted(1, "work") == "1 work"
    assert wording.counted(12345, "work") == "12,345 works"
    assert wording.listed(["a", "b", "c"]) == "a, b and c"
    assert wording.years(-50, -41) == "50 BC–41 BC"
    assert wording.part(0, 0) == "0"
    assert [wording.points(change) for change in (0.12, -0.034, 0.004, 0, -0.0001)] == [
        "+12",
        "−3",
        "+0.4",
        "0",
        "0.0",
    ]
    assert wording.mass(12.4) == "12.4" and wording.mass(12.0) == "12"


@given(some.text(), some.integers(10, 60))
def test_clipped_texts_are_never_longer(text: str, limit: int) -> None:
    assert len(wording.clipped(text, limit)) <= limit or len(text) <= limit


@given(some.integers(1, 10_000), some.data())
def test_intervals_hold_their_share(works: int, data: some.DataObject) -> None:
    hits = data.draw(some.integers(0, works))
    low, share, high = share_interval(hits, works)
    assert 0 <= low <= share + 1e-12 and share - 1e-12 <= high <= 1


def test_wilsons_interval_as_published() -> None:
    low, _, high = share_interval(10, 20)
    assert (low, high) == (pytest.approx(0.299, abs=0.001), pytest.approx(0.701, abs=0.001))
