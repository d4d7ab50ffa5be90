"""Turnbull EM estimate of the density of works over bins of years, from interval-censored dates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artmeta.trend_analysis.bins import TINY, Bins, Floats, Ints, YearDistribution, sum_by, year_count
from artmeta.trend_analysis.clusters import Resampling

MAX_DATES = 400  # distinct dates over several bins; with more, their ends are rounded to the bins'
ITERATIONS = 100
REPLICATE_ITERATIONS = 20  # they begin at the estimate
BLOCK = 25  # replicates at once, to bound memory
CONVERGED = 1e-4  # change of a bin's works, as a part of the largest, at which iterations end
PRIOR_WORKS = 5.0  # of the density over all topics, mixed with each topic's: a rare topic's own is chance
UNIFORM = 0.1  # part of that prior that is even over the bins: no bin is ruled out for want of narrow dates
SMALLEST = 1e-9


@dataclass(frozen=True, slots=True)
class DateSpans:
    """The distinct dates of works against bins.

    `span` [n] numbers each work's date: numbers below the count of bins are dates within that bin, the others are
    dates over several. A pair is one of those and a bin it touches: `pair_span` [p] (from 0), `pair_bin` [p],
    `even` [p] the part of the date's years in the bin, `cover` [p] the part of the bin's years in the date.
    """

    span: NDArray[np.intp]
    bins: int
    pair_span: NDArray[np.intp]
    pair_bin: NDArray[np.intp]
    pair_start: NDArray[np.intp]
    even: Floats
    cover: Floats

    @property
    def count(self) -> int:
        """How many distinct dates there are."""
        return self.bins + len(self.pair_start)

    def totals(self, values: Floats) -> Floats:
        """Return the sums [dates, k] of values [n, k] over the works of each date."""
        return sum_by(self.span, values, self.count)

    def by_date(self, parts: Floats) -> Floats:
        """Return the sums [dates over several bins, k] of parts [pairs, k] over the pairs of each date."""
        return sum_by(self.pair_span, parts, len(self.pair_start))

    def by_bin(self, parts: Floats) -> Floats:
        """Return the sums [..., bins, k] of parts [..., pairs, k] over the pairs of each bin."""
        from scipy.sparse import csr_matrix

        lead, (pairs, k) = parts.shape[:-2], parts.shape[-2:]
        if not pairs:
            return np.zeros((*lead, self.bins, k))
        matrix = csr_matrix((np.ones(pairs), (self.pair_bin, np.arange(pairs))), (self.bins, pairs))
        flat = np.moveaxis(parts, -2, 0).reshape(pairs, -1)
        return np.moveaxis((matrix @ flat).reshape(self.bins, *lead, k), 0, -2)


def date_spans(earliest: Ints, latest: Ints, bins: Bins) -> DateSpans:
    """Set dates [n], [n] against bins; what lies before the first or after the last bin counts to that bin."""
    low_year = np.clip(earliest, bins.first[0], bins.last[-1])
    high_year = np.clip(latest, low_year, bins.last[-1])
    low = np.searchsorted(bins.last, low_year)
    spanning = np.searchsorted(bins.first, high_year, side="right") - 1 > low
    ends = np.stack([low_year[spanning], high_year[spanning]])
    distinct, place = np.unique(ends, axis=1, return_inverse=True)
    if distinct.shape[1] > MAX_DATES:
        last_bin = np.searchsorted(bins.last, ends[1])
        ends = np.stack([bins.first[low[spanning]], bins.last[last_bin]])
        distinct, place = np.unique(ends, axis=1, return_inverse=True)
    span = low.astype(np.intp)
    span[spanning] = len(bins) + place.ravel()
    first, last = distinct.astype(np.int64).reshape(2, -1)
    start_bin = np.searchsorted(bins.last, first)
    touched = np.searchsorted(bins.first, last, side="right") - start_bin
    pair_span = np.repeat(np.arange(len(first)), touched)
    pair_start = (np.cumsum(touched) - touched).astype(np.intp)
    pair_bin = np.arange(len(pair_span)) - pair_start[pair_span] + start_bin[pair_span]
    overlap = year_count(
        np.maximum(first[pair_span], bins.first[pair_bin]), np.minimum(last[pair_span], bins.last[pair_bin])
    )
    even, cover = (
        overlap / year_count(first, last)[pair_span],
        overlap / year_count(bins.first, bins.last)[pair_bin],
    )
    return DateSpans(span, len(bins), pair_span, pair_bin, pair_start, even, cover)


def even_parts(spans: DateSpans, topics: int) -> Floats:
    """Return the parts [pairs, topics] of dates over several bins, spread evenly over their years."""
    return np.repeat(spans.even[:, None], topics, axis=1)


def placed(counts: Floats, spans: DateSpans, parts: Floats) -> Floats:
    """Return works [..., bins, topics] from counts [..., dates, topics] and parts [..., pairs, topics]."""
    inside, across = counts[..., : spans.bins, :], counts[..., spans.bins :, :]
    if not len(spans.pair_start):
        return inside.copy()
    return inside + spans.by_bin(across[..., spans.pair_span, :] * parts)


def by_topic(spans: DateSpans, parts: Floats) -> YearDistribution:
    """Return the distribution over bins of works with these dates, by topic, from parts [pairs, topics]."""
    across = spans.span >= spans.bins
    date = spans.span[across] - spans.bins
    lengths = np.diff(np.append(spans.pair_start, len(spans.pair_span)))[date]
    offset = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    pair = np.repeat(spans.pair_start[date], lengths) + offset
    inside = np.flatnonzero(~across)
    return YearDistribution(
        np.concatenate([inside, np.repeat(np.flatnonzero(across), lengths)]),
        np.concatenate([spans.span[inside], spans.pair_bin[pair]]),
        np.concatenate([np.ones((len(inside), parts.shape[1])), parts[pair]]),
        np.concatenate([spans.span[inside], spans.bins + pair]),
    )


def turnbull_parts(
    counts: Floats, spans: DateSpans, start: Floats | None = None, iterations: int = ITERATIONS
) -> Floats:
    """Return which part of each date over several bins belongs to which bin, by topic: [..., pairs, topics].

    `counts` [..., dates, topics] are works, or scores that sum to works, by date and topic; `start` [..., bins,
    topics] where to begin. Turnbull EM, the self-consistent estimate (Turnbull, JRSS B 38, 1976) from interval-censored
    dates, for each topic: a work with a wide date is distributed like the works of its topic with narrower dates. It is
    unbiased where, within a topic, the width of a date is independent of the year; topics may be dated unequally well.
    """
    topics = counts.shape[-1]
    parts = np.broadcast_to(even_parts(spans, topics), (*counts.shape[:-2], len(spans.pair_span), topics))
    if not len(spans.pair_start):
        return parts
    works = (
        placed(counts, spans, parts)
        if start is None
        else np.broadcast_to(start, (*counts.shape[:-2], *start.shape[-2:]))
    )
    for _ in range(iterations):
        parts = _expected(np.maximum(works, SMALLEST), spans)
        renewed = placed(counts, spans, parts)
        moved = np.abs(renewed - works).max() / max(float(np.abs(renewed).max()), 1.0)
        works = renewed
        if moved < CONVERGED:
            break
    return parts


def _expected(works: Floats, spans: DateSpans) -> Floats:
    pooled = works.sum(axis=-1, keepdims=True)
    pooled = pooled / np.maximum(pooled.sum(axis=-2, keepdims=True), TINY)
    density = works + PRIOR_WORKS * ((1 - UNIFORM) * pooled + UNIFORM / spans.bins)
    likely = density[..., spans.pair_bin, :] * spans.cover[:, None]
    sums = np.add.reduceat(likely, spans.pair_start, axis=-2)
    result: Floats = likely / np.maximum(sums[..., spans.pair_span, :], TINY)
    return result


@dataclass(frozen=True, slots=True)
class Dating:
    """Works of unbiased scores placed in bins: their dates, the parts by topic [pairs, topics], and both resampled.

    `works` [bins, topics] and `work_draws` [replicates, bins, topics] are the works of each topic in each bin;
    `part_draws` [replicates, pairs, topics].
    """

    spans: DateSpans
    parts: Floats
    works: Floats
    part_draws: Floats
    work_draws: Floats


def dating(scores: Floats, earliest: Ints, latest: Ints, bins: Bins, resampling: Resampling) -> Dating:
    """Place works dated [n], [n] with unbiased scores [n, topics] in bins, and again in each replicate."""
    spans = date_spans(earliest, latest, bins)
    counts = spans.totals(scores)
    parts = turnbull_parts(counts, spans)
    works = placed(counts, spans, parts)
    draws = resampling.sums(scores, spans.span, spans.count)
    part_draws = np.empty((len(draws), *parts.shape))
    for start in range(0, len(draws), BLOCK):
        some = slice(start, start + BLOCK)
        part_draws[some] = turnbull_parts(draws[some], spans, works, REPLICATE_ITERATIONS)
    return Dating(spans, parts, works, part_draws, placed(draws, spans, part_draws))
