"""What the museum publishes at which address."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property

from artmeta.sample import dataset, html, truth
from artmeta.sample.files import PictureFile
from artmeta.sample.museum import Museum
from artmeta.sample.records import write_csv
from artmeta.sample.thumbnails import thumbnail

DRAWING = 1  # raised whenever the pictures of a seed change, so that nobody keeps the old ones as current
OPENED = datetime(
    2020, 1, 1, 9, tzinfo=UTC
)  # the museum's pages date from then; picture n from n hours later
ROBOTS = "User-agent: *\nCrawl-delay: 0\nDisallow: /private/\n"


@dataclass(frozen=True, slots=True)
class Resource:
    """One address: its validators are known at once, its content is made when it is asked for."""

    etag: str
    modified: datetime
    load: Callable[[], PictureFile]


class Site:
    """The addresses of one museum."""

    def __init__(self, museum: Museum) -> None:
        self.museum = museum

    def find(self, path: str, query: str = "") -> Resource | None:
        """Find what lies at a path (with its leading slash), or None."""
        return self._page(path, query) or self._of_a_work(path)

    @cached_property
    def archive(self) -> bytes:
        """The lesson's archive, made once."""
        return dataset.make_zip(self.museum.seed, self.museum.paint)

    def _page(self, path: str, query: str) -> Resource | None:
        museum = self.museum
        pages: dict[str, tuple[str, Callable[[], str]]] = {
            "/": ("text/html", lambda: html.index_page(museum, query)),
            "/collection.csv": ("text/csv", lambda: write_csv(museum.records())),
            "/truth.csv": ("text/csv", lambda: truth.works_csv(museum)),
            "/truth-by-decade.csv": ("text/csv", lambda: truth.decades_csv(museum)),
            "/robots.txt": ("text/plain", lambda: ROBOTS),
        }
        if path == "/dataset.zip":
            return self._resource(path, OPENED, lambda: PictureFile(self.archive, "application/zip"))
        if path not in pages:
            return None
        mime, write = pages[path]
        return self._resource(f"{path}?{query}", OPENED, lambda: _text(write(), mime))

    def _of_a_work(self, path: str) -> Resource | None:
        folder, _, name = path.strip("/").rpartition("/")
        digits = name.removeprefix("w").removesuffix(".jpg") if folder in ("images", "thumbnails") else name
        if not (digits.isascii() and digits.isdigit()) or not 1 <= int(digits) <= self.museum.works:
            return None
        number, museum = int(digits), self.museum
        makers: dict[str, tuple[str, Callable[[], PictureFile]]] = {
            "images": (f"w{number:04d}.jpg", lambda: museum.file(number)),
            "thumbnails": (f"w{number:04d}.jpg", lambda: thumbnail(museum, number)),
            "works": (f"{number}", lambda: _text(html.work_page(museum, number), "text/html")),
        }
        if folder not in makers or makers[folder][0] != name:
            return None
        return self._resource(path, OPENED + timedelta(hours=number), makers[folder][1])

    def _resource(self, address: str, modified: datetime, load: Callable[[], PictureFile]) -> Resource:
        museum = self.museum
        described = f"{DRAWING} {museum.seed} {museum.small} {museum.prints} {address}"
        if "." not in address.rpartition("/")[2] or address.endswith((".csv?", ".zip")):
            described += f" {museum.works}"  # lists grow with the museum, pictures do not change
        return Resource(f'"{hashlib.sha256(described.encode()).hexdigest()[:20]}"', modified, load)


def _text(text: str, mime: str) -> PictureFile:
    return PictureFile(text.encode(), f"{mime}; charset=utf-8")
