"""Models and runs through `import artmeta`: the numbers are those that the pipeline stores."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from PIL import Image
from runs import copy_of, environment
from studio import WORKS, picture

import artmeta
from artmeta.settings import Settings
from artmeta.steps.results import newest_run, read_store
from artmeta.steps.trends import collection_data, trends_of
from artmeta.store.database import Store

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
    assert rows["reason"].tolist() == table["reason"].tolist()
    store = artmeta.open_store()
    (collection,) = (name for name in store.collections()["collection"] if name.startswith("folder-scans"))
    decisions = store.decisions(collection).drop(columns="artwork_id")
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
    with pytest.raises(artmeta.ArtmetaError, match="no collection file"):
        artmeta.train("nowhere")


def test_a_collection_built_in_python_is_enriched_and_read(studio: Path) -> None:
    columns = {"id": "id", "title": "title", "artist": "artist", "date": "date", "image": "picture"}
    source = {"kind": "csv", "path": "works.csv", "columns": columns}
    tables = {
        "title": "Harbour \x7f views",
        "source": source,
        "model": {"name": MODEL},
        "trends": {"bin_years": 25},
        "exports": ["csv"],
    }
    built = artmeta.Collection.build({"slug": "harbour", **tables}, studio / "harbour.toml")
    run = artmeta.enrich(built)
    assert run.report == studio / "reports" / "harbour.html" and run.report.is_file()
    assert artmeta.Collection.load(studio / "data" / "collections" / "harbour.toml").digest == built.digest
    with pytest.raises(artmeta.ArtmetaError, match="another collection of the name 'harbour'"):
        artmeta.enrich(built.model_copy(update={"title": "Other views"}))
    store = artmeta.open_store("data")
    works, predictions = store.works("harbour"), store.predictions("harbour")
    assert len(works) == WORKS and set(store.topics("harbour")["topic_id"]) == set(predictions["topic_id"])
    stored = store.trends("harbour")
    assert stored.verdicts.set_index("topic_id")["verdict"]["boat"] == "rose"
    with read_store(Settings.read()) as held:
        context = newest_run(held, "harbour", Settings.read())
        expected = trends_of(context, context.collection.trends).trend_verdicts
        labels = dict(collection_data(context).classifier.topics)
    pd.testing.assert_frame_equal(stored.verdicts, expected, check_dtype=False)
    out_of_fold = store.out_of_fold("harbour")
    again = artmeta.trends(works, predictions, topics=labels, out_of_fold=out_of_fold, bin_years=25)
    pd.testing.assert_frame_equal(again.verdicts, stored.verdicts, check_dtype=False)
    pd.testing.assert_frame_equal(again.shares, stored.shares, check_dtype=False)
    with Store.open(studio / "data" / "artmeta.duckdb") as writer, writer.transaction():
        assert len(store.works("harbour")) == WORKS  # while a run may write
    with pytest.raises(artmeta.ArtmetaError, match="no collection called 'harbor'"):
        store.works("harbor")
    with pytest.raises(artmeta.ArtmetaError, match="has no run x"):
        store.trends("harbour", run="x")


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
