"""Disk use: by the parts of the data folder, with what may be deleted, and by collection."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from artmeta.settings import Settings
from artmeta.steps.results import read_store

KEPT = "no: only a backup brings it back"
MADE_AGAIN = "yes: the next run makes it again"
PARTS: tuple[tuple[str, str, str], ...] = (  # part, entries of the data folder, whether it may be deleted
    ("database", "artmeta.duckdb artmeta.duckdb.wal", "no: `artmeta prune` removes what old runs left"),
    ("copies of earlier schemas", "artmeta.duckdb.schema-*", "yes: see Upgrade in docs/operations.md"),
    ("reviews", "reviews", KEPT),
    ("models", "models", "one version at a time, where no collection uses it"),
    ("collections, vocabularies", "collections vocabularies", KEPT),
    (
        "fetched pictures",
        "images",
        "no: they are fetched again; `artmeta prune` removes those without a work",
    ),
    (
        "unpacked archives",
        "cache/archives",
        "no while their works are there: they are fetched and unpacked again",
    ),
    ("pages, compiled backbones", "cache/[!a]*", MADE_AGAIN),
    ("exports", "exports", "yes, but deltas already sent cannot be written again"),
)


def disk_parts(settings: Settings) -> list[dict[str, object]]:
    """Return the megabytes of each part of the data and reports folders, and whether it may be deleted."""
    data = settings.data_dir
    rows = [_row(part, _paths(data, names), advice) for part, names, advice in PARTS]
    rows.append(_row("reports", [settings.reports_dir], "yes: `artmeta report` writes them again"))
    known = {path for _, names, _ in PARTS for path in _paths(data, names)} | {
        settings.reports_dir,
        data / "cache",
    }
    others = [path for path in sorted(data.glob("*")) if path not in known]
    return [*rows, _row("other files", others, "they are not artmeta's results: look at them")]


def disk_of_collections(settings: Settings) -> list[dict[str, Any]]:
    """Return the megabytes of each collection: pictures by where they lie, embeddings, exports, report.

    Pictures and embeddings that several collections share are counted for each.
    """
    if not settings.database.exists():
        return []
    with read_store(settings) as store:
        rows = store.rows("disk_of_collections")
    return [
        {
            "collection": row["collection"],
            "fetched_mb": _megabytes(row["fetched"]),
            "unpacked_mb": _megabytes(row["unpacked"]),
            "left_in_place_mb": _megabytes(row["left_in_place"]),
            "embeddings_mb": _megabytes(row["embeddings"]),
            "exports_mb": _megabytes(_total(settings.exports_dir.glob(f"{row['collection']}.*"))),
            "reports_mb": _megabytes(_total(_reports(settings, row["collection"]))),
        }
        for row in rows
    ]


def _row(part: str, paths: list[Path], advice: str) -> dict[str, object]:
    return {"part": part, "mb": _megabytes(_total(paths)), "may_be_deleted": advice}


def _paths(data: Path, names: str) -> list[Path]:
    return [path for name in names.split() for path in sorted(data.glob(name))]


def _reports(settings: Settings, collection: str) -> Iterator[Path]:
    yield from settings.reports_dir.glob(f"{collection}.*")
    yield from settings.reports_dir.glob(f"{collection}-works")


def size_of(path: Path) -> int:
    """Return the bytes of a file, or of all files in a folder; what vanishes meanwhile counts as nothing."""
    try:
        if not path.is_dir():
            return path.lstat().st_size
        return sum(size_of(Path(entry.path)) for entry in os.scandir(path) if not entry.is_symlink())
    except OSError:
        return 0


def _total(paths: Iterable[Path]) -> int:
    return sum(map(size_of, paths))


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f}"
