"""Fetch: what the source lists becomes artworks, what they show becomes files named by their content."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pandas as pd

from artmeta.domain.artwork import ImageAsset
from artmeta.domain.run import Issue
from artmeta.errors import ImageError
from artmeta.imaging.download import FetchedImage, fetch_image
from artmeta.progress import progress
from artmeta.steps.context import RunContext
from artmeta.steps.issues import save_issues
from artmeta.steps.listing import file_stamp, list_works
from artmeta.steps.recording import step
from artmeta.steps.vocabulary import vocabulary_of
from artmeta.web import Web

BATCH = 64  # pictures a transaction: at one a second, a fall costs a minute of a guest's patience

Outcome = tuple[dict[str, Any], FetchedImage | ImageError]


@step
def fetch(context: RunContext) -> None:
    """List the source's works and fetch every picture that is not here yet."""
    collection, settings = context.collection, context.settings
    with Web(collection.web, settings.cache_dir, settings.contact) as web:
        list_works(context, web, vocabulary_of(collection, settings))
        fetch_images(context, web)


def fetch_images(context: RunContext, web: Web) -> None:
    """Fetch the missing pictures, several at a time; write each batch of outcomes as it comes."""
    wanted = context.store.rows("images_to_fetch", collection=context.run.collection)
    if not wanted:
        return
    with (
        progress("fetch", len(wanted), "pictures") as tick,
        ThreadPoolExecutor(web.policy.concurrency) as pool,
    ):
        for start in range(0, len(wanted), BATCH):
            batch = wanted[start : start + BATCH]
            outcomes = pool.map(_fetch_one, itertools.repeat(context), itertools.repeat(web), batch)
            _save(context, list(_ticking(outcomes, tick)))


def _ticking(outcomes: Iterator[Outcome], tick: Any) -> Iterator[Outcome]:
    for outcome in outcomes:
        tick()
        yield outcome


def _fetch_one(context: RunContext, web: Web, row: dict[str, Any]) -> Outcome:
    asset = ImageAsset(url=row["url"], rights=row["rights"])
    try:
        return row, fetch_image(
            asset, web, context.settings.images_dir, context.collection.limits.max_image_bytes
        )
    except ImageError as fault:
        return row, fault


def _save(context: RunContext, outcomes: list[Outcome]) -> None:
    rows = [_row(context, wanted, found) for wanted, found in outcomes]
    issues = [
        Issue("fetch", wanted["artwork_id"], found.kind, str(found))
        for wanted, found in outcomes
        if isinstance(found, ImageError)
    ]
    with context.store.transaction():
        context.store.upsert("images", pd.DataFrame(rows))
        save_issues(context, issues)


def _row(context: RunContext, wanted: dict[str, Any], found: FetchedImage | ImageError) -> dict[str, Any]:
    row = {
        "collection": context.run.collection, **wanted, "outcome": "ok", "reason": "",
        "fetched_at": datetime.now(UTC), "run_id": context.id,
        "etag": file_stamp(wanted["url"]) or None, "last_modified": None,
    }  # fmt: skip
    if isinstance(found, ImageError):
        empty = ("sha256", "path", "mime", "bytes", "width", "height")
        return {**row, "outcome": found.kind, "reason": str(found), **dict.fromkeys(empty)}
    if not row["etag"]:
        row |= {"etag": found.etag, "last_modified": found.last_modified}
    return {**row, **_facts(context, found)}


def _facts(context: RunContext, found: FetchedImage) -> dict[str, Any]:
    data = context.settings.data_dir.resolve()
    path = found.path.resolve()
    return {
        "sha256": found.sha256,
        "path": str(path.relative_to(data) if path.is_relative_to(data) else path),
        "mime": found.mime,
        "bytes": found.bytes,
        "width": found.width,
        "height": found.height,
    }
