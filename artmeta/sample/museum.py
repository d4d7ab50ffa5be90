"""The sample museum: as many works as asked for, each drawn when somebody looks at it, or ahead."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import CancelledError, Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import replace
from functools import cached_property, lru_cache, partial
from threading import Lock

from PIL import Image

from artmeta.background import Submit
from artmeta.sample import dataset
from artmeta.sample.defects import NO_TOPIC, defect_of
from artmeta.sample.files import make_file, render
from artmeta.sample.http_server import ServedResponse
from artmeta.sample.records import Record, make_record
from artmeta.sample.works import SampleWork, decade_of, generator, make_work, style_at, topic_at

KEPT = 1500  # drawn files in memory, about 54 MB: all of a small museum, not all of a large one


class Museum:
    """Works 1 to `works` of the museum that a seed stands for; work i is the same however many there are.

    `small` paints every picture within 200 pixels; `blended` blends most of them from a few paintings, which takes a
    tenth of the time: for museums of thousands. Safe to share between threads.
    """

    def __init__(self, seed: int = 1, works: int = 600, small: bool = False, blended: bool = False) -> None:
        if works < 1:
            raise ValueError(f"A museum needs at least one work, not {works}.")
        self.seed, self.works, self.small, self.blended = seed, works, small, blended
        self.file = lru_cache(maxsize=KEPT)(self._file)
        self._ahead: dict[tuple[SampleWork, int], Future[ServedResponse]] = {}
        self._archive_lock = Lock()

    def work(self, number: int) -> SampleWork:
        """Return what is true of work `number` (from 1), its defect considered: a duplicate shows another's."""
        if not 1 <= number <= self.works:
            raise IndexError(f"The museum has works 1 to {self.works}, no work {number}.")
        return true_work(self.seed, number)

    def record(self, number: int) -> Record:
        """Return the record of a work, as the museum wrote it."""
        return make_record(self.work(number), number, defect_of(number))

    def records(self) -> list[Record]:
        """Return all records, in order of their numbers."""
        return list(self._records)

    @cached_property
    def _records(self) -> list[Record]:
        return [self.record(number) for number in range(1, self.works + 1)]

    def picture(self, number: int) -> Image.Image:
        """Draw a work (RGB), as it hangs on the wall: defects of its file are left out."""
        return render(self.work(number), self.small, self.blended)

    def _file(self, number: int) -> ServedResponse:
        return self._made(self.work(number), number)

    def _made(self, work: SampleWork, number: int) -> ServedResponse:
        """Return a file that was drawn ahead, or draw it: where there is none, or its process was ended."""
        ahead = self._ahead.pop((work, number), None)
        with suppress(BrokenProcessPool, CancelledError):
            if ahead:
                return ahead.result()
        return make_file(work, number, self.small, self.blended)

    def dataset_files(self) -> Iterator[tuple[str, bytes]]:
        """Yield path and bytes of each file of dataset/training/<topic>/ and dataset/testing/."""
        for path, work in dataset.dataset_works(self.seed):
            yield path, self._made(work, 0).body

    def archive(self) -> ServedResponse:
        """Return the lesson's archive, drawn once: who asks again while it is drawn waits for the same one."""
        with self._archive_lock:
            return self._zip

    @cached_property
    def _zip(self) -> ServedResponse:
        return ServedResponse(dataset.pack(self.dataset_files()), headers={"Content-Type": "application/zip"})

    def draw_ahead(self, submit: Submit) -> None:
        """Draw the archive, then the works, in the background processes of `submit`."""
        works = [(work, 0) for _, work in dataset.dataset_works(self.seed)]
        works += [(self.work(number), number) for number in range(1, self.works + 1)]
        draw = partial(make_file, small=self.small, blended=self.blended)
        self._ahead = {one: submit(draw, *one) for one in works}


def true_work(seed: int, number: int) -> SampleWork:
    """Return work `number` of a seed's museum; a duplicate is the work it copies, a defect may move the year."""
    defect = defect_of(number)
    if defect.kind in ("exact_duplicate", "near_duplicate"):
        return make_work(seed, defect.of)
    work = make_work(seed, number)
    if defect.kind in ("abstract", "in_copyright"):
        # Nobody painted abstracts before 1920, and copyright ends 70 years after a death.
        year, rng = 1950 + work.year % 50, generator(seed, number, "moved")
        topic, style = topic_at(decade_of(year), rng.random()), style_at(year, rng.random())
        work = replace(work, year=year, topic=topic, style=style)
    return replace(work, topic="", style=defect.kind) if defect.kind in NO_TOPIC else work
