"""docs/api.md runs as it stands, and what it reads from the store is what the pipeline computed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from studio import WORKS

import artmeta
from artmeta.settings import Settings
from artmeta.steps.results import newest_run, read_store
from artmeta.steps.trends import collection_data, trends_of
from artmeta.store.database import Store

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("at_work")]

PAGE = Path(__file__).parents[2] / "docs" / "api.md"
EXAMPLES = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def names() -> dict[str, Any]:
    """Give the names that the examples define; the first test runs them."""
    return {}


def test_every_example_runs(at_work: Path, names: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    for number, example in enumerate(EXAMPLES.findall(PAGE.read_text(encoding="utf-8"))):
        exec(compile(example, f"example {number} of {PAGE.name}", "exec"), names)
    printed = capsys.readouterr().out
    assert "1845 1855 True read" in printed and "boat rose between" in printed
    assert "`works` has no column 'date_latest'. It has artwork_id, title" in printed
    assert names["one"]["topic_id"].tolist() == names["array"]["topic_id"].tolist() == ["boat"]
    assert names["every_topic"]["artwork_id"].tolist() == ["A.17"] * 3
    assert (at_work / "scans.csv").is_file() and names["measured"].page.is_file()
    assert names["run"].report == at_work / "reports" / "harbour.html" and names["run"].report.is_file()


def test_every_name_has_a_line() -> None:
    text = PAGE.read_text(encoding="utf-8")
    results = {"StoredResults", "TrendResult", "__version__"}
    assert [name for name in artmeta.__all__ if name not in results and name not in text] == []


def test_the_store_gives_what_the_pipeline_computed(names: dict[str, Any]) -> None:
    store, stored = names["store"], names["trends"]
    assert len(names["works"]) == len(names["decisions"]) == WORKS
    assert set(names["topics"]["topic_id"]) == set(names["predictions"]["topic_id"])
    with read_store(Settings.read()) as held:
        context = newest_run(held, "harbour", Settings.read())
        expected = trends_of(context, context.collection.trends).trend_verdicts
        labels = dict(collection_data(context).classifier.topics)
    pd.testing.assert_frame_equal(stored.verdicts, expected, check_dtype=False, check_like=True)
    frames = store.works("harbour"), store.predictions("harbour")
    again = artmeta.trends(*frames, topics=labels, out_of_fold=store.out_of_fold("harbour"), bin_years=25)
    pd.testing.assert_frame_equal(again.verdicts, stored.verdicts, check_dtype=False, check_like=True)
    pd.testing.assert_frame_equal(again.shares, stored.shares, check_dtype=False, check_like=True)


def test_a_store_is_read_while_a_run_may_write(at_work: Path, names: dict[str, Any]) -> None:
    with Store.open(at_work / "data" / "artmeta.duckdb") as writer, writer.transaction():
        assert len(names["store"].works("harbour")) == WORKS


@pytest.mark.parametrize(
    ("collection", "run", "sentence"),
    [("harbor", "", "no collection called 'harbor'"), ("harbour", "x", "no run x")],
)
def test_a_run_that_is_not_there_is_one_sentence(
    names: dict[str, Any], collection: str, run: str, sentence: str
) -> None:
    with pytest.raises(artmeta.ArtmetaError, match=sentence):
        names["store"].trends(collection, run=run)


def test_a_collection_built_in_python_is_saved_once(at_work: Path, names: dict[str, Any]) -> None:
    saved = at_work / "data" / "collections" / "harbour.toml"
    assert artmeta.Collection.load(saved).digest == names["harbour"].digest
    with pytest.raises(artmeta.ArtmetaError, match="another collection of the name 'harbour'"):
        artmeta.enrich(names["harbour"].model_copy(update={"title": "Other views"}))
