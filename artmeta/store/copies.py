"""A copy of a database that another process is writing to, as that process last committed it."""

from __future__ import annotations

import fcntl
import logging
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import duckdb

from artmeta.errors import StoreLocked
from artmeta.files import PRIVATE_FILE, explained, publish, temporary_folder
from artmeta.store import faults
from artmeta.store.opening import WITHOUT_EXTENSIONS

# bytes: the main header and two database headers (DuckDB's storage format); a checkpoint writes one
HEADERS = 3 * 4096
ATTEMPTS = 30
PAUSE = 0.1  # seconds
log = logging.getLogger("artmeta")


@contextmanager
def committed_copy(path: Path) -> Iterator[tuple[Path, float]]:
    """Yield a copy of a database and the time (seconds since 1970) of the last commit in it; the copy is removed.

    DuckDB's lock keeps other processes from opening the file, not from reading it. Between two checkpoints it only
    appends to the log and writes blocks that the headers do not mention yet; so a copy is whole if the headers are the
    same before and after. Raises StoreLocked if checkpoints follow each other faster than the file can be copied.
    """
    with ExitStack() as stack:
        copy = _folder(path, stack) / path.name
        for _ in range(ATTEMPTS):
            committed = _copied(path, copy)
            if committed:
                yield copy, committed
                return
            time.sleep(PAUSE)
        raise StoreLocked(f"{path} changes too fast to be read now.", "Try again in a minute.")


@contextmanager
def checkpointed_copy(path: Path) -> Iterator[Path]:
    """Yield a copy of a database as it was last committed, in one file, its log written into it; the copy is removed.

    Raises StoreLocked as `committed_copy` does, and StoreError if the database is damaged.
    """
    with committed_copy(path) as (copy, _):
        try:
            duckdb.connect(str(copy), config=WITHOUT_EXTENSIONS).close()
        except duckdb.Error as fault:
            raise faults.explain(str(fault), path) from fault
        yield copy


def keep_before_upgrade(path: Path, held: int, lacking: Sequence[int]) -> None:
    """Keep a copy of a database of schema `held` beside it, in the place of those of earlier upgrades; say so.

    `lacking` are the numbers of the migrations that it lacks, in order; some can be less than `held`.
    """
    prefix = f"{path.name}.schema-"
    to = path.with_name(f"{prefix}{held}")
    with checkpointed_copy(path) as copy, explained(to):
        copy.chmod(PRIVATE_FILE)
        publish(copy, to)
    for earlier in path.parent.glob(f"{prefix}*"):
        if earlier != to:
            earlier.unlink(missing_ok=True)
    log.warning(
        "%s of schema %d gets %s. As it was, it is kept in %s: delete that if all is well.",
        path,
        held,
        f"migration {lacking[0]}" if len(lacking) == 1 else f"migrations {lacking[0]} to {lacking[-1]}",
        to.name,
    )


def is_in_use(path: Path) -> bool:
    """Tell whether another process has a database (DuckDB's or SQLite's) open: both hold a lock on the file."""
    try:
        with path.open("rb+") as file:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except (BlockingIOError, PermissionError):
        return True
    return False


def _folder(path: Path, stack: ExitStack) -> Path:
    """Make a private folder beside the database, which may be large, or where that cannot be written, elsewhere."""
    with suppress(OSError):
        return stack.enter_context(temporary_folder(path.parent))
    return Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="artmeta-")))


def _copied(path: Path, copy: Path) -> float:
    """Copy a database with its log; return the time of its last commit, or 0 if a checkpoint came between."""
    log, log_copy = (place.with_name(f"{place.name}.wal") for place in (path, copy))
    before = _headers(path)
    shutil.copyfile(path, copy)
    log_copy.unlink(missing_ok=True)
    with suppress(FileNotFoundError):
        shutil.copyfile(log, log_copy)
    committed = max(place.stat().st_mtime for place in (path, log) if place.exists())
    return committed if _headers(path) == before else 0.0


def _headers(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEADERS)
