"""A list: a CSV file, on this machine or on a server, with a picture's address or path in each row."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Self

from pydantic import model_validator

from artmeta.config import LocalPath
from artmeta.domain.artwork import Artwork
from artmeta.domain.run import Issue
from artmeta.lists.tables import ListRow, open_list
from artmeta.sources._columns import ColumnMapping, ListParams, RowReader
from artmeta.sources._image_api import ImageApi
from artmeta.sources._locations import ListLocation, Origin, PathOrUrl
from artmeta.sources._proposal import Proposal, proposal
from artmeta.sources._records import DeferredRecord, validated_records

if TYPE_CHECKING:
    from artmeta.web import Web


class Params(ListParams, PathOrUrl):
    """The [source] table of a collection file: `path` or `url` of the list, and its columns."""

    root: LocalPath | None = None  # the folder of the pictures, if it is not the one in which the list lies
    columns: ColumnMapping

    @model_validator(mode="after")
    def _columns_and_root(self) -> Self:
        self.columns.check(self)
        if self.root is not None and self.path is None:
            raise ValueError("'root' is for a list on this machine; a list on a server names addresses")
        return self


def artworks(params: Params, web: Web, profile: str) -> Iterator[Artwork | Issue]:
    """Yield an artwork or an issue for every row; relative addresses start where the list lies, or at `root`."""
    root = local_root(params, web.cache_dir)
    if params.path is not None:
        with open_list(params.path) as file:
            yield from _read(file, str(params.path), ListLocation(folder=root), params, web, profile)
    else:
        body = io.BytesIO(web.content(params.url))
        yield from _read(body, params.url, ListLocation(url=params.url), params, web, profile)


def propose(place: str, web: Web) -> Proposal:
    """Look at a list, a file or an address, and propose how to read it; raise SourceError if it is no list."""
    if "://" in place:
        return proposal(io.BytesIO(web.content(place)), place, ListLocation(url=place))
    path = Path(place)
    with open_list(path) as file:
        return proposal(file, str(path), ListLocation(folder=path.parent))


def _read(
    file: BinaryIO, name: str, place: ListLocation, params: Params, web: Web, profile: str
) -> Iterator[Artwork | Issue]:
    reader = RowReader(params.columns, params, place, profile, ImageApi(web, params.image_size).request)
    records = (
        (row.place, DeferredRecord(partial(reader.read, row)))
        if isinstance(row, ListRow)
        else (row.artwork_id, row)
        for row in reader.rows(file, name)
    )
    return validated_records(records, origin=Origin(place.folder, own=not params.columns.rights))


def local_root(params: Params, cache_dir: Path) -> Path | None:
    """Return the folder below which the pictures of a list on this machine lie; None for a list on a server."""
    return params.root or (params.path.parent if params.path is not None else None)
