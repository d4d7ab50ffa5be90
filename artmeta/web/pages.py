"""The page cache: bodies with their validators, so that a revalidation may be answered with 304."""

from __future__ import annotations

import hashlib
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from artmeta import files
from artmeta.notes import read_note, write_note


def conditions(etag: str, last_modified: str) -> dict[str, str]:
    """Return the headers of a request that is answered with 304 where nothing has changed (RFC 9110, 13.1)."""
    headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in headers.items() if value}


@dataclass(frozen=True, slots=True)
class CachedPage:
    """One body as it was sent, with its charset and validators; `fetched_at` is in seconds since 1970."""

    url: str
    body: bytes
    charset: str = ""
    etag: str = ""
    last_modified: str = ""
    fetched_at: float = 0.0

    def is_fresh(self, max_age: float) -> bool:
        """Whether the page is younger than `max_age` seconds; a time in the future (a wrong clock) counts as old."""
        return 0 <= time.time() - self.fetched_at < max_age

    @property
    def validators(self) -> dict[str, str]:
        """Return the headers that request the page only if it has changed."""
        return conditions(self.etag, self.last_modified)


class PageCache:
    """Pages in a folder, two files each, named by the digest of the request; damaged ones count as absent."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str) -> CachedPage | None:
        """Return a cached page, None if there is none or it is damaged."""
        path = self._path(key)
        note = read_note(path.with_suffix(".json"))
        if note is None:
            return None
        try:
            body = path.read_bytes()
        except OSError:
            return None
        if hashlib.sha256(body).hexdigest() != note.pop("sha256"):
            return None
        return CachedPage(body=body, **note)

    def put(self, key: str, page: CachedPage) -> None:
        """Store a page; its two files are written atomically and matched by a digest."""
        path = self._path(key)
        note = {name: value for name, value in asdict(page).items() if name != "body"}
        note["sha256"] = hashlib.sha256(page.body).hexdigest()
        files.write(path, page.body, durable=False)  # a damaged page counts as absent, see `get`
        write_note(path.with_suffix(".json"), note)

    def renew(self, key: str, page: CachedPage) -> None:
        """Store a page with the present time after a 304."""
        self.put(key, replace(page, fetched_at=time.time()))

    def _path(self, key: str) -> Path:
        name = hashlib.sha256(key.encode()).hexdigest()
        return self.folder / name[:2] / f"{name}.body"
