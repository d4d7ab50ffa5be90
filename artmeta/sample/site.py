"""What the museum publishes at which address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property

from artmeta.sample import dataset, html, truth
from artmeta.sample.faults import Plan
from artmeta.sample.files import File
from artmeta.sample.museum import Museum
from artmeta.sample.pages_artuk import ArtukPages
from artmeta.sample.pages_iiif import IiifPages
from artmeta.sample.pages_wikidata import WikidataPages
from artmeta.sample.pictures import Pictures
from artmeta.sample.records import Record, write_csv
from artmeta.sample.resources import Resource, Visit, of_a_work, of_all_works, text
from artmeta.sample.thumbnails import thumbnail

ROBOTS = "User-agent: *\nDisallow: /private/\n"


class Site:
    """The addresses of one museum: its own, and those in the shapes of other people's sites."""

    def __init__(self, museum: Museum, plan: Plan | None = None) -> None:
        self.museum, self.plan = museum, plan or Plan()
        self.pictures = Pictures(museum, self.plan)
        self.wings = (
            ArtukPages(museum, self.plan, self.pictures),
            IiifPages(museum, self.plan, self.pictures),
            WikidataPages(museum, self.pictures),
        )

    def find(self, visit: Visit) -> Resource | None:
        """Find what lies at an address, or None."""
        if number := self.pictures.number_at(visit.path):
            return self.pictures.at(number, f"{visit.path}?{visit.query}" if visit.query else visit.path)
        found = self._list(visit) or self._work(visit.path)
        return found or next((there for wing in self.wings if (there := wing.find(visit))), None)

    @cached_property
    def archive(self) -> File:
        """The lesson's archive, made once."""
        return File(dataset.make_zip(self.museum.seed, self.museum.paint), "application/zip")

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
            "/robots.txt": lambda: text(ROBOTS, "text/plain"),
            "/dataset.zip": lambda: self.archive,
        }
        if visit.path not in lists:
            return None
        return of_all_works(museum, f"{visit.path}?{visit.query} {self.plan}", lists[visit.path])

    def _work(self, path: str) -> Resource | None:
        digits = path.rpartition("/")[2].removeprefix("w").removesuffix(".jpg")
        if not (digits.isascii() and digits.isdigit()) or not 1 <= int(digits) <= self.museum.works:
            return None
        number, museum = int(digits), self.museum
        works: dict[str, Callable[[], File]] = {
            f"/thumbnails/w{number:04d}.jpg": lambda: thumbnail(museum, number),
            f"/works/{number}": lambda: text(html.work_page(museum, number), "text/html"),
        }
        return of_a_work(museum, path, number, works[path]) if path in works else None
