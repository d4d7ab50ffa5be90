"""Fetch the missing pictures from many hosts at once; each outcome is a row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from artmeta import plugins, values
from artmeta.batches import timed_batches
from artmeta.domain.artwork import ImageAsset
from artmeta.domain.run import Issue
from artmeta.errors import ImageError
from artmeta.imaging.decode import DECODER
from artmeta.imaging.download import FetchedImage, fetch_image
from artmeta.local_files import absolute_url, portable_url
from artmeta.progress import progress
from artmeta.steps.context import RunContext
from artmeta.steps.issues import save_issues
from artmeta.steps.lost_pictures import renew_lost_pictures
from artmeta.steps.sync_records import file_stamp
from artmeta.web import Web
from artmeta.web.worker_pool import WorkerPool

BATCH = 256  # outcomes per transaction; after a crash these files are only checked again
PATIENCE = 2.0  # seconds after which a smaller batch is written too
LOCAL = "this machine"
FACTS = ("sha256", "path", "mime", "bytes", "width", "height", "etag", "last_modified")


@dataclass(frozen=True, slots=True)
class PictureRequest:
    """One address to fetch: the works with its picture, the stored file if any, and a fallback address."""

    url: str
    host: str
    works: tuple[dict[str, Any], ...]
    stored: FetchedImage | None
    stamp: str = ""  # of a local file, before it is looked at
    fallback: str = ""


Outcome = tuple[PictureRequest, FetchedImage | ImageError]


def fetch_pictures(context: RunContext, web: Web) -> None:
    """Fetch the missing pictures, each address once; write the outcomes as they come, in any order.

    Raises BudgetSpent when the collection's budget is used up; what came before is written.
    """
    renew_lost_pictures(context)
    now, days = datetime.now(UTC), web.policy.recheck_days
    rows = context.store.rows(
        "images_to_fetch",
        collection=context.run.collection,
        basis=_basis(context),
        now=now,
        seen_before=None if days is None else now - timedelta(days=days),
        failed_before=now - timedelta(days=web.policy.recheck_failed_days),
    )
    if not rows:
        return
    root = picture_root(context)
    data = context.settings.data_dir.resolve()
    limit, images_dir = context.collection.limits.max_image_bytes, context.settings.images_dir

    def fetch_one(request: PictureRequest) -> FetchedImage | ImageError:
        try:
            asset = ImageAsset(absolute_url(request.url, data), fallback=request.fallback)
            busy = any(work["outcome"] == "busy" for work in request.works)
            return fetch_image(asset, web, images_dir, limit, request.stored, root, busy)
        except ImageError as fault:
            return fault

    pool = WorkerPool(fetch_one, attrgetter("host"), web.policy.concurrency)
    with progress("fetch", len(rows), "pictures") as tick:
        for batch in timed_batches(pool.outcomes(_requests(context, rows)), BATCH, PATIENCE):
            _save(context, batch)
            for request, _ in batch:
                for address in filter(None, (request.url, request.fallback)):
                    web.acknowledge(address, images_dir)
            tick(len(batch))


def _basis(context: RunContext) -> str:
    """Return what a fault of the bytes depends on: the decoder and the limit of the size."""
    return f"{DECODER}; {context.collection.limits.max_image_bytes} bytes"


def picture_root(context: RunContext) -> Path | None:
    """Return the folder of this machine below which the source's pictures lie; None for a source on the web."""
    source = context.collection.source
    find = getattr(plugins.load("artmeta.sources", source.kind), "local_root", None)
    return find(source.params, context.settings.cache_dir) if find else None


def _requests(context: RunContext, rows: list[dict[str, Any]]) -> Iterator[PictureRequest]:
    data = context.settings.data_dir.resolve()
    for row in rows:
        url, works = row["url"], tuple(row["works"])
        fallback = next((work["fallback"] for work in works if work["fallback"]), "")
        stored = _stored(url, row["file"], data)
        yield PictureRequest(url, _host(url), works, stored, file_stamp(url, data), fallback)


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc or LOCAL
    except ValueError:  # stored by an earlier version, which did not check addresses
        return LOCAL


