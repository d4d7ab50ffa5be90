"""What the sample museum truly shows: each work's topic and year, and the topics' shares by decade."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from artmeta.sample.defects import defect_of
from artmeta.sample.museum import Museum
from artmeta.sample.records import as_csv
from artmeta.sample.works import DECADES, TOPICS, topic_shares


class DecadeTruth(NamedTuple):
    """One topic in one decade: works that show it, works that show any topic, the share the curve states."""

    decade: int
    topic: str
    works: int
    of: int
    stated_share: float


def truth_by_decade(museum: Museum) -> list[DecadeTruth]:
    """Count the true topics of every decade from 1700; records are counted, so duplicates count twice."""
    works = [work for number in range(1, museum.works + 1) if (work := museum.work(number)).topic]
    shown = Counter((work.decade, work.topic) for work in works)
    total = Counter(work.decade for work in works)
    return [
        DecadeTruth(decade, topic, shown[decade, topic], total[decade], topic_shares(decade)[topic])
        for decade in DECADES
        for topic in TOPICS
    ]


def works_csv(museum: Museum) -> str:
    """Return the truth about each work as CSV; topic is empty where none is shown."""
    rows = [
        (f"sample-{number:04d}", work.topic, work.year, work.decade, work.style, defect_of(number).kind)
        for number, work in ((number, museum.work(number)) for number in range(1, museum.works + 1))
    ]
    return as_csv(["id", "topic", "year", "decade", "style", "defect"], rows)


def decades_csv(museum: Museum) -> str:
    """Return the truth about each decade and topic as CSV."""
    rows = [
        (*one[:4], f"{one.works / max(1, one.of):.4f}", f"{one.stated_share:.4f}")
        for one in truth_by_decade(museum)
    ]
    return as_csv(["decade", "topic", "works", "of", "share", "stated_share"], rows)
