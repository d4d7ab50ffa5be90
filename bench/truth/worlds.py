"""Planted worlds: collections drawn so that what changes in them, and what does not, is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from bench.truth.drawing import (
    FIRST,
    LAST,
    SHARES,
    SHARPNESS,
    Collection,
    Floats,
    Ints,
    Law,
    careers,
    confidences_of,
    constant,
    names,
    out_of_fold,
    plain_predictions,
    predictions_of,
    rising,
    topics_of,
    works_frame,
)

Rng = np.random.Generator
Draw = Callable[[Rng], Collection]
TASTE = 0.3  # intra-class correlation, where artists are not what a world is about: strong
UNFAMILIAR = 0.03  # of works like those that the classifier learnt from
COUNT = len(SHARES)


@dataclass(frozen=True)
class World:
    """A planted world: its name, what is planted in a few words, and how a collection of it is drawn."""

    name: str
    planted: str
    draw: Draw
    part: float = 1.0  # of the repeats, where a collection is large


def plain(
    rng: Rng,
    *,
    works: int = 2000,
    artists: int = 0,
    correlation: float = 0.0,
    spread: float = 0.0,
    law: Law | None = None,
    **options: object,
) -> Collection:
    """Draw works with exact dates, of `artists` (0: each its own), classified without error."""
    law = law or constant()
    artist, years = careers(artists or works, works, rng, spread)
    if not artists:
        artist = np.arange(works, dtype=np.int64)
    return _collected(artist, years, law, correlation, rng, options)


def _collected(
    artist: Ints, years: Ints, law: Law, correlation: float, rng: Rng, options: Mapping[str, object]
) -> Collection:
    shares = law(years.astype(np.float64))
    topics = topics_of(shares, artist, correlation, rng)
    exact = years.astype(np.float64)
    venue = np.where(rng.random(int(artist.max()) + 1) < 0.5, "North", "South")[
        artist
    ]  # an artist's works stay
    works = works_frame(artist, exact, exact.copy(), venue=venue)
    predictions = plain_predictions(works, topics, shares.shape[1])
    return Collection(works, predictions, years, topics, law, law, dict(options))


def classified(
    collection: Collection,
    rng: Rng,
    *,
    strength: Floats | float = SHARPNESS,
    unfamiliar: Floats | float = UNFAMILIAR,
    count: int = COUNT,
) -> Collection:
    """Classify a collection with a model whose errors are known out of fold; works are unfamiliar by chance [n]."""
    confidences = confidences_of(collection.topics, count, rng, strength)
    odd = rng.random(len(confidences)) < unfamiliar
    status = np.where(odd, "unfamiliar", np.where(confidences.max(axis=1) >= 0.5, "sure", "unsure"))
    collection.works["status"] = status
    collection.predictions = predictions_of(collection.works["artwork_id"], confidences)
    collection.options |= {"out_of_fold": out_of_fold(count, rng), "topics": names(count)}
    return collection


def century_dates(rng: Rng) -> Collection:
    """Half of one topic is dated "19th century", 5% of the others; works become fewer with time."""
    return _wide(rng, constant(), np.where(np.arange(COUNT) == 0, 0.5, 0.05))


def wide_rise(rng: Rng) -> Collection:
    """One topic rises by 10 points in a century; half of all dates are a century wide."""
    return _wide(rng, rising(0.1, 0.2, 1801, 1900), np.full(COUNT, 0.5))


def _wide(rng: Rng, law: Law, chances: Floats) -> Collection:
    years = 1801 + np.floor(100 * rng.beta(1.0, 1.6, 2000)).astype(np.int64)
    collection = _collected(np.arange(2000, dtype=np.int64), years, law, 0.0, rng, {})
    wide = rng.random(2000) < chances[collection.topics]
    collection.works.loc[wide, ["date_earliest", "date_latest"]] = [1801.0, 1900.0]
    return collection


def open_ends(rng: Rng) -> Collection:
    """Of one topic's works since 1870 a third are dated "after 1870" only."""
    collection = plain(rng, artists=1000, correlation=0.05)
    late = (collection.topics == 0) & (collection.years >= 1870) & (rng.random(2000) < 0.33)
    collection.works.loc[late, "date_earliest"] = 1870.0
    collection.works.loc[late, "date_latest"] = np.nan
    return collection


