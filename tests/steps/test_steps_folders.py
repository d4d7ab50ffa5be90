"""Any folder of pictures becomes a table: a line a file, columns of distinct names, and a count of what has no line."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
from PIL import Image
from runs import copy_of

from artmeta.csv_writer import BYTE_ORDER_MARK
from artmeta.names import check_name
from artmeta.settings import Settings
from artmeta.steps.folders import classify_folder, folder_slug, folder_to_train_on
from artmeta.steps.pipeline import train_model

pytestmark = pytest.mark.slow

CLASSIFY_AND_SHOW_MODULES = """
import sys
from flows.start import main
try:
    main()
finally:
    print(*sys.modules)
"""
TOPICS = ("status", "file", "Reason", "topic:status", "boat")


def draw(path: Path, seed: int, form: str = "JPEG") -> None:
    """Draw a small picture whose colour is its topic's."""
    rough = np.random.default_rng(seed).integers(0, 90, (6, 6, 3)) + 40 * (seed % len(TOPICS))
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(rough.clip(0, 255).astype(np.uint8)).resize((96, 96)).save(path, form)


@pytest.fixture(scope="module")
def settings(trained: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    data = copy_of(trained, tmp_path_factory.mktemp("columns") / "data")
    settings = Settings(data_dir=data, reports_dir=data / "reports", workers=1)
    training = data.parent / "training"
    for place, topic in enumerate(TOPICS):
        for number in range(4):
            draw(training / topic / f"{number}.jpg", place + len(TOPICS) * number)
    train_model(folder_to_train_on(training, "columns", {"head": "logistic"}), settings)
    return settings


def test_every_file_has_a_line_or_is_counted(settings: Settings, tmp_path: Path) -> None:
    folder, csv = tmp_path / "folder", tmp_path / "out.csv"
    for name in ("=1+2.jpg", "noext", "x.JPG_original", "deep/er.jpg"):
        draw(folder / name, len(name))
    heic = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"
    for name, content in {
        "x.heic": heic,
        "x.dng": b"II*\x00\x08\x00\x00\x00",
        "x.pdf": b"%PDF-1.7",
        "a.jxl": b"\xff\x0a",
        "notes.txt": b"words",
        ".DS_Store": b"x",
    }.items():
        (folder / name).write_bytes(content)
    (tmp_path / "linked").mkdir()
    draw(tmp_path / "linked" / "1.jpg", 9)
    (folder / "link").symlink_to(tmp_path / "linked", target_is_directory=True)
    (folder / "link.jpg").symlink_to(tmp_path / "linked" / "1.jpg")
    result = classify_folder(folder, "columns", csv, settings)
    table = pd.read_csv(csv, keep_default_na=False).set_index("file")
    assert csv.read_bytes().startswith(BYTE_ORDER_MARK)
    assert sorted(table.index) == sorted(
        [
            "'=1+2.jpg",
            "noext",
            "x.JPG_original",
            "deep/er.jpg",
            "x.heic",
            "x.dng",
            "x.pdf",
            "a.jxl",
        ]
    )
    reasons = table["reason"][table["reason"] != ""]
    for name, words in {
        "x.heic": "HEIC is not",
        "x.dng": "camera raw",
        "x.pdf": "PDF is",
        "a.jxl": "JPEG XL",
    }.items():
        assert words in reasons[name]
    assert (result.classified, result.unread) == (4, 4)
    messages = " ".join(result.notes)
    assert "1 file that is no picture" in messages and "notes.txt" in messages and "1 hidden" in messages
    assert "1 links to folders" in messages and "1 files were left out" in messages and "link.jpg" in messages


def test_notes_count_anew_each_time(settings: Settings, tmp_path: Path) -> None:
    draw(tmp_path / "folder" / "1.jpg", 1)
    for count, words in ((1, "1 file that is no picture"), (2, "2 files that are no pictures")):
        (tmp_path / "folder" / f"{count}.txt").write_text("words")
        (message,) = classify_folder(tmp_path / "folder", "columns", tmp_path / "out.csv", settings).notes
        assert words in message


def test_a_folder_is_classified_without_pandas(settings: Settings, tmp_path: Path) -> None:
    draw(tmp_path / "folder" / "1.jpg", 1)
    words = "classify", tmp_path / "folder", "--model", "columns", "--csv", tmp_path / "out.csv"
    ran = subprocess.run(
        [sys.executable, "-c", CLASSIFY_AND_SHOW_MODULES, *words],
        env={**os.environ, "ARTMETA_DATA_DIR": str(settings.data_dir), "ARTMETA_WORKERS": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(ran.stdout.splitlines()[-1].split())
    assert "pyarrow.compute" in loaded
    assert loaded.isdisjoint({"pandas", "scipy", "sklearn"})


def test_topics_called_like_columns_have_columns_of_their_own(settings: Settings, tmp_path: Path) -> None:
    draw(tmp_path / "folder" / "1.jpg", 1)
    table = classify_folder(tmp_path / "folder", "columns", tmp_path / "out.csv", settings).table
    assert set(table.columns) == {
        "file",
        "topic",
        "confidence",
        "status",
        "sure_topics",
        "promise",
        "reason",
        "boat",
        "topic:file",
        "topic:Reason",
        "topic:status",
        "topic:topic:status",
    }
    confidences = table[["boat", "topic:file", "topic:Reason", "topic:status", "topic:topic:status"]]
    assert confidences.sum(axis=1).tolist() == pytest.approx([1.0], abs=1e-5)
    assert table["status"].isin(["sure", "unsure", "unfamiliar"]).all()


def test_a_folder_is_known_by_its_name_and_place(tmp_path: Path) -> None:
    first, second = (folder_slug(tmp_path / place / "Summer Scans 2026") for place in "ab")
    assert first.startswith("folder-summer-scans-2026-") and first != second


@pytest.mark.parametrize("name", ["愛", "x" * 200, "...", "-", "a b"])
def test_any_folders_name_makes_a_sound_one(name: str, tmp_path: Path) -> None:
    slug = folder_slug(tmp_path / name)
    assert check_name(slug, "a collection") == slug


def test_vectors_of_an_earlier_decoder_are_computed_again(settings: Settings, tmp_path: Path) -> None:
    draw(tmp_path / "folder" / "1.jpg", 77)
    first = classify_folder(tmp_path / "folder", "columns", tmp_path / "out.csv", settings).table
    with duckdb.connect(str(settings.database)) as store:
        sha256 = hashlib.sha256((tmp_path / "folder" / "1.jpg").read_bytes()).hexdigest()
        store.execute("UPDATE embeddings SET pixels = 2, vector = ? WHERE sha256 = ?", [bytes(2560), sha256])
        store.execute("UPDATE decisions SET status = 'of old pixels' WHERE sha256 = ?", [sha256])
    again = classify_folder(tmp_path / "folder", "columns", tmp_path / "out.csv", settings).table
    pd.testing.assert_frame_equal(first, again)


@pytest.mark.parametrize(
    ("threshold", "reason"),
    [
        (0.916, "The confidence is below the threshold of its topic, 0.916."),
        (None, "Its topic has no threshold, so the model is never sure of it."),
    ],
)
def test_an_unsure_work_says_why(
    threshold: float | None, reason: str, settings: Settings, tmp_path: Path
) -> None:
    draw(tmp_path / "folder" / "1.jpg", 5)
    classify_folder(tmp_path / "folder", "columns", tmp_path / "out.csv", settings)
    with duckdb.connect(str(settings.database)) as store:
        sha256 = hashlib.sha256((tmp_path / "folder" / "1.jpg").read_bytes()).hexdigest()
        store.execute(
            "UPDATE decisions SET status = 'unsure', topics = [], ood_score = NULL, confidence_threshold = ? "
            "WHERE sha256 = ?",
            [threshold, sha256],
        )
    table = classify_folder(tmp_path / "folder", "columns", tmp_path / "out.csv", settings).table
    assert table["status"].tolist() == ["unsure"]
    assert table["reason"].tolist() == [reason]
