"""A backup of all state of the data folder that cannot be made again, in one file, and its restoration."""

from __future__ import annotations

import logging
import os
import shutil
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from artmeta.errors import ConfigError, InputError, SchemaTooOld, StoreError, StoreLocked, WriteError
from artmeta.files import PREFIX, explained, replacing, temporary_folder
from artmeta.folder_replacement import READY, replace_entries
from artmeta.notes import write_note
from artmeta.progress import progress
from artmeta.review.file import FOLDER as REVIEWS
from artmeta.settings import Settings
from artmeta.steps.operations.bag import BagWriter, read_bag
from artmeta.store import schema_version
from artmeta.store.copies import checkpointed_copy, is_in_use
from artmeta.store.database import Store
from artmeta.wording import enumeration

log = logging.getLogger("artmeta")
FORM = "Artmeta-Backup"  # in bag-info.txt, with the number of the form of backups
NOTE = "last-backup.json"  # in the data folder: when the last backup was made, and where
IMAGES, ARCHIVES = "images", "cache/archives"  # can be fetched again, for as long as their source has them
# What the next run makes again; a copy of the database of an earlier schema is left out, too.
LEFT_OUT = ("cache", "exports", "locks", "prefect-password", READY, NOTE)
# those of an older state do not stay beside a newer one
FOLDERS = ("collections", "models", REVIEWS, "vocabularies")


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup file: how many files of the data folder it holds, and its bytes."""

    path: Path
    files: int
    bytes: int


def back_up(settings: Settings, to: Path, pictures: bool = False) -> Backup:
    """Write a backup to a file, or into a folder under a name with the time; runs and reviews may go on meanwhile.

    The database is copied as it was last committed, then each review file by SQLite, then models, collections and all
    other files but those that can be made again (`LEFT_OUT`, and fetched pictures without `pictures`). The file is
    complete or not there, and is read back. Raises ConfigError, StoreError, InputError or WriteError in one sentence.
    """
    path = _target(to, settings.data_dir)
    with replacing(path, private=True) as part:
        with tarfile.open(part, "w", format=tarfile.PAX_FORMAT, errorlevel=2) as tar:
            bag = BagWriter(tar, path.stem)
            schema = _add_database(bag, settings)
            _add_reviews(bag, settings, part.parent)
            _add_files(bag, settings, pictures)
            bag.finish(_facts(schema, pictures))
        read_bag(part)
    at = datetime.now(UTC).isoformat()
    try:
        write_note(settings.data_dir / NOTE, {"at": at, "path": str(path)})
    except WriteError as fault:  # the disk is full, or the data folder may only be read
        log.warning("The backup is complete, but `artmeta doctor` will not know of it. %s", fault.message)
    return Backup(path, len(bag.digests), path.stat().st_size)


def restore(settings: Settings, backup: Path, replace: bool = False) -> dict[str, str]:
    """Put a backup in the place of the data folder's state; return the facts of its `bag-info.txt`.

    What can be made again and is not in the backup (pictures, caches, exports) stays. Raises InputError if the backup
    is damaged, SchemaTooNew if a later artmeta wrote it, ConfigError if there is state already and `replace` is not
    given, and StoreLocked if another process uses it; nothing is changed then.
    """
    data = settings.data_dir
    _check_unused(data)
    with explained(data):
        data.mkdir(parents=True, exist_ok=True)
        with temporary_folder(data) as folder:
            new = folder / "new"
            new.mkdir()
            facts = read_backup(backup, new)
            held = sorted(entry.name for entry in new.iterdir() if (data / entry.name).exists())
            if held and not replace:
                raise ConfigError(
                    f"{data} has {enumeration(held)} already, which the backup would replace.",
                    "Restore into another folder (ARTMETA_DATA_DIR), or say --replace.",
                )
            for name in FOLDERS:
                (new / name).mkdir(exist_ok=True)
            replace_entries(data, new)
    return facts


def read_backup(backup: Path, into: Path | None = None) -> dict[str, str]:
    """Check a backup, and write its files into a folder if one is given; return the facts of its `bag-info.txt`.

    Raises InputError if it is no backup or damaged, SchemaTooNew if its database is that of a later artmeta.
    """
    if not backup.is_file():
        raise InputError(f"There is no backup {backup}.", "Give the file that `artmeta backup` wrote.")
    facts = read_bag(backup, into)
    if FORM not in facts:
        raise InputError(f"{backup} is a bag, but no backup of artmeta.", "Give the file that it wrote.")
    database = into / "artmeta.duckdb" if into else None
    if database and database.exists():
        with suppress(SchemaTooOld):  # such a one is brought up to date when it is opened
            Store.open(database, read_only=True).close()
    return facts


def _check_unused(data: Path) -> None:
    """Raise StoreLocked if another process has the database or a review file open: it would write to the old one."""
    for path in (data / "artmeta.duckdb", *(data / REVIEWS).glob("*.sqlite")):
        if is_in_use(path):
            raise StoreLocked(f"Another process has {path} open.", "End it first, then restore.")


def _target(to: Path, data: Path) -> Path:
    now = f"artmeta-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.tar"
    path = (to / now if to.is_dir() or not to.suffix else to).absolute()
    if path.suffix.lower() != ".tar":
        raise ConfigError(
            f"{path} has the suffix {path.suffix}, but a backup is a .tar file.",
            f"Name {path.stem.removesuffix('.tar')}.tar, or a folder that is there for a file with the time.",
        )
    if path.exists():
        raise ConfigError(
            f"{path} is there already.", "Name another file, or a folder for a file with the time."
        )
    if path.resolve().is_relative_to(data.resolve()):
        raise ConfigError(f"{path} lies in the data folder and would be lost with it.", "Name another place.")
    if not data.is_dir():
        raise ConfigError(
            f"There is no data folder {data}.", "Set ARTMETA_DATA_DIR, or go to the folder above it."
        )
    return path


def _add_database(bag: BagWriter, settings: Settings) -> int:
    """Add the database as it was last committed; return the number of its newest migration, 0 without a database."""
    if not settings.database.exists():
        return 0
    with checkpointed_copy(settings.database) as copy:
        bag.add(copy, settings.database.name, private=True)
        return schema_version.of_database(copy, settings.database)


def _add_reviews(bag: BagWriter, settings: Settings, parent: Path) -> None:
    """Add the review files, copied in `parent`, after the database, so that they hold all reviews that it holds."""
    with temporary_folder(parent) as folder:
        for path in sorted((settings.data_dir / REVIEWS).glob("*.sqlite")):
            copy = folder / path.name
            try:
                origin = _openable(path, folder)
                with closing(sqlite3.connect(origin)) as source, closing(sqlite3.connect(copy)) as target:
                    source.backup(target)
                    target.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
            except sqlite3.Error as fault:
                raise StoreError(f"The review file {path} cannot be copied: {fault}.") from fault
            bag.add(copy, f"{REVIEWS}/{path.name}", private=True)


def _openable(path: Path, folder: Path) -> Path:
    """Return a review file, or a copy with its log where its folder may only be read: SQLite writes beside it."""
    if os.access(path.parent, os.W_OK):
        return path
    copy = folder / "origin" / path.name
    copy.parent.mkdir(exist_ok=True)
    for name in (path.name, f"{path.name}-wal"):
        with suppress(FileNotFoundError):
            shutil.copyfile(path.with_name(name), copy.with_name(name))
    return copy


def _add_files(bag: BagWriter, settings: Settings, pictures: bool) -> None:
    data = settings.data_dir
    members = sorted(_files(settings, data, LEFT_OUT if pictures else (*LEFT_OUT, IMAGES)))
    if pictures:
        members += sorted(_files(settings, data / ARCHIVES, ()))
    with progress("backup", len(members), "files") as tick:
        for path in members:
            with suppress(FileNotFoundError):  # removed since it was listed
                bag.add(path, path.relative_to(data).as_posix())
            tick()


def _files(settings: Settings, root: Path, left_out: tuple[str, ...]) -> Iterator[Path]:
    """Yield the regular files below a folder but temporary ones and databases.

    Links are followed unless they lead into the data folder or to a folder that they lie in. `left_out` are names of
    entries of the folder itself.
    """
    data = settings.data_dir.resolve()
    for place, folders, names in os.walk(root, followlinks=True):
        folder = Path(place)
        skipped = left_out if folder == root else ()
        folders[:] = [
            name
            for name in folders
            if not (name in skipped or name.startswith(PREFIX) or folder / name == settings.reports_dir)
            and not _leads_back(folder / name, data)
        ]
        inner = folder.relative_to(settings.data_dir)
        for name in names:
            if not (name in skipped or _is_database(inner, name, settings)) and (folder / name).is_file():
                yield folder / name


def _leads_back(folder: Path, data: Path) -> bool:
    """Whether a folder is a link into `data`, or one that it lies in itself."""
    real = folder.resolve()
    linked_into_data = folder.is_symlink() and real.is_relative_to(data)
    return linked_into_data or any(real == parent.resolve() for parent in folder.parents)


def _is_database(inner: Path, name: str, settings: Settings) -> bool:
    """Whether a file is a database or one of its logs and copies."""
    if inner == Path(REVIEWS):
        return ".sqlite" in name
    return inner == Path() and name.startswith(settings.database.name)


def _facts(schema: int, pictures: bool) -> dict[str, str]:
    return {
        "Bag-Software-Agent": f"artmeta {version('artmeta')}",
        FORM: "1",
        "Artmeta-Created": datetime.now(UTC).isoformat(timespec="seconds"),
        "Artmeta-Schema": str(schema),
        "Artmeta-Pictures": "yes" if pictures else "no",
    }
