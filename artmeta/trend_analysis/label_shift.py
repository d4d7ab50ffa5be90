"""Goodness-of-fit test of the label-shift assumption: that only the frequencies of topics differ between periods."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, ndtr

from artmeta.stats import holm
from artmeta.trend_analysis.bins import TINY, Floats, Ints, sum_by
from artmeta.trend_analysis.calibration import CalibrationSet

SEGMENTS = 5  # of a period, each with as many works
MIN_SEGMENT_WORKS = 150
MIN_TOPIC_WORKS = 10  # labelled works of each topic; with fewer a misfit is not told from chance
ALPHA = 0.025  # of each of the two tests; together one collection in twenty is called wrongly
MIN_RISE = 0.05  # of the unfamiliar; as many known works are called unfamiliar by construction
SUM_WEIGHT = 1e6  # of the constraint that shares sum to 1, against the fit
MIN_EIGENVALUE = 1e-6  # of the largest; frequencies sum to 1, so that one direction has no variance


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


def label_shift_tests(
    years: Floats,
    confidences: Floats,
    unfamiliar: NDArray[np.bool_],
    cluster: Ints,
    known: CalibrationSet | None,
) -> list[Segment]:
    """Test in segments of the works [n] whether only the frequencies of topics differ between them.

    `years` [n] are the middles of dates, `confidences` [n, topics] not recalibrated. Two tests of each segment against
    the others: how predictions, split by topic and at the median confidence, differ must be explained by other
    frequencies of the topics, given the out-of-fold predictions of each topic (the goodness of fit of BBSE: Lipton,
    Wang, Smola 2018; Rabanser, Guennemann, Lipton 2019); and unfamiliar works must not be more frequent than in another
    segment, by more than chance makes them and one in twenty. Errors that are the same in all years are no shift.
    """
    count = int(np.clip(len(years) // MIN_SEGMENT_WORKS, 1, SEGMENTS))
    order = np.argsort(years, kind="stable")
    segments = [part for part in np.array_split(order, count) if len(part)]
    misfit = np.full(len(segments), np.nan)
    if known is not None and _testable(known) and len(segments) > 1:
        edges = _median_confidences(known.confidences)
        rates = _CellRates.of(_cells(known.confidences, edges), known.y_true)
        cells = _cells(confidences, edges)
        familiar = [part[~unfamiliar[part]] for part in segments]
        samples = [_Sample.of(cells[part], cluster[part]) for part in familiar]
        misfit = holm(np.array([rates.misfit(samples, segment) for segment in range(len(samples))]))
    shares = np.array([unfamiliar[part].mean() for part in segments])
    rises = _rises([unfamiliar[part] for part in segments], [cluster[part] for part in segments], shares)
    rows = zip(segments, misfit, shares, rises, strict=True)
    return [_segment(years, *row, lowest=float(shares.min())) for row in rows]


def _testable(known: CalibrationSet) -> bool:
    """Tell whether labelled works of each topic, one that has none included, are enough for the test of misfit."""
    counts = np.bincount(known.y_true, minlength=known.confidences.shape[1])
    return not known.hard and bool(counts.min() >= MIN_TOPIC_WORKS)


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


@dataclass(frozen=True, slots=True)
class _Sample:
    """The frequencies of cells [c] among works, and their number, reduced by the design effect of clusters."""

    frequencies: Floats
    works: float

    @classmethod
    def of(cls, cells: Floats, cluster: Ints) -> _Sample:
        if not len(cells):
            return cls(np.full(cells.shape[1], 1 / cells.shape[1]), 1.0)
        return cls(cells.mean(axis=0), len(cells) / _design_effect(cells, cluster))


@dataclass(frozen=True, slots=True)
class _CellRates:
    """The frequencies of cells among labelled works of each topic, `rates` [c, topics], and their numbers [topics]."""

    rates: Floats
    works: Ints

    @classmethod
    def of(cls, cells: Floats, y_true: Ints) -> _CellRates:
        topics = cells.shape[1] // 2
        works = np.bincount(y_true, minlength=topics)
        return cls((sum_by(y_true, cells, topics) / works[:, None]).T, works)

    def misfit(self, samples: list[_Sample], segment: int) -> float:
        """Return the p value that a segment differs from the others only in the frequencies of the topics."""
        one, others = samples[segment], samples[:segment] + samples[segment + 1 :]
        works = np.array([each.works for each in others])
        mean = np.average([each.frequencies for each in others], axis=0, weights=works)
        rest = _Sample(mean, float(works.sum()))
        overall = (one.works * one.frequencies + rest.works * rest.frequencies) / (one.works + rest.works)
        sampling = _multinomial(overall, len(self.works)) * (1 / one.works + 1 / rest.works)
        change = self._shares(one, sampling) - self._shares(rest, sampling)
        covariance = sampling.copy()
        for topic, number in enumerate(self.works):
            own = (self.rates[:, topic] * number + 0.5 / len(overall)) / (number + 0.5)
            covariance += change[topic] ** 2 * _multinomial(own, len(self.works)) / number
        basis = _whitening(covariance)
        matrix, difference = basis @ self.rates, basis @ (one.frequencies - rest.frequencies)
        residual = difference - matrix @ np.linalg.lstsq(matrix, difference, rcond=None)[0]
        freedom = len(basis) - np.linalg.matrix_rank(matrix)
        return float(chdtrc(max(int(freedom), 1), residual @ residual))

    def _shares(self, sample: _Sample, covariance: Floats) -> Floats:
        """Return the shares of topics [topics] that explain a sample best, none negative and with the sum 1."""
        from scipy.optimize import nnls

        basis = _whitening(covariance)
        matrix = np.vstack([basis @ self.rates, SUM_WEIGHT * np.ones(len(self.works))])
        shares: Floats = nnls(matrix, np.append(basis @ sample.frequencies, SUM_WEIGHT))[0]
        return shares


def _multinomial(frequencies: Floats, topics: int) -> Floats:
    """Return the covariance [c, c] of one draw of cells; one that was never seen could be."""
    smoothed = np.maximum(frequencies, 1e-4 / topics)
    covariance: Floats = np.diag(smoothed) - np.outer(smoothed, smoothed)
    return covariance


def _whitening(covariance: Floats) -> Floats:
    """Return the matrix [r, c] after which values of this covariance are independent with variance 1."""
    values, vectors = np.linalg.eigh(covariance)
    kept = values > values.max() * MIN_EIGENVALUE
    basis: Floats = (vectors[:, kept] / np.sqrt(values[kept])).T
    return basis


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
    return holm(ndtr(-(rates - rates[lowest]) / np.maximum(error, TINY)))
