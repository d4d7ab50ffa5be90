"""Group metrics: as other libraries compute them, with intervals and tests that hold for works of one artist."""

from __future__ import annotations

import numpy as np
import pytest
from fairlearn.metrics import MetricFrame
from scipy.stats import fisher_exact
from sklearn.metrics import precision_score, recall_score

from artmeta.bias_audit.comparison import Sample, compare, intraclass_correlation, joint_groups
from artmeta.bias_audit.disparities import group_metrics
from artmeta.bias_audit.works import NONE, AuditedWorks, Grouping
from artmeta.stats import clopper_pearson

RNG = np.random.default_rng(5)
TOPICS = ("boat", "horse", "house")
NAMES = ("A", "B", "C", "D")


def audited(known: np.ndarray, predicted: np.ndarray, group: np.ndarray) -> AuditedWorks:
    works = len(known)
    return AuditedWorks(
        TOPICS,
        predicted,
        np.full(works, 0.9),
        np.zeros(works, dtype=np.intp),
        known,
        np.ones(works, dtype=bool),
        predicted == known,
        np.arange(works),
        (Grouping("venue", group, NAMES),),
    )


def accuracy(y_true: np.ndarray, y_pred: np.ndarray) -> float:
    return float((y_true == y_pred).mean())


def test_precision_and_recall_of_each_group_and_topic_are_those_of_fairlearn() -> None:
    known, group = RNG.integers(0, 3, 900), RNG.integers(0, 4, 900)
    predicted = np.where(RNG.random(900) < 0.7, known, RNG.integers(0, 3, 900))
    rows = {
        (row.metric, row.group_name, row.topic_id): row
        for row in group_metrics(audited(known, predicted, group))
    }
    scores = {"recall": recall_score, "precision": precision_score}
    for k, topic in enumerate(TOPICS):
        frame = MetricFrame(
            metrics=scores, y_true=known == k, y_pred=predicted == k, sensitive_features=group
        )
        for metric in scores:
            mine = [rows[metric, name, topic].value for name in NAMES]
            assert mine == pytest.approx(frame.by_group[metric].tolist())
    overall = MetricFrame(metrics=accuracy, y_true=known, y_pred=predicted, sensitive_features=group)
    assert [rows["recall", name, ""].value for name in NAMES] == pytest.approx(overall.by_group.tolist())


def sample(values: list[float], stratum: list[int] | None = None, cluster: list[int] | None = None) -> Sample:
    number = len(values)
    return Sample.of(
        np.array(values, dtype=float),
        np.array(stratum or [0] * number),
        np.array(cluster or range(number)),
        proportion=True,
    )


def test_one_stratum_of_independent_works_has_the_test_of_fisher() -> None:
    values = [1.0] * 5 + [0.0] * 8 + [1.0] * 40 + [0.0] * 4
    result = compare(sample(values), np.array([0] * 13 + [1] * 44), 2)
    less = fisher_exact([[5, 8], [40, 4]], alternative="less").pvalue
    assert result.p_value[0] == pytest.approx(2 * less, rel=1e-9)
    assert result.p_value[1] == pytest.approx(result.p_value[0])
    assert result.reference[0] == pytest.approx(40 / 44)
    assert result.ratio[0] == pytest.approx((5 / 13) / (40 / 44))
    assert result.ratio_low[0] < result.ratio[0] < result.ratio_high[0] < 1


@pytest.mark.parametrize(("hits", "usual"), [(12, 1), (12, 9), (5, 2), (13, 1)])
def test_the_lower_limit_of_a_ratio_is_where_the_distance_equals_that_of_the_two_limits(
    hits: int, usual: int
) -> None:
    values = [1.0] * hits + [0.0] * (13 - hits) + [1.0] * usual + [0.0] * (19 - usual)
    result = compare(sample(values), np.array([0] * 13 + [1] * 19), 2)
    value, reference, limit = hits / 13, usual / 19, result.ratio_low[0]
    low, _ = clopper_pearson(np.array(hits), np.array(13))
    _, above = clopper_pearson(np.array(usual), np.array(19))
    assert 0 < limit < value / reference
    assert value - limit * reference == pytest.approx(np.hypot(value - low, limit * (above - reference)))


def test_a_group_without_any_hit_has_a_ratio_from_nought() -> None:
    result = compare(sample([0.0] * 13 + [1.0] * 9 + [0.0] * 10), np.array([0] * 13 + [1] * 19), 2)
    assert (result.ratio[0], result.ratio_low[0]) == (0, 0)
    assert 0 < result.ratio_high[0] < 1


def test_a_group_with_the_harder_topics_is_compared_with_the_same_topics_elsewhere() -> None:
    easy, hard = [1.0] * 90 + [0.0] * 10, [1.0] * 50 + [0.0] * 50
    group = np.array([0] * 200 + [1] * 100)
    result = compare(sample(easy + hard + hard, [0] * 100 + [1] * 200), group, 2)
    assert result.value[1] == result.reference[1] == pytest.approx(0.5)
    assert result.p_value[1] > 0.5


def test_works_of_few_artists_prove_less_than_as_many_of_many_artists() -> None:
    values = ([1.0] * 10 + [0.0] * 10) * 2 + [1.0] * 240 + [0.0] * 20
    group = np.array([0] * 40 + [1] * 260)
    independent = compare(sample(values), group, 2)
    clustered = compare(sample(values, cluster=[n // 10 for n in range(300)]), group, 2)
    assert clustered.clusters[0] == 4
    assert clustered.p_value[0] > 100 * independent.p_value[0]
    assert clustered.low[0] < independent.low[0] and clustered.high[0] > independent.high[0]


def test_the_intraclass_correlation_is_that_of_the_simulation() -> None:
    artist = np.repeat(np.arange(400), 5)
    share = np.random.default_rng(1).beta(2, 2, 400)  # correlation 1 / (2 + 2 + 1)
    values = (np.random.default_rng(2).random(2000) < share[artist]).astype(float)
    assert intraclass_correlation(values - values.mean(), artist) == pytest.approx(0.2, abs=0.06)
    assert intraclass_correlation(values - values.mean(), np.arange(2000)) == 0


def test_works_without_a_group_are_part_of_the_others() -> None:
    result = compare(sample([1, 0, 1, 1]), np.array([0, 0, NONE, NONE]), 1)
    assert (result.works[0], result.others[0]) == (2, 2)
    assert result.reference[0] == 1.0
    assert joint_groups(np.array([0, NONE, 1]), np.array([2, 0, NONE]), 3).tolist() == [2, NONE, NONE]


@pytest.mark.parametrize("together", [1, 6])
def test_intervals_hold_the_true_value_in_19_of_20_samples(together: int) -> None:
    rng, held = np.random.default_rng(3), []
    cluster, group = np.arange(300) // together, (np.arange(300) >= 150).astype(np.intp)
    for _ in range(300):
        share = rng.beta(7, 3, 300)[cluster] if together > 1 else np.full(300, 0.7)
        values = (rng.random(300) < share).astype(float)
        result = compare(Sample.of(values, np.zeros(300, np.intp), cluster, True), group, 2)
        held.append(result.low[0] <= 0.7 <= result.high[0])
    assert np.mean(held) > 0.93
