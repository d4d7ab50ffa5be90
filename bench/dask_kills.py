"""Does a run on a Dask cluster end with the tables of an undisturbed one, whatever is killed in the middle?

Run: `python -m bench.dask_kills FOLDER [--pictures 600]` with a folder of topic folders. On a scheduler, two workers
and an S3 server of this machine, each part in turn is ended by kill -9 when a third of the pictures is stored; it is
started again, the same run is resumed, and its tables are compared with those of a run on this machine's cores. The
workers' logs say how many pictures were embedded in all: as many as there are, for no finished shard is done twice.
Prints Markdown; ends with an error where a table differs or a shard was computed twice.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import s3fs

from artmeta.errors import ComputeError
from bench.dask_parts import BUCKET, TABLES, Cluster, ObjectStore, stop_on_terminate
from bench.throughput import MODEL, prepare

if TYPE_CHECKING:
    from artmeta.steps.context import RunContext

PARTS = ("nothing", "worker", "scheduler", "object store")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pictures", type=int, default=600)
    given = parser.parse_args()
    stop_on_terminate()
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        os.environ["ARTMETA_DATA_DIR"] = str(home / "data")
        prepare(home, given.folder.resolve(), given.pictures)
        first = min((home / "pictures").iterdir())
        first.with_name("damaged.jpg").write_bytes(first.read_bytes()[:3000])
        compare(home)


def compare(home: Path) -> None:
    undisturbed = run(home, "undisturbed", "")
    print(
        "| killed in the middle | the first run | pictures embedded by workers | tables |\n|---|---|---:|---|"
    )
    faults = [disturbed(home, part, undisturbed) for part in PARTS]
    if any(faults):
        raise SystemExit(1)


def disturbed(home: Path, part: str, undisturbed: dict[str, list[tuple[object, ...]]]) -> bool:
    """Run on a cluster of its own, kill a part, resume; print a row, and return whether something is wrong."""
    name = part.replace(" ", "-")
    store = ObjectStore(home / name / "store")
    os.environ.update(store.environment)
    s3fs.S3FileSystem.clear_instance_cache()  # connections are kept, with the server's address
    cluster = Cluster(home / name / "cluster")
    ends: dict[str, tuple[Callable[[], None], Callable[[], None]]] = {
        "nothing": (lambda: None, lambda: None),
        "worker": (lambda: os.kill(cluster.worker_process(), 9), lambda: None),
        "scheduler": (cluster.kill_scheduler, cluster.start),
        "object store": (store.kill, store.start),
    }
    end, start = ends[part]
    compute = f'[compute]\nscheduler = "{cluster.address}"\nshared = "s3://{BUCKET}/{name}"\n'
    try:
        outcome, started = "completes", time.monotonic()
        try:
            run(home, name, compute, end)
        except ComputeError as fault:
            outcome = f"stops after {time.monotonic() - started:.0f} s: {fault.message}"
            start()
        tables = run(home, name, compute)
        embedded, there = cluster.embedded(), len(tables["image_hashes"])
    finally:
        cluster.stop()
        store.kill()
    same = [table for table in TABLES if tables[table] != undisturbed[table]]
    print(
        f"| {part} | {outcome} | {embedded} | {', '.join(same) + ' differ' if same else 'the same'} |",
        flush=True,
    )
    return bool(same) or embedded > len(list((home / "pictures").iterdir())) or not there


def run(
    home: Path, name: str, compute: str, kill: Callable[[], None] | None = None
) -> dict[str, list[tuple[object, ...]]]:
    """Fetch, embed and classify the pictures as a collection in a data folder called `name`; return its tables."""
    from artmeta.settings import Settings
    from artmeta.steps.beginning import begin_enrich
    from artmeta.steps.classify import classify
    from artmeta.steps.context import CollectionFile, open_run
    from artmeta.steps.embed import embed
    from artmeta.steps.fetch import fetch

    data = home / f"data-{name}"
    if not data.exists():
        data.mkdir()
        for part in ("models", "cache"):
            shutil.copytree(home / "data" / part, data / part)
    text = f'title = "bench"\n[source]\nkind = "folder"\npath = "{home / "pictures"}"\n[model]\nname = "{MODEL}"\n'
    settings = Settings(data_dir=data)
    run_id = begin_enrich(CollectionFile.write(text + compute, home / "bench.toml"), settings)
    with open_run(run_id, settings) as context:
        fetch(context)
        with killing(kill, len(list((home / "pictures").iterdir()))):
            embed(context)
        classify(context)
        return {table: rows(context, table) for table in TABLES}


@contextmanager
def killing(kill: Callable[[], None] | None, pictures: int) -> Iterator[None]:
    """Call `kill` once, inside, when a third of the pictures is stored."""
    from artmeta.steps import embed as step

    save, stored = step._save, 0

    def watched(context: Any, batch: list[Any], *more: Any) -> None:
        nonlocal stored
        save(context, batch, *more)
        before, stored = stored, stored + len(batch)
        if kill and before < pictures / 3 <= stored:
            kill()

    step._save = watched
    try:
        yield
    finally:
        step._save = save


def rows(context: RunContext, table: str) -> list[tuple[object, ...]]:
    """Return a table's rows in order, without what differs between equal runs."""
    frame = context.store.table_of_run(table, context.id)
    kept = [name for name in frame if not name.endswith("_at")]
    return sorted(frame[kept].astype(str).itertuples(index=False, name=None))


if __name__ == "__main__":
    main()
