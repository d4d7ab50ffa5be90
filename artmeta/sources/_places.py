"""Where a list lies, and what its relative addresses mean there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from artmeta.errors import SourceRefused


@dataclass(frozen=True, slots=True)
class Place:
    """A folder of this machine, or (where `folder` is None) the address of a list on a server."""

    url: str = ""
    folder: Path | None = None

    def resolve(self, given: str) -> str:
        """Say where a picture is; raise SourceRefused if a server's list names a file of this machine."""
        scheme = urlsplit(given).scheme.lower() if "://" in given else ""
        if scheme in ("http", "https"):
            return given
        if scheme:
            raise SourceRefused(f"'{given}' is not an http or https address.")
        if self.folder is not None:
            return (self.folder / given.replace("\\", "/")).resolve().as_uri()
        joined = urljoin(self.url, given)
        if urlsplit(joined).scheme not in ("http", "https"):
            raise SourceRefused(f"'{given}' is not an http or https address.")
        return joined

    def page(self, given: str) -> str:
        """Say where a work's page is; a page that is not on the web stays as it is given."""
        return urljoin(self.url, given) if self.url else given