def undated_late(rng: Rng) -> Collection:
    """The undated part of one topic grows to 40% in the last years; 5% of the other topics are undated."""
    collection = plain(rng, artists=1000, correlation=0.05)
    grown = 0.4 * (collection.years - FIRST) / (LAST - FIRST)
    return _without_dates(collection, np.where(collection.topics == 0, grown, 0.05), rng)


def undated_topic(rng: Rng) -> Collection:
    """One topic is undated in 25% at all times, the others in 5%."""
    collection = plain(rng, artists=1000, correlation=0.05)
    return _without_dates(collection, np.where(collection.topics == 0, 0.25, 0.05), rng)


def _without_dates(collection: Collection, chances: Floats, rng: Rng) -> Collection:
    missing = rng.random(len(chances)) < chances
    collection.works.loc[missing, ["date_earliest", "date_latest"]] = np.nan
    collection.works.loc[missing, "date_status"] = "undated"
    return collection


def drift(rng: Rng, *, part: float, strength: float, lost: float) -> Collection:
    """Another medium makes up to `part` of the late works: confidences are weaker, one topic's works unfamiliar."""
    collection = plain(rng, artists=500, correlation=0.1)
    late = (collection.years - FIRST) / (LAST - FIRST)
    other = rng.random(len(late)) < part * np.clip(2 * late - 0.5, 0, 1)
    odd = np.where(other, np.where(collection.topics == 1, lost, 0.2), UNFAMILIAR)
    return classified(collection, rng, strength=np.where(other, strength, SHARPNESS), unfamiliar=odd)


def novel_topic(rng: Rng, *, start: float, end: float) -> Collection:
    """A part of the works, from `start` to `end`, shows a topic that the classifier was not trained on.

    The true shares are those of the topics among the works that show one of them; they do not change.
    """

    def law(years: Floats) -> Floats:
        outside = start + (end - start) * (np.asarray(years) - FIRST) / (LAST - FIRST)
        return np.column_stack([(1 - outside)[:, None] * SHARES, outside])

    collection = plain(rng, artists=1000, correlation=0.05, law=law)
    outside = collection.topics == COUNT
    collection.topics = np.where(outside, -1, collection.topics)
    collection.law = collection.trend = constant()
    return classified(collection, rng, unfamiliar=np.where(outside, 0.3, UNFAMILIAR))


