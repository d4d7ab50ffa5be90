"""What the store promises: what is written is there, whole, and questions are answered."""

from __future__ import annotations

import struct
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from builders import RUN, Work, fill, new_store
from store_rows import count, epochs

from artmeta.errors import StoreError
from artmeta.store import bounded, statements, vectors
from artmeta.store.database import FEW_ROWS, Store

EMBEDDED = {"backbone": "mobilenet", "vector": b"\0\0", "run_id": RUN}
DECIDED = {
    "collection": "museum",
    "model_name": "topics",
    "model_version": 3,
    "status": "sure",
    "run_id": RUN,
}


def test_opening_makes_the_folder_and_the_schema(path: Path) -> None:
    with Store.open(path) as store:
        tables = {row["table_name"] for row in store.rows("schema_tables")}
    assert {"artworks", "predictions", "schema_migrations"} <= tables
    made = sum(statements.load("schema", name).count("CREATE TABLE") for name in statements.names("schema"))
    assert len(tables) == made


def test_insert_keeps_what_is_there_and_upsert_replaces_it(path: Path) -> None:
    with Store.open(path) as store:
        assert store.insert("training_epochs", epochs(1, 3)) == 3
        assert store.insert("training_epochs", epochs(2, 3, loss=9.0)) == 1
        assert store.upsert("training_epochs", epochs(1, 2, loss=7.0)) == 2
    with duckdb.connect(str(path), read_only=True) as connection:
        losses = connection.execute("SELECT loss FROM training_epochs ORDER BY epoch").fetchall()
    assert losses == [(7.0,), (7.0,), (0.5,), (9.0,)]


def test_append_refuses_a_key_that_is_there_already(path: Path) -> None:
    with new_store(path) as store:
        assert store.append("training_epochs", epochs(1, 3)) == 3
        with pytest.raises(StoreError, match="training_epochs"):
            store.append("training_epochs", epochs(3, 2))
        assert store.append("training_epochs", epochs(4, 2)) == 2
    assert count(path) == 5


def test_limited_memory_ends_with_its_block(path: Path) -> None:
    limit = "SELECT current_setting('memory_limit')"
    with new_store(path) as store:
        before = store._connection.execute(limit).fetchall()
        with store.limited_memory(80):
            assert store._connection.execute(limit).fetchall() != before
        assert store._connection.execute(limit).fetchall() == before


@pytest.mark.parametrize("rows", [FEW_ROWS, FEW_ROWS + 1])
def test_the_log_of_many_rows_is_written_into_the_database_at_the_end_of_their_block(
    path: Path, rows: int
) -> None:
    log = path.with_name(f"{path.name}.wal")
    with new_store(path) as store:
        store.execute("checkpoint")
        with store.limited_memory(200):
            store.append("training_epochs", epochs(1, rows))
            assert log.stat().st_size
        assert log.exists() == (rows == FEW_ROWS)
    assert count(path) == rows


def test_a_row_group_is_small_so_that_a_checkpoint_of_vectors_fits_in_the_memory(path: Path) -> None:
    with new_store(path) as store:
        store.append("training_epochs", epochs(1, 40_000))
    with duckdb.connect(str(path), read_only=True) as connection:
        rows = connection.execute(
            "SELECT max(count) FROM pragma_storage_info('training_epochs') WHERE column_name = 'epoch'"
        ).fetchall()
    assert rows[0][0] <= 16_384


def test_arrow_tables_and_frames_are_the_same_to_the_store(path: Path) -> None:
    with new_store(path) as store:
        store.insert("training_epochs", pa.Table.from_pandas(epochs(1), preserve_index=False))
        store.insert("training_epochs", epochs(2)[sorted(epochs(2).columns)])
    assert count(path) == 2


def test_an_empty_frame_writes_nothing(path: Path) -> None:
    with new_store(path) as store:
        assert store.insert("training_epochs", epochs(1, 0)) == 0
        assert store.upsert("training_epochs", pd.DataFrame()) == 0


def test_missing_years_stay_missing_whole_numbers(path: Path) -> None:
    work = {
        "collection": "c",
        "artwork_id": "a",
        "date_earliest": None,
        "date_latest": 1850,
        "date_circa": False,
        "given_topics": ["boat", "house"],
    }
    texts = [
        "title",
        "artist",
        "artist_gender",
        "date_text",
        "date_status",
        "date_profile",
        "medium",
        "split",
    ]
    texts += ["accession_number", "venue", "url", "rights", "rights_text", "record_digest", "run_id"]
    with new_store(path) as store:
        for title in ("first", "second"):
            row = {**work, **dict.fromkeys(texts, ""), "title": title}
            assert store.upsert("artworks", pd.DataFrame([row])) == 1
    with duckdb.connect(str(path), read_only=True) as connection:
        held = connection.execute("SELECT title, date_earliest, date_latest, given_topics FROM artworks")
        assert held.fetchall() == [("second", None, 1850, ["boat", "house"])]


def test_a_transaction_is_kept_whole_or_not_at_all(path: Path) -> None:
    with new_store(path) as store:
        with pytest.raises(KeyError), store.transaction():
            store.insert("training_epochs", epochs(1))
            with store.transaction():
                store.insert("training_epochs", epochs(2))
            raise KeyError
        with store.transaction():
            store.insert("training_epochs", epochs(3))
    assert count(path) == 1


