"""Pictures sorted into folders: which folder says the topic, and which says what the picture is for."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from artmeta.domain.artwork import Artwork, ImageAsset, Split

# What Pillow reads and museums publish; a file of another name is no picture, whatever it holds.
SUFFIXES = frozenset(
    [
        ".jpg",
        ".jpeg",
        ".jpe",
        ".jfif",
        ".png",
        ".webp",
        ".gif",
        ".tif",
        ".tiff",
        ".bmp",
        ".dib",
        ".jp2",
        ".j2k",
        ".jpx",
        ".avif",
        ".heic",
        ".mpo",
        ".ico",
        ".ppm",
        ".pgm",
        ".pbm",
        ".psd",
        ".tga",
        ".pcx",
        ".sgi",
    ]
)
SPLIT_FOLDERS: dict[str, Split] = {
    "training": "training", "train": "training", "validation": "training", "val": "training",
    "testing": "testing", "test": "testing",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sorted:
    """What the folders of a picture say."""

    topics: tuple[str, ...]
    split: Split


class Layout:
    """Reads folders as `<topic>/`, as `training/<topic>/` with `testing/`, or either within outer folders.

    The lesson's archive has `dataset/training/<topic>/` and `dataset/testing/`. A folder within a topic's
    folder belongs to that topic. Outer folders that hold nothing but one folder are passed through.
    """

    def __init__(self, names: Iterable[PurePosixPath], topics: bool = True) -> None:
        self.topics = topics
        folders = {name.parent.parts for name in names}
        self.depth = _depth_of_splits(folders)
        self.has_splits = self.depth is not None
        if self.depth is None:
            self.depth = _depth_of_topics(folders)

    def sort(self, name: PurePosixPath) -> Sorted:
        """Say the topic and the split of one picture by its name within the whole."""
        depth = self.depth or 0
        parts = name.parent.parts[depth:]
        split: Split = SPLIT_FOLDERS.get(parts[0].lower(), "") if self.has_splits and parts else ""
        rest = parts[1:] if split else parts
        return Sorted((_topic(rest[0]),) if self.topics and rest else (), split)


def artwork_of(name: PurePosixPath, url: str, layout: Layout) -> Artwork:
    """Make the artwork of a picture about which only its name is known."""
    found = layout.sort(name)
    title = unicodedata.normalize("NFC", name.stem)
    identity = unicodedata.normalize("NFC", str(name))
    return Artwork(
        id=identity, title=title, images=(ImageAsset(url=url),), given_topics=found.topics, split=found.split
    )


def is_picture(name: PurePosixPath) -> bool:
    """Whether a file is taken as a picture, by its suffix."""
    return name.suffix.lower() in SUFFIXES


def is_hidden(name: PurePosixPath) -> bool:
    """Whether a file or a folder above it is an operating system's own."""
    return any(
        part.startswith(".") or part in ("__MACOSX", "Thumbs.db", "desktop.ini") for part in name.parts
    )


def _topic(folder: str) -> str:
    return unicodedata.normalize("NFC", folder).strip()


def _depth_of_splits(folders: set[tuple[str, ...]]) -> int | None:
    """How many outer folders stand above training and testing; None where there is no training folder."""
    depths = [
        depth
        for parts in folders
        for depth, part in enumerate(parts)
        if SPLIT_FOLDERS.get(part.lower()) == "training"
    ]
    return min(depths, default=None)


def _depth_of_topics(folders: set[tuple[str, ...]]) -> int:
    """How many outer folders hold nothing but one folder that itself only holds folders."""
    depth = 0
    while len({parts[: depth + 1] for parts in folders}) == 1 and all(
        len(parts) > depth + 1 for parts in folders
    ):
        depth += 1
    return depth
