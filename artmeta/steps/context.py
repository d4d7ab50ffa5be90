"""A run in progress: begun, resumed after an interruption, and finished."""

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
from artmeta.steps.reviews import import_reviews
from artmeta.store.database import Store

OS_ERROR_HINT = "Free disk space or fix the permissions, then run the same command again: it resumes."


@dataclass(frozen=True, slots=True)
class RunContext:
    """What every step needs: the run, its collection, the settings and the store."""

    run: Run
    collection: Collection
    settings: Settings
    store: Store
    # a Dask cluster of the caller's, which goes before the collection's [compute]
    cluster: object | None = None

    @property
    def id(self) -> str:
        """The run's id, which every row of it has."""
        return self.run.id

    @property
    def fits(self) -> Path | None:
        """The file that keeps the fits to the works that the model was measured on, from run to run.

        None in a copy of the database, as of a replay, which computes everything itself.
        """
        if self.store.path != self.settings.database:
            return None
        return self.settings.cache_dir / "fits" / f"{self.run.collection}.json"

    @property
    def model_key(self) -> dict[str, Any]:
        """The collection and the model of the run, by which predictions and what rests on them are stored."""
        run = self.run
        return {
            "collection": run.collection,
            "model_name": run.model_name,
            "model_version": run.model_version,
        }


@dataclass(frozen=True, slots=True)
class CollectionFile:
    """A collection with the text and the path of its file, which are stored with each run."""

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
        """Build a collection from the text of a file at `path`; nothing is written to disk."""
        return cls(Collection.read(text, path), text, path.absolute())

    def for_training(self) -> CollectionFile:
        """Return the collection of works that this one's model is trained on."""
        return CollectionFile(self.collection.for_training(), self.text, self.path)


def begin(file: CollectionFile, settings: Settings, model: tuple[str, int] | None = None) -> str:
    """Return the id of an interrupted run of the same configuration, else of a new one.

    Raises ConfigError if the works of this collection's name are those of another file.
    """
    with Store.open(settings.database) as store:
        check_file(store, file.collection.slug, file.path, file.collection.digest, settings.data_dir)
        place = settings.place(file.path)
        name, number = model or (None, None)
        configuration = {
            "collection": file.collection.slug,
            "config_digest": file.collection.digest,
            "code_version": version("artmeta"),
            "model_name": name,
            "model_version": number,
        }
        interrupted = store.rows("interrupted_run", **configuration)
        text = redact_settings(file.text)
        if interrupted:
            store.execute("resume_run", run_id=interrupted[0]["run_id"], config_text=text, config_path=place)
            return str(interrupted[0]["run_id"])
        now = datetime.now(UTC)
        run_id = f"{now:%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:6]}"
        texts = {"title": file.collection.title, "config_path": place, "config_text": text}
        with store.transaction():
            store.execute("abandon_runs", collection=file.collection.slug)
            store.execute("begin_run", run_id=run_id, started_at=now, **configuration, **texts)
        return run_id


@contextmanager
def open_run(run_id: str, settings: Settings, cluster: object | None = None) -> Iterator[RunContext]:
    """Open the store for one run; on an error the run is marked as failed and can be resumed."""
    with Store.open(settings.database) as store:
        run, collection = run_of(stored_run(store, run_id), settings)
        try:
            import_reviews(store, run.collection, settings)
            yield RunContext(run, collection, settings, store, cluster)
        except OSError as fault:
            _fail(store, run_id)
            raise StoreError(_sentence(fault, settings), OS_ERROR_HINT) from fault
        except Exception:
            _fail(store, run_id)
            raise


def stored_run(store: Store, run_id: str) -> dict[str, Any]:
    """Return a run's row of the table `runs`; raise StoreError if there is none."""
    rows = store.rows("run", run_id=run_id)
    if not rows:
        raise StoreError(f"There is no run {run_id} in {store.path}.", "`artmeta runs` lists them.")
    return rows[0]


def run_of(row: dict[str, Any], settings: Settings) -> tuple[Run, Collection]:
    """Return a run and its collection from a row of the table `runs`; raise ConfigError if its file was invalid."""
    path = settings.data_dir / row["config_path"]
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
    """Return the text of the collection's file if it equals the stored one but for the secrets, else the stored one."""
    if MARK not in stored:
        return stored
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):  # a report or an export needs no secrets
        return stored
    return text if redact_settings(text) == stored else stored


def _fail(store: Store, run_id: str) -> None:
    """Mark a run as failed; if that cannot be written, it stays marked as running and is resumed as well."""
    with suppress(StoreError):
        store.execute("finish_run", run_id=run_id, status="failed", finished_at=datetime.now(UTC))


def _sentence(fault: OSError, settings: Settings) -> str:
    place = fault.filename or settings.data_dir.absolute()
    return f"{place} cannot be read or written: {fault.strerror or fault}."


def finish(context: RunContext) -> None:
    """Mark the run as finished."""
    context.store.execute("finish_run", run_id=context.id, status="finished", finished_at=datetime.now(UTC))
