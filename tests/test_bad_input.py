"""What people get wrong at the command line: one sentence and what to do about it, never a traceback."""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from runs import Ran, artmeta, copy_of
from small_disks import mounted

pytestmark = pytest.mark.slow

FOLDER = """\
title = "A few pictures"
[source]
kind = "folder"
path = "pictures"
[model]
name = "sample"
"""
HOLD = """
import sys, time, duckdb
connection = duckdb.connect(sys.argv[1])
print("held", flush=True)
time.sleep(3600)
"""


def refused(ran: Ran, *words: str, code: int = 1) -> None:
    """The run could not go on, and says so in words; no traceback, no more than a few lines."""
    assert ran.code == code, ran.err
    assert "Traceback" not in ran.err and not re.search(r"\w+Error:", ran.err)
    for word in words:
        assert word in ran.err, ran.err
    assert len(ran.err.splitlines()) < 30


def write(data: Path, text: str) -> Path:
    path = data / "collections" / "mine.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (FOLDER.replace("title", "titel"), ["mine.toml", "titel", "title"]),
        (FOLDER.replace("path =", "pahts ="), ["mine.toml", "pahts", "path"]),
        (FOLDER.replace('"folder"', '"foldr"'), ["mine.toml", "no source called 'foldr'", "'folder'"]),
        (FOLDER.replace('kind = "folder"\n', ""), ["mine.toml", "kind"]),
        (FOLDER + "[expectations]\nmin_artwork = 3\n", ["mine.toml", "min_artwork", "min_artworks"]),
        (FOLDER + "[expectations]\nmax_undated = 7\n", ["mine.toml", "max_undated", "7"]),
        (FOLDER + "[web]\nrequests_per_second = -1\n", ["mine.toml", "requests_per_second"]),
        ('exports = ["csw"]\n' + FOLDER, ["mine.toml", "'csw'", "'csv'"]),
        ("title = ", ["mine.toml", "not TOML"]),
        ("", ["mine.toml", "title"]),
    ],
)
def test_a_collection_file_that_is_wrong(tmp_path: Path, text: str, words: list[str]) -> None:
    refused(artmeta("enrich", write(tmp_path, text), "--no-prefect", data=tmp_path), *words)


def test_it_is_wrong_before_prefect_starts(tmp_path: Path) -> None:
    path = write(tmp_path, FOLDER.replace("title", "titel"))
    for command in ("enrich", "train", "serve"):
        refused(artmeta(command, path, data=tmp_path), "mine.toml", "titel", "title")


def test_a_collection_file_that_is_not_there_or_no_file(tmp_path: Path) -> None:
    refused(artmeta("enrich", "nowhere.toml", data=tmp_path), "nowhere.toml")
    refused(artmeta("enrich", tmp_path, data=tmp_path), str(tmp_path))
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00\x01")
    refused(artmeta("enrich", "binary.toml", data=tmp_path), "binary.toml")


def test_a_command_that_is_typed_wrongly(tmp_path: Path) -> None:
    refused(artmeta("enrihc", data=tmp_path), "enrihc", code=2)
    refused(artmeta("enrich", data=tmp_path), "collection", code=2)
    refused(artmeta("train", "--epochs", "many", tmp_path, data=tmp_path), "--epochs", code=2)


def test_a_setting_that_makes_no_sense(tmp_path: Path) -> None:
    refused(
        artmeta("status", data=tmp_path, ARTMETA_WEBHOOK="nonsense"),
        "ARTMETA_WEBHOOK = 'nonsense': it is no http",
    )
    for address in ("http://", "https:///path", "http://:80"):
        refused(artmeta("status", data=tmp_path, ARTMETA_WEBHOOK=address), f"'{address}': it names no host")
    ran = artmeta("status", data=tmp_path, ARTMETA_WORKERS="many")
    refused(ran, "ARTMETA_WORKERS", "many")


def test_a_collection_without_a_model(tmp_path: Path) -> None:
    path = write(tmp_path, FOLDER)
    (path.parent / "pictures").mkdir()
    refused(artmeta("enrich", path, "--no-prefect", data=tmp_path), "sample")
    nameless = write(tmp_path, FOLDER.replace('[model]\nname = "sample"\n', ""))
    refused(artmeta("enrich", nameless, "--no-prefect", data=tmp_path), "names no model")


