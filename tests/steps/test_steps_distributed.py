"""Pictures embedded on a Dask cluster give the tables of one machine, also where a part of the cluster is killed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from runs import copy_of

from artmeta.errors import ComputeError
from artmeta.settings import Settings
from artmeta.steps import embed as embed_step
from artmeta.steps.classify import classify
from artmeta.steps.context import CollectionFile, open_run
from artmeta.steps.distributed import packs, shards
from artmeta.steps.distributed.place import SharedPlace
from artmeta.steps.embed import embed
from artmeta.steps.embedding_worker import EmbeddingResult
from artmeta.steps.fetch import fetch
from artmeta.steps.pipeline import begin_enrich
from bench.dask_parts import BUCKET, Cluster, ObjectStore

Tables = dict[str, list[tuple[object, ...]]]
TABLES = (
    "embeddings",
    "image_hashes",
    "image_properties",
    "unreadable_pictures",
    "decisions",
    "predictions",
    "issues",
)
PICTURES = 60


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder of sound pictures, and one that is cut off."""
    folder, random = tmp_path_factory.mktemp("shared") / "pictures", np.random.default_rng(5)
    folder.mkdir()
    for number in range(PICTURES):
        pixels = random.integers(0, 255, (9, 12, 3), dtype=np.uint8).repeat(6, 0).repeat(6, 1)
        Image.fromarray(pixels).save(folder / f"{number:02}.png")
    whole = (folder / "07.png").read_bytes()
    (folder / "damaged.png").write_bytes(whole[: len(whole) // 2])
    return folder


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObjectStore]:
    server = ObjectStore(tmp_path_factory.mktemp("store"))
    with pytest.MonkeyPatch.context() as patch:
        for name, value in server.environment.items():
            patch.setenv(name, value)
        yield server
    server.kill()


@pytest.fixture(scope="module")
def dask(store: ObjectStore, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    parts = Cluster(tmp_path_factory.mktemp("dask"), environment=store.environment)
    yield parts
    parts.stop()


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "LEAST", 8)
    monkeypatch.setattr(packs, "BYTES", 40_000)  # some packs are divided


def run(trained: Path, pictures: Path, data: Path, compute: str = "", **more: Any) -> Tables:
    """Embed and classify the pictures, one of which is lost and one changed after they were listed."""
    if not data.exists():
        copy_of(trained, data)
    text = f'title = "Pictures"\n[source]\nkind = "folder"\npath = "{pictures}"\n[model]\nname = "sample"\n{compute}'
    settings = Settings(data_dir=data, workers=1)
    kept = {name: (pictures / name).read_bytes() for name in ("03.png", "05.png")}
    run_id = begin_enrich(CollectionFile.write(text, pictures.parent / "pictures.toml"), settings)
    with open_run(run_id, settings, more.get("cluster")) as context:
        fetch(context)
        try:
            (pictures / "03.png").unlink()
            (pictures / "05.png").write_bytes(kept["03.png"])
            embed(context)
        finally:
            for name, content in kept.items():
                (pictures / name).write_bytes(content)
        classify(context)
        frames = {table: context.store.table_of_run(table, run_id) for table in TABLES}
    return {
        table: sorted(frame.astype(str).itertuples(index=False, name=None)) for table, frame in frames.items()
    }


@pytest.fixture(scope="module")
def undisturbed(trained: Path, pictures: Path, tmp_path_factory: pytest.TempPathFactory) -> Tables:
    tables = run(trained, pictures, tmp_path_factory.mktemp("alone") / "data")
    assert len(tables["embeddings"]) == PICTURES - 2 and len(tables["unreadable_pictures"]) == 1
    assert {row[3] for row in tables["issues"]} == {"gone", "busy", "unreadable"}
    return tables


@pytest.fixture
def kill(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], None]], None]:
    """Give a function that has another called once, when the first shard is stored."""

    def after_the_first(end: Callable[[], None]) -> None:
        save = embed_step._save

        def watched(context: Any, batch: list[EmbeddingResult], *more: Any) -> None:
            save(context, batch, *more)
            if any(result.vector for result in batch):
                monkeypatch.setattr(embed_step, "_save", save)
                end()

        monkeypatch.setattr(embed_step, "_save", watched)

    return after_the_first


def compute(dask: Cluster, shared: object) -> str:
    return f'[compute]\nscheduler = "{dask.address}"\nshared = "{shared}"\n'


def test_workers_that_read_the_pictures_in_the_shared_folder_give_the_same_tables(
    trained: Path, pictures: Path, undisturbed: Tables, dask: Cluster, tmp_path: Path
) -> None:
    assert run(trained, pictures, tmp_path / "data", compute(dask, pictures.parent)) == undisturbed
    assert not list(pictures.parent.rglob("*.parquet")), "nothing was copied, and what was merged is removed"


def test_a_killed_worker_costs_nothing_but_time(
    trained: Path,
    pictures: Path,
    undisturbed: Tables,
    dask: Cluster,
    tmp_path: Path,
    kill: Callable[[Callable[[], None]], None],
) -> None:
    before = dask.embedded()
    kill(lambda: os.kill(dask.worker_process(), 9))
    assert run(trained, pictures, tmp_path / "data", compute(dask, f"s3://{BUCKET}/worker")) == undisturbed
    assert dask.embedded() - before == PICTURES - 1, "each shard once; two pictures could not be sent"
    left = SharedPlace(f"s3://{BUCKET}/worker").names("")
    assert [name.partition("/")[0] for name in left] == ["backbones"], "what was merged is removed"


def test_after_the_object_store_was_killed_the_next_run_goes_on(
    trained: Path,
    pictures: Path,
    undisturbed: Tables,
    dask: Cluster,
    store: ObjectStore,
    tmp_path: Path,
    kill: Callable[[Callable[[], None]], None],
) -> None:
    before, where = dask.embedded(), compute(dask, f"s3://{BUCKET}/store")
    kill(store.kill)
    with pytest.raises(ComputeError, match=rf"s3://{BUCKET}/store cannot be (read|written): "):
        run(trained, pictures, tmp_path / "data", where)
    store.start()
    assert run(trained, pictures, tmp_path / "data", where) == undisturbed
    assert dask.embedded() - before <= 2 * PICTURES
