"""Whether pictures of some years are unlike those that the classifier's errors are known from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import nnls
from scipy.stats import chi2, norm

from artmeta.stats import holm
from artmeta.trends.bins import TINY, Floats, Ints, sum_by
from artmeta.trends.calibration import CalibrationSet

SEGMENTS = 5  # of a period, each with as many works
MIN_SEGMENT_WORKS = 150
MIN_TOPIC_WORKS = 10  # labelled works of each topic; with fewer a misfit is not told from chance
ALPHA = 0.025  # of each of the two tests; together one collection in twenty is called wrongly
MIN_RISE = 0.05  # of the unfamiliar; as many known works are called unfamiliar by construction
ROUNDS = 3
SUM_WEIGHT = 1e3


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of the period: its years, works, the goodness of fit of label shift, and its share of unfamiliar works.

    `misfit` and `unfamiliar_p` are p values adjusted for the number of segments, NaN where there was no test.
    """

    first_year: int
    last_year: int
    works: int
    misfit: float
    unfamiliar: float
    unfamiliar_p: float
    fails: bool


def check_label_shift(
    years: Floats,
    confidences: Floats,
    unfamiliar: NDArray[np.bool_],
    cluster: Ints,
    known: CalibrationSet | None,
) -> list[Segment]:
    """Test in segments of the works [n] whether only the frequencies of topics differ from those in training.

    `years` [n] are the middles of dates, `confidences` [n, topics] not recalibrated. Two tests: predictions, split by
    topic and at the median confidence, must fit some mixture of the out-of-fold ones of each topic (BBSE's goodness of
    fit: Lipton, Wang, Smola 2018; Rabanser, Guennemann, Lipton 2019); and unfamiliar works must not be more frequent in
    one segment than in another by more than chance makes them and than one in twenty.
    """
    count = int(np.clip(len(years) // MIN_SEGMENT_WORKS, 1, SEGMENTS))
    order = np.argsort(years, kind="stable")
    segments = [part for part in np.array_split(order, count) if len(part)]
    misfit = np.full(len(segments), np.nan)
    if known is not None and not known.hard and np.bincount(known.y_true).min() >= MIN_TOPIC_WORKS:
        edges = _median_confidences(known.confidences)
        labelled = _cells(known.confidences, edges)
        familiar = [part[~unfamiliar[part]] for part in segments]
        tests = [
            _fit(_cells(confidences[part], edges), cluster[part], labelled, known.y_true) for part in familiar
        ]
        misfit = holm(np.array(tests))
    rates = np.array([unfamiliar[part].mean() for part in segments])
    rises = _rises([unfamiliar[part] for part in segments], [cluster[part] for part in segments], rates)
    rows = zip(segments, misfit, rates, rises, strict=True)
    return [_segment(years, *row, lowest=float(rates.min())) for row in rows]


def _segment(
    years: Floats, works: NDArray[np.intp], misfit: float, rate: float, rise: float, lowest: float
) -> Segment:
    fails = misfit < ALPHA or (rise < ALPHA and rate - lowest >= MIN_RISE)
    span = int(np.floor(years[works].min())), int(np.ceil(years[works].max()))
    return Segment(*span, len(works), float(misfit), float(rate), float(rise), bool(fails))


def _median_confidences(confidences: Floats) -> Floats:
    """Return the median highest confidence of the works predicted as each topic [topics]."""
    predicted, best = confidences.argmax(axis=1), confidences.max(axis=1)
    topics = range(confidences.shape[1])
    return np.array([np.median(best[predicted == k]) if (predicted == k).any() else 0.5 for k in topics])


def _cells(confidences: Floats, edges: Floats) -> Floats:
    """Return which cell [n, 2 topics] each work is in: its predicted topic, above the median confidence or not."""
    predicted = confidences.argmax(axis=1)
    above = confidences.max(axis=1) > edges[predicted]
    cells: Floats = np.eye(2 * len(edges))[2 * predicted + above]
    return cells


def _fit(cells: Floats, cluster: Ints, labelled: Floats, y_true: Ints) -> float:
    """Return the p value that cells [n, c] are a mixture of those of labelled works [m, c] of each topic."""
    topics = cells.shape[1] // 2
    works = np.bincount(y_true, minlength=topics)
    rates = (sum_by(y_true, labelled, topics) / works[:, None]).T
    observed, design = cells.mean(axis=0), _design_effect(cells, cluster)
    weights, shares = np.eye(len(observed)), np.full(topics, 1 / topics)
    for _ in range(ROUNDS):
        matrix = np.vstack([weights @ rates, SUM_WEIGHT * np.ones(topics)])
        shares = nnls(matrix, np.append(weights @ observed, SUM_WEIGHT))[0]
        expected = np.maximum(rates @ shares, 0.5 / len(cells))
        covariance = design * (np.diag(expected) - np.outer(expected, expected)) / len(cells)
        for topic in range(topics):
            own = (rates[:, topic] * works[topic] + 0.5 / len(expected)) / (works[topic] + 0.5)
            covariance += shares[topic] ** 2 * (np.diag(own) - np.outer(own, own)) / works[topic]
        values, vectors = np.linalg.eigh(covariance)
        kept = values > values.max() * 1e-6
        weights = (vectors[:, kept] / np.sqrt(values[kept])).T
    residual = weights @ (observed - rates @ shares)
    return float(chi2.sf(residual @ residual, max(int(kept.sum()) - (topics - 1), 1)))


def _design_effect(values: Floats, cluster: Ints) -> float:
    """Return how many times larger clusters make the variance of the means of values [n, k]; at least 1."""
    deviations = values - values.mean(axis=0)
    _, index = np.unique(cluster, return_inverse=True)
    sums = sum_by(index, deviations, int(index.max()) + 1)
    return max(1.0, float((sums**2).sum() / max(float((deviations**2).sum()), TINY)))


def _rises(unfamiliar: list[NDArray[np.bool_]], clusters: list[Ints], rates: Floats) -> Floats:
    """Return adjusted one-sided p values that each segment has more unfamiliar works than the one with fewest."""
    errors = []
    for values, cluster in zip(unfamiliar, clusters, strict=True):
        share = (values.sum() + 0.5) / (len(values) + 1)
        design = _design_effect(values[:, None].astype(np.float64), cluster)
        errors.append(design * share * (1 - share) / len(values))
    lowest = int(rates.argmin())
    error = np.sqrt(np.array(errors) + errors[lowest])
    return holm(norm.sf((rates - rates[lowest]) / np.maximum(error, TINY)))
