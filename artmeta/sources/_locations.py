"""Locations of sources: relative addresses, and which files of this machine a source may name."""

from __future__ import annotations

import os.path
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Self
from urllib.parse import unquote, urljoin, urlsplit

from pydantic import model_validator

from artmeta.config import LocalPath, StrictTable
from artmeta.domain.artwork import Artwork, Rights
from artmeta.domain.rights import read_rights
from artmeta.errors import SourceRefused
from artmeta.local_files import path_below

DEEPEST = 20  # folders of a path that are looked for
LONGEST = 1000  # characters of a path; systems allow 255 bytes a name
# C:\Scans\, file:///C:/Scans/, \\server\
_WINDOWS = re.compile(r"(?:file:/{2,3})?[a-z]:[\\/]|\\\\[^\\/]+[\\/]", re.I)


class PathOrUrl(StrictTable):
    """Options of a source that lies at one place: a file of this machine, or an address on the web."""

    path: LocalPath | None = None
    url: str = ""

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if (self.path is None) == (not self.url):
            raise ValueError("give either 'path' or 'url'")
        return self


@dataclass(frozen=True, slots=True)
class ListLocation:
    """A folder of this machine, or (where `folder` is None) the address of a list on a server."""

    url: str = ""
    folder: Path | None = None

    def resolve(self, name: str) -> str:
        """Say where a picture is; raise SourceRefused if a server's list names a file of this machine."""
        if self.folder is not None and (drive := _WINDOWS.match(name)):
            path = name[drive.end() :]
            return _below(self.folder, unquote(path) if name[:5] == "file:" else path).resolve().as_uri()
        scheme = urlsplit(name).scheme.lower() if "://" in name else ""
        if scheme in ("http", "https"):
            return name
        if scheme:
            raise SourceRefused(f"'{name}' is not an http or https address.")
        if self.folder is not None:
            return on_disk(self.folder, name.replace("\\", "/")).resolve().as_uri()
        joined = urljoin(self.url, name)
        if urlsplit(joined).scheme not in ("http", "https"):
            raise SourceRefused(f"'{name}' is not an http or https address.")
        return joined

    def is_file(self, name: str) -> bool:
        """Whether a name that is no address is that of a file on this machine."""
        if self.folder is None or not 0 < len(name) <= LONGEST or "\x00" in name:
            return False
        try:
            return Path(unquote(urlsplit(self.resolve(name)).path)).is_file()
        except (OSError, ValueError, SourceRefused):
            return False

    def page(self, name: str) -> str:
        """Say where a work's page is; a page that is not on the web stays as it is given."""
        return urljoin(self.url, name) if self.url else name


def _below(folder: Path, path: str) -> Path:
    """Return the file in a folder that the last parts of another machine's path name, else its name there."""
    parts = [part for part in path.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    for at in range(max(0, len(parts) - DEEPEST), len(parts)):
        file = on_disk(folder, "/".join(parts[at:]))
        if os.path.isfile(file):  # noqa: PTH113  Path.is_file raises OSError where a name is too long
            return file
    return on_disk(folder, "".join(parts[-1:]))


def on_disk(folder: Path, name: str) -> Path:
    """Return the file that a name means, also where the disk writes its letters in another Unicode form or case.

    In another case only if one name there is the same but for that. A name that is not there comes back as it is.
    """
    path = folder / name
    if os.path.exists(path):  # noqa: PTH110  Path.exists raises OSError where a name is too long
        return path
    folder_so_far = Path(path.anchor)
    for part in path.parts[1 if path.anchor else 0 :]:
        entry = folder_so_far / part
        if not os.path.exists(entry):  # noqa: PTH110
            names, unique = _names(folder_so_far)
            spelling = unicodedata.normalize("NFC", part)
            entry = folder_so_far / (names.get(spelling) or unique.get(spelling.casefold(), part))
        folder_so_far = entry
    return folder_so_far


@lru_cache(maxsize=256)
def _names(folder: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Map names in a folder to how the disk writes them: from NFC; and from small letters, where they are unique so."""
    try:
        names = {unicodedata.normalize("NFC", name): name for name in os.listdir(folder)}  # noqa: PTH208
    except OSError:
        return {}, {}
    counts = Counter(name.casefold() for name in names)
    return names, {name.casefold(): names[name] for name in names if counts[name.casefold()] == 1}


class Inadmissible(ValueError):
    """A record names a file of this machine that its source may not name."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What a source may name and what it says of all its works.

    `root` is the folder of this machine below which its pictures lie; None for a source on the web. `stated` is the
    licence that the collection file gives for works without one. `own` says that files without any statement are
    the user's own: they lie on this machine, and the source has no place where rights are stated.
    """

    root: Path | None = None
    stated: str = ""
    own: bool = False

    def admitted(self, artwork: Artwork) -> Artwork:
        """Return the artwork with its rights; raise Inadmissible if it names a file that the source may not."""
        named = [url for image in artwork.images for url in (image.url, image.fallback) if url]
        local = [url for url in named if not url.startswith(("http://", "https://"))]
        try:
            for url in local:
                path_below(url, self.root)
        except ValueError as fault:
            raise Inadmissible(f"its picture is refused, for {fault}") from None
        if artwork.rights_text or artwork.rights != "unknown":
            return artwork
        if self.stated:
            return _with_rights(artwork, read_rights(self.stated), self.stated)
        return _with_rights(artwork, "own") if self.own and local else artwork


def _with_rights(artwork: Artwork, rights: Rights, text: str = "") -> Artwork:
    images = tuple(replace(image, rights=rights) for image in artwork.images)
    return replace(artwork, rights=rights, rights_text=text, images=images)


WEB = Origin()
