"""The review file of a collection: an SQLite database to which reviews are added and in which none is changed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, Self

from artmeta.domain.review import Review, Shown
from artmeta.errors import InputError, StoreError
from artmeta.files import PRIVATE_FILE, make_private

SQL = Path(__file__).parent / "sql"
VERSION = 1  # of the file's schema, in its `user_version`
BUSY_SECONDS = 10.0  # to wait for another process that adds a review, which takes milliseconds
FOLDER, SUFFIX = "reviews", ".sqlite"


@dataclass(frozen=True, slots=True)
class StoredReview:
    """A review and its number: the order in which the file took it."""

    number: int
    review: Review


def review_path(data_dir: Path, collection: str) -> Path:
    """Return where the reviews of a collection are kept."""
    return data_dir / FOLDER / f"{collection}{SUFFIX}"


class ReviewFile:
    """The reviews of one collection; several threads and processes may add to it at once.

    The file is in SQLite's WAL mode with `synchronous=FULL`: a review that was added survives the end of the process
    and of the machine.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection
        self._lock = Lock()

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a review file, creating it with mode 0600; raise StoreError if it cannot be used."""
        with _explained(path):
            make_private(path.parent)
            if not path.exists():
                path.touch(PRIVATE_FILE)
            connection = sqlite3.connect(
                path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            connection.row_factory = sqlite3.Row
            try:
                _prepare(connection, path)
            except BaseException:
                connection.close()
                raise
        return cls(path, connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; every review that was added is there already."""
        with self._lock:
            self._connection.close()

    def add(self, reviews: Iterable[Review]) -> int:
        """Add reviews, all or none; return how many are new: one that is there already is not added again.

        Raises InputError if another review has the same id, or if an undo does not fit: it takes back a review of
        the same work by the same reviewer that was not taken back before.
        """
        with self._transaction() as connection:
            return sum(_add(connection, review) for review in reviews)

    def reviews(self, after: int = 0) -> list[StoredReview]:
        """Return the reviews whose number is larger than `after`, in their order."""
        with self._lock, _explained(self.path):
            rows = self._connection.execute(_sql("all"), {"after": after}).fetchall()
        return [StoredReview(row["number"], _review(row)) for row in rows]

    def extent(self) -> tuple[int, int]:
        """Return how many reviews there are, and the number of the last, 0 where there is none."""
        with self._lock, _explained(self.path):
            count, last = self._connection.execute(_sql("extent")).fetchone()
        return count, last

    def put_back(self, rows: Sequence[Mapping[str, Any]]) -> int:
        """Add reviews that the file once had, with their numbers; those that it has now get numbers behind them.

        `rows` are columns of `review_row` and `number`, in order. Returns how many were not there.
        """
        with self._transaction() as connection:
            connection.execute(_sql("make_room"), {"last": rows[-1]["number"]})
            return sum(connection.execute(_sql("put_back"), _columns(row)).rowcount for row in rows)

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock, _explained(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > VERSION:
        raise StoreError(f"{path} was written by a later version of artmeta.", "Update artmeta.")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    if version < VERSION:
        connection.execute(_sql("schema"))
        connection.execute(f"PRAGMA user_version = {VERSION}")


def _add(connection: sqlite3.Connection, review: Review) -> int:
    if review.undoes:
        _check_undo(connection, review)
    added = connection.execute(_sql("add"), _columns(review_row(review))).rowcount
    if not added and _differs(_one(connection, review.id), review):
        raise InputError(f"Another review has the id '{review.id}'.", "Give every review an id of its own.")
    return added


def _columns(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row as the file keeps it: lists are JSON, times ISO 8601 in UTC."""
    lists = {name: json.dumps(list(row[name])) for name in ("topic_ids", "shown_topics")}
    return {**row, **lists, "decided_at": row["decided_at"].astimezone(UTC).isoformat()}


def _check_undo(connection: sqlite3.Connection, undo: Review) -> None:
    taken_back = _one(connection, undo.undoes)
    if taken_back is None or taken_back.action == "undo":
        raise InputError(f"There is no review '{undo.undoes}' that could be undone.")
    if (taken_back.artwork_id, taken_back.reviewer) != (undo.artwork_id, undo.reviewer):
        raise InputError(f"The review '{undo.undoes}' is of another work or by another reviewer.")
    earlier = connection.execute(_sql("undo_of"), {"review_id": undo.undoes}).fetchone()
    if earlier and earlier["review_id"] != undo.id:
        raise InputError(f"The review '{undo.undoes}' was undone before.")


def _one(connection: sqlite3.Connection, review_id: str) -> Review | None:
    row = connection.execute(_sql("one"), {"review_id": review_id}).fetchone()
    return _review(row) if row else None


def _differs(stored: Review | None, sent: Review) -> bool:
    """Tell whether a review of the same id says something else; a client that sends again may have another time."""
    return stored is None or any(
        getattr(stored, name) != getattr(sent, name)
        for name in ("artwork_id", "reviewer", "action", "topics", "undoes")
    )


def review_row(review: Review) -> dict[str, Any]:
    """Return the columns of a review, without its number and collection; lists and times are Python's own."""
    shown = review.shown
    return {
        "review_id": review.id,
        "artwork_id": review.artwork_id,
        "reviewer": review.reviewer,
        "decided_at": review.decided_at,
        "action": review.action,
        "topic_ids": list(review.topics),
        "undoes": review.undoes,
        "shown_topics": list(shown.topics),
        "shown_confidence": shown.confidence,
        "shown_status": shown.status,
        "sha256": shown.sha256,
        "run_id": shown.run_id,
        "model_name": shown.model_name,
        "model_version": shown.model_version,
        "model_digest": shown.model_digest,
        "source": review.source,
    }


def _review(row: Mapping[str, Any]) -> Review:
    shown = Shown(
        row["sha256"],
        tuple(json.loads(row["shown_topics"])),
        row["shown_confidence"],
        row["shown_status"],
        row["run_id"],
        row["model_name"],
        row["model_version"],
        row["model_digest"],
    )
    return Review(
        row["review_id"],
        row["artwork_id"],
        row["reviewer"],
        datetime.fromisoformat(row["decided_at"]),
        row["action"],
        shown,
        tuple(json.loads(row["topic_ids"])),
        row["undoes"],
        row["source"],
    )


@cache
def _sql(name: str) -> str:
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn SQLite's faults into one sentence."""
    try:
        yield
    except sqlite3.Error as fault:
        raise StoreError(
            f"The review file {path} cannot be used: {fault}.",
            "Check its disk and its permissions; if it is damaged, restore it from a backup.",
        ) from fault
    except OSError as fault:
        raise StoreError(f"The review file {path} cannot be used: {fault.strerror or fault}.") from fault
