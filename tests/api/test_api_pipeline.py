"""Models and runs through `import artmeta`: the numbers are those that the pipeline stores."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from PIL import Image
from runs import copy_of, environment
from studio import picture

import artmeta
from artmeta.api.collections import as_toml

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("at_work")]

MODEL = "mine"


def test_predictions_are_those_that_the_pipeline_stores() -> None:
    table = artmeta.classify("scans", MODEL)
    files = [Path("scans") / name for name in table["file"]]
    rows = artmeta.Classifier.load(MODEL).predict(files)
    assert rows["artwork_id"].tolist() == [str(file) for file in files]
    assert rows["topic_id"].tolist() == table["topic"].tolist()
    assert rows["status"].tolist() == table["status"].tolist()
    unread = rows["reason"] != ""
    assert unread.sum() == 2 and rows.loc[unread, "confidence"].isna().all()
    reasons = table.loc[unread.to_numpy(), ["file", "reason"]].itertuples(index=False)
    assert rows.loc[unread, "reason"].tolist() == [
        reason.replace("The file", file, 1) for file, reason in reasons
    ]
    store = artmeta.open_store()
    (collection,) = (name for name in store.collections()["collection"] if name.startswith("folder-scans"))
    decisions = store.decisions(collection).drop(columns=["artwork_id", "promise", "decision_reason"])
    for frame in (rows, decisions):
        frame["sure_topics"] = frame["sure_topics"].map(list, na_action="ignore")
    read = rows.loc[~unread, decisions.columns].reset_index(drop=True)
    pd.testing.assert_frame_equal(read, decisions, check_dtype=False, rtol=0, atol=1e-12)
    longer = artmeta.Classifier.load(MODEL).predict(files, all_topics=True).dropna(subset="topic_id")
    assert longer["confidence"].tolist() == store.predictions(collection)["confidence"].tolist()


def test_pictures_in_memory_give_what_their_files_give() -> None:
    model = artmeta.Classifier.load(MODEL)
    files = sorted(Path("scans").glob("[0-9]*"))
    expected = model.predict(files)
    columns = ["topic_id", "score", "confidence", "status", "ood_score"]
    images = model.predict([Image.open(file) for file in files])
    pd.testing.assert_frame_equal(images[columns], expected[columns])
    arrays = model.predict([np.asarray(Image.open(file)) for file in files[:4]])
    pd.testing.assert_frame_equal(arrays[columns], expected[columns][:4])
    assert arrays["artwork_id"].tolist() == [0, 1, 2, 3]


def test_pictures_may_have_names_and_come_alone() -> None:
    model = artmeta.Classifier.load(MODEL)
    array = np.zeros((40, 30, 3), np.uint8)
    assert model.predict({"a": array, "b": "scans/1.png"})["artwork_id"].tolist() == ["a", "b"]
    assert model.predict(pd.Series(["scans/1.png"], index=[17]))["artwork_id"].tolist() == [17]
    for single in ("scans/1.png", Path("scans/1.png"), array, Image.open("scans/1.png")):
        assert len(model.predict(single)) == 1
    assert len(model.predict(np.stack([array, array]))) == 2
    nothing = model.predict([])
    assert nothing.empty and {"topic_id", "score", "confidence", "status", "ood_score"} <= set(
        nothing.columns
    )


def test_a_picture_that_cannot_be_read_is_a_row_with_its_reason() -> None:
    odd = ["scans/damaged.png", "scans/missing.png", "scans", np.zeros((0, 5, 3), np.uint8), "scans/1.png"]
    for all_topics in (False, True):
        rows = artmeta.Classifier.load(MODEL).predict(odd, all_topics=all_topics)
        assert rows["topic_id"].isna().tolist()[:5] == [True, True, True, True, False]
        assert all(rows["reason"][:4]) and rows["confidence"].isna()[:4].all()


@pytest.mark.parametrize(
    ("pictures", "sentence"),
    [
        ([None], "Picture 0 is of type NoneType"),
        (["scans/1.png", 5], "Picture 1 is of type int"),
        (b"bytes", "Picture 0 is of type bytes"),
        (None, "is of type NoneType"),
        (np.zeros((9, 9, 3)), "array of float64"),
        (np.zeros((9, 9, 5), np.uint8), r"shape \(9, 9, 5\)"),
        ([""], "not a path"),
    ],
)
def test_what_is_no_picture_by_its_type_is_one_sentence(pictures: object, sentence: str) -> None:
    with pytest.raises(artmeta.ArtmetaError, match=sentence):
        artmeta.Classifier.load(MODEL).predict(pictures)  # type: ignore[arg-type]


def test_what_is_no_path_of_a_collection_or_no_table_is_one_sentence() -> None:
    for path in (None, "", 3):
        with pytest.raises(artmeta.ArtmetaError, match=r"`path` is .*, not a path"):
            artmeta.Collection.load(path)  # type: ignore[arg-type]
    with pytest.raises(artmeta.ArtmetaError, match="`tables` is of type int"):
        artmeta.Collection.build(3, "x.toml")  # type: ignore[arg-type]


def test_a_model_is_found_by_its_folder(studio: Path, tmp_path: Path) -> None:
    elsewhere = copy_of(studio / "data" / "models" / MODEL, tmp_path / MODEL)
    expected = artmeta.Classifier.load(MODEL).predict("scans/1.png")
    for place in (elsewhere, elsewhere / "1", str(elsewhere)):
        model = artmeta.Classifier.load(place)
        assert repr(model) == "<Classifier mine, version 1, of boat, horse, house>"
        pd.testing.assert_frame_equal(model.predict("scans/1.png"), expected)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("mien", "no model called 'mien'.*Did you mean 'mine'"),
        ("../mine", "no name for a model"),
        ("scans", "no model called 'scans'"),
        (None, "`name_or_path` is None"),
    ],
)
def test_a_model_that_is_not_there_is_one_sentence(name: str, sentence: str) -> None:
    with pytest.raises(artmeta.ArtmetaError, match=sentence):
        artmeta.Classifier.load(name)


def test_what_cannot_be_trained_on_is_one_sentence() -> None:
    with pytest.raises(artmeta.ArtmetaError, match="no name"):
        artmeta.train("known")
    with pytest.raises(artmeta.ArtmetaError, match="`model` is an option for a folder"):
        artmeta.train("nowhere", "tones")
    with pytest.raises(artmeta.ArtmetaError, match="no collection called"):
        artmeta.train("nowhere")


@pytest.mark.parametrize(
    ("options", "sentence", "hint"),
    [
        ({"precision": "int4"}, "'model.precision' = 'int4'", "give 'float32' or 'int8'"),
        ({"epochs": -1}, "'training.epochs' = -1", "give 1 or more"),
        ({"epochs": np.int64(0)}, "'training.epochs' = 0", "give 1 or more"),
        ({"epochs": [1]}, r"'training.epochs' = \[1\]", "give a whole number"),
        ({"epochs": object()}, "`epochs` is <object", "Give a number"),
        ({"epochs": np.array([1, 2])}, r"`epochs` is array\(\[1, 2\]\) of type ndarray", "Give a number"),
        ({"learning_rate": float("nan")}, "'training.learning_rate' = nan", "give 10.0 or less"),
        (
            {"seed": -1, "head": "x"},
            "'training.head' = 'x'.*'training.seed' = -1",
            "'training.seed', give 0 or more",
        ),
    ],
)
def test_an_option_that_cannot_be_trained_with_is_one_sentence_and_a_hint(
    options: dict[str, Any], sentence: str, hint: str
) -> None:
    with pytest.raises(artmeta.ArtmetaError, match=sentence) as refused:
        artmeta.train("known", "tones", **options)
    assert hint in refused.value.hint


def test_arguments_of_another_type_are_one_sentence() -> None:
    for call in (
        lambda: artmeta.open_store().works(3),  # type: ignore[arg-type]
        lambda: artmeta.evaluate(3),  # type: ignore[arg-type]
        lambda: artmeta.read_date("1850", profile=3),  # type: ignore[arg-type]
    ):
        with pytest.raises(artmeta.ArtmetaError, match=r"3 (of type int|is no name)"):
            call()
    with pytest.raises(artmeta.ArtmetaError, match="no version 0"):
        artmeta.Classifier.load("mine", 0)


def test_any_text_survives_in_the_file_of_a_collection(studio: Path) -> None:
    tables = {
        "title": 'A "harbour"\x7f \\ \n 港',
        "source": {"kind": "folder", "path": "scans"},
        "flags": {"undated": {}},
    }
    training = {"source": {"kind": "folder", "path": "known"}, "learning_rate": 1e-05}
    built = artmeta.Collection.build({"slug": "odd", **tables, "training": training}, studio / "odd.toml")
    assert artmeta.Collection.read(as_toml(built), studio / "odd.toml").digest == built.digest


SCRIPT = "import artmeta\nprint(len(artmeta.classify('more', 'mine', csv='more.csv')))\n"


def test_a_script_needs_no_guard_against_its_workers(studio: Path) -> None:
    (studio / "more").mkdir()
    picture("boat", 300).save(studio / "more" / "1.png")
    (studio / "script.py").write_text(SCRIPT)
    ran = subprocess.run(
        [sys.executable, "script.py"],
        cwd=studio,
        env=environment(studio / "data"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "1\n", "")
    assert (studio / "more.csv").is_file()
