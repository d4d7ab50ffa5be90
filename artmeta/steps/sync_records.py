"""The source's records against the store: new, changed, unchanged and vanished works."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from artmeta import plugins
from artmeta.batches import batched
from artmeta.domain.artwork import Artwork, ImageAsset
from artmeta.domain.dates import DateSpan
from artmeta.domain.run import Issue
from artmeta.domain.topic import Vocabulary
from artmeta.local_files import absolute_url, path_of, portable_url
from artmeta.progress import progress
from artmeta.steps.context import RunContext
from artmeta.steps.issues import save_issues
from artmeta.vocabulary import find_topic
from artmeta.web import Web

# A work whose record could not be read now has not vanished.
OUT_OF_REACH = ("busy", "refused", "too_large", "odd_manifest", "odd_record")
# the work, none, and the kind of the issue of a listing that was not read to its end
CEILING = " listing_ceiling"
# attributes of works and of their dates that are columns; columns of a picture that is not fetched yet
WORK = tuple(
    "title artist artist_gender artist_birth medium accession_number venue donor url rights rights_text split".split()
)
DATE = tuple("text earliest latest circa status profile".split())
UNKNOWN = tuple("sha256 path mime bytes width height etag last_modified fetched_at basis".split())
BATCH = 500  # works a transaction: a fall costs seconds, and a commit costs little


def sync_works(context: RunContext, web: Web, vocabulary: Vocabulary | None) -> None:
    """Store every new or changed work; mark those that a complete listing no longer has."""
    stored = _StoredRecords.read(context)
    records = read_source(context, web)
    with progress("list", context.collection.limits.max_works) as tick:
        for batch in batched(records, BATCH):
            _save(context, batch, stored, vocabulary)
            tick(len(batch))
    if context.collection.limits.max_works is None and CEILING not in stored.issue_keys:
        context.store.execute(
            "delete_listing_issues", collection=context.run.collection, met=sorted(stored.issue_keys)
        )
        gone = sorted(stored.digests.keys() - stored.ids)
        context.store.execute(
            "mark_gone", collection=context.run.collection, artwork_ids=gone, run_id=context.id
        )


def read_source(context: RunContext, web: Web) -> Iterator[Artwork | Issue]:
    """Read the collection's source, up to the number of works it is limited to.

    A listing with more records than `limits.max_listed` ends with an issue that says so.
    """
    collection = context.collection
    source = plugins.load("artmeta.sources", collection.source.kind)
    records: Iterator[Artwork | Issue] = source.artworks(
        collection.source.params, web, collection.dates.profile
    )
    if collection.limits.max_works is not None:
        return itertools.islice(records, collection.limits.max_works)
    return _bounded(records, collection.limits.max_listed)


def _bounded(records: Iterator[Artwork | Issue], most: int) -> Iterator[Artwork | Issue]:
    yield from itertools.islice(records, most)
    if next(records, None) is not None:
        message = (
            f"The source lists more than {most:,} records; it was read no further, and no work counts as gone. If "
            "it has so many, raise max_listed in the collection's [limits] table."
        )
        yield Issue("fetch", "", CEILING.strip(), message)


@dataclass(slots=True)
class _StoredRecords:
    """What the store had before, and the works and issues of this listing."""

    digests: dict[str, str]
    images: dict[tuple[str, int], dict[str, Any]]
    ids: set[str] = field(default_factory=set)
    # the issues of this listing, each as its work's id and its kind
    issue_keys: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, context: RunContext) -> _StoredRecords:
        works = context.store.rows("known_works", collection=context.run.collection)
        images = context.store.rows("known_images", collection=context.run.collection)
        return cls(
            {row["artwork_id"]: row["record_digest"] for row in works},
            {(row["artwork_id"], row["position"]): row for row in images},
        )


def _save(
    context: RunContext, batch: list[Artwork | Issue], stored: _StoredRecords, vocabulary: Vocabulary | None
) -> None:
    issues = [one for one in batch if isinstance(one, Issue)]
    data = context.settings.data_dir
    works = [_portable(_with_topics(one, vocabulary), data) for one in batch if isinstance(one, Artwork)]
    issues += _undated(works)
    digests = [_digest(work) for work in works]
    changed = [
        _row(context, work, digest)
        for work, digest in zip(works, digests, strict=True)
        if stored.digests.get(work.id) != digest
    ]
    pending = [row for work in works for row in _pending(context, work, stored)]
    stored.ids.update(work.id for work in works)
    stored.ids.update(issue.artwork_id for issue in issues if issue.kind in OUT_OF_REACH)
    stored.issue_keys.update(f"{issue.artwork_id} {issue.kind}" for issue in issues)
    with context.store.transaction():
        context.store.upsert("artworks", changed)
        if pending:
            context.store.upsert("images", pending)
            renewed = sorted({row["artwork_id"] for row in pending})
            context.store.execute("delete_issues", collection=context.run.collection, artwork_ids=renewed)
        save_issues(context, issues)


def _with_topics(work: Artwork, vocabulary: Vocabulary | None) -> Artwork:
    """Map the source's topics to the vocabulary's ids; a word that the vocabulary lacks is kept."""
    if vocabulary is None:
        return work
    return replace(
        work, given_topics=tuple(find_topic(word, vocabulary) or word for word in work.given_topics)
    )


def _portable(work: Artwork, data: Path) -> Artwork:
    """Write addresses of files in the data folder relative to it, so that it can be moved."""
    if not any(is_local(image.url) for image in work.images):
        return work
    images = tuple(replace(image, url=portable_url(image.url, data)) for image in work.images)
    return replace(work, images=images)


def _undated(works: list[Artwork]) -> list[Issue]:
    """Return an issue for each date text that could not be read."""
    return [
        Issue(
            "fetch",
            work.id,
            "unread_date",
            f"The date '{work.date.text}' is not one that the profile "
            f"'{work.date.profile}' can read; the work counts as undated.",
        )
        for work in works
        if work.date.status == "unread"
    ]


def _digest(work: Artwork) -> str:
    """Return the sha256 of a record; `asdict`, which copies, takes five times as long."""
    record = {
        **{name: getattr(work, name) for name in _WORK},
        "date": {name: getattr(work.date, name) for name in _DATE},
        "images": tuple({name: getattr(image, name) for name in _IMAGE} for image in work.images),
    }
    return hashlib.sha256(repr(record).encode()).hexdigest()


_WORK, _DATE, _IMAGE = (tuple(one.name for one in fields(kind)) for kind in (Artwork, DateSpan, ImageAsset))


def _row(context: RunContext, work: Artwork, digest: str) -> dict[str, Any]:
    return {
        "collection": context.run.collection,
        "artwork_id": work.id,
        **{name: getattr(work, name) for name in WORK},
        **{f"date_{name}": getattr(work.date, name) for name in DATE},
        "given_topics": list(work.given_topics),
        "record_digest": digest,
        "run_id": context.id,
        "gone_run_id": None,
    }


def _pending(context: RunContext, work: Artwork, stored: _StoredRecords) -> Iterator[dict[str, Any]]:
    """Return a row for each picture whose address, or whose local file, has changed."""
    for position, image in enumerate(work.images):
        row = stored.images.get((work.id, position))
        if row is None or not _is_known(image, row, context.settings.data_dir):
            yield _pending_row(context, work, position, image)


def _is_known(image: ImageAsset, row: dict[str, Any], data: Path) -> bool:
    """Whether a picture is unchanged; another fallback matters only where there is no picture yet."""
    if row["url"] != image.url or (
        is_local(image.url) and file_stamp(image.url, data) != (row["etag"] or "")
    ):
        return False
    return row["outcome"] == "ok" or (row["fallback"] or "") == image.fallback


def _pending_row(context: RunContext, work: Artwork, position: int, image: ImageAsset) -> dict[str, Any]:
    return {
        "collection": context.run.collection,
        "artwork_id": work.id,
        "position": position,
        "url": image.url,
        "fallback": image.fallback or None,
        "rights": image.rights,
        "outcome": "pending",
        "reason": "",
        "run_id": context.id,
        **dict.fromkeys(UNKNOWN),
    }


def is_local(url: str) -> bool:
    """Whether an address names a file of this machine."""
    return url.startswith("file:")


def file_stamp(url: str, data: Path) -> str:
    """Return the size and the time of change of a local file's URL, '' for any other or a file that is not there.

    A relative one lies below the folder `data`.
    """
    if not is_local(url):
        return ""
    try:
        status = path_of(absolute_url(url, data)).stat()
    except (OSError, ValueError):
        return ""
    return f"{status.st_size}-{status.st_mtime_ns}"
