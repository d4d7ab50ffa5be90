"""What a source may name follows from where it lies: files of this machine only if it lies there itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from artmeta.domain.artwork import Artwork, Rights
from artmeta.domain.rights import read_rights
from artmeta.local_files import path_below


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
