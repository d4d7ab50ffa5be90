"""What the content of files says that their names do not: files that are no pictures, one picture under two topics."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath

from artmeta.domain.issues import note
from artmeta.domain.run import Issue
from artmeta.sources._layout import Layout


def passed_over(others: Sequence[PurePosixPath | str]) -> Iterator[Issue]:
    """Yield a note on the files that are no pictures, if there are any."""
    if others:
        yield note(
            "not_pictures",
            f"Passed over: {_files(len(others))} by suffix or content, such as {others[0]}.",
        )


def shared_by_topics(files: Iterable[tuple[PurePosixPath, Path]], layout: Layout) -> Iterator[Issue]:
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
            f"{len(shared)} pictures lie in the folders of several topics with the same content, such as {first[0]} "
            f"and {first[1]} ({' and '.join(topics)}). No model is trained on them; "
            "remove the wrong copies before one is trained on this folder.",
        )


def _topics(names: Sequence[PurePosixPath], layout: Layout) -> list[str]:
    """Return the topics of some pictures, none if it is one alone."""
    found = sorted({topic for name in names for topic in layout.sort(name).topics})
    return found if len(found) > 1 else []


def _by_content(files: Sequence[tuple[PurePosixPath, Path]]) -> dict[bytes, list[PurePosixPath]]:
    found: dict[bytes, list[PurePosixPath]] = defaultdict(list)
    for name, path in files:
        with suppress(OSError), path.open("rb") as file:
            found[hashlib.file_digest(file, "sha256").digest()].append(name)
    return found


def _files(count: int) -> str:
    return "1 file that is no picture" if count == 1 else f"{count} files that are no pictures"
