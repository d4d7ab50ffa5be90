"""What the museum publishes at which address."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from artmeta.sample import dataset, html, truth
from artmeta.sample.files import PictureFile
from artmeta.sample.museum import Museum
from artmeta.sample.records import write_csv
from artmeta.sample.resources import Resource, of_a_work, of_all_works, text
from artmeta.sample.thumbnails import thumbnail

ROBOTS = "User-agent: *\nDisallow: /private/\n"


class Site:
    """The addresses of one museum."""

    def __init__(self, museum: Museum) -> None:
        self.museum = museum

    def find(self, path: str, query: str = "") -> Resource | None:
        """Find what lies at a path (with its leading slash), or None."""
        return self._list(path, query) or self._work(path)

    @cached_property
    def archive(self) -> PictureFile:
        """The lesson's archive, made once."""
        return PictureFile(dataset.make_zip(self.museum.seed, self.museum.paint), "application/zip")

    def _list(self, path: str, query: str) -> Resource | None:
        museum = self.museum
        lists: dict[str, Callable[[], PictureFile]] = {
            "/": lambda: text(html.index_page(museum, query), "text/html"),
            "/collection.csv": lambda: text(write_csv(museum.records()), "text/csv"),
            "/truth.csv": lambda: text(truth.works_csv(museum), "text/csv"),
            "/truth-by-decade.csv": lambda: text(truth.decades_csv(museum), "text/csv"),
            "/robots.txt": lambda: text(ROBOTS, "text/plain"),
            "/dataset.zip": lambda: self.archive,
        }
        return of_all_works(museum, f"{path}?{query}", lists[path]) if path in lists else None

    def _work(self, path: str) -> Resource | None:
        digits = path.rpartition("/")[2].removeprefix("w").removesuffix(".jpg")
        if not (digits.isascii() and digits.isdigit()) or not 1 <= int(digits) <= self.museum.works:
            return None
        number, museum = int(digits), self.museum
        works: dict[str, Callable[[], PictureFile]] = {
            f"/images/w{number:04d}.jpg": lambda: museum.file(number),
            f"/thumbnails/w{number:04d}.jpg": lambda: thumbnail(museum, number),
            f"/works/{number}": lambda: text(html.work_page(museum, number), "text/html"),
        }
        return of_a_work(museum, path, number, works[path]) if path in works else None
