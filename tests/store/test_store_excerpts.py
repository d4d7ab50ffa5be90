from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from builders import COLLECTION, RUN, Work, fill, new_store

from artmeta.errors import StoreError
from artmeta.store.database import Store
from artmeta.store.excerpts import template_of

SHOWN = Work("shown", 1850, 1850, {"boat": 0.9, "house": 0.1}, status="sure")
CLOSED = replace(
    SHOWN, id="closed-work", title="The closed title", given=("boat",), training_split="training"
)
REFUSAL = {
    "collection": COLLECTION,
    "step": "rights",
    "artwork_id": "closed-work",
    "kind": "not_exported",
    "message": "Its rights are in copyright.",
    "run_id": RUN,
}


@pytest.fixture(scope="module")
def excerpt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The export of a collection in which one of two works is closed, beside another collection."""
    folder = tmp_path_factory.mktemp("excerpt")
    with new_store(folder / "artmeta.duckdb") as store:
        fill(store, [SHOWN, CLOSED])
        fill(store, [replace(SHOWN, id="foreign")], "elsewhere", "20260102T030405-other0", "others-model")
        store.insert("issues", pd.DataFrame([REFUSAL, {**REFUSAL, "step": "fetch", "kind": "unread_date"}]))
        hashes = [{"sha256": work.picture, "dhash": 7, "run_id": RUN} for work in (SHOWN, CLOSED)]
        store.insert("image_hashes", pd.DataFrame(hashes).astype({"dhash": "uint64"}))
        pair = {"artwork_id": "closed-work", "other_artwork_id": "shown", "kind": "near", "distance": 2}
        store.insert("duplicates", pd.DataFrame([{"collection": COLLECTION, "run_id": RUN, **pair}]))
        store.snapshot(folder / "museum.duckdb", COLLECTION)
    return folder / "museum.duckdb"


def test_an_excerpt_holds_one_collection_and_what_its_rights_allow(excerpt: Path) -> None:
    with duckdb.connect(str(excerpt), read_only=True) as result:
        for table in ("artworks", "images", "predictions", "decisions"):
            ids = result.execute(f"SELECT DISTINCT collection, artwork_id FROM {table}").fetchall()
            assert ids == [(COLLECTION, "shown")], table
        assert result.execute("SELECT sha256 FROM image_hashes").fetchall() == [(SHOWN.picture,)]
        assert result.execute("SELECT run_id FROM runs").fetchall() == [(RUN,)]
        assert result.execute("SELECT name FROM models").fetchall() == [("topics",)]
        for table in ("duplicates", "training_works"):
            assert result.execute(f"SELECT count(*) FROM {table}").fetchall() == [(0,)]


def test_each_refusal_is_a_row_of_it(excerpt: Path) -> None:
    with duckdb.connect(str(excerpt), read_only=True) as result:
        assert result.execute("SELECT artwork_id, use FROM refusals").fetchall() == [
            ("closed-work", "exported")
        ]
        assert result.execute("SELECT count(*) FROM issues").fetchall() == [(1,)]


def test_its_views_tell_what_the_report_tells_and_nothing_else_lies_in_it(excerpt: Path) -> None:
    with Store.open(excerpt, read_only=True) as store:
        with store.batches("artworks_with_provenance", run_id=RUN) as rows:
            result = rows.read_all().select(["artwork_id", "topic_label"]).to_pylist()
        assert result == [{"artwork_id": "shown", "topic_label": "Boats and ships"}]
    assert b"The closed title" not in excerpt.read_bytes()
    assert b"foreign" not in excerpt.read_bytes()


def test_every_table_has_its_rule(tmp_path: Path) -> None:
    with new_store(tmp_path / "a.duckdb") as store:
        for row in store.rows("schema_tables"):
            columns = {
                one["column_name"]
                for one in store.rows("schema_columns")
                if one["table_name"] == row["table_name"]
            }
            template_of(row["table_name"], columns)
    with pytest.raises(StoreError, match="'secrets'"):
        template_of("secrets", {"word"})