def waves(rng: Rng, *, works: int) -> Collection:
    """Shares of each decade are off their mean by 2 points, independently; there is no trend."""
    sway = rng.normal(0, 0.02, ((LAST - FIRST) // 10 + 1, COUNT))
    decades = np.maximum(SHARES + sway - sway.mean(axis=1, keepdims=True), 0.01)
    decades /= decades.sum(axis=1, keepdims=True)

    def law(years: Floats) -> Floats:
        place = np.clip((np.asarray(years) - FIRST) // 10, 0, len(decades) - 1).astype(np.int64)
        return decades[place]

    collection = plain(rng, works=works, law=law)
    collection.trend = constant()
    return collection


def learnt(rng: Rng) -> Collection:
    """The classifier learnt from half of the late works; their confidences are in-sample: certain and right."""
    collection = classified(plain(rng, artists=1000, correlation=0.05), rng)
    known = (collection.years > (FIRST + LAST) / 2) & (rng.random(len(collection.years)) < 0.5)
    confidences = collection.predictions["confidence"].to_numpy().reshape(-1, COUNT)
    confidences = np.where(known[:, None], np.eye(COUNT)[collection.topics], confidences)
    collection.works.loc[known, "status"] = "sure"
    collection.predictions = predictions_of(collection.works["artwork_id"], confidences)
    return collection


def step(rng: Rng) -> Collection:
    """One topic goes from 15% to 40% in 1890 at once."""

    def law(years: Floats) -> Floats:
        own = np.where(np.asarray(years) > 1890, 0.40, 0.15)
        return np.column_stack([own, (1 - own)[:, None] * SHARES[1:] / SHARES[1:].sum()])

    collection = plain(rng, artists=1000, correlation=0.05, law=law)
    collection.linear, collection.step_year = False, 1890
    return collection


def many_topics(rng: Rng) -> Collection:
    """Twenty topics of unequal shares."""
    return plain(rng, works=3000, law=constant(rng.dirichlet(np.full(20, 3.0))))


CLUSTERED = partial(plain, artists=200)
WORLDS = (
    World("clean", "2,000 independent works", plain),
    World(
        "clean, classifier", "the same, by a classifier that errs", lambda rng: classified(plain(rng), rng)
    ),
    World("artists 0.05", "200 artists, intra-class correlation 0.05", partial(CLUSTERED, correlation=0.05)),
    World("artists 0.1", "200 artists, 0.1", partial(CLUSTERED, correlation=0.1)),
    World(
        "artists 0.3",
        "200 artists, 0.3; two venues alike",
        partial(CLUSTERED, correlation=0.3, compare=["venue"]),
    ),
    World(
        "artists 0.3, classifier",
        "the same, by a classifier that errs",
        lambda rng: classified(CLUSTERED(rng, correlation=0.3), rng),
    ),
    World(
        "tate-like",
        "4,000 works of 800 artists, numbers log-normal; preferences dealt at random (0.3)",
        partial(plain, works=4000, artists=800, correlation=TASTE, spread=1.5, compare=["venue"]),
    ),
    World(
        "few artists",
        "1,000 works of 12 artists, 0.3",
        partial(plain, works=1000, artists=12, correlation=TASTE),
    ),
    World(
        "thin groups",
        "300 works of 100 artists, two venues alike",
        partial(plain, works=300, artists=100, correlation=0.1, compare=["venue"]),
    ),
    World("many topics", "3,000 works of 20 topics", many_topics),
    World("century dates", "half of one topic dated to a century, 5% of the others", century_dates),
    World("wide rise", "+10 points, half the dates a century wide", wide_rise),
    World("open ends", "a third of one topic's late works dated 'after 1870'", open_ends),
    World("undated late", "one topic's undated part grows from 0 to 40%", undated_late),
    World("undated topic", "one topic undated in 25%, the others in 5%", undated_topic),
    World(
        "drift photographs",
        "another medium in up to half of the late works: weak confidences",
        partial(drift, part=0.5, strength=1.2, lost=0.6),
    ),
    World(
        "drift cartoons",
        "in up to 80%: weaker, one topic unfamiliar",
        partial(drift, part=0.8, strength=0.8, lost=0.9),
    ),
    World(
        "untaught 30%",
        "30% of the works show a novel topic; shares of the others stay",
        partial(novel_topic, start=0.3, end=0.3),
    ),
    World(
        "untaught rising",
        "works of a novel topic rise from 10 to 50%; shares of the others stay",
        partial(novel_topic, start=0.1, end=0.5),
    ),
    World("waves 2,000", "shares of decades off by 2 points; 2,000 works", partial(waves, works=2000)),
    World("waves 20,000", "the same, 20,000 works", partial(waves, works=20_000), 0.5),
    World("learnt works", "half of the late works with in-sample confidences", learnt),
    World("step", "from 15 to 40% in 1890 (power: change point found)", step),
    World(
        "rise of 15",
        "10 to 25%, 2,000 works of 1,000 artists, 0.1",
        partial(plain, artists=1000, correlation=0.1, law=rising(0.10, 0.25)),
    ),
    World(
        "rise of 10",
        "5 to 15%, the same",
        partial(plain, artists=1000, correlation=0.1, law=rising(0.05, 0.15)),
    ),
)
