"""What the importers of catalogues take: headings, separators, addresses, and no byte order mark."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from zipfile import ZipFile

import openpyxl
import pytest
from builders import Work, fill, new_store
from exported import table, write

from artmeta.exporters import collectionspace, collectiveaccess, omeka_s, openrefine, quickstatements
from artmeta.store.database import Store

BOAT = {"boat": 0.9, "house": 0.1}
WORKS = [
    Work("wikidata:Q1", 1850, 1850, BOAT, status="sure"),
    Work("w2", 1850, 1850, {"house": 0.8, "boat": 0.2}, status="sure"),
    Work("w3", 1850, 1850, BOAT, status="unsure"),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with new_store(tmp_path_factory.mktemp("catalogues") / "artmeta.duckdb") as store:
        fill(store, WORKS)
        store._execute("UPDATE decisions SET topics = ['boat', 'house'] WHERE artwork_id = 'wikidata:Q1'")
        store._execute("UPDATE topics SET label = 'Houses | huts' WHERE topic_id = 'house'")
        store._execute("UPDATE artworks SET url = 'https://www.wikidata.org/wiki/Q2' WHERE artwork_id = 'w3'")
        yield store


@pytest.mark.parametrize(
    "exporter", [quickstatements, omeka_s, collectionspace, collectiveaccess, openrefine]
)
def test_no_byte_order_mark_and_no_apostrophe(exporter: ModuleType, store: Store, tmp_path: Path) -> None:
    written = write(exporter, store, tmp_path / "out").read_bytes()
    assert written.startswith((b"qid,", b"dcterms:", b"objectNumber,", b"idno,", b"artwork_id,"))
    assert b"\r" not in written


def test_quickstatements_name_an_item_in_every_row(store: Store, tmp_path: Path) -> None:
    rows = table(write(quickstatements, store, tmp_path / "out"))
    assert [(row["qid"], row["P180"], row["S887"]) for row in rows] == [("Q1", "Q1", "Q11660")]
    assert all(len(row["#"]) <= 500 for row in rows)
    assert list(rows[0]) == ["qid", "P180", "S887", "#"]


def test_only_a_stated_item_is_an_item(tmp_path: Path) -> None:
    stated = {
        "wikidata:Q7": "",
        "w": "http://www.wikidata.org/entity/Q8",
        "x": "https://www.wikidata.org/wiki/Q9",
    }
    others = {"wikidata:Q0": "", "Q7": "", "y": "https://museum.example/Q7"}
    with new_store(tmp_path / "a.duckdb") as own:
        fill(own, [Work(work, 1850, 1850, BOAT, status="sure") for work in stated | others])
        for work, url in (stated | others).items():
            own._execute("UPDATE artworks SET url = $url WHERE artwork_id = $work", url=url, work=work)
        rows = table(write(quickstatements, own, tmp_path / "out"))
    assert sorted(row["qid"] for row in rows) == ["Q7", "Q8", "Q9"]


def test_omeka_has_words_and_addresses_in_two_columns(store: Store, tmp_path: Path) -> None:
    first, second, _ = sorted(
        table(write(omeka_s, store, tmp_path / "out")),
        key=lambda row: row["dcterms:identifier"],
        reverse=True,
    )
    assert first["dcterms:identifier"] == "ACC.wikidata:Q1"
    assert first["Dublin Core : Subject"] == "http://vocab.getty.edu/aat/300411660 Boats and ships"
    assert first["dcterms:subject"] == "Houses / huts"
    assert len(first["dcterms:provenance"].split("|")) == 2
    assert (second["dcterms:subject"], second["Dublin Core : Subject"]) == (
        "",
        "http://vocab.getty.edu/aat/300411660 Boats and ships",
    )


def test_fields_of_one_annotation_stand_in_one_order(store: Store, tmp_path: Path) -> None:
    rows = {row["objectNumber"]: row for row in table(write(collectionspace, store, tmp_path / "out"))}
    row = rows["ACC.wikidata:Q1"]
    assert row["contentConceptConceptAssociated"] == "Boats and ships|Houses / huts"
    assert row["annotationDate"] == "2026-01-02|2026-01-02"
    assert row["annotationAuthorPersonLocal"] == "%NULLVALUE%|%NULLVALUE%"
    assert {len(value.split("|")) for name, value in row.items() if name != "objectNumber"} == {2}


def test_the_mapping_sheet_names_every_column(store: Store, tmp_path: Path) -> None:
    path = write(collectiveaccess, store, tmp_path / "out.csv")
    rows = table(path)
    sheet = openpyxl.load_workbook(tmp_path / "out.csv.mapping.xlsx").active
    cells = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    settings = {row[1]: row[2] for row in cells if row[0] == "Setting"}
    assert (settings["existingRecordPolicy"], settings["mergeOnly"]) == ("merge_on_idno", "1")
    assert [row[9] for row in cells if row[0] == "Mapping"] == list(rows[0])
    boat = next(row for row in rows if row["topic"] == "Boats and ships")
    assert boat["aat"] == "Boats and ships|300411660|http://vocab.getty.edu/aat/300411660"


def test_the_same_mapping_sheet_is_the_same_bytes(store: Store, tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        write(collectiveaccess, store, tmp_path / name)
    sheets = [(tmp_path / f"{name}.csv.mapping.xlsx").read_bytes() for name in "ab"]
    assert sheets[0] == sheets[1]
    with ZipFile(tmp_path / "a.csv.mapping.xlsx") as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}


def test_openrefine_takes_codes_as_items(store: Store, tmp_path: Path) -> None:
    path = write(openrefine, store, tmp_path / "out.csv")
    (operation,) = json.loads((tmp_path / "out.csv.operations.json").read_text())
    assert operation["op"] == "core/recon-use-values-as-identifiers"
    assert operation["columnName"] in table(path)[0]
