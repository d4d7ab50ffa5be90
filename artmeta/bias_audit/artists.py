"""Over-represented artists: how much of the works, or of a topic's works, is by one artist."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from artmeta.bias_audit.works import ALL_TOPICS, Grouping, Indices

MIN_WORKS = 20  # by the artist; fewer in a small collection are no dominance
LEAST_SHARE = 0.2  # of all works: a fifth moves every share
LEAST_TOPIC_SHARE = 0.4  # of a topic's works


@dataclass(frozen=True, slots=True)
class ArtistShare:
    """An artist's part of the works of a collection or of a training, of all topics or of one."""

    works_of: str
    artist: str
    topic_id: str
    works: int
    total: int

    @property
    def share(self) -> float:
        """The artist's part, 0 to 1."""
        return self.works / self.total


def artist_shares(
    artists: Grouping, topic: Indices, topics: tuple[str, ...], works_of: str
) -> Iterator[ArtistShare]:
    """Yield the artists with a large part of all works, or of the works of a topic [n], the largest first.

    Works without a known artist count in the total. An artist who has a large part of all works is not named for the
    single topics.
    """
    counts = np.bincount(artists.codes[artists.codes >= 0], minlength=len(artists.names))
    large = (counts >= MIN_WORKS) & (counts >= LEAST_SHARE * len(topic))
    for place in np.flatnonzero(large)[np.argsort(-counts[large], kind="stable")]:
        yield ArtistShare(works_of, artists.names[place], ALL_TOPICS, int(counts[place]), len(topic))
    for k, name in enumerate(topics):
        own = topic == k
        codes = artists.codes[own]
        of_topic = np.bincount(codes[codes >= 0], minlength=len(artists.names))
        many = ~large & (of_topic >= MIN_WORKS) & (of_topic >= LEAST_TOPIC_SHARE * own.sum())
        for place in np.flatnonzero(many):
            yield ArtistShare(works_of, artists.names[place], name, int(of_topic[place]), int(own.sum()))
