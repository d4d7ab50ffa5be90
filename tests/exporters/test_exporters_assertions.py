"""Assertions: one row a topic asserted of a work, with the whole provenance."""

from __future__ import annotations

import csv as plain_csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import RUN, STARTED, Work, fill, new_store
from exported import write

from artmeta.errors import ConfigError
from artmeta.exporters import assertions, confidences, csv
from artmeta.steps.export import Selection, check_selection
from artmeta.store.database import Store

SURE = Work("s", 1850, 1850, {"boat": 0.9, "house": 0.1, "aircraft": 0.0}, status="sure")
UNSURE = Work("u", 1850, 1850, {"house": 0.6, "boat": 0.4, "aircraft": 0.0}, status="unsure")
STRANGE = Work("v", 1850, 1850, {"house": 0.9, "boat": 0.1, "aircraft": 0.0}, status="unfamiliar")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with new_store(tmp_path_factory.mktemp("assertions") / "artmeta.duckdb") as store:
        fill(store, [SURE, UNSURE, STRANGE, Work("none", outcome="")])
        yield store


@pytest.fixture
def changed(tmp_path: Path) -> Iterator[Store]:
    """A store of one test, which changes it."""
    with new_store(tmp_path / "artmeta.duckdb") as store:
        fill(store, [SURE, UNSURE])
        yield store


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(plain_csv.DictReader(file, strict=True))


def test_each_topic_has_its_record_of_provenance(store: Store, tmp_path: Path) -> None:
    first, *others = rows(write(assertions, store, tmp_path / "a.csv"))
    assert (first["artwork_id"], first["topic"]) == ("s", "boat")
    assert (first["origin"], first["status"], first["confidence"]) == ("machine", "sure", "0.900000")
    assert (first["score"], first["threshold"]) == ("0.900000", "0.800000")
    assert (first["model_name"], first["model_version"], first["model_digest"]) == ("topics", "3", "d" * 64)
    assert (first["image_sha256"], first["run_id"]) == (SURE.picture, RUN)
    assert (first["asserted_by"], first["asserted_at"]) == (
        "artmeta 0.1.0, model topics 3",
        STARTED.strftime("%Y-%m-%dT%H:%M:%SZ"),
    )
    assert [(row["artwork_id"], row["topic"], row["status"]) for row in others] == [
        ("u", "house", "unsure"),
        ("v", "house", "unfamiliar"),
    ]


def test_the_digest_of_the_training_data_and_each_topics_threshold_come_from_the_card(
    changed: Store, tmp_path: Path
) -> None:
    card = {
        "data_digest": "e" * 64,
        "calibration": {"thresholds": {"boat": 0.8, "house": 0.05, "aircraft": None}},
    }
    changed._execute("UPDATE models SET card = $card", card=json.dumps(card))
    changed._execute("UPDATE decisions SET topics = ['boat', 'house'] WHERE artwork_id = 's'")
    result = [row for row in rows(write(assertions, changed, tmp_path / "a.csv")) if row["artwork_id"] == "s"]
    assert [(row["topic"], row["status"], row["threshold"]) for row in result] == [
        ("boat", "sure", "0.800000"),
        ("house", "sure", "0.050000"),
    ]
    assert {row["training_data_digest"] for row in result} == {"e" * 64}


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(), ["s", "u", "v"]),
        (Selection(("sure",)), ["s"]),
        (Selection(("sure", "unfamiliar")), ["s", "v"]),
        (Selection(without_machine=True), []),
    ],
)
def test_assertions_are_selected_by_status(
    selection: Selection, expected: list[str], store: Store, tmp_path: Path
) -> None:
    path = write(assertions, store, tmp_path / "a.csv", selection=selection)
    assert [row["artwork_id"] for row in rows(path)] == expected


@pytest.mark.parametrize(
    ("formats", "selection", "sentence"),
    [
        (("assertions", "csv"), Selection(("sure",)), "The format 'csv' holds a whole run"),
        (("duckdb",), Selection(without_machine=True), "The format 'duckdb' holds a whole run"),
        (("assertions",), Selection(("shure",)), "no status called 'shure'. Did you mean 'sure'"),
    ],
)
def test_what_cannot_be_selected_is_one_sentence(
    formats: tuple[str, ...], selection: Selection, sentence: str
) -> None:
    with pytest.raises(ConfigError) as fault:
        check_selection(formats, selection)
    assert sentence in str(fault.value)


@pytest.mark.parametrize("exporter", [csv, assertions])
def test_every_cell_is_what_the_metadata_state(exporter: object, changed: Store, tmp_path: Path) -> None:
    from csvw import CSVW

    fill(changed, [Work("odd", -44, None, {"boat": 1.0}, title='=1+1, "ä"\r\nb', status="sure")])
    path = write(exporter, changed, tmp_path / "works.csv")  # type: ignore[arg-type]
    described = CSVW(str(path.with_name("works.csv-metadata.json")), validate=True)
    assert described.is_valid
    (table,) = described.tables
    assert [row["artwork_id"] for row in table] == [row["artwork_id"] for row in rows(path)]


def test_a_cell_that_breaks_the_metadata_is_noticed(store: Store, tmp_path: Path) -> None:
    from csvw import CSVW

    path = write(assertions, store, tmp_path / "a.csv")
    sound = path.read_text("utf-8-sig")
    for wrong in (sound.replace(",sure,", ",certain,"), sound.replace(",0.900000,", ",1.500000,")):
        assert wrong != sound
        path.write_text(wrong, "utf-8")
        assert not CSVW(str(path.with_name("a.csv-metadata.json")), validate=True).is_valid


def test_tables_without_metadata_stay_alone(store: Store, tmp_path: Path) -> None:
    write(confidences, store, tmp_path / "out" / "c.csv")
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["c.csv"]


def test_a_topic_is_asserted_when_its_picture_was_classified(changed: Store, tmp_path: Path) -> None:
    changed._execute(
        "INSERT INTO runs BY NAME SELECT * REPLACE "
        "('later' AS run_id, started_at + INTERVAL 1 DAY AS started_at) FROM runs"
    )
    row = rows(write(assertions, changed, tmp_path / "a.csv", "later"))[0]
    assert (row["run_id"], row["classified_in_run"], row["asserted_at"]) == (
        "later",
        RUN,
        "2026-01-02T03:04:05Z",
    )
