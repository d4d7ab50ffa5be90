"""The sample museum: as many works as asked for, each drawn when somebody looks at it, or ahead."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from concurrent.futures import CancelledError, Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import replace
from functools import cache, cached_property, lru_cache, partial
from threading import Lock

from PIL import Image

from artmeta.background import Submit
from artmeta.sample.defects import NO_TOPIC, defect_of
from artmeta.sample.files import blend, make_file
from artmeta.sample.http_server import ServedResponse
from artmeta.sample.paint.picture import paint
from artmeta.sample.records import Record, make_record
from artmeta.sample.works import SampleWork, dataset_works, generator, make_work, redated

ZIP_TIME = (2020, 1, 1, 0, 0, 0)  # fixed, so that the archive is the same file every time
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
        self.draw = blend if blended else partial(paint, small=small)
        self.record = cache(lambda number: make_record(self.work(number), number, defect_of(number)))
        self.file = lru_cache(maxsize=KEPT)(lambda number: self._made(self.work(number), number))
        self._ahead: dict[tuple[SampleWork, int], Future[ServedResponse]] = {}
        self._archive_lock = Lock()

    def work(self, number: int) -> SampleWork:
        """Return what is true of a work (from 1): a duplicate is the work it copies, a defect may move the year."""
        if not 1 <= number <= self.works:
            raise IndexError(f"The museum has works 1 to {self.works}, no work {number}.")
        defect = defect_of(number)
        if defect.kind in ("exact_duplicate", "near_duplicate"):
            return make_work(self.seed, defect.of)
        work = make_work(self.seed, number)
        if defect.kind in ("abstract", "in_copyright"):
            # Nobody painted abstracts before 1920, and copyright ends 70 years after a death.
            work = redated(work, 1950 + work.year % 50, generator(self.seed, number, "moved"))
        return replace(work, topic="", style=defect.kind) if defect.kind in NO_TOPIC else work

    def records(self) -> list[Record]:
        """Return all records, in order of their numbers."""
        return [self.record(number) for number in range(1, self.works + 1)]

    def picture(self, number: int) -> Image.Image:
        """Draw a work (RGB), as it hangs on the wall: defects of its file are left out."""
        return self.draw(self.work(number))

    def _made(self, work: SampleWork, number: int) -> ServedResponse:
        """Return a file that was drawn ahead, or draw it: where there is none, or its process was ended."""
        ahead = self._ahead.pop((work, number), None)
        with suppress(BrokenProcessPool, CancelledError):
            if ahead:
                return ahead.result()
        return make_file(work, number, self.draw)

    def dataset_files(self) -> Iterator[tuple[str, bytes]]:
        """Yield path and bytes of each file of dataset/training/<topic>/ and dataset/testing/."""
        for path, work in dataset_works(self.seed):
            yield path, self._made(work, 0).body

    def archive(self) -> ServedResponse:
        """Return the lesson's archive, drawn once: who asks again while it is drawn waits for the same one."""
        with self._archive_lock:
            return self._zip

    @cached_property
    def _zip(self) -> ServedResponse:
        to = io.BytesIO()
        with zipfile.ZipFile(to, "w", zipfile.ZIP_STORED) as archive:  # JPEGs do not shrink
            for path, content in self.dataset_files():
                archive.writestr(zipfile.ZipInfo(path, ZIP_TIME), content)
        return ServedResponse(to.getvalue(), headers={"Content-Type": "application/zip"})

    def draw_ahead(self, submit: Submit) -> None:
        """Draw the archive, then the works, in the background processes of `submit`."""
        works = [(work, 0) for _, work in dataset_works(self.seed)]
        works += [(self.work(number), number) for number in range(1, self.works + 1)]
        self._ahead = {one: submit(make_file, *one, self.draw) for one in works}
