"""What the sample museum truly shows: each work's topic and year, and the topics' shares by decade."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from artmeta.sample.dirt import dirt_of
from artmeta.sample.museum import Museum
from artmeta.sample.periods import DECADES, TOPICS, topic_shares


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
    rows = []
    for number in range(1, museum.works + 1):
        work, dirt = museum.work(number), dirt_of(number)
        rows.append(
            (
                f"sample-{number:04d}",
                work.topic,
                work.year,
                work.decade,
                work.manner,
                dirt.kind if dirt else "",
            )
        )
    return _csv(("id", "topic", "year", "decade", "manner", "dirt"), rows)


def decades_csv(museum: Museum) -> str:
    """The truth about each decade and topic: `decade,topic,works,of,share,stated_share`."""
    rows = [
        (truth.decade, truth.topic, truth.works, truth.of, f"{truth.share:.4f}", f"{truth.stated_share:.4f}")
        for truth in truth_by_decade(museum)
    ]
    return _csv(("decade", "topic", "works", "of", "share", "stated_share"), rows)


def _csv(heading: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> str:
    to = io.StringIO()
    writer = csv.writer(to, lineterminator="\n")
    writer.writerow(heading)
    writer.writerows(rows)
    return to.getvalue()