def _stored(url: str, file: dict[str, Any] | None, data: Path) -> FetchedImage | None:
    """Return the stored file of a picture."""
    if file is None or not file["sha256"]:
        return None
    validators = {name: file[name] or "" for name in ("etag", "last_modified")}
    return FetchedImage(url, **{**file, **validators, "path": data / file["path"]})


def _save(context: RunContext, batch: list[Outcome]) -> None:
    now = datetime.now(UTC)
    outcomes = [(request, work, result) for request, result in batch for work in request.works]
    if not outcomes:
        return
    images = [_image(context, *one, now) for one in outcomes if _changes(*one[1:])]
    issues = [
        Issue("fetch", work["artwork_id"], result.kind, str(result))
        for _, work, result in outcomes
        if isinstance(result, ImageError)
    ]
    with context.store.transaction():
        context.store.upsert("images", images)
        context.store.upsert("fetches", [_fetch(context, *one, now) for one in outcomes])
        ids = sorted({work["artwork_id"] for _, work, _ in outcomes})
        context.store.execute("delete_picture_issues", collection=context.run.collection, artwork_ids=ids)
        save_issues(context, issues)


def _changes(work: dict[str, Any], result: FetchedImage | ImageError) -> bool:
    """Whether an outcome changes the row: a fetched picture stays where its server has a fault now."""
    return not (work["outcome"] == "ok" and isinstance(result, ImageError))


def _image(
    context: RunContext,
    request: PictureRequest,
    work: dict[str, Any],
    result: FetchedImage | ImageError,
    now: datetime,
) -> dict[str, Any]:
    row = {**_key(context, request, work, now), "fallback": work["fallback"], "rights": work["rights"]}
    if isinstance(result, ImageError):
        facts = {**dict.fromkeys(FACTS), "etag": request.stamp or None, "basis": _basis(context)}
        return {**row, "outcome": result.kind, "reason": values.text(str(result)), **facts}
    if result.not_modified and work["outcome"] == "ok":
        row["run_id"] = work["run_id"]  # seen again, not fetched again
    facts = {name: getattr(result, name) for name in FACTS} | {"path": _relative(context, result.path)}
    return {**row, "outcome": "ok", "reason": "", **facts, "basis": None}


def _fetch(
    context: RunContext,
    request: PictureRequest,
    work: dict[str, Any],
    result: FetchedImage | ImageError,
    now: datetime,
) -> dict[str, Any]:
    row = _key(context, request, work, now)
    if isinstance(result, ImageError):
        return {**row, "outcome": result.kind, "reason": values.text(str(result)), "bytes": 0}
    return {
        **row,
        # the fallback, where that gave the picture
        "url": portable_url(result.url, context.settings.data_dir),
        "outcome": "not_modified" if result.not_modified else "ok",
        "reason": "",
        "bytes": 0 if result.not_modified else result.bytes,
    }


def _key(context: RunContext, request: PictureRequest, work: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Return the columns that a work's picture and a fetch of it have in common."""
    return {
        "collection": context.run.collection,
        "artwork_id": work["artwork_id"],
        "position": work["position"],
        "url": request.url,
        "fetched_at": now,
        "run_id": context.id,
    }


def _relative(context: RunContext, path: Path) -> str:
    """Return a path relative to the data folder if it is below it, so that the folder can be moved."""
    images = context.settings.images_dir
    # Each fetched file, as texts: to resolve a path costs as much as half a request.
    if (text := str(path)).startswith(root := f"{images}/"):
        return f"{images.name}/{text.removeprefix(root)}"
    data, path = context.settings.data_dir.resolve(), path.resolve()
    return str(path.relative_to(data) if path.is_relative_to(data) else path)
