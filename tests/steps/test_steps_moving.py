"""A data folder is moved, renamed or copied: nothing in it names the old place, and nothing is read twice."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from PIL import Image
from scripted_server import Scripted, ranged, scripted

from artmeta.errors import ModelError
from artmeta.settings import Settings
from artmeta.steps.context import CollectionFile, begin, finish, open_run
from artmeta.steps.fetch import fetch
from artmeta.steps.training.missing_pictures import check_pictures

TOPICS = ("boat", "house")
COLLECTION = """title = "Pictures"
model.name = "pictures"
[source]
kind = "archive"
url = "{base}/pictures.zip"
rights = "CC0"
[training]
[training.source]
kind = "archive"
url = "{base}/pictures.zip"
rights = "CC0"
[web]
allow_private_addresses = true
requests_per_second = 1000
retries = 0
"""


def archive() -> bytes:
    to = io.BytesIO()
    with zipfile.ZipFile(to, "w") as file:
        for number, topic in enumerate(TOPICS * 4):
            picture = io.BytesIO()
            Image.new("RGB", (40, 30), (number * 20, 0, 90)).save(picture, "PNG")
            file.writestr(f"{topic}/{number}.png", picture.getvalue())
    return to.getvalue()


@pytest.fixture(scope="module")
def server() -> Iterator[Scripted]:
    body = archive()
    with scripted(lambda request, count: ranged(body, request)) as one:
        yield one


@pytest.fixture
def data(server: Scripted, tmp_path: Path) -> Path:
    """Give a data folder in which the archive's pictures were fetched, and one picture of the data folder."""
    data = tmp_path / "old name" / "data"
    (data / "collections").mkdir(parents=True)
    (data / "collections" / "pictures.toml").write_text(COLLECTION.format(base=server.base))
    fetched(data)
    server.log.clear()
    return data


def fetched(data: Path, check: bool = False) -> None:
    settings = Settings(data_dir=data, reports_dir=data / "reports", workers=1, contact="curator@example.org")
    file = CollectionFile.load(data / "collections" / "pictures.toml").for_training()
    with open_run(begin(file, settings), settings) as context:
        fetch(context)
        if check:
            check_pictures(context)
        finish(context)


def images(data: Path) -> list[tuple[object, ...]]:
    with duckdb.connect(str(data / "artmeta.duckdb"), read_only=True) as store:
        return store.execute(
            "SELECT artwork_id, url, outcome, path, sha256, run_id FROM images ORDER BY ALL"
        ).fetchall()


def texts(data: Path) -> Iterator[str]:
    """Yield every row of every table, and every small file of the caches."""
    with duckdb.connect(str(data / "artmeta.duckdb"), read_only=True) as store:
        for (table,) in store.execute("SELECT table_name FROM duckdb_tables()").fetchall():
            yield from map(str, store.execute(f"FROM {table}").fetchall())
    for path in (data / "cache").rglob("*.json*"):
        yield path.read_text()


def test_nothing_in_a_data_folder_names_the_place_of_it(data: Path) -> None:
    assert [row[2] for row in images(data)] == ["ok"] * 8
    result = list(texts(data))
    assert any("cache/archives/files" in text for text in result)
    assert [text for text in result if "old name" in text or "old%20name" in text] == []


@pytest.mark.parametrize("move", [shutil.move, shutil.copytree])
def test_a_moved_or_copied_folder_goes_on_without_reading_anything_again(
    move: object, data: Path, server: Scripted, tmp_path: Path
) -> None:
    before = images(data)
    move(data, tmp_path / "new")  # type: ignore[operator]
    fetched(tmp_path / "new", check=True)
    assert images(tmp_path / "new") == before
    assert [request.headers.get("If-None-Match") for request in server.log if "zip" in request.path] == [
        '"a"'
    ]


def test_a_linked_folder_is_the_folder(data: Path, tmp_path: Path) -> None:
    before = images(data)
    (tmp_path / "link").symlink_to(data)
    fetched(tmp_path / "link")
    assert images(data) == before


def test_a_note_of_an_earlier_version_about_another_folder_is_not_followed(
    data: Path, server: Scripted, tmp_path: Path
) -> None:
    from artmeta.notes import read_note, write_note

    new = shutil.copytree(data, tmp_path / "new")
    (place,) = (new / "cache" / "archives" / "fetched").glob("*.json")
    note = read_note(place)
    assert note is not None
    note["file"]["path"] = str(data / "cache" / "archives" / note["file"]["path"])
    write_note(place, note)
    fetched(new, check=True)
    assert str(data) not in json.dumps(read_note(place))


def test_a_model_is_not_trained_on_what_is_left_of_its_pictures(data: Path) -> None:
    with duckdb.connect(str(data / "artmeta.duckdb")) as store:
        store.execute(
            "UPDATE images SET outcome = 'gone', reason = 'The disk is away.' WHERE artwork_id LIKE 'boat%'"
        )
        store.execute(
            "UPDATE images SET outcome = 'gone', url = 'http://127.0.0.1:1/' WHERE artwork_id = 'house/1.png'"
        )
    settings = Settings(data_dir=data, reports_dir=data / "reports", contact="curator@example.org")
    file = CollectionFile.load(data / "collections" / "pictures.toml").for_training()
    with (
        open_run(begin(file, settings), settings) as context,
        pytest.raises(
            ModelError, match=r"Of the works .* to train on, 5 of 8 \(62\.5%\) have no picture .*disk is away"
        ),
    ):
        check_pictures(context)
    with duckdb.connect(str(data / "artmeta.duckdb")) as store:
        store.execute("UPDATE images SET outcome = 'ok' WHERE artwork_id <> 'boat/0.png'")
        columns = "model_name, model_version, sha256, artwork_id, topic_id, split"
        store.execute(
            f"INSERT INTO training_works ({columns}) SELECT 'pictures', 1, sha256, artwork_id, 'boat', 'training' "
            "FROM images WHERE artwork_id LIKE 'boat%'"
        )
        store.execute(
            "INSERT INTO models BY NAME SELECT 'pictures' AS name, 1 AS version, '' AS digest, '' AS backbone, "
            "'' AS vocabulary, '' AS vocabulary_version, '{}' AS card, now() AS created_at"
        )
    with (
        open_run(begin(file, settings), settings) as context,
        pytest.raises(ModelError, match=r"last version was trained on, 1 of 4 \(25\.0%\) have no picture"),
    ):
        check_pictures(context)
