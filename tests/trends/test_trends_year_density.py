"""Works with wide dates are placed where works of their topic with narrow dates lie."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artmeta.trend_analysis.bins import distribute, fixed_bins
from artmeta.trend_analysis.year_density import date_spans, even_parts, placed, turnbull_parts

DECADES = fixed_bins(1800, 1899, 10)


@given(
    st.lists(
        st.tuples(st.integers(1800, 1899), st.integers(0, 99)).map(lambda d: (d[0], min(d[0] + d[1], 1899))),
        min_size=1,
        max_size=40,
    )
)
@settings(max_examples=60)
def test_no_work_is_lost_or_doubled_and_each_stays_within_its_date(dates):
    earliest, latest = np.array(dates).T
    spans = date_spans(earliest, latest, DECADES)
    counts = spans.totals(np.ones((len(dates), 1)))
    works = placed(counts, spans, turnbull_parts(counts, spans))
    assert works.sum() == pytest.approx(len(dates))
    even = placed(counts, spans, even_parts(spans, 1))[:, 0]
    assert even == pytest.approx(distribute(earliest, latest, DECADES).totals(len(DECADES)))
    assert (works[even == 0] == 0).all()


def test_a_topic_that_is_dated_worse_keeps_its_curve():
    """Half of one topic is dated by the century only; spread evenly, it would seem to rise where it does not."""
    rng = np.random.default_rng(1)
    year = (1800 + 100 * rng.beta(1, 2.5, 20_000)).astype(int)
    topic = rng.integers(0, 2, len(year))
    wide = rng.random(len(year)) < np.where(topic == 0, 0.5, 0.05)
    earliest, latest = np.where(wide, 1800, year), np.where(wide, 1899, year)
    spans = date_spans(earliest, latest, DECADES)
    counts = spans.totals(np.eye(2)[topic])
    shares = placed(counts, spans, turnbull_parts(counts, spans))
    shares /= shares.sum(axis=1, keepdims=True)
    even = placed(counts, spans, even_parts(spans, 2))
    even /= even.sum(axis=1, keepdims=True)
    assert abs(shares[8, 0] - shares[0, 0]) < 0.05
    assert abs(even[8, 0] - even[0, 0]) > 0.2


def test_replicates_are_estimated_as_if_alone():
    rng = np.random.default_rng(2)
    earliest = rng.integers(1800, 1890, 200)
    latest = earliest + rng.integers(0, 10, 200)
    spans = date_spans(earliest, latest, DECADES)
    counts = np.stack([spans.totals(rng.random((200, 3))) for _ in range(2)])
    both = turnbull_parts(counts, spans, iterations=20)
    assert both[1] == pytest.approx(turnbull_parts(counts[1], spans, iterations=20), abs=1e-3)


def test_dates_before_and_after_all_bins_count_to_the_outermost():
    spans = date_spans(np.array([1700, 1950]), np.array([1790, 1960]), DECADES)
    assert list(spans.span) == [0, 9]
