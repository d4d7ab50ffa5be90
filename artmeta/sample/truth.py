"""What the sample museum truly shows: each work's topic and year, and the topics' shares by decade."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from artmeta.sample.dirt import dirt_of
from artmeta.sample.museum import Museum
from artmeta.sample.periods import DECADES, TOPICS, topic_shares
from artmeta.sample.records import as_csv


@dataclass(frozen=True, slots=True)
class DecadeTruth:
    """One topic in one decade: works that show it, works that show any topic, the share the curve states."""

    decade: int
    topic: str
    works: int
    of: int
    stated_share: float

    @property
    def share(self) -> float:
        """Works that show the topic among the decade's works with a topic (0 to 1; 0 of none)."""
        return self.works / self.of if self.of else 0.0


def truth_by_decade(museum: Museum) -> list[DecadeTruth]:
    """Count the true topics of every decade from 1700; records are counted, so duplicates count twice."""
    works = [museum.work(number) for number in range(1, museum.works + 1)]
    shown = Counter((work.decade, work.topic) for work in works if work.topic)
    total = Counter(work.decade for work in works if work.topic)
    return [
        DecadeTruth(decade, topic, shown[decade, topic], total[decade], topic_shares(decade)[topic])
        for decade in DECADES
        for topic in TOPICS
    ]


def works_csv(museum: Museum) -> str:
    """The truth about each work: `id,topic,year,decade,manner,dirt`; topic is empty where none is shown."""
    works = [(number, museum.work(number), dirt_of(number)) for number in range(1, museum.works + 1)]
    rows = [
        (f"sample-{number:04d}", work.topic, work.year, work.decade, work.manner, dirt.kind if dirt else "")
        for number, work, dirt in works
    ]
    return as_csv(["id", "topic", "year", "decade", "manner", "dirt"], rows)


def decades_csv(museum: Museum) -> str:
    """The truth about each decade and topic: `decade,topic,works,of,share,stated_share`."""
    rows = [
        (one.decade, one.topic, one.works, one.of, f"{one.share:.4f}", f"{one.stated_share:.4f}")
        for one in truth_by_decade(museum)
    ]
    return as_csv(["decade", "topic", "works", "of", "share", "stated_share"], rows)
