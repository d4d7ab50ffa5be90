"""Shortcuts, drift, wrong topics and over-represented artists: found where they are, and not where they are not."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from artmeta.bias_audit.artists import artist_shares
from artmeta.bias_audit.audit import AuditData, AuditResult, audit
from artmeta.bias_audit.drift import drift_from_last_run, permutation_test
from artmeta.bias_audit.groupings import by_name, periods, quartiles
from artmeta.bias_audit.label_noise import label_noise, suggested
from artmeta.bias_audit.shortcuts import shortcuts
from artmeta.bias_audit.works import NONE
from artmeta.stats import softmax
from bench.bias.worlds import PLANTS, SUBJECTS, world


@pytest.fixture(scope="module")
def planted() -> dict[str, AuditResult]:
    return {plant: audit(world(3, plant, works=1200)) for plant in PLANTS}


@pytest.mark.parametrize("plant", PLANTS)
def test_a_planted_bias_is_named_with_its_subject(planted: dict[str, AuditResult], plant: str) -> None:
    assert SUBJECTS[plant] in {(each.kind, each.subject) for each in planted[plant].findings}


def test_the_cause_of_a_disparity_is_named_where_the_pictures_differ(
    planted: dict[str, AuditResult],
) -> None:
    sentences = {each.subject: each.sentence for each in planted["dark_venue"].findings}
    sentence = sentences["venue Venue 2, topic horse"]
    assert re.search(r"Its pictures are darker \(mean brightness 0\.1\d, elsewhere 0\.[45]\d\)", sentence)
    assert re.match(r"The \w+ of works of the venue Venue 2, topic “Horse” is ", sentence)
    assert re.search(r"ratio 0\.\d\d \(95% interval 0\.\d\d to \d\.\d\d\)\.", sentence)


def test_collections_without_bias_raise_hardly_any_finding() -> None:
    actual = [audit(world(seed)).findings for seed in range(5)]
    assert sum(map(len, actual)) <= 1


def test_an_audit_of_nothing_finds_nothing_and_says_what_it_could_not_assess() -> None:
    data = world(1)
    empty = audit(AuditData(data.works[:0], data.training[:0], data.labels))
    assert (empty.works, empty.findings, empty.groups) == (0, (), ())
    assert any("No work has a known topic" in sentence for sentence in empty.limitations)


def test_without_known_topics_only_what_needs_none_is_compared() -> None:
    data = world(1)
    data.works["correct"], data.works["known_topic"], data.works["source"] = pd.NA, None, ""
    result = audit(data)
    assert {row.metric for row in result.groups} == {"abstention", "unfamiliar", "confidence"}
    assert any("only abstention, unfamiliar works and confidence" in each for each in result.limitations)


def confidences(rng: np.random.Generator, topic: np.ndarray, topics: int, distance: float) -> np.ndarray:
    """Return the confidences of a calibrated classifier of topics that lie so far apart."""
    features = rng.normal(size=(len(topic), topics))
    features[np.arange(len(topic)), topic] += distance
    return softmax(distance * features)


def test_wrong_topics_are_counted_and_ranked_like_those_of_cleanlab() -> None:
    from cleanlab.rank import get_label_quality_scores

    rng = np.random.default_rng(4)
    topic, wrong = rng.integers(0, 4, 1500), rng.random(1500) < 0.05
    given = np.where(wrong, (topic + rng.integers(1, 4, 1500)) % 4, topic)
    proba = confidences(rng, topic, 4, 2.5)
    noise = label_noise(proba, given)
    assert noise is not None and noise.p_value < 1e-6
    assert noise.low <= 0.05 <= noise.high and noise.share == pytest.approx(0.05, abs=0.02)
    other = get_label_quality_scores(given, proba, method="normalized_margin", adjust_pred_probs=False)
    assert roc_auc_score(wrong, noise.margin) >= roc_auc_score(wrong, -other)
    assert noise.probability[wrong].mean() > 0.6
    assert noise.probability[~wrong].mean() < 0.1
    worst = noise.margin.argmax()
    assert suggested(proba, given)[worst] == topic[worst] != given[worst]


def test_difficult_works_with_right_topics_are_no_wrong_topics() -> None:
    rng, p_values = np.random.default_rng(6), []
    for _ in range(20):
        topic = rng.integers(0, 5, 400)
        noise = label_noise(confidences(rng, topic, 5, 1.5), topic)
        assert noise is not None
        p_values.append(noise.p_value)
    assert min(p_values) > 0.005


def test_too_few_works_or_one_topic_have_no_label_noise() -> None:
    assert label_noise(np.full((50, 2), 0.5), np.zeros(50, np.intp)) is None
    assert label_noise(np.ones((500, 1)), np.zeros(500, np.intp)) is None


def test_a_venue_that_holds_works_of_few_artists_is_no_shortcut() -> None:
    artist = np.repeat(np.arange(12), 30)
    topic = np.repeat(np.random.default_rng(2).permutation(np.arange(12) % 3), 30)
    frame = world(1, works=360).works.assign(venue=[f"V{one}" for one in artist])
    actual = {each.feature: each for each in shortcuts(frame, topic, ("a", "b", "c"), artist, "works")}
    assert actual["venue"].gain <= 0 and actual["venue"].topics == ()


def test_equal_distributions_do_not_drift_and_works_of_few_artists_prove_little() -> None:
    values, inside = np.random.default_rng(3).normal(size=400), np.arange(400) < 200
    assert permutation_test(values, inside, np.arange(400))[1] > 0.01
    shifted = values + 0.8 * inside
    assert permutation_test(shifted, inside, np.arange(400))[1] == pytest.approx(0.001)
    assert permutation_test(shifted, inside, np.arange(400) // 100)[1] > 0.1


def test_a_mix_of_topics_that_moved_since_the_last_run_drifts() -> None:
    before = {"topic": {"boat": 300, "house": 300}, "status": {"sure": 400, "unsure": 200}}
    now = {"topic": {"boat": 450, "house": 150}, "status": {"sure": 390, "unsure": 210}}
    actual = {each.measure: each.drifted for each in drift_from_last_run(now, before)}
    assert actual == {"topic": True, "status": False}


def test_an_artist_of_one_topic_is_named_for_it() -> None:
    artist = by_name("artist", pd.Series(["A"] * 25 + [f"P{n}" for n in range(275)]))
    topic = np.array([0] * 40 + [1] * 260)
    (share,) = artist_shares(artist, topic, ("boat", "house"), "collection's works")
    assert (share.artist, share.topic_id, share.works, share.total) == ("A", "boat", 25, 40)


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        (1850, 1899, "1850 to 1899"),
        (-44, -40, "49 BC to 1 BC"),
        (1, 49, "1 to 49"),
        (1849, 1850, ""),
        (np.nan, 1900, ""),
    ],
)
def test_a_period_holds_the_whole_span(first: float, last: float, name: str) -> None:
    actual = periods(np.array([float(first)]), np.array([float(last)]))
    assert (actual.names[actual.codes[0]] if actual.codes[0] != NONE else "") == name


def test_quartiles_hold_equal_parts_and_missing_values_none() -> None:
    actual = quartiles("brightness", np.array([*np.linspace(0, 1, 100), np.nan]))
    assert np.bincount(actual.codes[:100]).tolist() == [25, 25, 25, 25] and actual.codes[100] == NONE
    assert quartiles("brightness", np.full(50, 0.5)).names == ("about 0.50",)


def test_small_groups_beyond_the_largest_are_counted() -> None:
    actual = by_name("venue", pd.Series(["A"] * 3 + ["B"] * 2 + ["C", "", None]), largest=2)
    assert (actual.names, actual.left_out) == (("A", "B"), 1)
    assert actual.codes.tolist() == [0, 0, 0, 1, 1, NONE, NONE, NONE]


def test_without_decisions_a_lower_confidence_is_named_in_its_own_words() -> None:
    data = world(1)
    data.works["correct"], data.works["known_topic"], data.works["source"] = pd.NA, None, ""
    data.works["status"] = None
    weak = data.works["venue"] == "Venue 1"
    data.works.loc[weak, "confidence"] = data.works["confidence"][weak] / 2
    findings = {each.subject: each.sentence for each in audit(data).findings}
    assert "The mean confidence of works of the venue Venue 1 is 4" in findings["venue Venue 1"]
