"""A list as the Oxford Paintings are published: learnt from and tested as its subsets say, and nothing leaks."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from runs import copy_of
from scripted_server import pages, scripted

from artmeta.settings import Settings
from artmeta.steps.context import CollectionFile
from artmeta.steps.pipeline import train_model
from artmeta.vision.model_store import load_model

PAGE = "https://artuk.org/discover/artworks/"
OXFORD = Path(__file__).parents[3] / "data" / "collections" / "oxford.toml"
SUBSETS = ("train", "test", "validation", "test")  # of each four rows
WEB = "[web]\nallow_private_addresses = true\nrequests_per_second = 5000\n"


@pytest.fixture(scope="module")
def data(trained: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Train on a list of the sample museum's pictures; give the data folder."""
    data = copy_of(trained, tmp_path_factory.mktemp("oxford") / "data")
    with duckdb.connect(str(data / "artmeta.duckdb"), read_only=True) as store:
        known = store.execute(
            "SELECT topic_id, path FROM training_works JOIN images USING (sha256) ORDER BY path"
        ).fetchall()[:100]
    files = {f"/{number}.jpg": (data / path).read_bytes() for number, (_, path) in enumerate(known)}
    with scripted(pages(files)) as server:
        topics = [topic.replace("_", "-") for topic, _ in known]
        (data / "oxford_paintings.csv").write_text("\r\n".join(listing(server.base, topics)), newline="")
        text = OXFORD.read_text(encoding="utf-8").replace("[web]\nrequests_per_second = 1\n", WEB)
        settings = Settings(data_dir=data, reports_dir=data / "reports", workers=1)
        train_model(CollectionFile.write(text, data / "oxford.toml"), settings)
    return data


def listing(base: str, topics: list[str]) -> list[str]:
    """Write rows as in the published list: quoted twice, one in ten with two labels, and with its dirt."""
    rows = ["Image URL,Web page URL,Subset,Labels", ""]
    for number, topic in enumerate(topics):
        labels = f" {topic} {topics[(number + 31) % len(topics)]}" if number % 10 == 0 else f" {topic}"
        rows += [f"{base}/{number}.jpg,{PAGE}work-{number},'{SUBSETS[number % 4]}','{labels}'", ""]
    return [
        *rows,
        f"{base}/0.jpg,{PAGE}work-0,'test',' {topics[0]}'",  # stands in two subsets
        f"{base}/2.jpg,{PAGE}other-page,'test',' {topics[2]}'",  # a picture that was learnt from, elsewhere
        f"N/A,{PAGE}no-picture,'test',' {topics[1]}'",
        f"{base}/5.jpg,{PAGE}work-5,'test',' {topics[5]}'",  # word for word again
    ]


def query(data: Path, text: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(data / "artmeta.duckdb"), read_only=True) as store:
        return store.execute(text).fetchall()


@pytest.mark.slow
def test_only_the_published_training_rows_are_learnt_from(data: Path) -> None:
    learnt = query(data, "SELECT DISTINCT artwork_id FROM training_works WHERE model_name = 'oxford'")
    published = {f"artuk:work-{number}" for number in range(0, 100, 2)}  # train and validation
    assert {work for (work,) in learnt} == published


@pytest.mark.slow
def test_it_is_tested_on_the_published_test_rows(data: Path) -> None:
    (note,) = [note for note in load_model(data / "models", "oxford").card.notes if "set aside" in note]
    leaks = len(query(data, "SELECT * FROM issues WHERE kind = 'picture_learnt_from'"))
    assert leaks >= 1
    assert note.startswith(f"On the {51 - leaks} works")
    assert "mean average precision" in note and f"{leaks} more show" in note


@pytest.mark.slow
def test_each_odd_row_and_each_leak_is_told(data: Path) -> None:
    stored = dict(query(data, "SELECT artwork_id, message FROM issues WHERE collection = 'oxford-training'"))
    assert "artuk:work-0" in stored["artuk:other-page"] or "artuk:work-2" in stored["artuk:other-page"]
    assert "does not count" in stored["artuk:other-page"]
    (conflict,) = [message for message in stored.values() if "counts as training alone" in message]
    assert "artuk:work-0 again" in conflict and "split" in conflict
    kinds = query(
        data, "SELECT kind FROM issues WHERE collection = 'oxford-training' AND step = 'fetch' ORDER BY ALL"
    )
    assert [kind for (kind,) in kinds] == ["duplicate", "duplicate_conflict", "empty_rows", "no_image"]
