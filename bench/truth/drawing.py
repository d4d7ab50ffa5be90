"""Works, artists, dates and a classifier that are drawn, so that the truth about a collection is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Law = Callable[[Floats], Floats]  # years [n] -> the share of each topic among all works then [n, topics]

FIRST, LAST = 1800, 1979  # years in which artists work
CAREER = 30.0  # years, on average
SHARES = np.array([0.3, 0.25, 0.2, 0.15, 0.1])  # of five topics, unless a world has others
SHARPNESS = 2.2  # of the classifier: about 80% right on five topics
KNOWN_WORKS = 500  # out of fold


@dataclass
class Collection:
    """A collection as a researcher would have it, and the truth about it.

    `years` [n] are the true years, `law` the topics' expected shares by year, `topics` [n] the drawn ones.
    `options` go to `artmeta.trends`. With `linear` false, the size of a change is not compared with the law's.
    """

    works: pd.DataFrame
    predictions: pd.DataFrame
    years: Ints
    topics: Ints
    law: Law
    trend: Law
    options: dict[str, object] = field(default_factory=dict)
    linear: bool = True
    step_year: int | None = None


def constant(shares: Floats = SHARES) -> Law:
    """Return a law by which nothing changes."""
    return lambda years: np.broadcast_to(shares, (len(years), len(shares)))


def rising(start: float, end: float, first: int = FIRST, last: int = LAST) -> Law:
    """Return a law by which the first topic's share grows in a straight line; the others share the rest alike."""

    def law(years: Floats) -> Floats:
        own = start + (end - start) * (np.asarray(years, dtype=np.float64) - first) / (last - first)
        rest = SHARES[1:] / SHARES[1:].sum()
        return np.column_stack([own, (1 - own)[:, None] * rest])

    return law


def careers(
    artists: int,
    works: int,
    rng: np.random.Generator,
    spread: float = 0.0,
    first: int = FIRST,
    last: int = LAST,
) -> tuple[Ints, Ints]:
    """Draw the artist and the year of each work [works], [works]; careers last some 30 years.

    With `spread`, the number of works of an artist is log-normal with that standard deviation: few make most.
    """
    size = np.exp(spread * rng.normal(size=artists))
    artist = rng.choice(artists, works, p=size / size.sum())
    length = np.clip(rng.gamma(9.0, CAREER / 9.0, artists), 3, last - first)
    start = rng.uniform(first, last - length + 1)
    years = np.floor(start[artist] + length[artist] * rng.random(works)).astype(np.int64)
    return artist.astype(np.int64), np.minimum(years, last)


def topics_of(shares: Floats, artist: Ints, correlation: float, rng: np.random.Generator) -> Ints:
    """Draw a topic for each work from shares [n, topics].

    Works of one artist have the intra-class `correlation`: a part sqrt(correlation) of them follows the artist's own
    preference, a point of the distribution that is drawn once for the artist.
    """
    own = rng.random(int(artist.max()) + 1)[artist]
    follows = rng.random(len(artist)) < np.sqrt(correlation)
    points = np.where(follows, own, rng.random(len(artist)))
    order = np.argsort(rng.random((int(artist.max()) + 1, shares.shape[1])), axis=1)[artist]
    cumulative = np.take_along_axis(shares, order, axis=1).cumsum(axis=1)
    place = np.minimum((cumulative < points[:, None]).sum(axis=1), shares.shape[1] - 1)
    return np.take_along_axis(order, place[:, None], axis=1)[:, 0].astype(np.int64)


def confidences_of(
    topics: Ints, count: int, rng: np.random.Generator, strength: Floats | float = SHARPNESS
) -> Floats:
    """Draw confidences [n, count] of a calibrated classifier trained on equally many works of each topic.

    A work's signal is normal about its topic; `strength` [n] is how far from the others, 0 for a topic of which the
    classifier knows nothing (-1). The confidences are the likelihood under SHARPNESS.
    """
    signal = rng.normal(size=(len(topics), count))
    known = topics >= 0
    signal[known, topics[known]] += np.broadcast_to(strength, len(topics))[known]
    raised = np.exp(SHARPNESS * (signal - signal.max(axis=1, keepdims=True)))
    confidences: Floats = raised / raised.sum(axis=1, keepdims=True)
    return confidences


def names(count: int) -> list[str]:
    """Return the ids of topics."""
    return [f"topic {number:02}" for number in range(count)]


def works_frame(artist: Ints, earliest: Floats, latest: Floats, **columns: object) -> pd.DataFrame:
    """Return the frame of works; missing years are NaN."""
    undated = np.isnan(earliest) & np.isnan(latest)
    return pd.DataFrame(
        {
            "artwork_id": [f"w{number}" for number in range(len(artist))],
            "date_earliest": earliest,
            "date_latest": latest,
            "date_status": np.where(undated, "undated", "read"),
            "artist": [f"Artist {number}" for number in artist],
            **columns,
        }
    )


def plain_predictions(works: pd.DataFrame, topics: Ints, count: int) -> pd.DataFrame:
    """Return predictions of a classifier that is always right and sure."""
    ids = np.array(names(count), dtype=object)
    return pd.DataFrame({"artwork_id": works["artwork_id"], "topic_id": ids[topics], "confidence": 1.0})


def predictions_of(ids: pd.Series, confidences: Floats) -> pd.DataFrame:
    """Return a row a work and topic."""
    count = confidences.shape[1]
    return pd.DataFrame(
        {
            "artwork_id": np.repeat(ids.to_numpy(dtype=object), count),
            "topic_id": np.tile(np.array(names(count), dtype=object), len(ids)),
            "confidence": confidences.ravel(),
        }
    )


def out_of_fold(count: int, rng: np.random.Generator) -> pd.DataFrame:
    """Return predictions of known works, equally many of each topic."""
    topics = np.arange(KNOWN_WORKS, dtype=np.int64) % count
    frame = predictions_of(
        pd.Series([f"k{n}" for n in range(KNOWN_WORKS)]), confidences_of(topics, count, rng)
    )
    return frame.assign(given_topic_id=np.repeat(np.array(names(count), dtype=object)[topics], count))
