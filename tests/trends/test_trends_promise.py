"""Promises of groups: who loses the sure status, on drawn works whose precision is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from known_museum import Museum
from scipy.special import ndtr

from artmeta.trend_analysis.calibration import CalibrationSet
from artmeta.trend_analysis.drift import Reference, drift
from artmeta.trend_analysis.group_promise import GroupPromise, SureWorks, group_promises
from artmeta.trend_analysis.topic_mix import raised_thresholds
from artmeta.trend_analysis.work_groups import MIN_WORKS, WorkGroup, medium_family, periods, work_groups

TARGET = 0.9
SURE = 0.9  # of the confidence; the drawn classifier is right in about 97% of such works


def reference(museum: Museum, rng: np.random.Generator, works: int = 240) -> Reference:
    known = museum.calibration_set(works, rng)
    return Reference(known, 1 - known.confidences.max(axis=1, keepdims=True))


def drawn(museum: Museum, rng: np.random.Generator, count: int = 600, known: float = 0.4) -> SureWorks:
    """Draw works of evenly frequent topics; a part of them has a known topic."""
    right = rng.integers(0, museum.topics, count)
    confidences = museum.confidences(right, rng)
    correct = (confidences.argmax(axis=1) == right).astype(float)
    best = confidences.max(axis=1)
    return SureWorks(
        sure=best >= SURE,
        learnt=np.zeros(count, bool),
        scores=1 - best[:, None],
        confidences=confidences,
        correct=np.where(rng.random(count) < known, correct, np.nan),
        chance=np.full(count, TARGET),
        cluster=np.arange(count),
    )


def quarters(count: int) -> list[WorkGroup]:
    """Four periods and three venues across them, and all works."""
    place = np.arange(count)
    groups = [WorkGroup("period", str(n), np.flatnonzero(place * 4 // count == n)) for n in range(4)]
    groups += [WorkGroup("venue", str(n), np.flatnonzero(place % 3 == n)) for n in range(3)]
    return [*groups, WorkGroup("collection", "", place)]


def lost(promises: list[GroupPromise]) -> list[tuple[str, str, str]]:
    return [(one.group.grouping, one.group.name, one.cause) for one in promises if one.state == "lost"]


def test_groups_without_a_fault_lose_in_less_than_one_museum_in_twenty(
    museum: Museum, rng: np.random.Generator
) -> None:
    known = reference(museum, rng)
    results = [group_promises(drawn(museum, rng), quarters(600), known, TARGET) for _ in range(60)]
    assert sum(bool(lost(result)) for result in results) <= 3
    assert all(one.state == "kept" for one in results[0])


def test_wrong_known_topics_take_the_status_from_their_period_alone(
    museum: Museum, rng: np.random.Generator
) -> None:
    works, groups = drawn(museum, rng), quarters(600)
    late = np.arange(600) >= 450
    works.correct[late & works.sure & ~np.isnan(works.correct)] = (
        rng.random(600)[late & works.sure & ~np.isnan(works.correct)] < 0.6
    )
    assert lost(group_promises(works, groups, reference(museum, rng), TARGET)) == [
        ("period", "3", "known topics")
    ]
    unknown = replace(works, correct=np.full(600, np.nan))
    assert not lost(group_promises(unknown, groups, reference(museum, rng), TARGET))


def test_works_that_drifted_lose_unless_known_topics_show_that_the_promise_is_kept(
    museum: Museum, rng: np.random.Generator
) -> None:
    works, groups = drawn(museum, rng, known=0.0), quarters(600)
    works.scores[450:] += 0.2  # less certain than most works of the reference
    known = reference(museum, rng)
    (actual,) = [one for one in group_promises(works, groups, known, TARGET) if one.state == "lost"]
    assert (actual.group.name, actual.cause) == ("3", "drift") and actual.drift >= 0.6
    right = replace(works, correct=np.where(np.arange(600) >= 450, 1.0, np.nan))
    promises = group_promises(right, groups, known, TARGET)
    assert not lost(promises) and promises[3].drift == actual.drift


def test_a_group_is_untested_without_works_or_a_reference_and_shown_by_known_topics(
    museum: Museum, rng: np.random.Generator
) -> None:
    works, known = drawn(museum, rng, known=0.0), reference(museum, rng)
    small = [WorkGroup("venue", "", np.arange(MIN_WORKS - 1)), WorkGroup("collection", "", np.arange(600))]
    assert [one.state for one in group_promises(works, small, known, TARGET)] == ["untested", "kept"]
    assert [one.state for one in group_promises(works, small, None, TARGET)] == ["untested", "untested"]
    right = replace(works, correct=np.ones(600))
    assert [one.state for one in group_promises(right, small[1:], None, TARGET)] == ["kept"]
    trained = replace(right, learnt=np.ones(600, bool))  # what the model learnt is no evidence
    assert [one.state for one in group_promises(trained, small[1:], known, TARGET)] == ["untested"]


def test_drift_is_half_for_equal_scores_and_follows_the_weights(rng: np.random.Generator) -> None:
    scores = np.linspace(0, 1, 200)[:, None]
    equal = drift(scores, np.ones(200), scores, np.arange(200))
    assert equal.size == pytest.approx(0.5) and equal.p_value == pytest.approx(0.5)
    low = drift(scores, (scores[:, 0] < 0.5).astype(float), scores, np.arange(200))
    assert low.size == pytest.approx(0.75, abs=0.01)
    assert low.p_value == pytest.approx(ndtr((0.5 - low.size) / low.error), rel=1e-12, abs=0)
    assert low.p_value < 1e-6
    together = drift(scores, (scores[:, 0] < 0.5).astype(float), scores, np.arange(200) // 20)
    assert together.error > 2 * low.error


def mixed(museum: Museum, shares: list[float], count: int, rng: np.random.Generator) -> CalibrationSet:
    right = rng.choice(museum.topics, count, p=shares)
    return CalibrationSet(museum.confidences(right, rng), right.astype(np.int64))


def test_a_rare_topic_needs_a_higher_confidence_and_an_unchanged_mix_none(
    museum: Museum, rng: np.random.Generator
) -> None:
    known, rare = museum.calibration_set(800, rng), mixed(museum, [0.03, 0.91, 0.03, 0.03], 20_000, rng)
    sure, predicted = rare.confidences.max(axis=1) >= SURE, rare.confidences.argmax(axis=1)
    actual = raised_thresholds(known, rare.confidences, sure, TARGET)
    assert [each.topic for each in actual] == [0, 2, 3]
    for each in actual:
        of_topic = sure & (predicted == each.topic)
        right = rare.y_true == each.topic
        assert right[of_topic].mean() == pytest.approx(each.expected, abs=0.08) and each.expected < 0.8
        of_topic[each.below] = False
        assert of_topic.any() and right[of_topic].mean() >= 0.85
        assert (each.share, each.share_known) == (pytest.approx(0.03, abs=0.01), pytest.approx(0.25))
    same = [mixed(museum, [0.25] * 4, 600, rng).confidences for _ in range(30)]
    assert not any(raised_thresholds(known, each, each.max(axis=1) >= SURE, TARGET) for each in same)


def test_periods_are_wide_enough_and_the_last_one_stays_by_itself() -> None:
    years = np.concatenate(
        [np.full(20, 1710.0), np.repeat(np.arange(1760.0, 1960.0, 2), 3), np.full(12, 1980.0)]
    )
    names = periods(np.append(years, np.nan), np.append(years, 1990.0))
    counts = pd.Series(names).value_counts()
    assert counts["undated or dated widely"] == 1 and counts["1950–1999"] == 27
    assert counts["1700–1799"] == 80  # 20 works are too few
    wide = periods(years, years + np.where(np.arange(len(years)) == 0, 150, 0))
    assert wide[0] == "undated or dated widely"


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("Oil on canvas, relined", "oil"),
        ("acrylic & collage", "acrylic"),
        ("Öl auf Leinwand", "öl"),
        ("huile sur toile", "huile"),
        ("screenprint", "screenprint"),
        ("On paper", "on paper"),
        ("", ""),
    ],
)
def test_a_medium_is_what_a_work_is_made_with(text: str, family: str) -> None:
    assert medium_family(text) == family


def test_small_groups_are_put_together_and_a_grouping_of_one_group_is_left_out() -> None:
    count = 120
    works = {
        "date_earliest": [1850] * count,
        "date_latest": [1850] * count,
        "venue": ["Hall"] * 70 + [f"Room {n}" for n in range(48)] + ["", None],
        "medium": ["oil on canvas"] * count,
        "width": [200] * 59 + [np.nan] * 2 + [2000] * 59,
        "height": [900] * 59 + [np.nan] + [900] * 60,
        "topic_id": ["boat"] * count,
    }
    groups = {(each.grouping, each.name): len(each.members) for each in work_groups(works)}
    assert groups == {
        ("venue", "Hall"): 70,
        ("venue", "others"): 50,
        ("picture", "under 300 pixels"): 60,
        ("picture", "300 to 999 pixels"): 60,
        ("collection", ""): 120,
    }
