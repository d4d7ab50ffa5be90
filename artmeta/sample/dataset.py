"""The lesson's archive: topic folders to learn from, a folder to try on; these hang nowhere else."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace

from artmeta.sample.works import FIRST_AIRCRAFT, TOPICS, SampleWork, generator, make_work, style_at

OTHER_MUSEUM = 10_000_019  # added to the seed: these pictures belong to another museum than the collection
TRAINING = {"aircraft": 36, "angel_demon": 28, "boat": 36, "horse_racing": 28, "house": 34}  # works a topic
TESTING = 10
# Nearly all of the lesson's pictures are figurative; later works must be recognised from these.
LAST_YEAR = 1959
ZIP_TIME = (2020, 1, 1, 0, 0, 0)  # fixed, so that the archive is the same file every time


def dataset_works(seed: int) -> Iterator[tuple[str, SampleWork]]:
    """Yield the path below `dataset/` and the work of each picture of the archive."""
    for topic, count in TRAINING.items():
        for place, work in enumerate(works_of(seed, topic, count), 1):
            yield f"dataset/training/{topic}/{topic}-{place:02d}.jpg", work
    for topic in TOPICS:
        for place, work in enumerate(works_of(seed, topic, TESTING // len(TOPICS), start=900), 1):
            yield f"dataset/testing/{topic}-{place}.jpg", work


def works_of(seed: int, topic: str, count: int, start: int = 1) -> Iterator[SampleWork]:
    """Yield works of one topic from `start` on, of years up to 1959, in the styles of their years."""
    first = FIRST_AIRCRAFT if topic == "aircraft" else 1700
    for number in range(start, start + count):
        work = make_work(seed + OTHER_MUSEUM, number * 10 + TOPICS.index(topic))
        year = first + (work.year - 1700) * (LAST_YEAR - first + 1) // 300
        style = style_at(year, float(generator(work.seed, work.number, "style").random()))
        yield replace(work, year=year, topic=topic, style=style)


def pack(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Pack an archive; the same files give the same bytes."""
    to = io.BytesIO()
    with zipfile.ZipFile(to, "w", zipfile.ZIP_STORED) as archive:  # JPEGs do not shrink
        for path, content in files:
            archive.writestr(zipfile.ZipInfo(path, ZIP_TIME), content)
    return to.getvalue()
