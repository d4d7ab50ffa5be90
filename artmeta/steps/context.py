"""A run in progress: begun, taken up again after a fall, and finished."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from artmeta.collection import Collection
from artmeta.domain.run import Run
from artmeta.errors import StoreError
from artmeta.redaction import MARK, redact_settings
from artmeta.settings import Settings
from artmeta.steps.identity import check_file
from artmeta.store.database import Store

MEND = "Make room or mend the permissions, then run the same command again: it goes on where it stopped."


@dataclass(frozen=True, slots=True)
class RunContext:
    """What every step needs: which run, of what, kept where."""

    run: Run
    collection: Collection
    settings: Settings
    store: Store

    @property
    def id(self) -> str:
        """The id that every row of this run carries."""
        return self.run.id


@dataclass(frozen=True, slots=True)
class CollectionFile:
    """A collection with the text it was read from, so that a run can be understood years later."""

    collection: Collection
    text: str
    path: Path

    @classmethod
    def load(cls, path: Path) -> CollectionFile:
        """Read a collection file; raise ConfigError if it is unsound."""
        collection = Collection.load(path)
        return cls(collection, path.read_text(encoding="utf-8-sig"), path.absolute())

    @classmethod
    def write(cls, text: str, path: Path) -> CollectionFile:
        """Make a collection from the text that a file at `path` would hold; nothing is written to disk."""
        return cls(Collection.read(text, path), text, path.absolute())

    def for_training(self) -> CollectionFile:
        """Return the collection of works that this one's model is trained on."""
        return CollectionFile(self.collection.for_training(), self.text, self.path)


def begin(file: CollectionFile, settings: Settings, model: tuple[str, int] | None = None) -> str:
    """Return the id of the run to do: an interrupted one of the same configuration, else a new one.

    Raises ConfigError if the works of this collection's name are those of another file.
    """
    with Store.open(settings.database) as store:
        check_file(store, file.collection.slug, file.path, file.collection.digest, settings.data_dir)
        name, number = model or (None, None)
        wanted = {
            "collection": file.collection.slug,
            "config_digest": file.collection.digest,
            "code_version": version("artmeta"),
            "model_name": name,
            "model_version": number,
        }
        interrupted = store.rows("interrupted_run", **wanted)
        if interrupted:
            store.execute("resume_run", run_id=interrupted[0]["run_id"])
            return str(interrupted[0]["run_id"])
        now = datetime.now(UTC)
        run_id = f"{now:%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:6]}"
        texts = {"title": file.collection.title, "config_path": str(file.path)}
        texts["config_text"] = redact_settings(file.text)
        with store.transaction():
            store.execute("abandon_runs", collection=file.collection.slug)
            store.execute("begin_run", run_id=run_id, started_at=now, **wanted, **texts)
        return run_id


@contextmanager
def open_run(run_id: str, settings: Settings) -> Iterator[RunContext]:
    """Open the store for one run; on a fault the run is marked as failed and can be taken up again."""
    with Store.open(settings.database) as store:
        found = store.rows("run", run_id=run_id)
        if not found:
            raise StoreError(f"There is no run {run_id} in {settings.database}.", "See `artmeta status`.")
        run, collection = run_of(found[0])
        try:
            yield RunContext(run, collection, settings, store)
        except OSError as fault:
            _fail(store, run_id)
            raise StoreError(_spoken(fault, settings), MEND) from fault
        except Exception:
            _fail(store, run_id)
            raise


def run_of(row: dict[str, Any]) -> tuple[Run, Collection]:
    """Return a run and its collection from a row of the table of runs; raise ConfigError if its file was unsound."""
    path = Path(row["config_path"])
    collection = Collection.read(_with_secrets(row["config_text"], path), path)
    if row["collection"] != collection.slug:
        collection = collection.for_training()
    run = Run(
        row["run_id"],
        row["collection"],
        row["config_digest"],
        row["code_version"],
        row["model_name"] or "",
        row["model_version"],
    )
    return run, collection


def _with_secrets(stored: str, path: Path) -> str:
    """Return the text of the collection's file, where the stored one is the same but for its secrets."""
    if MARK not in stored:
        return stored
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):  # a report or an export needs no secrets
        return stored
    return text if redact_settings(text) == stored else stored


def _fail(store: Store, run_id: str) -> None:
    """Mark a run as failed; where not even that can be written, it stays marked as running and is taken up as well."""
    with suppress(StoreError):
        store.execute("finish_run", run_id=run_id, status="failed", finished_at=datetime.now(UTC))


def _spoken(fault: OSError, settings: Settings) -> str:
    place = fault.filename or settings.data_dir.absolute()
    return f"{place} cannot be read or written: {fault.strerror or fault}."


def finish(context: RunContext) -> None:
    """Mark the run as finished."""
    context.store.execute("finish_run", run_id=context.id, status="finished", finished_at=datetime.now(UTC))
