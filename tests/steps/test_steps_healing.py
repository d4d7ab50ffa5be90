"""After any file was damaged, or any fault that can pass was mended, the next run equals an undisturbed one."""

from __future__ import annotations

import io
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
from damage import DAMAGES, files_below
from PIL import Image
from runs import copy_of, tables
from scripted_server import Reply, Request, Scripted, ranged, scripted

from artmeta.errors import ModelError, ValidationFailed
from artmeta.settings import Settings
from artmeta.steps import classify as classify_step
from artmeta.steps import embed as embed_step
from artmeta.steps import embedding_worker
from artmeta.steps.classify import classify
from artmeta.steps.context import CollectionFile, RunContext, begin, finish, open_run
from artmeta.steps.embed import embed
from artmeta.steps.embedding_worker import EmbeddingResult, PictureFile
from artmeta.steps.fetch import fetch
from artmeta.steps.results import newest_run_id
from artmeta.steps.validate import verify
from artmeta.store.database import Store
from artmeta.vision.backbones import Backbone

WORKS = "abcd"
RESULTS = (
    "artworks",
    "images",
    "issues",
    "embeddings",
    "image_hashes",
    "image_properties",
    "unreadable_pictures",
    "predictions",
    "decisions",
)
COLLECTION = """title = "A list"
model.name = "sample"
[source]
kind = "csv"
{place}
rights = "CC0"
columns = {{ id = "id", title = "title", image = "image" }}
[web]
allow_private_addresses = true
requests_per_second = 1000
retries = 0
"""


class Museum:
    """A list of four pictures on a server; `trouble` says with which status, and no body, a path answers instead."""

    def __init__(self) -> None:
        self.trouble: dict[str, int] = {}
        self.pages = {"/list.csv": listing(), **{f"/{name}.png": picture(name) for name in WORKS}}

    def __call__(self, request: Request, count: int) -> Reply:
        if request.path not in self.pages or request.path in self.trouble:
            return Reply(status=self.trouble.get(request.path, 404))
        return ranged(self.pages[request.path], request, etag=f'"{len(self.pages[request.path])}"')


def listing() -> bytes:
    return "\n".join(["id,title,image", *(f"{name},Work {name},{name}.png" for name in WORKS)]).encode()


def picture(name: str) -> bytes:
    to = io.BytesIO()
    Image.linear_gradient("L").rotate(ord(name)).resize((90, 70)).convert("RGB").save(to, "PNG")
    return to.getvalue()


@pytest.fixture(scope="module")
def opened() -> Iterator[tuple[Museum, Scripted]]:
    museum = Museum()
    with scripted(museum) as server:
        yield museum, server


