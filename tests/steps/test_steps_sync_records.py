"""A list changes between two runs: works vanish and come back, and what was only out of reach has not vanished."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import asdict, replace
from pathlib import Path

import duckdb
import pytest
from PIL import Image

from artmeta.domain.artwork import Artwork, ImageAsset
from artmeta.domain.dates import DateSpan
from artmeta.settings import Settings
from artmeta.steps.context import CollectionFile, begin, finish, open_run
from artmeta.steps.fetch import fetch
from artmeta.steps.sync_records import _digest

LISTED = """title = "A list"
[source]
kind = "csv"
path = "list.csv"
columns = {{ id = "id", title = "title", image = "image" }}
[limits]
{limits}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in "abc":
        Image.new("RGB", (40, 30), (ord(name), 0, 90)).save(tmp_path / f"{name}.png")
    return tmp_path


def run(folder: Path, works: str, limits: str = "") -> dict[str, bool]:
    """Fetch a list of these works; say of each work of the store whether it is marked as gone."""
    rows = [f"{name},Work {name},{name}.png" for name in works]
    (folder / "list.csv").write_text("\n".join(["id,title,image", *rows]))
    settings = Settings(data_dir=folder / "data")
    file = CollectionFile.write(LISTED.format(limits=limits), folder / "listed.toml")
    with open_run(begin(file, settings), settings) as context:
        fetch(context)
        finish(context)
    with duckdb.connect(str(folder / "data" / "artmeta.duckdb"), read_only=True) as store:
        return dict(
            store.execute("SELECT artwork_id, gone_run_id IS NOT NULL FROM artworks ORDER BY 1").fetchall()
        )


def test_a_work_that_vanished_is_marked_and_one_that_returns_is_not(folder: Path) -> None:
    assert run(folder, "abc") == {"a": False, "b": False, "c": False}
    assert run(folder, "ac") == {"a": False, "b": True, "c": False}
    assert run(folder, "ac") == {"a": False, "b": True, "c": False}
    assert run(folder, "abc") == {"a": False, "b": False, "c": False}
    with duckdb.connect(str(folder / "data" / "artmeta.duckdb"), read_only=True) as store:
        assert store.execute("SELECT DISTINCT outcome FROM images").fetchall() == [("ok",)]


def test_a_listing_that_was_cut_short_marks_nothing(folder: Path) -> None:
    run(folder, "abc")
    assert not any(run(folder, "ab", "max_works = 1").values())
    shutil.rmtree(folder / "data")
    assert run(folder, "abc", "max_works = 2") == {"a": False, "b": False}


def test_a_listing_without_end_is_left_and_told_with_the_key_that_lifts_it(folder: Path) -> None:
    run(folder, "abc")
    assert run(folder, "ab", "max_listed = 1") == {"a": False, "b": False, "c": False}, (
        "none is marked as gone"
    )
    assert issue_kinds(folder) == ["listing_ceiling"]
    assert run(folder, "ab", "max_listed = 2") == {"a": False, "b": False, "c": True}
    assert issue_kinds(folder) == []


def issue_kinds(folder: Path) -> list[str]:
    with duckdb.connect(str(folder / "data" / "artmeta.duckdb"), read_only=True) as store:
        result = store.execute("SELECT kind, message FROM issues").fetchall()
    assert all("max_listed" in message for _, message in result)
    return [kind for kind, _ in result]


def test_the_digest_of_a_record_covers_all_of_it() -> None:
    """Digests that are kept were made of `asdict`: another spelling would call every work changed."""
    date = DateSpan(earliest=1850, latest=1859, circa=True, text="c. 1850s")
    work = Artwork(
        "a",
        "Title",
        date=date,
        images=(ImageAsset("https://m.example/a.jpg", "cc0"),),
        given_topics=("boat",),
    )
    assert _digest(work) == hashlib.sha256(repr(asdict(work)).encode()).hexdigest()
    assert _digest(replace(work, date=replace(date, latest=1860))) != _digest(work)
