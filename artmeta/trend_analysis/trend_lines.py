"""Trend test of a topic's share over a period: weighted linear regression, with all uncertainty in its error."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from artmeta.stats import LEVEL
from artmeta.trend_analysis.bins import TINY, Bins, Floats, Ints, fixed_bins
from artmeta.trend_analysis.clusters import Resampling, effective_clusters
from artmeta.trend_analysis.dated_works import DatedWorks
from artmeta.trend_analysis.estimation import PreparedScores
from artmeta.trend_analysis.labelled_sample import correction, labelled_sample
from artmeta.trend_analysis.overdispersion import Overdispersion, overdispersion
from artmeta.trend_analysis.quantification import proportions, resampled_proportions
from artmeta.trend_analysis.uncertainty import labelled_draws
from artmeta.trend_analysis.wild_bootstrap import normal_draws, wild_bootstrap_sums
from artmeta.trend_analysis.year_density import Dating, dating, placed
from artmeta.trend_options import BIN_WIDTHS

MIN_STEPS = 10  # bins of a period that the line is fitted to; with fewer, narrower bins
MIN_CURVE_STEPS = 7
TRIMMED = 0.01  # of the works at each end: one antique among moderns would determine the line


@dataclass(frozen=True, slots=True)
class TrendLines:
    """A line for each topic over a period, with its test and its bootstrap.

    `draws` [replicates, topics] are the bootstrap's changes, `step_draws` [replicates, steps, topics] its shares at the
    `middles` [steps] of the steps that the line was fitted to. `between` [topics] is the variance of shares between
    steps beyond that of the works.
    """

    years: tuple[int, int]
    line: Line
    test: LineTest
    draws: Floats
    middles: Floats
    step_draws: Floats
    between: Floats
    data: LineData

    @property
    def works(self) -> float:
        """The number of works in the period."""
        return float(self.line.works.sum())


def period(earliest: Ints, latest: Ints) -> tuple[int, int]:
    """Return the years between which all but one in a hundred works at either end were made."""
    low, high = np.quantile((earliest + latest) / 2, [TRIMMED, 1 - TRIMMED])
    return int(np.floor(low)), int(np.ceil(high))


def fit_trend_lines(
    prepared: PreparedScores,
    works: DatedWorks,
    resampling: Resampling,
    years: tuple[int, int],
    rng: np.random.Generator,
    check: bool = True,
) -> TrendLines:
    """Fit a line to each topic's share between two `years`, over works that were made then, or may have been.

    With `check`, the museum's own topics correct the model step by step.
    """
    inside = (works.latest >= years[0]) & (works.earliest <= years[1])
    scores, known = prepared.unbiased
    works, resampling, scores = works.only(inside), resampling.only(inside), scores[inside]
    steps, inner = _with_outer(steps_of(years), works.earliest, works.latest)
    dates = dating(scores, works.earliest, works.latest, steps, resampling)
    totals, total_draws = dates.works[inner], dates.work_draws[:, inner]
    bias, bias_draws = np.zeros_like(totals), np.zeros(1)
    if check:
        sample = labelled_sample(scores, works.given, works.earliest, works.latest)
        inner_steps = Bins(steps.first[inner], steps.last[inner])
        if corrected := correction(sample, inner_steps, known, len(resampling.weights), rng):
            bias, bias_draws = corrected.weighted_bias, corrected.bias_draws
    position = positions(steps.middles[inner], years)
    line = Line.fitted(position, totals, bias)
    draws = resampled_proportions(total_draws, line.shares + bias) - bias_draws
    slopes, _ = fit_lines(position, draws, np.maximum(total_draws.sum(axis=-1), 0.0))
    curve = smoother(position, line.works)
    residuals, residual_draws = (
        line.shares - curve @ line.shares,
        (draws - line.shares) - curve @ (draws - line.shares),
    )
    between = overdispersion(residuals, residual_draws, line.works, np.diag(curve), line.mean)
    labels = np.zeros_like(slopes)
    if known is not None:
        rows, count = known.confidences[None], len(slopes)
        labels = labelled_draws(rows, known.y_true, line.change[None], count, rng)[:, 0]
    covariance = np.atleast_2d(np.cov(labels.T))
    data = LineData(scores, dates, inner, position, bias, resampling, inside, between, covariance)
    test = data.test(line, rng, slopes.var(axis=0, ddof=1))
    return TrendLines(years, line, test, slopes - labels, steps.middles[inner], draws, between.between, data)


@dataclass(frozen=True, slots=True)
class LineTest:
    """What a change is tested by, of each topic: its standard `error`, the `effective` number of clusters, and draws.

    The `error` is as if nothing changed, and `null_draws` [n, topics] are what change / error is then. `spread` is the
    standard error of the change as it is, for its interval; `sampling` the part of that which comes from works.
    """

    error: Floats
    spread: Floats
    sampling: Floats
    effective: Floats
    null_draws: Floats

    def margin(self, change: Floats) -> Floats:
        """Return the half width of the interval of each change [topics], by Student's t for so many clusters.

        The interval of a change that the test finds excludes 0: there its half width is at most that of the test.
        """
        margin: Floats = -stdtrit(np.maximum(self.effective - 1, 1), (1 - LEVEL) / 2) * self.spread
        of_test = np.quantile(np.abs(self.null_draws), LEVEL, axis=0) * self.error
        return np.where(np.abs(change) > of_test, np.minimum(margin, of_test), margin)


@dataclass(frozen=True, slots=True)
class LineData:
    """What lines are fitted to: scores [n, topics] of the works `inside` the period, dated and with their clusters.

    `bias` [steps, topics] is subtracted from the shares, `inner` are the steps among the bins of `dates`; `between`
    and `labels` [topics, topics] are the variances that do not come from drawing works.
    """

    scores: Floats
    dates: Dating
    inner: slice
    position: Floats
    bias: Floats
    resampling: Resampling
    inside: NDArray[np.bool_]
    between: Overdispersion
    labels: Floats

    def line_of(self, kept: NDArray[np.bool_]) -> Line:
        """Fit the line to some of the works [n], which keep their place in time."""
        counts = self.dates.spans.totals(self.scores * kept[:, None])
        totals = placed(counts, self.dates.spans, self.dates.parts)[self.inner]
        return Line.fitted(self.position, totals, self.bias)

    def test(
        self,
        line: Line,
        rng: np.random.Generator,
        variance: Floats | float = 0.0,
        kept: NDArray[np.bool_] | None = None,
    ) -> LineTest:
        """Return the test of a line through all works, or those `kept`; `variance` [topics] is the bootstrap's."""
        weight = 1.0 if kept is None else kept[:, None]
        mean = np.broadcast_to(line.mean, line.shares.shape)
        contributions = self.resampling.cluster_sums(self._contributions(line, mean) * weight)
        fitted = self._contributions(line, line.fit(line.first, line.change)) * weight
        effective, own = effective_clusters(contributions), (contributions**2).sum(axis=0)
        about_line = (
            (self.resampling.cluster_sums(fitted) ** 2).sum(axis=0) * effective / np.maximum(effective - 1, 1)
        )
        about_line = np.maximum(variance, about_line) + np.diag(self.labels)
        variance = np.maximum(variance, own)
        swaying = self.between.between * (line.coefficients**2).sum()
        sums = wild_bootstrap_sums(contributions, rng) * np.sqrt(variance / np.maximum(own, TINY))
        noise = rng.normal(size=sums.shape) * np.sqrt(swaying) + normal_draws(self.labels, len(sums), rng)
        freedom, sampled = np.maximum(self.between.freedom, 2.0), variance + np.diag(self.labels)
        chi_square = rng.chisquare(freedom, sums.shape) / freedom
        null_draws = (sums + noise) / np.sqrt(np.maximum(sampled + swaying * chi_square, TINY))
        error, spread = np.sqrt(sampled + swaying), np.sqrt(about_line + swaying)
        return LineTest(error, spread, np.sqrt(about_line), effective, null_draws)

    def _contributions(self, line: Line, expected: Floats) -> Floats:
        """Return what each work [n, topics] adds to the change beyond what is expected of it [steps, topics]."""
        spans, parts, topics = self.dates.spans, self.dates.parts, self.scores.shape[1]
        inside = np.zeros((spans.bins, topics))
        subtracted = np.zeros_like(inside)
        inside[self.inner] = (line.coefficients / np.maximum(line.works, TINY))[:, None]
        subtracted[self.inner] = inside[self.inner] * (expected + self.bias)
        of_date = (
            np.concatenate([x, spans.by_date(parts * x[spans.pair_bin])]) for x in (inside, subtracted)
        )
        weight, constant = (x[spans.span] for x in of_date)
        contributions: Floats = weight * self.scores - constant * self.scores.sum(axis=1, keepdims=True)
        return contributions


