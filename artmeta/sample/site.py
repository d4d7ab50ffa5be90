"""What the museum publishes at which address."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from threading import Lock

from PIL import Image

from artmeta.sample import dataset, html, truth
from artmeta.sample.faults import Plan
from artmeta.sample.files import JPEG, File
from artmeta.sample.museum import Museum
from artmeta.sample.pages_artuk import ArtukPages
from artmeta.sample.pages_iiif import IiifPages
from artmeta.sample.pages_wikidata import WikidataPages
from artmeta.sample.pictures import Pictures
from artmeta.sample.records import Record, write_csv
from artmeta.sample.resources import Resource, Visit, of_a_work, of_all_works, text

ROBOTS, ROBOTS_PATH = "User-agent: *\nDisallow: /private/\n", "/robots.txt"
OF_A_WORK = re.compile(r"/(?:works/(?P<page>[1-9]\d{0,6})|thumbnails/w(?P<thumbnail>\d{4,7})\.jpg)", re.ASCII)
THUMBNAIL, NO_PICTURE = (
    (320, 320),
    (214, 210, 202),
)  # pixels within which it fits; a grey card for what cannot be shown


class Site:
    """The addresses of one museum: its own, and those in the shapes of other people's sites."""

    def __init__(self, museum: Museum, plan: Plan | None = None) -> None:
        self.museum, self.plan = museum, plan or Plan()
        self.pictures = Pictures(museum, self.plan)
        self._archive: File | None = None
        self._lock = Lock()
        shapes = ArtukPages, IiifPages, WikidataPages
        self.shapes = [shape(museum, self.plan, self.pictures) for shape in shapes]

    def find(self, visit: Visit) -> Resource | None:
        """Find what lies at an address, or None."""
        if number := self.pictures.number_at(visit.path):
            return self.pictures.at(number, visit.address)
        found = self._list(visit) or self._work(visit.path)
        return found or next((there for shape in self.shapes if (there := shape.find(visit))), None)

    def archive(self) -> File:
        """The lesson's archive, drawn once: a visitor who asks again while it is drawn waits for the same one."""
        with self._lock:
            if self._archive is None:
                content = dataset.make_zip(self.museum.seed, self.museum.paint)
                self._archive = File(content, "application/zip")
            return self._archive

    def records(self) -> list[Record]:
        """The records, each with the address that its picture is said to have."""
        return [replace(one, image=self.pictures.path(one.number)) for one in self.museum.records()]

    def _list(self, visit: Visit) -> Resource | None:
        museum = self.museum
        lists: dict[str, Callable[[], File]] = {
            "/": lambda: text(html.index_page(museum, visit.query), "text/html"),
            "/collection.csv": lambda: text(write_csv(self.records()), "text/csv"),
            "/truth.csv": lambda: text(truth.works_csv(museum), "text/csv"),
            "/truth-by-decade.csv": lambda: text(truth.decades_csv(museum), "text/csv"),
            ROBOTS_PATH: lambda: text(ROBOTS, "text/plain"),
            "/dataset.zip": self.archive,
        }
        if visit.path not in lists:
            return None
        return of_all_works(museum, f"{visit.path}?{visit.query} {self.plan}", lists[visit.path])

    def _work(self, path: str) -> Resource | None:
        found = OF_A_WORK.fullmatch(path)
        number, museum = int(found["page"] or found["thumbnail"]) if found else 0, self.museum
        if not found or not 1 <= number <= museum.works:
            return None
        if found["page"]:
            return of_a_work(museum, path, number, lambda: text(html.work_page(museum, number), "text/html"))
        return of_a_work(museum, path, number, lambda: thumbnail(museum, number))


def thumbnail(museum: Museum, number: int) -> File:
    """A JPEG of at most 320 x 320 pixels of a work; a grey card where its file is no picture."""
    file, to = museum.file(number), io.BytesIO()
    shown = (
        museum.picture(number)
        if (file.mime, file.status) == (JPEG, 200)
        else Image.new("RGB", THUMBNAIL, NO_PICTURE)
    )
    shown.thumbnail(THUMBNAIL)
    shown.save(to, "JPEG", quality=82)
    return File(to.getvalue())
