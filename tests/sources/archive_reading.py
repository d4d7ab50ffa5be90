"""Archives made for tests, and what the source `archive` reads of them."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from artmeta.domain.artwork import Artwork
from artmeta.domain.run import Issue
from artmeta.sources import archive
from artmeta.web import Web

Jpeg = Callable[..., bytes]


def zipped(path: Path, content: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, body in content.items():
            file.writestr(name, body)
    return path


def tarred(path: Path, content: dict[str, bytes], *others: tarfile.TarInfo) -> Path:
    mode = {"tar": "w", "gz": "w:gz", "xz": "w:xz", "bz2": "w:bz2"}[path.suffix[1:]]
    with tarfile.open(path, mode) as file:  # type: ignore[call-overload]
        for name, body in content.items():
            info = tarfile.TarInfo(name)
            info.size = len(body)
            file.addfile(info, io.BytesIO(body))
        for other in others:
            file.addfile(other)
    return path


def read(web: Web, path: Path, **given: object) -> list[Artwork | Issue]:
    return list(archive.artworks(archive.Params.model_validate({"path": path, **given}), web, "neutral"))


def topics_and_notes(result: list[Artwork | Issue]) -> tuple[set[tuple[str, ...]], dict[str, str]]:
    topics = {one.given_topics for one in result if isinstance(one, Artwork)}
    return topics, {one.kind: one.message for one in result if isinstance(one, Issue)}
