"""Pictures embedded on a Dask cluster give the tables of one machine, also where a part of the cluster is killed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from runs import copy_of

from artmeta.errors import ComputeError, ConfigError
from artmeta.imaging.properties import ImageProperties
from artmeta.settings import Settings
from artmeta.steps import embed as embed_step
from artmeta.steps import pictures_to_embed
from artmeta.steps.beginning import begin_enrich
from artmeta.steps.classify import classify
from artmeta.steps.context import CollectionFile, begin, open_run
from artmeta.steps.distributed import cluster as cluster_module
from artmeta.steps.distributed import packs, shards, worker
from artmeta.steps.distributed.cluster import connected, threads_of
from artmeta.steps.distributed.place import SharedPlace
from artmeta.steps.distributed.shards import Job, packed_results, parts, pieces, unpacked_results, versions
from artmeta.steps.embed import embed
from artmeta.steps.embedding_worker import EmbeddingResult, PictureFile
from artmeta.steps.fetch import fetch
from artmeta.vision.networks.backbone import Backbone
from bench.dask_parts import BUCKET, KEYS, TABLES, Cluster, ObjectStore

Tables = dict[str, list[tuple[object, ...]]]
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
    monkeypatch.setattr(pictures_to_embed, "PAGE", 25)


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


def test_pages_of_pictures_give_the_same_tables(
    trained: Path, pictures: Path, undisturbed: Tables, tmp_path: Path
) -> None:
    assert run(trained, pictures, tmp_path / "data") == undisturbed


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
    before = dask.embedded_shards()
    kill(lambda: os.kill(dask.worker_process(), 9))
    assert run(trained, pictures, tmp_path / "data", compute(dask, f"s3://{BUCKET}/worker")) == undisturbed
    shards = dask.embedded_shards() - before  # that of the killed worker may be stored and have no log line
    assert shards and set(shards.values()) == {1}, "no shard is embedded twice"
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


def test_a_cluster_object_needs_neither_an_address_nor_a_shared_place(
    trained: Path, pictures: Path, undisturbed: Tables, tmp_path: Path
) -> None:
    from distributed import LocalCluster

    with LocalCluster(
        processes=False, n_workers=1, threads_per_worker=2, dashboard_address="127.0.0.1:0"
    ) as own:
        assert run(trained, pictures, tmp_path / "data", cluster=own) == undisturbed
    assert not list((tmp_path / "data" / "cache" / "shards").rglob("*.parquet"))


def test_a_place_that_cannot_be_used_is_one_sentence(
    store: ObjectStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ComputeError, match=r"^The shared folder .*nowhere is not there\. Mount it"):
        SharedPlace(str(tmp_path / "nowhere")).check()
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(ComputeError, match=r"file is not there"):
        SharedPlace(str(tmp_path / "file")).check()
    import s3fs

    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "of-another-place")
    s3fs.S3FileSystem.clear_instance_cache()  # connections are kept, with their credentials
    with pytest.raises(ComputeError) as refused:
        SharedPlace(f"s3://{BUCKET}/x").check()
    assert refused.value.message.startswith(f"The shared place s3://{BUCKET}/x cannot be written: ")
    s3fs.S3FileSystem.clear_instance_cache()
    assert "AWS_ENDPOINT_URL" in refused.value.hint
    assert "of-another-place" not in str(refused.value) and KEYS["AWS_SECRET_ACCESS_KEY"] not in str(
        refused.value
    )


def test_files_of_a_place_are_whole_written_once_and_removed(store: ObjectStore, tmp_path: Path) -> None:
    for place in (SharedPlace(str(tmp_path)), SharedPlace(f"s3://{BUCKET}/files")):
        place.create("a/one", b"first")
        place.create("a/one", b"second")
        assert place.read("a/one") == b"first" and place.exists("a/one") and not place.exists("a/two")
        with pytest.raises(FileNotFoundError):
            place.read("a/two")
        assert place.names("a") == ["a/one"] and place.names("b") == []
        place.remove(["a/one", "a/one", "a/never"])
        assert place.names("") == [] and place.names("a") == []


def test_a_scheduler_that_is_not_there_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_module, "CONNECT", 0.2)
    with (
        pytest.raises(ComputeError, match=r"^The Dask scheduler at tcp://127\.0\.0\.1:1 cannot be reached: "),
        connected("tcp://127.0.0.1:1", None, 1),
    ):
        pass


def test_a_scheduler_without_workers_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    from distributed import LocalCluster

    monkeypatch.setattr(cluster_module, "NO_WORKERS", 0.2)
    with (
        LocalCluster(processes=False, n_workers=0, dashboard_address="127.0.0.1:0") as empty,
        connected("", empty, 1) as client,
        pytest.raises(ComputeError, match="No Dask worker was connected"),
    ):
        threads_of(client)


def test_a_worker_with_other_versions_is_one_sentence(tmp_path: Path) -> None:
    backbone = Backbone("network", "digest", 1280, 224, "", tmp_path / "network.tflite")
    job = Job(str(tmp_path), "run", backbone, "backbones/x", "0" * 64, {**versions(), "artmeta": "0.0.1"})
    from distributed import LocalCluster

    with (
        LocalCluster(processes=False, n_workers=1, dashboard_address="127.0.0.1:0") as own,
        connected("", own, 1) as client,
    ):
        with pytest.raises(ComputeError, match=r"On the Dask worker .*: The version of artmeta is .*0\.0\.1"):
            cluster_module.check_workers(client, worker.prepare, job)
        with pytest.raises(ComputeError, match=r"backbones/x is not in .* as this worker sees it"):
            cluster_module.check_workers(client, worker.prepare, replace(job, versions=versions()))


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ('scheduler = "museum-server:8786"', "neither 'local' nor an address"),
        ('scheduler = "tcp://museum:8786"', "needs 'shared'"),
        ('shared = "ftp://museum/x"', "neither a folder nor s3://"),
        ('shared = "s3://"', "neither a folder nor s3://"),
        ('shared = "s3://key:word@bucket/x"', "belong in the environment"),
        ('sheduler = "local"', "did you mean 'scheduler'"),
    ],
)
def test_a_table_that_makes_no_sense_is_refused(table: str, sentence: str, tmp_path: Path) -> None:
    text = f'title = "P"\n[source]\nkind = "folder"\npath = "."\n[compute]\n{table}\n'
    with pytest.raises(ConfigError, match=sentence) as refused:
        CollectionFile.write(text, tmp_path / "p.toml")
    assert "key:word" not in str(refused.value)


def test_where_a_run_is_computed_is_no_part_of_its_configuration(tmp_path: Path) -> None:
    text = 'title = "P"\n[source]\nkind = "folder"\npath = "."\n'
    plain = CollectionFile.write(text, tmp_path / "p.toml")
    other = CollectionFile.write(f'{text}[compute]\nscheduler = "local"\n', tmp_path / "p.toml")
    assert plain.collection.digest == other.collection.digest
    settings = Settings(data_dir=tmp_path / "data")
    assert begin(plain, settings) == begin(other, settings), "the interrupted run is taken up"
    with open_run(begin(other, settings), settings) as context:
        assert context.collection.compute.scheduler == "local"


def test_results_come_back_from_a_file_as_they_were() -> None:
    properties = ImageProperties(*np.random.default_rng(1).random(7).tolist())
    results = [
        EmbeddingResult("a" * 64, b"\x00\xff" * 640, 2**64 - 1, properties=properties),
        EmbeddingResult("b" * 64, reason="b.jpg is damaged.", kind="unreadable"),
    ]
    assert unpacked_results(packed_results(results)) == results
    assert unpacked_results(packed_results([])) == []


def test_shards_become_smaller_towards_the_end_and_hold_every_picture_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shards, "LEAST", 64)
    held = [PictureFile(str(number), Path("x")) for number in range(20_001)]
    divided = list(parts(held, len(held), threads=4))
    assert [picture for part in divided for picture in part] == held
    sizes = [len(part) for part in divided]
    assert sizes[0] == 1667 and sizes == sorted(sizes, reverse=True) and sizes[-2] == 64
    assert len(next(parts(held, len(held), 1))) == shards.MOST
    assert [len(piece) for piece in pieces(tuple(held[:10]))] == [3, 3, 3, 1]
    assert [len(piece) for piece in pieces(tuple(held[:2]))] == [1, 1], "it always becomes smaller"