@pytest.fixture(scope="module")
def whole(opened: tuple[Museum, Scripted], trained: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a data folder in which the museum's list was enriched without a fault; copy it, do not change it."""
    data = copy_of(trained, tmp_path_factory.mktemp("whole") / "data")
    enrich(data, f'url = "{opened[1].base}/list.csv"')
    assert len(results(data)["decisions"]) == len(WORKS)
    return data


@pytest.fixture
def museum(opened: tuple[Museum, Scripted], whole: Path) -> Museum:
    opened[0].trouble = {}
    return opened[0]


@pytest.fixture
def server(opened: tuple[Museum, Scripted], whole: Path) -> Scripted:
    opened[1].log.clear()
    return opened[1]


@pytest.fixture
def enriched(museum: Museum, server: Scripted, whole: Path, tmp_path: Path) -> Path:
    return copy_of(whole, tmp_path / "data")


def enrich(data: Path, place: str, *further: Callable[[RunContext], object]) -> str:
    """Fetch, embed and classify a list at a `place` into a data folder, then `further` steps; return the run's id."""
    settings = Settings(data_dir=data, workers=1)
    file = CollectionFile.write(COLLECTION.format(place=place), data.parent / "listed.toml")
    run_id = begin(file, settings, ("sample", 1))
    with open_run(run_id, settings) as context:
        for step in (fetch, embed, classify, *further):
            step(context)
        finish(context)
    return run_id


def results(data: Path) -> dict[str, list[tuple[object, ...]]]:
    """Read what was found; the last digits of a distance depend on how many works were classified together."""
    result = tables(data)
    return {name: [tuple(map(rounded, row)) for row in result[name]] for name in RESULTS}


def rounded(cell: object) -> object:
    return round(cell, 5) if isinstance(cell, float) else cell


def test_any_lost_or_changed_picture_is_fetched_again(
    enriched: Path, server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each picture by itself; nothing is looked at again, for the bytes that come are those that were there."""
    before_all, images = results(enriched), files_below(enriched / "images")
    monkeypatch.setattr(embed_step, "embed_all", lambda *_: pytest.fail("all pictures were seen"))
    for damage, path in zip(DAMAGES.values(), images, strict=True):
        before = path.read_bytes()
        damage(path)
        enrich(enriched, f'url = "{server.base}/list.csv"')
        assert path.read_bytes() == before
        assert results(enriched) == before_all
    fetched = Counter(one.path for one in server.log if one.path.endswith(".png"))
    assert set(fetched.values()) == {1}, "each picture was lost once"


def test_a_picture_that_is_only_younger_is_not_fetched_again(enriched: Path, server: Scripted) -> None:
    whole, request = results(enriched), len(server.log)
    for path in files_below(enriched / "images"):
        path.touch()
    for _ in range(2):
        enrich(enriched, f'url = "{server.base}/list.csv"')
    assert results(enriched) == whole
    assert {one.path for one in server.log[request:]} == {"/robots.txt", "/list.csv"}


def test_a_lost_picture_that_the_server_no_longer_has_is_told(
    enriched: Path, museum: Museum, server: Scripted
) -> None:
    files_below(enriched / "images")[0].unlink()
    museum.trouble = dict.fromkeys(museum.pages.keys() - {"/list.csv"}, 404)
    enrich(enriched, f'url = "{server.base}/list.csv"')
    (issue,) = results(enriched)["issues"]
    assert "gone" in issue and any("is not there (404)" in str(cell) for cell in issue)


@pytest.mark.parametrize("status", [403, 503, 200])
def test_what_was_refused_or_busy_is_tried_in_the_next_run(
    trained: Path, museum: Museum, server: Scripted, whole: Path, tmp_path: Path, status: int
) -> None:
    data = copy_of(trained, tmp_path / "disturbed")
    museum.trouble = {"/b.png": status, "/c.png": status}
    enrich(data, f'url = "{server.base}/list.csv"')
    assert len(results(data)["issues"]) == 2
    museum.trouble = {}
    enrich(data, f'url = "{server.base}/list.csv"')
    assert results(data) == results(whole)


def test_a_picture_that_was_not_there_is_asked_for_again_after_some_days(
    trained: Path, museum: Museum, server: Scripted, whole: Path, tmp_path: Path
) -> None:
    data = copy_of(trained, tmp_path / "disturbed")
    museum.trouble = {"/b.png": 404}
    for _ in range(2):
        enrich(data, f'url = "{server.base}/list.csv"')
    assert len(server.requests_of("/b.png")) == 1
    museum.trouble = {}
    with duckdb.connect(str(data / "artmeta.duckdb")) as store:
        store.execute("UPDATE images SET fetched_at = fetched_at - INTERVAL 8 DAY WHERE outcome = 'gone'")
    enrich(data, f'url = "{server.base}/list.csv"')
    assert results(data) == results(whole)


def test_works_with_unsound_predictions_are_classified_again(enriched: Path, server: Scripted) -> None:
    whole, place = results(enriched), f'url = "{server.base}/list.csv"'
    with duckdb.connect(str(enriched / "artmeta.duckdb")) as store:
        for change in (
            "UPDATE predictions SET confidence = 'nan' WHERE artwork_id LIKE '%a' AND rank = 1",
            "DELETE FROM predictions WHERE artwork_id LIKE '%b'",
            "UPDATE decisions SET status = 'sure', topics = ['castle'] WHERE artwork_id LIKE '%c'",
        ):
            store.execute(change)
    with pytest.raises(ValidationFailed, match="called sure") as failed:
        enrich(enriched, place, verify)
    assert "Run `artmeta enrich` again" in failed.value.hint
    assert results(enriched)["decisions"] == whole["decisions"][-1:]  # those of the work that is sound
    enrich(enriched, place, verify)
    assert results(enriched) == whole


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "pictures"
    place.mkdir()
    (place / "list.csv").write_bytes(listing())
    for name in WORKS:
        (place / f"{name}.png").write_bytes(picture(name))
    return place


def test_pictures_that_were_away_for_one_run_are_found_in_the_next(
    trained: Path, folder: Path, tmp_path: Path
) -> None:
    place = f'path = "{folder}/list.csv"'
    whole, data = copy_of(trained, tmp_path / "whole"), copy_of(trained, tmp_path / "data")
    enrich(whole, place)
    away = tmp_path / "away"
    away.mkdir()
    for picture_ in folder.glob("*.png"):
        shutil.move(picture_, away)
    enrich(data, place)
    assert [row[2] for row in results(data)["issues"]] == list(WORKS)
    for picture_ in away.iterdir():
        shutil.move(picture_, folder)
    enrich(data, place)
    assert results(data) == results(whole)
    assert len(results(data)["decisions"]) == len(WORKS)


def test_a_picture_that_cannot_be_read_is_tried_again_only_if_it_or_the_decoder_changes(
    trained: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, data = f'path = "{folder}/list.csv"', copy_of(trained, tmp_path / "data")
    sound = picture("b")
    (folder / "b.png").write_bytes(sound[: len(sound) // 2])
    enrich(data, place)
    (first,) = results(data)["issues"]
    assert "unreadable" in first and len(results(data)["unreadable_pictures"]) == 1
    looked: list[int] = []
    embed_all = embed_step.embed_all

    def counted(pictures: list[object], *more: object) -> object:
        looked.append(len(pictures))
        return embed_all(pictures, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(embed_step, "embed_all", counted)
    enrich(data, place)
    assert looked == [] and results(data)["issues"] == [first], "the same bytes, the same decoder"
    monkeypatch.setattr(embed_step, "DECODER", "another")
    enrich(data, place)
    assert looked == [1] and results(data)["issues"] == [first]
    (folder / "b.png").write_bytes(sound)
    enrich(data, place)
    assert looked == [1, 1] and results(data)["issues"] == []
    assert len(results(data)["decisions"]) == len(WORKS)


def test_pictures_that_an_earlier_version_did_not_measure_are_measured_and_not_embedded_again(
    enriched: Path, server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, place = tables(enriched), f'url = "{server.base}/list.csv"'
    with duckdb.connect(str(enriched / "artmeta.duckdb")) as store:
        store.execute(
            "DELETE FROM image_properties WHERE sha256 IN (FROM images SELECT sha256 WHERE collection = 'listed')"
        )
    monkeypatch.setattr(embedding_worker, "packed_features", None)
    embed_in_process(monkeypatch)
    enrich(enriched, place)
    for table in RESULTS:
        assert tables(enriched)[table] == before[table], table


def embed_in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the step's pictures be embedded by this process, in which a test may replace parts of the worker."""

    def embed_all(pictures: list[PictureFile], backbone: Backbone, workers: int) -> list[EmbeddingResult]:
        embedding_worker.start(backbone)
        return embedding_worker.embed_batch(pictures)

    monkeypatch.setattr(embed_step, "embed_all", embed_all)
    monkeypatch.setattr(embedding_worker, "end_with_parent", lambda: None)


def test_a_picture_lost_between_two_steps_is_seen_in_the_next_run(
    trained: Path, server: Scripted, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Deleted, and changed into another sound picture: nothing is kept under the digest of what is not there."""
    data = copy_of(trained, tmp_path / "disturbed")
    embed_all = embed_step.embed_all

    def disturbed(pictures: list[object], *more: object) -> object:
        lost, changed = files_below(data / "images")[:2]
        lost.unlink()
        changed.write_bytes(picture("z"))
        return embed_all(pictures, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(embed_step, "embed_all", disturbed)
    enrich(data, f'url = "{server.base}/list.csv"')
    assert sorted(row[3] for row in results(data)["issues"]) == ["busy", "gone"]
    monkeypatch.undo()
    enrich(data, f'url = "{server.base}/list.csv"')
    assert results(data) == results(whole)


@pytest.mark.parametrize("damage", DAMAGES)
def test_any_damaged_file_of_a_model_is_a_sentence_or_changes_nothing(
    enriched: Path, server: Scripted, damage: str
) -> None:
    whole = results(enriched)
    with duckdb.connect(str(enriched / "artmeta.duckdb")) as store:
        store.execute("DELETE FROM predictions; DELETE FROM decisions")
    for path in files_below(enriched / "models"):
        before = path.read_bytes()
        DAMAGES[damage](path)
        outcome = run_or_sentence(lambda: enrich(enriched, f'url = "{server.base}/list.csv"'))
        path.write_bytes(before)
        if outcome:
            assert len(outcome) > 40 and "\n" not in outcome and "models" in outcome
        else:
            assert results(enriched) == whole, f"{path.name} was damaged and nothing was said"
    enrich(enriched, f'url = "{server.base}/list.csv"')
    assert results(enriched) == whole


def run_or_sentence(run: Callable[[], object]) -> str:
    try:
        run()
    except ModelError as fault:
        return str(fault)
    return ""


def test_the_newest_run_is_the_one_that_began_last_whatever_the_clock_said(
    enriched: Path, server: Scripted
) -> None:
    place = f'url = "{server.base}/list.csv"'
    with duckdb.connect(str(enriched / "artmeta.duckdb")) as store:
        store.execute("UPDATE runs SET started_at = started_at + INTERVAL 3 YEAR")
    second = enrich(enriched, place)
    with Store.open(enriched / "artmeta.duckdb", read_only=True) as store:
        assert newest_run_id(store, "listed") == second


@pytest.mark.parametrize("tables_lost", [("predictions", "decisions"), ("decisions",)])
def test_works_are_classified_alike_in_transactions_of_any_size(
    enriched: Path, tables_lost: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = results(enriched)
    with duckdb.connect(str(enriched / "artmeta.duckdb")) as connection:
        (run_id,) = connection.execute("SELECT max(run_id) FROM runs").fetchall()[0]
        for table in tables_lost:
            connection.execute(f"DELETE FROM {table}")
    monkeypatch.setattr(classify_step, "BATCH", 2)
    monkeypatch.setattr(classify_step, "ROWS", 1)  # fewer than the topics of a work
    with open_run(run_id, Settings(data_dir=enriched)) as context:
        classify(context)
    assert results(enriched) == before
