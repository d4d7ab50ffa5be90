"""The precision of sure decisions of each topic where topics have other shares than among the training works."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from artmeta.stats import clopper_pearson
from artmeta.trend_analysis.bins import TINY, Floats, Ints, sum_by
from artmeta.trend_analysis.calibration import CalibrationSet, fit_recalibration
from artmeta.trend_analysis.quantification import emq, shift_prior


@dataclass(frozen=True, slots=True)
class SurePrecision:
    """By topic [topics]: out-of-fold works that are sure of it, how many are correct, and the weighted precision.

    `shares` are those of the topics in the collection. Without works `precision` is NaN, its interval 0 to 1.
    """

    works: Ints
    correct: Ints
    shares: Floats
    precision: Floats
    low: Floats
    high: Floats


def sure_precision(known: CalibrationSet, thresholds: Floats, confidences: Floats) -> SurePrecision:
    """Estimate the precision of sure works from out-of-fold ones, by the topic shares of a collection.

    `confidences` [n, topics] are those of the collection's works, `thresholds` [topics] infinite where nothing is sure;
    rejected works of `known` are not sure. Topic shares are those of EMQ on recalibrated confidences. An out-of-fold
    work weighs as much as its true topic is more frequent in the collection than among the training works. The 95%
    interval is that of Clopper and Pearson at the effective number of works (Korn and Graubard 1998, "Confidence
    Intervals for Proportions with Small Expected Number of Positive Counts Estimated from Survey Data"). It covers
    topics of the training only.
    """
    topics, y_true = known.confidences.shape[1], known.y_true
    predicted = known.confidences.argmax(axis=1)
    confident = known.confidences.max(axis=1) >= thresholds[predicted]
    accepted = confident if known.rejected is None else confident & ~known.rejected
    sure = np.eye(topics)[predicted] * accepted[:, None]
    recalibration = fit_recalibration(known.confidences, y_true)
    rates, recalibrated = _means(sure, y_true), recalibration.apply(confidences)
    shares = emq(recalibrated, known.prior)
    counts = sum_by(y_true, sure, topics)  # [true, predicted]
    works, correct = counts.sum(axis=0), np.diag(counts)
    total = np.where(works > 0, np.maximum(shares @ rates, TINY), 1.0)
    precision = np.where(works > 0, shares * np.diag(rates) / total, np.nan)
    middle = np.nan_to_num(precision)
    slopes = rates * (np.eye(topics) - middle) / total  # of the precision by the shares [share, predicted]
    per_topic = np.maximum(np.bincount(y_true, minlength=topics), 1)
    parts = shares / per_topic  # of the collection that a known work stands for, by true topic
    direct = (sure - rates[y_true]) * (np.eye(topics)[y_true] - middle) / total
    variance, through_shares = _share_errors(recalibrated, recalibration.of_set(known), shares, slopes)
    variance += ((parts[y_true][:, None] * (direct - through_shares)) ** 2).sum(axis=0)
    # even where no error was seen, one of the least sampled topic counts as so many works
    fewest = total / parts.max()
    observed = middle * (1 - middle) / np.maximum(variance, TINY)
    effective = np.where(works > 0, np.where(middle < 1, np.minimum(fewest, observed), fewest), 0.0)
    low, high = clopper_pearson(middle * effective, effective)
    return SurePrecision(works.astype(np.int64), correct.astype(np.int64), shares, precision, low, high)


def _means(values: Floats, y_true: Ints) -> Floats:
    """Return the mean of values [m, columns] over the works of each true topic [topics, columns]."""
    count = values.shape[1]
    return sum_by(y_true, values, count) / np.maximum(np.bincount(y_true, minlength=count), 1)[:, None]


def _share_errors(
    confidences: Floats, known: CalibrationSet, shares: Floats, slopes: Floats
) -> tuple[Floats, Floats]:
    """Return the variance of `shares` @ slopes [topics] that the collection's works cause, and what known works do.

    The latter [m, topics] is the change of `shares` @ slopes per part of the collection that a known work stands for.
    EMQ solves for equal mean scores (derivatives of the log-likelihood by the shares) in the collection and, by shares,
    among the known works; the derivative of the equation is Fisher's information.
    """
    least = np.maximum(shares, 1 / (len(confidences) + 1))
    scores = shift_prior(confidences, known.prior, shares) / least
    of_known = shift_prior(known.confidences, known.prior, shares) / least
    basis = np.linalg.svd(np.ones((1, len(shares))))[2][
        1:
    ].T  # the directions in which the sum of shares stays
    information = basis.T @ (scores.T @ scores) @ basis
    covariance = basis @ np.linalg.pinv(information, hermitian=True) @ basis.T
    deviations = of_known - _means(of_known, known.y_true)[known.y_true]
    through: Floats = len(confidences) * deviations @ covariance @ slopes
    return ((covariance @ slopes) * slopes).sum(axis=0), through
