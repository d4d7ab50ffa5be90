"""The CSV a curator opens: no formula runs, no text is lost, every column has its place."""

from __future__ import annotations

import csv as plain_csv
import io
from pathlib import Path

import duckdb
import pandas as pd
from exported import write

from artmeta.exporters import confidences, csv
from artmeta.store.database import Store


def written(store: Store, path: Path) -> list[dict[str, str]]:
    write(csv, store, path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(plain_csv.DictReader(file, strict=True))


def test_one_row_an_artwork(store: Store, tmp_path: Path) -> None:
    rows = written(store, tmp_path / "works.csv")
    assert [row["artwork_id"] for row in rows] == ["w1", "w2", "w3", "w4"]
    assert [row["status"] for row in rows] == ["classified", "classified", "unreadable", "no_image"]
    assert rows[0]["title"] == "'=HYPERLINK(1)"
    assert rows[0]["topic"] == "boat"
    assert rows[0]["topic_label"] == "Boats and ships"
    assert (rows[0]["topic_iconclass"], rows[0]["topic_aat"]) == ("46C24", "300411660")
    assert (rows[0]["confidence"], rows[0]["second_topic"], rows[0]["second_confidence"]) == (
        "0.900000",
        "house",
        "0.100000",
    )
    assert rows[0]["run_date"] == "2026-01-02"
    assert (rows[0]["model_name"], rows[0]["model_version"]) == ("topics", "3")


def test_years_stay_numbers_and_gaps_stay_empty(store: Store, tmp_path: Path) -> None:
    rows = written(store, tmp_path / "works.csv")
    assert [row["date_earliest"] for row in rows] == ["1850", "-44", "", ""]
    assert [row["date_latest"] for row in rows] == ["1860", "-40", "1900", ""]
    assert rows[3]["topic"] == rows[3]["confidence"] == rows[3]["image_sha256"] == ""


def test_doubts_and_reasons_stand_beside_the_work(store: Store, tmp_path: Path) -> None:
    rows = written(store, tmp_path / "works.csv")
    assert [row["flags"] for row in rows] == ["", "low_confidence|undated", "", ""]
    assert rows[2]["reason"] == "The picture of w3 could not be read."


def test_the_file_is_what_the_standard_says(store: Store, tmp_path: Path) -> None:
    written(store, tmp_path / "works.csv")
    content = (tmp_path / "works.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfartwork_id,")
    assert content.endswith(b"\r\n")
    assert b'"Quay, ""The\r\nQuiet"""' in content
    assert "Zürich · 美術館".encode() in content


def test_other_programs_read_the_same(store: Store, tmp_path: Path) -> None:
    rows = written(store, tmp_path / "works.csv")
    other = duckdb.sql(f"SELECT * FROM read_csv('{tmp_path / 'works.csv'}', all_varchar = true)").df()
    assert list(other.columns) == list(rows[0])
    assert other["title"].fillna("").tolist() == [row["title"] for row in rows]
    frame = pd.read_csv(io.BytesIO((tmp_path / "works.csv").read_bytes()))
    assert frame["date_earliest"].tolist()[:2] == [1850, -44]


def test_every_confidence_has_a_row(store: Store, tmp_path: Path) -> None:
    write(confidences, store, tmp_path / "all.csv")
    frame = pd.read_csv(tmp_path / "all.csv", encoding="utf-8-sig")
    assert len(frame) == 2 * 3
    assert frame["topic"].tolist()[:3] == ["boat", "house", "aircraft"]
    assert frame["confidence"].tolist()[:3] == [0.9, 0.1, 0.0]
    assert frame.groupby("artwork_id")["rank"].apply(list).tolist() == [[1, 2, 3], [1, 2, 3]]
