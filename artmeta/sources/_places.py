"""Where a list lies, and what its relative addresses mean there."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
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
            return on_disk(self.folder, given.replace("\\", "/")).resolve().as_uri()
        joined = urljoin(self.url, given)
        if urlsplit(joined).scheme not in ("http", "https"):
            raise SourceRefused(f"'{given}' is not an http or https address.")
        return joined

    def page(self, given: str) -> str:
        """Say where a work's page is; a page that is not on the web stays as it is given."""
        return urljoin(self.url, given) if self.url else given


def on_disk(folder: Path, given: str) -> Path:
    """Return the file that a name means, also where the disk writes its letters in another Unicode form.

    A name that is not there comes back as it is.
    """
    path = folder / given
    if given.isascii() or path.exists():
        return path
    place = Path(path.anchor)
    for part in path.parts[1 if path.anchor else 0 :]:
        found = place / part
        if not part.isascii() and not found.exists():
            found = place / _names(place).get(unicodedata.normalize("NFC", part), part)
        place = found
    return place


@lru_cache(maxsize=256)
def _names(folder: Path) -> dict[str, str]:
    """Map the names in a folder from NFC to how the disk writes them."""
    try:
        return {unicodedata.normalize("NFC", path.name): path.name for path in folder.iterdir()}
    except OSError:
        return {}
