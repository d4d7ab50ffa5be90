"""Pictures sorted into folders: which folder names the topic, and which the split."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from artmeta.domain.artwork import Artwork, ImageAsset, Split
from artmeta.domain.issues import note
from artmeta.domain.run import Issue

# Folders and files that operating systems and network drives keep beside a person's own: macOS, Windows, Synology, QNAP
# and Linux. What begins with a dot (.DS_Store, .Trashes, ._name) is hidden everywhere.
_SYSTEM = (
    "__macosx|icon\r|network trash folder|temporary items|thumbs.db|ehthumbs.db|desktop.ini|$recycle.bin|recycler|"
    "system volume information|@eadir|#recycle|#snapshot|@recycle|@recently-snapshot|@tmp|lost+found"
)
SYSTEM_NAMES = frozenset(_SYSTEM.split("|"))
_SPLIT_WORDS: dict[Split, str] = {"training": "training train validation val", "testing": "testing test"}
SPLIT_FOLDERS = {word: split for split, words in _SPLIT_WORDS.items() for word in words.split()}


@dataclass(frozen=True, slots=True)
class FolderLabels:
    """The topics and the split that a picture's folders name."""

    topics: tuple[str, ...]
    split: Split


class FolderLayout:
    """Reads folders as `<topic>/`, as `training/<topic>/` with `testing/`, or either within outer folders.

    The lesson's archive has `dataset/training/<topic>/` and `dataset/testing/`. A folder within a topic's
    folder belongs to that topic. Outer folders that hold nothing but one folder are passed through. Names are
    compared in Unicode's form NFC; topic folders that differ in case alone are one topic.
    """

    def __init__(self, names: Iterable[PurePosixPath], topics: bool = True) -> None:
        self.topics = topics
        names = list(names)
        self.shared_ids = {name for name, count in Counter(map(_nfc, names)).items() if count > 1}
        folders = {name.parent.parts for name in names}
        self.depth = _depth_of_splits(folders)
        self.has_splits = self.depth is not None
        if self.depth is None:
            self.depth = _depth_of_topics(folders)
        self.spellings = Counter(topic for name in names if (topic := self._split(name)[0]))
        self.topic_of = _by_usual_spelling(self.spellings)

    def identity(self, name: PurePosixPath) -> str:
        """Return a picture's id: its name in NFC, marked where that is the name of another picture."""
        composed = _nfc(name)
        is_marked = composed in self.shared_ids and composed != str(name)
        return f"{composed} (decomposed)" if is_marked else composed

    def notes(self) -> Iterator[Issue]:
        """Yield a note on topic folders that were taken as one topic."""
        merged = sorted(spelling for spelling, topic in self.topic_of.items() if spelling != topic)
        if merged:
            pairs = ", ".join(f"'{spelling}' as '{self.topic_of[spelling]}'" for spelling in merged)
            yield note(
                "topic_spelling",
                f"Topic folders that differ only in upper and lower case are one topic: {pairs}.",
            )

    def sort(self, name: PurePosixPath) -> FolderLabels:
        """Return the topic and the split of one picture by its path."""
        spelling, split = self._split(name)
        return FolderLabels((self.topic_of[spelling],) if spelling else (), split)

    def _split(self, name: PurePosixPath) -> tuple[str, Split]:
        """Return the spelling of a picture's topic, '' without one, and its split."""
        parts = name.parent.parts[self.depth or 0 :]
        split: Split = SPLIT_FOLDERS.get(parts[0].lower(), "") if self.has_splits and parts else ""
        rest = parts[1:] if split else parts
        return _topic(rest[0]) if self.topics and rest else "", split


def artwork_of(name: PurePosixPath, url: str, layout: FolderLayout) -> Artwork:
    """Return the artwork of a picture of which only the name is known."""
    labels = layout.sort(name)
    title = unicodedata.normalize("NFC", name.stem)
    return Artwork(
        id=layout.identity(name),
        title=title,
        images=(ImageAsset(url=url),),
        given_topics=labels.topics,
        split=labels.split,
    )


def is_hidden(name: PurePosixPath) -> bool:
    """Whether a file or a folder above it is an operating system's own."""
    return any(part.startswith(".") or part.lower() in SYSTEM_NAMES for part in name.parts)


def _topic(folder: str) -> str:
    return unicodedata.normalize("NFC", folder).strip()


def _nfc(name: PurePosixPath) -> str:
    return unicodedata.normalize("NFC", str(name))


def _by_usual_spelling(spellings: Counter[str]) -> dict[str, str]:
    """Map every spelling to the one that most pictures have among those that differ in case alone."""
    usual: dict[str, str] = {}
    for spelling, _ in sorted(spellings.items(), key=lambda item: (-item[1], item[0])):
        usual.setdefault(spelling.casefold(), spelling)
    return {spelling: usual[spelling.casefold()] for spelling in spellings}


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
