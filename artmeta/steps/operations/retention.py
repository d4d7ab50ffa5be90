"""Retention: results of old runs, unneeded pictures and temporary files are removed; what that frees is said before.

Kept always: the history of all runs (their rows, steps and counts of topics), the results of the newest finished runs
and of all runs since, everything that is stored of works (predictions, decisions, reviews, plans, certificates,
withdrawals, what was published), exports, reports and models.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from artmeta import files
from artmeta.errors import ConfigError
from artmeta.plugins import nearest
from artmeta.review.file import ReviewFile
from artmeta.settings import Settings
from artmeta.steps.operations.disk import size_of
from artmeta.steps.operations.leftovers import leftovers, remove
from artmeta.steps.operations.run_locks import WriterTurn
from artmeta.steps.results import newest_runs, read_store, write_store
from artmeta.store.database import Store
from artmeta.wording import quantity

PICTURE = re.compile(r"[0-9a-f]{64}")  # a fetched picture is named by its sha256


@dataclass(frozen=True, slots=True)
class Policy:
    """What to keep: the results of so many finished runs a collection, and pictures of works gone for so many days."""

    runs: int = 30
    gone_days: int = 90


@dataclass(frozen=True, slots=True)
class Prunable:
    """What retention removes: runs by id, the number of their rows, pictures, and temporary files; with their bytes."""

    runs: tuple[str, ...]
    rows: int
    pictures: tuple[Path, ...]
    bytes: int
    leftovers: tuple[Path, ...]
    leftover_bytes: int

    @property
    def sentences(self) -> str:
        """A sentence for each kind."""
        return (
            f"Results of {quantity(len(self.runs), 'run')}: {quantity(self.rows, 'row')}, whose space in the database "
            "later runs use again; its file does not shrink.\n"
            f"{quantity(len(self.pictures), 'picture')} that nothing needs: {self.bytes / 1e6:,.1f} MB of disk.\n"
            f"{quantity(len(self.leftovers), 'temporary file or folder', 'temporary files and folders')} of processes "
            f"that were killed: {self.leftover_bytes / 1e6:,.1f} MB."
        )


def prunable(settings: Settings, policy: Policy, collection: str | None = None) -> Prunable:
    """Return what a policy would remove; nothing is changed. Raises ConfigError for an unknown collection."""
    with read_store(settings) as store:
        return _prunable(store, settings, policy, collection)


def prune(settings: Settings, policy: Policy, collection: str | None = None) -> Prunable:
    """Remove what a policy does not keep, and return it; runs that write are waited for.

    Rows go in one transaction, then pictures: interrupted, it goes on when it is called again.
    """
    with WriterTurn("retention", settings), write_store(settings) as store:
        removable = _prunable(store, settings, policy, collection)
        runs = list(removable.runs)
        with store.transaction():
            for table in _tables(store):
                store.delete_of_runs(table, runs)
            store.execute("mark_pruned", runs=runs, pruned_at=datetime.now(UTC))
        with files.explained(settings.images_dir):
            for picture in removable.pictures:
                picture.unlink(missing_ok=True)
        remove(removable.leftovers)
    return removable


def _prunable(store: Store, settings: Settings, policy: Policy, collection: str | None) -> Prunable:
    known = newest_runs(store)
    if collection is not None and collection not in known:
        raise ConfigError(f"There are no runs of a collection '{collection}'.", nearest(collection, [*known]))
    rows = store.rows("runs_to_prune", keep=policy.runs, collection=collection)
    runs = [str(row["run_id"]) for row in rows]
    count = sum(store.count_of_runs(table, runs) for table in _tables(store)) if runs else 0
    used = {
        row["sha256"] for row in store.rows("pictures_in_use", days=policy.gone_days, now=datetime.now(UTC))
    }
    used |= set(_reviewed(settings))
    pictures = () if collection else tuple(_unused(settings.images_dir, used))
    left = () if collection else tuple(leftovers(settings.data_dir))
    taken = sum(path.stat().st_size for path in pictures)
    return Prunable(tuple(runs), count, pictures, taken, left, sum(map(size_of, left)))


def _reviewed(settings: Settings) -> Iterator[str]:
    """Yield the pictures of all reviews, also of those that no run has read yet."""
    for path in sorted((settings.data_dir / "reviews").glob("*.sqlite")):
        with ReviewFile.open(path) as file:
            yield from (each.review.shown.sha256 for each in file.reviews())


def _unused(folder: Path, used: set[str]) -> Iterator[Path]:
    """Yield the files of pictures that are not in use; other files in the folder are left alone."""
    for path in sorted(folder.glob("[0-9a-f][0-9a-f]/*")):
        if PICTURE.fullmatch(path.stem) and path.stem not in used:
            yield path


def _tables(store: Store) -> list[str]:
    return [str(row["table_name"]) for row in store.rows("tables_of_results")]
