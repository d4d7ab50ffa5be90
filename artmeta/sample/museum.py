"""The sample museum: as many works as asked for, each drawn when somebody looks at it."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from threading import Lock

from PIL import Image

from artmeta.sample.dirt import NO_TOPIC, dirt_of
from artmeta.sample.files import File, make_file
from artmeta.sample.paint.picture import paint
from artmeta.sample.periods import decade_of, manner_at, topic_at
from artmeta.sample.plates import pull
from artmeta.sample.records import Record, make_record
from artmeta.sample.works import Work, generator, make_work

KEPT_BYTES = 64_000_000  # of drawn files kept in memory: all of a small museum, not all of a large one


class Museum:
    """Works 1 to `works` of the museum that a seed stands for; work i is the same however many there are.

    `small` paints every picture within 200 pixels; `prints` prints most of them from a few plates, which takes a
    tenth of the time: for museums of thousands. Safe to share between threads.
    """

    def __init__(self, seed: int = 1, works: int = 600, small: bool = False, prints: bool = False) -> None:
        if works < 1:
            raise ValueError(f"A museum needs at least one work, not {works}.")
        self.seed, self.works, self.small, self.prints = seed, works, small, prints
        self._files: OrderedDict[int, File] = OrderedDict()
        self._kept = 0
        self._records: list[Record] = []
        self._lock = Lock()

    def work(self, number: int) -> Work:
        """What is true of work `number` (from 1), dirt considered: a duplicate shows another's."""
        if not 1 <= number <= self.works:
            raise IndexError(f"The museum has works 1 to {self.works}, no work {number}.")
        return true_work(self.seed, number)

    def record(self, number: int) -> Record:
        """The record of a work, as the museum wrote it."""
        return make_record(self.work(number), number, dirt_of(number))

    def records(self) -> list[Record]:
        """All records, in order of their numbers."""
        if len(self._records) < self.works:
            self._records = [self.record(number) for number in range(1, self.works + 1)]
        return list(self._records)

    def picture(self, number: int) -> Image.Image:
        """Paint a work (RGB), as it hangs on the wall: faults of its file are not laid on."""
        return self.paint(self.work(number))

    def paint(self, work: Work) -> Image.Image:
        """Paint any work (RGB) the way this museum has its pictures made."""
        return pull(work) if self.prints else paint(work, self.small)

    def file(self, number: int) -> File:
        """The file the museum publishes of a work, faults included; drawn once and kept for a while."""
        with self._lock:
            if number in self._files:
                self._files.move_to_end(number)
                return self._files[number]
        made = make_file(self.work(number), number, self.paint)
        with self._lock:
            self._keep(number, made)
        return made

    def _keep(self, number: int, made: File) -> None:
        if number not in self._files:
            self._files[number] = made
            self._kept += len(made.content)
        while self._kept > KEPT_BYTES:
            self._kept -= len(self._files.popitem(last=False)[1].content)


def true_work(seed: int, number: int) -> Work:
    """Work `number` of a seed's museum; a duplicate is the work it copies, dirt may move the year."""
    dirt = dirt_of(number)
    if dirt and dirt.kind in ("exact_duplicate", "near_duplicate"):
        return make_work(seed, dirt.of)
    work = make_work(seed, number)
    if dirt and dirt.kind in ("abstract", "in_copyright"):
        # Nobody painted abstracts before 1920, and copyright ends 70 years after a death.
        year = 1950 + work.year % 50
        rng = generator(seed, number, "moved")
        work = replace(
            work,
            year=year,
            topic=topic_at(decade_of(year), rng.random()),
            manner=manner_at(year, rng.random()),
        )
    if dirt and dirt.kind in NO_TOPIC:
        work = replace(work, topic="", manner=dirt.kind)
    return work
