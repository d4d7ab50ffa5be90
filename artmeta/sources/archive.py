"""An archive of pictures (zip or tar), local or on a server, sorted into topic folders."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from artmeta.domain.artwork import Artwork
from artmeta.domain.run import Issue
from artmeta.errors import SourceError
from artmeta.lists.encodings import EncodingName
from artmeta.sources._folder_files import shared_by_topics
from artmeta.sources._folder_layout import FolderLayout, artwork_of
from artmeta.sources._locations import Origin, PathOrUrl
from artmeta.sources._records import DeferredRecord, validated_records
from artmeta.sources._unpacking import UnpackedPicture, UnpackLimits, fetched_archive, unpack_archive

if TYPE_CHECKING:
    from artmeta.web import Web


class Params(PathOrUrl, UnpackLimits):
    """The [source] table of a collection file: `path` or `url` of the archive, and the limits of unpacking."""

    topic_folders: bool = True
    rights: str = ""  # the licence of all its pictures
    encoding: EncodingName = ""  # of names that are not UTF-8, as Python calls it: cp932 for Windows in Japan


def artworks(params: Params, web: Web, profile: str) -> Iterator[Artwork | Issue]:
    """Yield an artwork for every picture in the archive, and an issue for every entry that was not unpacked."""
    folder = local_root(params, web.cache_dir)
    archive = _local(params.path) if params.path else fetched_archive(params.url, web, folder)
    entries = unpack_archive(archive, folder, params, params.encoding)
    yield from (entry for entry in entries if isinstance(entry, Issue))
    pictures = [entry for entry in entries if isinstance(entry, UnpackedPicture)]
    if not pictures:
        raise SourceError(
            f"The archive {params.path or params.url} holds no pictures.",
            "See that it is the right file, and unpack it by hand if its pictures lie in archives within it.",
        )
    layout = FolderLayout((entry.name for entry in pictures), params.topic_folders)
    yield from layout.notes()
    yield from shared_by_topics([(entry.name, entry.path) for entry in pictures], layout)
    yield from validated_records(
        (
            (str(entry.name), DeferredRecord(partial(artwork_of, entry.name, entry.path.as_uri(), layout)))
            for entry in pictures
        ),
        origin=Origin(folder, params.rights, own=params.path is not None),
    )


def local_root(params: Params, cache_dir: Path) -> Path:
    """Return the folder below which archives are unpacked."""
    return cache_dir / "archives"


def _local(path: Path) -> Path:
    if not path.is_file():
        raise SourceError(f"There is no archive {path}.")
    return path
