"""IIIF: the works of a collection or a manifest, versions 2 and 3, with their pictures at a small size."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from artmeta.domain.artwork import Artwork
from artmeta.domain.issues import odd
from artmeta.domain.run import Issue
from artmeta.errors import BudgetSpent, SourceChanged, SourceError
from artmeta.local_files import read_regular
from artmeta.sources._iiif_json import id_of, is_collection, is_manifest, parts_of
from artmeta.sources._iiif_manifest import ManifestOptions, read_manifest
from artmeta.sources._locations import PathOrUrl
from artmeta.sources._records import DeferredRecord, Record, failure_kind, validated_records

if TYPE_CHECKING:
    from artmeta.web import Web

BARREN = 500  # collections or pages in a row without a manifest: a server that makes up pages without end


class Params(ManifestOptions, PathOrUrl):
    """The [source] table of a collection file: where its collection or manifest is, and its metadata labels."""

    # A manifest of an unknown shape is an issue; "stop" ends the run, for a museum that checks its own manifests.
    odd_manifests: Literal["stop", "skip"] = "skip"


def artworks(params: Params, web: Web, profile: str) -> Iterator[Artwork | Issue]:
    """Yield an artwork or an issue for every manifest; a nested collection is read when its turn comes.

    Raises SourceChanged if the first address holds neither a collection nor a manifest, and, naming page and field,
    at a manifest of another shape than those known here.
    """
    start = _local(params.path) if params.path is not None else web.json(params.url, headers=_ACCEPT)
    name = str(params.path or params.url)
    if not (is_collection(start) or is_manifest(start)):
        raise SourceChanged(f"{name} is neither a IIIF collection nor a manifest ('type', '@type').")
    return validated_records(
        _CollectionWalker(params, web, profile).records(start, name), strict=params.odd_manifests == "stop"
    )


_ACCEPT = {"Accept": "application/ld+json, application/json"}


def _local(path: Path) -> Any:
    try:
        return json.loads(read_regular(path))
    except RecursionError:
        raise SourceError(f"{path} cannot be read as JSON: it is nested too deeply.") from None
    except (OSError, ValueError) as fault:
        raise SourceError(f"{path} cannot be read as JSON: {fault}.") from None


class _CollectionWalker:
    """Goes through a tree of collections, each address once, without recursion: trees can be deep or run in rings."""

    def __init__(self, params: Params, web: Web, profile: str) -> None:
        self.params, self.web, self.profile = params, web, profile
        self.seen: set[str] = set()

    def records(self, start: Any, name: str) -> Iterator[tuple[str, Record]]:
        """Yield the record of each manifest, with its place in the collections."""
        waiting: list[tuple[str, Any]] = [(name, start)]
        barren = 0
        while waiting:
            place, thing = waiting.pop()
            identity = id_of(thing)
            if identity and identity in self.seen:
                yield place, odd(f"{identity} ({place})", "duplicate", f"{place} lists {identity} again.")
                continue
            whole = self._whole(thing, identity, place, name)
            if isinstance(whole, Issue):
                yield place, whole
                continue
            self.seen |= {one for one in (identity, id_of(whole)) if one}
            if is_manifest(whole):
                barren = 0
                yield (
                    place,
                    DeferredRecord(partial(self._read, whole, identity or place), id_of(whole) or identity),
                )
            else:
                barren += 1
                if barren > BARREN:
                    raise SourceChanged(
                        f"{identity or place}: {BARREN} collections in a row have no manifest ('items', 'next')."
                    )
                try:
                    entries = [
                        (f"{place}, entry {i}", one) for i, one in enumerate(parts_of(whole, place), 1)
                    ]
                except SourceChanged as fault:
                    if place == name:
                        raise
                    yield place, odd(identity or place, "odd_manifest", fault.message)
                    continue
                waiting += reversed(entries)

    def _whole(self, thing: Any, identity: str, place: str, name: str) -> Any:
        """Return a thing with its parts, fetched if only its address is given; an Issue if it cannot be had."""
        if place == name or _has_parts(thing):
            return thing
        try:
            age = self.web.policy.page_max_age if is_manifest(thing) else 0.0
            whole = self.web.json(identity, headers=_ACCEPT, max_age=age)
        except BudgetSpent:
            raise
        except SourceError as fault:
            return odd(identity or place, failure_kind(fault), f"{place}: {fault.message}")
        if not (is_collection(whole) or is_manifest(whole)):
            return odd(
                identity, "odd_manifest", f"{identity} is neither a collection nor a manifest ('type')."
            )
        return whole

    def _read(self, manifest: Any, page: str) -> Artwork | Issue:
        try:
            return read_manifest(manifest, page, self.params, self.profile, self._page)
        except BudgetSpent:
            raise
        except SourceError as fault:
            if isinstance(fault, SourceChanged) and self.params.odd_manifests == "stop":
                raise
            return odd(id_of(manifest) or page, failure_kind(fault), fault.message)

    def _page(self, address: str) -> Any:
        """Read an annotation page of which a canvas gives only the address."""
        age = self.web.policy.page_max_age
        return self.web.json(address, headers=_ACCEPT, max_age=age)


def _has_parts(thing: Any) -> bool:
    keys = ("items", "sequences", "members", "manifests", "collections", "first")
    return isinstance(thing, dict) and any(key in thing for key in keys)
