"""A museum that never was, whose topics and classifier are known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from artmeta.trend_analysis.bins import Bins, Ints, YearDistribution
from artmeta.trend_analysis.calibration import CalibrationSet
from artmeta.trend_analysis.clusters import Resampling
from artmeta.trend_analysis.dated_works import DatedWorks
from artmeta.trend_analysis.estimation import ShareEstimate, estimate, prepare
from artmeta.trend_analysis.trend_lines import TrendLines, fit_trend_lines
from artmeta.trend_analysis.uncertainty import share_draws
from artmeta.trend_analysis.year_density import Dating, by_topic, dating

Floats = NDArray[np.float64]
SHARPNESS = 2.2  # of the made-up classifier: about 85% right on four topics


@dataclass(frozen=True)
class Museum:
    """Draws works: their right topics, and calibrated confidences in them, for a training with equal topics."""

    topics: int = 4

    def confidences(self, right: NDArray[np.intp], rng: np.random.Generator) -> Floats:
        """Confidences that are right as often as they say: a normal signal, seen through its own likelihood."""
        signal = rng.normal(size=(len(right), self.topics)) + SHARPNESS * np.eye(self.topics)[right]
        raised = np.exp(SHARPNESS * signal)
        return raised / raised.sum(axis=1, keepdims=True)

    def calibration_set(self, works: int, rng: np.random.Generator) -> CalibrationSet:
        """Out-of-fold confidences of works with equally many of each topic."""
        right = np.arange(works) % self.topics
        return CalibrationSet(self.confidences(right, rng), right.astype(np.int64))

    def works(
        self, shares: Callable[[Floats], Floats], count: int, rng: np.random.Generator
    ) -> tuple[NDArray[np.int64], NDArray[np.intp], Floats]:
        """Years of 1800 to 1899, right topics drawn by `shares` (position 0 to 1 [n] -> [n, topics]), confidences."""
        years = rng.integers(1800, 1900, count)
        chances = shares((years - 1800) / 100).cumsum(axis=1)
        right = np.minimum((chances < rng.random((count, 1))).sum(axis=1), self.topics - 1)
        return years, right, self.confidences(right, rng)


def dated(earliest: Ints, latest: Ints, confidences: Floats, given: Ints | None = None) -> DatedWorks:
    """Works with dates and confidences, all sure, of artists unknown."""
    count = len(earliest)
    labels = np.full(count, -1) if given is None else given
    topics = tuple(f"topic {number}" for number in range(confidences.shape[1]))
    frame, sure = pd.DataFrame(index=range(count)), np.full(count, "sure")
    return DatedWorks(topics, frame, np.asarray(earliest), np.asarray(latest), confidences, sure, labels)


def lines_through(
    confidences: Floats,
    known: CalibrationSet | None,
    years: Ints,
    replicates: int,
    rng: np.random.Generator,
    method: str | None = "emq",
    clusters: Ints | None = None,
    period: tuple[int, int] = (1800, 1899),
) -> TrendLines:
    """Lines through works of single years; without clusters each work is drawn alone."""
    prepared = prepare(confidences, known, method)  # type: ignore[arg-type]
    alone = np.arange(len(years)) if clusters is None else clusters
    resampling = Resampling.of(alone, replicates, rng)
    return fit_trend_lines(prepared, dated(years, years, confidences), resampling, period, rng)


def placed_in(
    bins: Bins, earliest: Ints, latest: Ints, scores: Floats, replicates: int, rng: np.random.Generator
) -> tuple[YearDistribution, Dating, Resampling]:
    """Works of the scores placed in bins, each drawn alone."""
    resampling = Resampling.of(np.arange(len(earliest)), replicates, rng)
    dates = dating(scores, earliest, latest, bins, resampling)
    return by_topic(dates.spans, dates.parts), dates, resampling


def resampled(
    confidences: Floats,
    known: CalibrationSet | None,
    method: str | None,
    replicates: int,
    rng: np.random.Generator,
    bin_: Ints | None = None,
) -> tuple[ShareEstimate, Floats]:
    """Shares of works in bins of a year (all in the first one, if none are given), and their draws."""
    place = np.zeros(len(confidences), dtype=np.int64) if bin_ is None else bin_
    years = np.arange(1801, 1802 + place.max())
    prepared = prepare(confidences, known, method)  # type: ignore[arg-type]
    scores, _ = prepared.unbiased
    distribution, dates, resampling = placed_in(
        Bins(years, years), years[place], years[place], scores, replicates, rng
    )
    result = estimate(prepared, distribution, len(years))
    return result, share_draws(result, dates, resampling, rng)
