"""The files of a folder on a real disk: without the system's own, and with a count of all that is not read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from artmeta.domain.issues import note
from artmeta.domain.run import Issue
from artmeta.errors import SourceError
from artmeta.sources._layout import is_hidden


@dataclass(slots=True)
class Walk:
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


def walk(root: Path) -> Walk:
    """List the files below a folder; raise SourceError if a folder cannot be read."""
    found, folders = Walk(root), [PurePosixPath()]
    while folders:
        folders.extend(_list(folders.pop(), found))
    found.files.sort(key=lambda name: name.parts)
    return found


def _list(within: PurePosixPath, found: Walk) -> Iterator[PurePosixPath]:
    """Sort the entries of one folder by what they are; yield the folders in it."""
    for entry in _entries(found.root / within):
        name = within / entry.name
        if not _is_text(entry.name):
            found.unnamed.append(name)
        elif is_hidden(PurePosixPath(entry.name)):
            found.system.append(name)
        elif entry.is_dir(follow_symlinks=False):
            yield name
        else:
            _files_like(entry, found).append(name)


def _files_like(entry: os.DirEntry[str], found: Walk) -> list[PurePosixPath]:
    """Return the list in `found` to which a file or a link belongs; links in a ring cannot be followed."""
    try:
        if entry.is_dir():
            return found.linked
        return found.files if entry.is_file() else found.broken
    except OSError:
        return found.broken


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