@dataclass(frozen=True, slots=True)
class Line:
    """A line for each topic through `shares` [steps, topics] at `position` [steps], weighted by `works` [steps].

    `first` is its value at position 0, `change` its slope, `mean` the share over all steps: [topics] each.
    """

    position: Floats
    shares: Floats
    works: Floats
    first: Floats
    change: Floats
    mean: Floats

    @classmethod
    def fitted(cls, position: Floats, totals: Floats, bias: Floats) -> Line:
        """Fit lines to works [steps, topics], of whose shares `bias` [steps, topics] is subtracted."""
        works = np.maximum(totals.sum(axis=-1), 0.0)
        shares = proportions(totals, works) - bias
        change, first = fit_lines(position, shares[None], works[None])
        mean = np.clip(works @ shares / max(float(works.sum()), TINY), 0, 1)
        return cls(position, shares, works, first[0], change[0], mean)

    @property
    def ends(self) -> tuple[Floats, Floats]:
        """The share of each topic at the first and the last year, limited to 0 to 1."""
        return np.clip(self.first, 0, 1), np.clip(self.first + self.change, 0, 1)

    @property
    def coefficients(self) -> Floats:
        """What the slope is of the shares [steps]."""
        weights = self.works / max(float(self.works.sum()), TINY)
        distance = self.position - weights @ self.position
        return weights * distance / max(float(weights @ distance**2), TINY)

    def fit(self, first: Floats, slope: Floats) -> Floats:
        """Return the values of lines [..., topics] at the positions: [..., steps, topics]."""
        return first[..., None, :] + slope[..., None, :] * self.position[:, None]


