"""The files of a folder: without those of operating systems, with notes on all that is not read."""

from __future__ import annotations

import hashlib
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from artmeta.domain.issues import note, odd
from artmeta.domain.run import Issue
from artmeta.errors import SourceError
from artmeta.sources._folder_layout import FolderLayout, is_hidden
from artmeta.wording import clause, quantity

_ARCHIVE = re.compile(r"\.(zip|tar|tgz|tbz2?|txz|tzst|tar\.\w+|7z|rar)$", re.IGNORECASE)


@dataclass(slots=True)
class FolderWalk:
    """The files of a folder and of all folders in it, by their names within it, sorted; and what was passed over.

    Links to folders are not followed: one that leads out of the folder may not be, another one leads to what is read
    under its own name, and so no loop is possible.
    """

    root: Path
    files: list[PurePosixPath] = field(default_factory=list)
    system: list[PurePosixPath] = field(default_factory=list)
    linked: list[PurePosixPath] = field(default_factory=list)
    broken: list[PurePosixPath] = field(default_factory=list)
    unnamed: list[PurePosixPath] = field(default_factory=list)

    def notes(self) -> Iterator[Issue]:
        """Yield a note for each kind of thing that was passed over: how many, and one of them."""
        for kind, names, sentence in (
            ("system_files", self.system, "hidden or an operating system's own"),
            (
                "linked_folders",
                self.linked,
                "links to folders (copy the folder, or make it a collection of its own)",
            ),
            ("broken_links", self.broken, "links that lead nowhere, or devices"),
            ("unreadable_names", self.unnamed, "files or folders whose names are not UTF-8 (rename them)"),
        ):
            if names:
                first = os.fsencode(str(names[0])).decode("utf-8", "backslashreplace")
                yield note(kind, f"Passed over: {len(names)} {sentence}, such as {first}.")


def walk_folder(root: Path) -> FolderWalk:
    """List the files below a folder; raise SourceError if a folder cannot be read."""
    walked, folders = FolderWalk(root), [PurePosixPath()]
    while folders:
        folders.extend(_list(folders.pop(), walked))
    walked.files.sort(key=lambda name: name.parts)
    return walked


def _list(within: PurePosixPath, walked: FolderWalk) -> Iterator[PurePosixPath]:
    """Sort the entries of one folder by what they are; yield the folders in it."""
    for entry in _entries(walked.root / within):
        name = within / entry.name
        if not _is_text(entry.name):
            walked.unnamed.append(name)
        elif is_hidden(PurePosixPath(entry.name)):
            walked.system.append(name)
        elif entry.is_dir(follow_symlinks=False):
            yield name
        else:
            _files_like(entry, walked).append(name)


def _files_like(entry: os.DirEntry[str], walked: FolderWalk) -> list[PurePosixPath]:
    """Return the list in `walked` to which a file or a link belongs; links in a ring cannot be followed."""
    try:
        if entry.is_dir():
            return walked.linked
        return walked.files if entry.is_file() else walked.broken
    except OSError:
        return walked.broken


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError as fault:
        raise SourceError(f"The folder {folder} cannot be read: {fault.strerror}.") from None


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def skipped_files(others: Sequence[PurePosixPath | str]) -> Iterator[Issue]:
    """Yield an issue for each archive, which may hold pictures, and a note on the other files that are no pictures."""
    archives = [str(name) for name in others if _ARCHIVE.search(str(name))]
    for name in archives:
        yield odd(
            name,
            "archive",
            f"{name} is an archive, which is not read here: unpack it, or make it a collection of its own.",
        )
    rest = [str(name) for name in others if not _ARCHIVE.search(str(name))]
    if rest:
        files = quantity(len(rest), "file that is no picture", "files that are no pictures")
        yield note("not_pictures", f"Passed over: {files} by suffix or content, such as {rest[0]}.")


def shared_by_topics(files: Iterable[tuple[PurePosixPath, Path]], layout: FolderLayout) -> Iterator[Issue]:
    """Yield a note on pictures of the same content that lie in folders of different topics, if there are any.

    Only files of equal size are read, and only if their topics differ; one that cannot be read is left out.
    """
    by_size: dict[int, list[tuple[PurePosixPath, Path]]] = defaultdict(list)
    for name, path in files:
        with suppress(OSError):
            by_size[path.stat().st_size].append((name, path))
    shared = [
        names
        for group in by_size.values()
        if _topics([name for name, _ in group], layout)
        for names in _by_content(group).values()
        if _topics(names, layout)
    ]
    if shared:
        first, topics = shared[0], _topics(shared[0], layout)
        yield note(
            "picture_in_topics",
            f"{clause(len(shared), 'picture', 'lies', 'lie')} in the folders of several topics with the same "
            f"content, such as {first[0]} "
            f"and {first[1]} ({' and '.join(topics)}). No model is trained on that; "
            "remove the wrong copies before one is trained on this folder.",
        )


def _topics(names: Sequence[PurePosixPath], layout: FolderLayout) -> list[str]:
    """Return the topics of some pictures, none if it is one alone."""
    result = sorted({topic for name in names for topic in layout.sort(name).topics})
    return result if len(result) > 1 else []


def _by_content(files: Sequence[tuple[PurePosixPath, Path]]) -> dict[bytes, list[PurePosixPath]]:
    names_by_digest: dict[bytes, list[PurePosixPath]] = defaultdict(list)
    for name, path in files:
        with suppress(OSError), path.open("rb") as file:
            names_by_digest[hashlib.file_digest(file, "sha256").digest()].append(name)
    return names_by_digest
