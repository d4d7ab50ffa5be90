"""The lesson's archive: topic folders to learn from, a folder to try on; these hang nowhere else."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace

from artmeta.sample.files import Painter, make_file
from artmeta.sample.periods import FIRST_AIRCRAFT, TOPICS, manner_at
from artmeta.sample.works import Work, generator, make_work

OTHER_HOUSE = 10_000_019  # added to the seed: these pictures belong to another museum than the collection
TRAINING = {"aircraft": 36, "angel_demon": 28, "boat": 36, "horse_racing": 28, "house": 34}  # works a topic
TESTING = 10
LAST_YEAR = (
    1959  # nearly all of the lesson's pictures are figurative; later works must be recognised from these
)
ZIP_TIME = (2020, 1, 1, 0, 0, 0)  # fixed, so that the archive is the same file every time


def dataset_works(seed: int, topic: str, count: int, start: int = 1) -> list[Work]:
    """Works of one topic from `start` on, of years up to 1959, in the manners of their years."""
    first = FIRST_AIRCRAFT if topic == "aircraft" else 1700
    works = []
    for number in range(start, start + count):
        work = make_work(seed + OTHER_HOUSE, number * 10 + TOPICS.index(topic))
        year = first + (work.year - 1700) * (LAST_YEAR - first + 1) // 300
        manner = manner_at(year, float(generator(work.seed, work.number, "manner").random()))
        works.append(replace(work, year=year, topic=topic, manner=manner))
    return works


def dataset_files(seed: int, paint: Painter) -> Iterator[tuple[str, bytes]]:
    """Yield path and bytes of each file of dataset/training/<topic>/ and dataset/testing/."""
    for topic, count in TRAINING.items():
        for place, work in enumerate(dataset_works(seed, topic, count), 1):
            yield f"dataset/training/{topic}/{topic}-{place:02d}.jpg", make_file(work, 0, paint).content
    for topic in TOPICS:
        for place, work in enumerate(dataset_works(seed, topic, TESTING // len(TOPICS), start=900), 1):
            yield f"dataset/testing/{topic}-{place}.jpg", make_file(work, 0, paint).content


def make_zip(seed: int, paint: Painter) -> bytes:
    """Pack the archive; the same seed gives the same bytes."""
    to = io.BytesIO()
    with zipfile.ZipFile(to, "w", zipfile.ZIP_STORED) as archive:  # JPEGs do not shrink
        for path, content in dataset_files(seed, paint):
            archive.writestr(zipfile.ZipInfo(path, ZIP_TIME), content)
    return to.getvalue()
