"""A folder of pictures: sorted into topic folders, or with a list that describes them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Self

from pydantic import model_validator

from artmeta.config import LocalPath
from artmeta.domain.artwork import Artwork
from artmeta.domain.run import Issue
from artmeta.errors import ArtmetaError, SourceError
from artmeta.picture_formats import head_of, is_picture
from artmeta.sources._columns import ColumnMapping, ListParams, RowReader
from artmeta.sources._folder_files import shared_by_topics, skipped_files, walk_folder
from artmeta.sources._folder_layout import FolderLayout
from artmeta.sources._locations import ListLocation, Origin
from artmeta.sources._paired_list import paired_with_list, picture_of
from artmeta.sources._records import DeferredRecord, validated_records

if TYPE_CHECKING:
    from artmeta.web import Web


class Params(ListParams):
    """The [source] table of a collection file.

    `metadata` is a list of the pictures; its `columns.image` holds their names within the folder.
    """

    path: LocalPath
    topic_folders: bool = True  # false where the folders are no topics, such as years or rooms
    metadata: LocalPath | None = None
    columns: ColumnMapping | None = None

    @model_validator(mode="after")
    def _both_or_none(self) -> Self:
        if (self.metadata is None) != (self.columns is None):
            raise ValueError("'metadata' and 'columns' belong together")
        if self.columns is not None:
            self.columns.check(self)
        return self


def require_folder(place: Path, error: type[ArtmetaError] = SourceError) -> None:
    """Raise `error` if a place is no folder."""
    if not place.is_dir():
        sentence = f"{place} is a file, not a folder." if place.exists() else f"There is no folder {place}."
        raise error(sentence, "Give the folder that holds the pictures.")


def artworks(params: Params, web: Web, profile: str) -> Iterator[Artwork | Issue]:
    """Yield an artwork for every picture and an issue for every odd row of the list; files stay where they are."""
    require_folder(params.path)
    walked = walk_folder(params.path)
    pictures = [name for name in walked.files if is_picture(name, partial(head_of, params.path / name))]
    if not pictures:
        raise SourceError(
            f"The folder {params.path} holds no pictures.", "Pictures end in .jpg, .png, .tif and the like."
        )
    layout = FolderLayout(pictures, params.topic_folders)
    picture_set = set(pictures)
    others = [
        name for name in walked.files if name not in picture_set and params.path / name != params.metadata
    ]
    yield from skipped_files(others)
    yield from walked.notes()
    yield from layout.notes()
    if params.metadata is not None and params.columns is not None:
        reader = RowReader(params.columns, params, ListLocation(folder=params.path), profile)
        yield from paired_with_list(params.path, pictures, layout, params.metadata, reader, _origin(params))
    else:
        yield from shared_by_topics([(name, params.path / name) for name in pictures], layout)
        yield from validated_records(
            (
                (str(name), DeferredRecord(partial(picture_of, params.path, name, layout)))
                for name in pictures
            ),
            origin=_origin(params),
        )


def local_root(params: Params, cache_dir: Path) -> Path:
    """Return the folder below which the pictures lie."""
    return params.path


def _origin(params: Params) -> Origin:
    states_rights = params.columns is not None and bool(params.columns.rights)
    stated = params.rights if isinstance(params.rights, str) else ""
    return Origin(params.path, stated, own=not states_rights)