def test_a_fault_inside_a_transaction_leaves_the_store_usable(path: Path) -> None:
    with new_store(path) as store:
        with pytest.raises(StoreError, match="table training_epochs"), store.transaction():
            store.insert("training_epochs", epochs(1))
            store.insert("training_epochs", epochs(2).drop(columns="loss"))
        store.insert("training_epochs", epochs(3))
    assert count(path) == 1


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (lambda store: store.rows("rum"), "no query called 'rum'. Did you mean 'run'?"),
        (
            lambda store: store.execute("begin_rum"),
            "no statement called 'begin_rum'. Did you mean 'begin_run'?",
        ),
        (
            lambda store: store.insert("artwork", epochs(1)),
            "no table called 'artwork'. Did you mean 'artworks'?",
        ),
        (lambda store: store.rows("run"), "query run: .*run_id"),
        (lambda store: store.rows("run", run_id="r", nonsense=1), "query run: .*nonsense"),
    ],
)
def test_a_question_that_cannot_be_put_says_why(path: Path, ask, sentence: str) -> None:  # type: ignore[no-untyped-def]
    with new_store(path) as store, pytest.raises(StoreError, match=sentence):
        ask(store)


def test_vectors_come_back_from_the_database(path: Path) -> None:
    matrix = np.random.default_rng(1).normal(size=(3, 1280)).astype(np.float32)
    rows = pd.DataFrame(
        {"sha256": list("abc"), "backbone": "b", "run_id": "r", "vector": vectors.pack(matrix)}
    )
    with new_store(path) as store:
        store.insert("embeddings", rows)
    with duckdb.connect(str(path), read_only=True) as connection:
        held = connection.execute("SELECT vector FROM embeddings ORDER BY sha256").fetchall()
    assert np.allclose(vectors.unpack(blob for (blob,) in held), matrix, rtol=1e-3, atol=1e-7)


def test_older_shells_can_open_the_file_and_its_snapshot(path: Path, tmp_path: Path) -> None:
    with Store.open(path) as store:
        store.snapshot(tmp_path / "copy.duckdb")
    for file in (path, tmp_path / "copy.duckdb"):
        magic, version = struct.unpack("<8x4sQ", file.read_bytes()[:20])
        assert (magic, version) == (
            b"DUCK",
            64,
        )  # 64 is what DuckDB 0.10 to 1.5 read; 2.0 itself would write 69


def test_a_stream_has_the_rows_of_its_beginning_with_texts_as_stored(path: Path) -> None:
    home = "file:/home/painter/harbour 1.jpg"  # which exports write without the home folder
    missing = {"collection": "museum", "backbone": "mobilenet", "model_name": "topics", "model_version": 3}
    with new_store(path) as store:
        works = [Work(f"{home} {number}") for number in range(25)]
        fill(store, works)
        pictures = [work.picture for work in works]
        store.insert("embeddings", pd.DataFrame({"sha256": pictures, **EMBEDDED}))
        seen: list[str] = []
        with store.stream("works_to_classify", 10, **missing) as batches:
            for batch in batches:
                rows = batch.select(["artwork_id", "sha256"]).to_pandas()
                seen.extend(rows["artwork_id"])
                store.upsert("decisions", rows.assign(topics=[[]] * len(rows), **DECIDED))
        assert sorted(seen) == sorted(work.id for work in works)
        assert store.rows("works_to_classify", **missing) == []


def test_a_frame_in_parts_equals_the_frame_of_one_query(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "WORKS", 3)
    values = {"run_id": RUN, "with_reviews": False}
    limit = "SELECT current_setting('memory_limit')"
    with new_store(path) as store:
        before = store._connection.execute(limit).fetchall()
        for numbers in (range(0), range(10)):
            with store.transaction():  # whose rows are read as well
                fill(
                    store, [Work(f"w{number}", confidences={"boat": 0.9, "house": 0.1}) for number in numbers]
                )
                whole = store.frame("trend_works", after="", until=bounded.LAST, **values)
                parts = store.frame_in_parts("trend_works", **values)
                texts = store.frame_in_parts("trend_predictions", categories=True, run_id=RUN)
            both = [frame.astype(object).where(frame.notna(), None) for frame in (parts, whole)]
            pd.testing.assert_frame_equal(*both)  # a column without any text is of another type
            assert texts["topic_id"].tolist() == ["boat", "house"] * len(numbers)
            assert isinstance(texts["topic_id"].dtype, pd.CategoricalDtype)
        assert store._connection.execute(limit).fetchall() == before


def test_a_query_that_needs_more_than_the_memory_limit_is_answered_all_the_same(path: Path) -> None:
    limit = "SELECT current_setting('memory_limit')"
    with new_store(path) as store:
        fill(store, [Work(f"w{number}", confidences={"boat": 0.9}) for number in range(20)])
        expected = store.rows("topic_counts", runs=[RUN])
    with Store.open(path) as store:
        (before,) = store._connection.execute(limit).fetchall()
        store._connection.execute("SET memory_limit = '4MB'")
        with pytest.raises(duckdb.OutOfMemoryException):
            store._connection.execute(statements.load("queries", "topic_counts"), {"runs": [RUN]})
        assert store.rows("topic_counts", runs=[RUN]) == expected
        assert store._connection.execute(limit).fetchall() == [before]
