"""Verdicts: silent where nothing changed, awake where something did."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from known_museum import Floats, Museum, lines_through

from artmeta.trend_analysis.change_points import change_points
from artmeta.trend_analysis.trend_lines import TrendLines, period
from artmeta.trend_analysis.undated import UndatedCheck
from artmeta.trend_analysis.verdict import Verdict, qualified, sentence, verdicts

RNG = np.random.default_rng(3)


def flat(position: Floats) -> Floats:
    return np.tile([0.4, 0.3, 0.2, 0.1], (len(position), 1))


def rising(position: Floats) -> Floats:
    first = 0.05 + 0.1 * position
    return np.column_stack([first, *[(1 - first) / 3] * 3])


def stepping(position: Floats) -> Floats:
    first = np.where(position < 0.6, 0.1, 0.3)
    return np.column_stack([first, *[(1 - first) / 3] * 3])


def lines_of(museum: Museum, shares: object, works: int, seed: int, draws: int = 100) -> TrendLines:
    rng = np.random.default_rng(seed)
    years, _, confidences = museum.works(shares, works, rng)  # type: ignore[arg-type]
    return lines_through(confidences, museum.calibration_set(400, rng), years, draws, rng)


def test_without_a_trend_at_most_one_in_twenty_is_called(museum: Museum) -> None:
    called = [
        any(one.kind in {"rose", "fell"} for one in verdicts(lines_of(museum, flat, 1000, seed)))
        for seed in range(100)
    ]
    assert sum(called) <= 10  # 5 expected; more than 10 has a chance of 1%


def test_a_rise_of_ten_points_in_a_century_is_found(museum: Museum) -> None:
    result = [verdicts(lines_of(museum, rising, 2000, seed))[0] for seed in range(40)]
    assert sum(one.kind == "rose" for one in result) >= 27  # 32 expected; fewer has a chance of 2%
    assert np.isclose(np.mean([one.change for one in result]), 0.1, atol=0.012)
    assert np.mean([one.low <= 0.099 <= one.high for one in result]) >= 0.85


def test_the_error_of_the_change_is_the_spread_of_changes(museum: Museum) -> None:
    result = [lines_of(museum, flat, 500, seed) for seed in range(60)]
    spread = np.std([one.line.change for one in result], axis=0)
    error = np.mean([one.test.error for one in result], axis=0)
    assert np.allclose(error / spread, 1, atol=0.3)


def test_few_works_get_no_verdict(museum: Museum) -> None:
    assert {one.kind for one in verdicts(lines_of(museum, rising, 60, 1))} == {"too_few"}


def test_a_rare_topic_gets_no_verdict(museum: Museum) -> None:
    def rare(position: Floats) -> Floats:
        return np.tile([0.6, 0.3, 0.0995, 0.0005], (len(position), 1))

    assert verdicts(lines_of(museum, rare, 1000, 3))[3].kind == "too_few"


def test_a_step_is_named_where_there_is_one(museum: Museum) -> None:
    (point,) = [one for one in change_points(lines_of(museum, stepping, 3000, 5), RNG) if one.topic == 0]
    assert abs(point.year - 1859) <= 10
    assert np.isclose(point.before, 0.1, atol=0.05) and np.isclose(point.after, 0.3, atol=0.05)


def test_a_straight_rise_is_no_step(museum: Museum) -> None:
    named = [
        any(one.topic == 0 for one in change_points(lines_of(museum, rising, 3000, seed), RNG))
        for seed in range(10)
    ]
    assert sum(named) <= 3


def test_no_step_where_nothing_changed(museum: Museum) -> None:
    named = [len(change_points(lines_of(museum, flat, 1000, seed), RNG)) > 0 for seed in range(40)]
    assert sum(named) <= 6


def test_no_step_where_one_cluster_makes_it(museum: Museum) -> None:
    rng = np.random.default_rng(1)
    years, _, confidences = museum.works(stepping, 2000, rng)
    known, clusters = museum.calibration_set(400, rng), (years - 1800) // 20
    alone = lines_through(confidences, known, years, 100, rng)
    assert any(point.topic == 0 for point in change_points(alone, RNG))
    few = lines_through(confidences, known, years, 100, rng, clusters=clusters)
    assert change_points(few, RNG) == []


def test_the_period_leaves_single_antiques_out() -> None:
    years = np.concatenate([[-500], np.arange(1800, 1900).repeat(10)])
    first, last = period(years, years)
    assert 1800 <= first <= 1801 and 1898 <= last <= 1899


@pytest.mark.parametrize(
    ("shares", "works", "words"),
    [
        (rising, 4000, "rose between 1800 and 1899: from "),
        (flat, 800, "no change that the data can show"),
        (flat, 50, "too few works"),
    ],
)
def test_sentences(museum: Museum, shares: object, works: int, words: str) -> None:
    message = sentence("Boats", verdicts(lines_of(museum, shares, works, 2))[0])
    assert message.startswith("Boats") and words in message and message.endswith(".")


@pytest.mark.parametrize(("low", "message"), [(-0.3, "p = 0.089 after correction"), (-0.4, "(−17 points")])
def test_an_interval_without_nought_that_is_no_verdict_says_why(low: float, message: str) -> None:
    high = -0.02 if low == -0.3 else 0.02
    one = Verdict(0, "no_change", 1700, 1990, 600, 0.3, 0.13, -0.17, low, high, -2.2, 0.03, 0.089, 0.2)
    assert message in sentence("Racing", one)
    assert ("p = " in sentence("Racing", one)) is (high < 0)


def test_no_change_is_withheld_where_pictures_are_unlike_or_the_topic_itself_is_dated_worse() -> None:
    shares, nothing = np.array([0.2, 0.05]), np.zeros(2)
    worse = UndatedCheck(shares, shares[::-1], np.array([0.001, 0.9]), nothing - 0.1, nothing + 0.2)
    still = [
        Verdict(topic, "no_change", 1800, 1899, 900, 0.3, 0.3, 0.0, -0.05, 0.05, 0.0, 0.9, 0.9, 0.1)
        for topic in (0, 1)
    ]
    result = [(one.kind, one.reason) for one in qualified(still, worse, False)]
    assert result == [("withheld", "undated"), ("no_change", "")]
    assert {one.reason for one in qualified(still, worse, True)} == {"label_shift"}


def test_a_rise_that_another_topics_missing_dates_could_make_is_withheld() -> None:
    rose = Verdict(1, "rose", 1800, 1899, 900, 0.3, 0.4, 0.1, 0.05, 0.15, 3.0, 0.001, 0.002, 0.1)
    shares, nothing = np.array([0.2, 0.05]), np.zeros(2)
    worse = UndatedCheck(shares, shares[::-1], np.array([0.001, 0.9]), nothing - 0.1, nothing + 0.2)
    withheld = qualified([rose], worse, False)[0]
    assert withheld.kind == "withheld" and withheld.reason == "undated"
    assert "5.0% of its works are undated, 20% of the others, which could make or hide one" in sentence(
        "A", withheld
    )
    for check in (replace(worse, adjusted=np.array([0.6, 0.9])), replace(worse, lowest=nothing + 0.05)):
        assert qualified([rose], check, False)[0].kind == "rose"