def _with_outer(steps: Bins, earliest: Ints, latest: Ints) -> tuple[Bins, slice]:
    """Add a bin before and one after steps, if works may have been made then; return which are the steps."""
    before, after = int(earliest.min(initial=steps.first[0])), int(latest.max(initial=steps.last[-1]))
    early, late = before < steps.first[0], after > steps.last[-1]
    first, last = steps.first, steps.last
    if early:
        first, last = np.append(before, first), np.append(first[0] - 1, last)
    if late:
        first, last = np.append(first, last[-1] + 1), np.append(last, after)
    return Bins(first, last), slice(int(early), int(early) + len(steps))


def smoother(position: Floats, works: Floats) -> Floats:
    """Return the smoother (hat) matrix [steps, steps]; overdispersion is estimated from the residuals of the curve.

    The curve is a parabola, weighted by works [steps], so that an accelerating change does not count as
    overdispersion; with few steps a line.
    """
    degree = 2 if len(position) >= MIN_CURVE_STEPS else 1
    design = np.vander(position, degree + 1)
    weighted = design * works[:, None]
    return design @ np.linalg.pinv(design.T @ weighted) @ weighted.T


def fit_lines(position: Floats, shares: Floats, works: Floats) -> tuple[Floats, Floats]:
    """Return slopes and values at position 0 [n, topics] of lines fitted to shares [n, steps, topics].

    Weighted least squares with the works [n, steps] as weights.
    """
    weights = works / np.maximum(works.sum(axis=1, keepdims=True), TINY)
    middle = weights @ position
    mean = np.einsum("ns,nsk->nk", weights, shares)
    distance = position[None] - middle[:, None]
    variance = np.maximum((weights * distance**2).sum(axis=1), TINY)
    slope = np.einsum("ns,ns,nsk->nk", weights, distance, shares) / variance[:, None]
    return slope, mean - slope * middle[:, None]


def steps_of(years: tuple[int, int]) -> Bins:
    """Return the bins that lines are fitted to: the widest that leave ten of them, cut at the ends of the period."""
    length = years[1] - years[0] + 1
    widths = [width for width in BIN_WIDTHS if length / width >= MIN_STEPS]
    bins = fixed_bins(*years, widths[-1] if widths else 1)
    first, last = bins.first.copy(), bins.last.copy()
    first[0], last[-1] = years
    return Bins(first, last)


def positions(middles: Floats, years: tuple[int, int]) -> Floats:
    """Return where the middles of steps [steps] lie in a period: 0 at its first year, 1 at its last."""
    return (middles - years[0]) / max(years[1] - years[0], 1)
