"""Numbers as a curator reads them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from artmeta import wording


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
    assert wording.quantity(1, "work") == "1 work"
    assert wording.quantity(12345, "work") == "12,345 works"
    assert wording.enumeration(["a", "b", "c"]) == "a, b and c"
    assert wording.years(-50, -41) == "50 BC–41 BC"
    assert wording.with_share(0, 0) == "0"
    assert [wording.points(change) for change in (0.12, -0.034, 0.004, 0, -0.0001)] == [
        "+12",
        "−3",
        "+0.4",
        "0",
        "0.0",
    ]
    assert wording.decimal(12.4) == "12.4" and wording.decimal(12.0) == "12"


@given(some.text(), some.integers(10, 60))
def test_truncated_texts_are_never_longer(text: str, limit: int) -> None:
    assert len(wording.truncated(text, limit)) <= limit or len(text) <= limit


def test_a_verb_agrees_with_its_number() -> None:
    assert wording.clause(1, "work", "has", "have") == "1 work has"
    assert [wording.clause(n, "work", "has", "have") for n in (0, 1200)] == [
        "0 works have",
        "1,200 works have",
    ]


def test_leading_sentences_are_whole() -> None:
    text = "Of 9 works, c. 1850, 3 are odd. They may be fakes. Look at them."
    assert wording.leading_sentences(text, 5) == "Of 9 works, c. 1850, 3 are odd."
    assert wording.leading_sentences(text, 50) == "Of 9 works, c. 1850, 3 are odd. They may be fakes."
    assert wording.leading_sentences("", 5) == ""


def test_p_values_fractions_and_titles() -> None:
    assert (wording.p_equals(0.0123), wording.p_equals(0.0001)) == ("p = 0.012", "p < 0.001")
    assert wording.fraction(3, 8) == "3 of 8 (37.5%)" and wording.fraction(0, 0) == "0 of 0 (0.0%)"
    assert wording.points_interval(0.12, -0.004, 0.3) == "+12 (−0.4 to +30)"
    assert wording.titled("a:1", "Boats") == "“Boats” (a:1)" and wording.titled("a:1", None) == "a:1"
    assert (wording.year(-44), wording.year(1850)) == ("44 BC", "1850")
    assert wording.percent(0.5, 1) == "50.0%" and wording.percent(0.99999, 1) == "100.0%"
