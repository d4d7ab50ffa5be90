"""The object in the museum, and the pictures of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from artmeta.domain.dates import DateSpan

Rights = Literal[
    "public_domain",
    "cc0",
    "cc_by",
    "cc_by_sa",
    "cc_by_nc",
    "cc_by_nd",
    "cc_by_nc_sa",
    "cc_by_nc_nd",
    "in_copyright",
    "own",
    "unknown",
]
# own: a file of this machine about which nothing is stated; its user holds it and decides
Split = Literal["", "training", "testing"]  # as the source published it; '' where it did not


@dataclass(frozen=True, slots=True)
class ImageAsset:
    """One picture of an artwork: where it is (`url`: http, https or file), and its file once there is one.

    `fallback` is the address that is tried where `url` gives no picture; '' if there is none.
    """

    url: str
    rights: Rights = "unknown"
    sha256: str = ""
    width: int | None = None
    height: int | None = None
    path: Path | None = None
    fallback: str = ""


@dataclass(frozen=True, slots=True)
class Artwork:
    """The object in the museum; `id` is unique in its collection and stable between runs.

    `given_topics` are topic ids the source itself states (a folder's name, a subject column); `artist_birth` is
    a year.
    """

    id: str
    title: str = ""
    artist: str = ""
    artist_gender: str = ""
    date: DateSpan = field(default_factory=DateSpan)
    medium: str = ""
    accession_number: str = ""
    venue: str = ""
    url: str = ""
    rights: Rights = "unknown"
    rights_text: str = ""
    images: tuple[ImageAsset, ...] = ()
    given_topics: tuple[str, ...] = ()
    split: Split = ""
    artist_birth: int | None = None
    donor: str = ""