def test_nothing_to_train_on(tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    refused(artmeta("train", "pictures", "--model", "x", data=tmp_path), "pictures")
    refused(artmeta("train", "pictures", data=tmp_path), "--model")
    refused(artmeta("train", "nowhere", data=tmp_path), "nowhere")
    refused(artmeta("train", write(tmp_path, FOLDER), "--no-prefect", data=tmp_path), "[training]")


def test_an_empty_folder_stops_with_what_is_missing(sample: Path) -> None:
    path = write(sample.parents[1], FOLDER)
    refused(artmeta("enrich", path, "--no-prefect", data=sample.parents[1]), "pictures")
    (path.parent / "pictures").mkdir()
    refused(artmeta("enrich", path, "--no-prefect", data=sample.parents[1]), "holds no pictures")


def test_what_is_no_picture_is_a_line_with_its_reason(sample: Path, tmp_path: Path) -> None:
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    Image.new("RGB", (300, 200), "navy").save(pictures / "sea.png")
    (pictures / "text.jpg").write_text("This is no picture.")
    (pictures / "empty.jpg").write_bytes(b"")
    ran = artmeta(
        "classify", pictures, "--model", "sample", "--csv", tmp_path / "out.csv", data=sample.parents[1]
    )
    assert ran.code == 0, ran.err
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = {line["file"]: line for line in csv.DictReader(file)}
    assert sorted(lines) == ["empty.jpg", "sea.png", "text.jpg"]
    assert lines["sea.png"]["topic"] and "decoded" not in lines["sea.png"]["reason"]
    for name in ("empty.jpg", "text.jpg"):
        assert not lines[name]["topic"] and lines[name]["reason"].endswith(".")


def test_a_wrong_wish_leaves_the_run_what_it_was(sample: Path) -> None:
    data, name = sample.parents[1], f"{sample.stem}-training"
    before = artmeta("status", data=data).out
    refused(artmeta("export", name, "--to", "xls", data=data), "'xls'", "duckdb", "parquet")
    refused(artmeta("export", name, "--run", "none", data=data), "none")
    refused(artmeta("export", name, "--to", "csv", "--status", "sure", data=data), "'csv'", "--to assertions")
    refused(artmeta("export", name, "--to", "lido", "--status", "shure", data=data), "'shure'", "'sure'")
    refused(artmeta("vocabulary", "check", "samples", data=data), "samples.toml", "'sample'")
    refused(artmeta("topics", f"{name}s", data=data), f"'{name}s'", f"'{name}'")
    assert artmeta("status", data=data).out == before


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk that one run fits on, and not much more."""
    with mounted(tmp_path / "small", 80 * 1024) as disk:
        yield disk


def test_a_full_disk_loses_nothing(sample: Path, small_disk: Path) -> None:
    data = copy_of(sample.parents[1], small_disk / "data")
    ballast = small_disk / "ballast"
    free = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize
    ballast.write_bytes(b"\0" * max(0, free - 700_000))
    collection = data / "collections" / sample.name
    refused(artmeta("enrich", collection, "--no-prefect", data=data), str(data))
    ballast.unlink()
    assert artmeta("enrich", collection, "--no-prefect", data=data).code == 0


@pytest.fixture
def locked(sample: Path) -> Iterator[Path]:
    """A data folder whose database another process holds open."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(sample.parents[1] / "artmeta.duckdb")],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None and holder.stdout.readline() == "held\n"
    yield sample.parents[1]
    holder.kill()
    holder.wait()


def test_a_locked_database(locked: Path, sample: Path) -> None:
    refused(artmeta("enrich", sample, "--no-prefect", data=locked), "artmeta.duckdb")
    read = artmeta("status", data=locked)
    assert (read.code, read.err.count("\n")) == (0, 1) and "is writing to" in read.err


def test_weights_that_are_none(sample: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "weights.pt"
    wrong.write_bytes(b"These are no weights." * 100)
    for weights in (wrong, tmp_path / "nowhere.pt"):
        data = copy_of(sample.parents[1], tmp_path / weights.stem)
        collection = data / "collections" / sample.name
        refused(
            artmeta("train", collection, "--no-prefect", data=data, ARTMETA_WEIGHTS=str(weights)),
            weights.name,
        )
