"""A threshold keeps its promise: works above it are right as often as the target says."""

from __future__ import annotations

import numpy as np
import pytest

from artmeta.stats import softmax
from artmeta.vision.heads import Floats
from artmeta.vision.targets import Targets, one_hot
from artmeta.vision.thresholds import UNREACHABLE, choose_thresholds, thresholds_array


def y_pred(
    confidence: float, works: int, right: int, topic: int = 0, topics: int = 2
) -> tuple[Floats, list[int]]:
    shares = np.full((works, topics), (1 - confidence) / (topics - 1))
    shares[:, topic] = confidence
    return shares, [topic] * right + [1 - topic] * (works - right)


def together(*parts: tuple[Floats, list[int]]) -> tuple[Floats, Targets]:
    proba, numbers = (np.concatenate(each) for each in zip(*parts, strict=True))
    return proba, one_hot(numbers.astype(int), 2)


def test_the_lowest_confidence_that_keeps_the_target_is_chosen() -> None:
    shares, y_true = together(
        y_pred(0.99, 160, 160),
        y_pred(0.9, 120, 119),
        y_pred(0.8, 50, 35),
        y_pred(0.95, 100, 100, topic=1),
        y_pred(0.7, 60, 60, topic=1),
    )
    result = choose_thresholds(shares, y_true, ["a", "b"])
    assert result["a"].confidence == pytest.approx(0.9)
    assert (result["a"].works, result["a"].right) == (280, 279)
    assert result["b"].confidence == pytest.approx(0.7)
    assert all(one.bound >= 0.95 and one.rests_on == "topic" for one in result.values())
    assert thresholds_array(result, ["b", "a"]) == pytest.approx([0.7, 0.9])


def test_a_topic_of_few_works_rests_on_all_topics() -> None:
    shares, y_true = together(y_pred(0.95, 200, 200), y_pred(0.6, 200, 120), y_pred(0.97, 20, 20, topic=1))
    result = choose_thresholds(shares, y_true, ["a", "b"])
    assert result["b"].rests_on == "all topics"
    assert result["b"].confidence == pytest.approx(0.95)


def test_a_topic_whose_few_works_speak_against_it_is_never_sure() -> None:
    shares, y_true = together(y_pred(0.95, 200, 200), y_pred(0.97, 20, 12, topic=1))
    assert choose_thresholds(shares, y_true, ["a", "b"])["b"].confidence == UNREACHABLE


@pytest.mark.parametrize(("works", "rests_on"), [(0, "nothing"), (13, "nothing"), (14, "all topics")])
def test_a_topic_that_borrows_must_show_something_of_its_own(works: int, rests_on: str) -> None:
    shares, y_true = together(y_pred(0.95, 200, 200), y_pred(0.97, works, works, topic=1))
    assert choose_thresholds(shares, y_true, ["a", "b"])["b"].rests_on == rests_on


def test_nothing_is_sure_where_there_is_too_little() -> None:
    shares, y_true = together(y_pred(0.99, 10, 10), y_pred(0.99, 10, 10, topic=1))
    result = choose_thresholds(shares, y_true, ["a", "b"])
    assert {one.confidence for one in result.values()} == {UNREACHABLE}
    assert {one.rests_on for one in result.values()} == {"nothing"}


def test_works_that_are_equally_sure_are_taken_or_left_together() -> None:
    shares, y_true = together(y_pred(0.9, 100, 80), y_pred(0.5, 1, 1, topic=1))
    y_true = one_hot(np.repeat([0, 1], [80, 21]), 2)  # the right ones happen to stand first
    assert choose_thresholds(shares, y_true, ["a", "b"])["a"].rests_on == "nothing"


def test_noise_on_the_scores_changes_the_status_of_few_works() -> None:
    """Repeats of cross-fitting differ as these scores do; thresholds of exact counts alone change one work in 14."""
    rng, new = np.random.default_rng(2), softmax(np.random.default_rng(1).normal(0, 5, (4000, 5)))

    def sure(logits: Floats, numbers: np.ndarray) -> np.ndarray:
        shares = softmax(logits + rng.normal(0, 0.3, logits.shape))
        chosen = thresholds_array(choose_thresholds(shares, one_hot(numbers, 5), "abcde"), "abcde")
        return new.max(axis=1) >= chosen[new.argmax(axis=1)]

    agreement, coverage = [], []
    for _ in range(20):
        logits = rng.normal(0, 5, (1500, 5))
        numbers = (rng.random((1500, 1)) > softmax(logits).cumsum(axis=1)).sum(axis=1).clip(0, 4)
        one, other = sure(logits, numbers), sure(logits, numbers)
        agreement.append((one == other).mean())
        coverage.append(one.mean())
    assert np.mean(agreement) > 0.955
    assert np.mean(coverage) > 0.4


@pytest.mark.parametrize("clear", [3, 5])
def test_the_target_is_reached_on_new_works(clear: int) -> None:
    """Over 200 draws of a calibrated model, the works called sure are right in 95 % of cases, 95 times of 100."""
    rng = np.random.default_rng(5)

    def draw(works: int) -> tuple[Floats, np.ndarray]:
        shares = softmax(rng.normal(0, clear, (works, 5)))
        return shares, (rng.random((works, 1)) > shares.cumsum(axis=1)).sum(axis=1).clip(0, 4)

    missed = []
    for _ in range(200):
        proba, numbers = draw(800)
        chosen = thresholds_array(choose_thresholds(proba, one_hot(numbers, 5), "abcde"), "abcde")
        shares, y_true = draw(4000)
        right = (shares.argmax(axis=1) == y_true)[shares.max(axis=1) >= chosen[shares.argmax(axis=1)]]
        missed.append(right.size > 0 and right.mean() < 0.95)
    assert np.mean(missed) <= 0.05
