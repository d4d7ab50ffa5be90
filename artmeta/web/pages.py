"""Pages that were read are kept with their validators, so that a server need only say "not modified"."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from artmeta import files


@dataclass(frozen=True, slots=True)
class Page:
    """One body as it was sent, with what the server said about it; `fetched_at` is in seconds since 1970."""

    url: str
    body: bytes
    charset: str = ""
    etag: str = ""
    last_modified: str = ""
    fetched_at: float = 0.0

    @property
    def validators(self) -> dict[str, str]:
        """The headers that ask for the page only if it has changed."""
        given = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in given.items() if value}


class PageCache:
    """Pages in a folder, two files each, named by the digest of the request; damaged ones count as absent."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str) -> Page | None:
        """Find a page that was kept."""
        path = self._path(key)
        try:
            said = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
            digest = said.pop("sha256")
            body = path.read_bytes()
            page = Page(body=body, **said)
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return page if hashlib.sha256(body).hexdigest() == digest else None

    def put(self, key: str, page: Page) -> None:
        """Keep a page; each of the two files is whole or not there, and their digest ties them together."""
        path = self._path(key)
        said = {name: value for name, value in asdict(page).items() if name != "body"}
        said["sha256"] = hashlib.sha256(page.body).hexdigest()
        files.write(path, page.body, durable=False)  # a damaged page counts as absent, see `get`
        files.write(path.with_suffix(".json"), json.dumps(said), durable=False)

    def renew(self, key: str, page: Page) -> None:
        """Note that a page is still as it was."""
        self.put(key, Page(page.url, page.body, page.charset, page.etag, page.last_modified, time.time()))

    def _path(self, key: str) -> Path:
        name = hashlib.sha256(key.encode()).hexdigest()
        return self.folder / name[:2] / f"{name}.body"
