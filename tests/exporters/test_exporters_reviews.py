"""What people decided: the origin of each topic, and exactly their topics where the machine's are left out."""

from __future__ import annotations

import csv as plain_csv
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from builders import Work, fill, new_store, review
from exported import write

from artmeta.exporters import assertions, csv, parquet
from artmeta.steps.export import Selection
from artmeta.store.database import Store

BOAT = {"boat": 0.9, "house": 0.08, "aircraft": 0.02}
WORKS = [
    Work(name, 1850, 1850, BOAT, status="sure")
    for name in ("approved", "corrected", "disputed", "rejected", "unseen")
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with new_store(tmp_path_factory.mktemp("reviews") / "artmeta.duckdb") as store:
        fill(store, [*WORKS, Work("unread", outcome="unreadable")])
        for work, action, topics in (
            ("approved", "accept", ("boat",)),
            ("corrected", "correct", ("house", "castle")),
            ("disputed", "accept", ("boat",)),
            ("rejected", "reject", ()),
            ("unread", "correct", ("house",)),
        ):
            review(store, work, action, topics, ("boat",) if work != "unread" else ())
        review(store, "disputed", "correct", ("house",), ("boat",), reviewer="Bob")
        yield store


def origins(path: Path) -> list[tuple[str, str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [(row["artwork_id"], row["topic"], row["origin"]) for row in plain_csv.DictReader(file)]


def test_each_topic_says_who_asserts_it(store: Store, tmp_path: Path) -> None:
    path = write(assertions, store, tmp_path / "a.csv")
    assert origins(path) == [
        ("approved", "boat", "human-approved"),
        ("corrected", "boat", "human-rejected"),
        ("corrected", "house", "human"),
        ("corrected", "castle", "human"),
        ("disputed", "boat", "disputed"),
        ("disputed", "house", "disputed"),
        ("rejected", "boat", "human-rejected"),
        ("unread", "house", "human"),
        ("unseen", "boat", "machine"),
    ]
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = {(row["artwork_id"], row["topic"]): row for row in plain_csv.DictReader(file)}
    approved, added = rows["approved", "boat"], rows["corrected", "castle"]
    assert (approved["asserted_by"], approved["asserted_at"]) == ("Ann", "2026-02-03T04:05:06Z")
    assert (approved["status"], approved["confidence"], approved["model_digest"]) == (
        "sure",
        "0.900000",
        "d" * 64,
    )
    assert (added["status"], added["confidence"], added["topic_label"]) == ("", "", "")
    assert rows["disputed", "boat"]["asserted_by"] == "Ann, Bob"


def test_without_the_machines_what_people_decided_remains(store: Store, tmp_path: Path) -> None:
    path = write(assertions, store, tmp_path / "a.csv", selection=Selection(without_machine=True))
    assert [row for row in origins(path) if row[2] in ("human", "human-approved")] == [
        ("approved", "boat", "human-approved"),
        ("corrected", "house", "human"),
        ("corrected", "castle", "human"),
        ("unread", "house", "human"),
    ]
    assert "machine" not in {origin for _, _, origin in origins(path)}


def test_a_later_model_does_not_overrule_a_person(store: Store, tmp_path: Path) -> None:
    fill(
        store,
        [Work("corrected", 1850, 1850, {"aircraft": 0.9, "boat": 0.1}, status="sure")],
        run_id="r2",
        model="m2",
    )
    path = write(assertions, store, tmp_path / "a.csv", "r2")
    assert ("corrected", "aircraft", "human-rejected") in origins(path)
    assert ("corrected", "house", "human") in origins(path)


def test_rows_of_works_have_the_same_human_topics(store: Store, tmp_path: Path) -> None:
    with write(csv, store, tmp_path / "w.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["artwork_id"]: row for row in plain_csv.DictReader(file)}
    assert {
        work: (row["topic_origin"], row["human_topics"], row["reviewed_by"]) for work, row in rows.items()
    } == {
        "approved": ("human-approved", "boat", "Ann"),
        "corrected": ("human-rejected", "castle|house", "Ann"),
        "disputed": ("disputed", "", "Ann, Bob"),
        "rejected": ("human-rejected", "", "Ann"),
        "unread": ("", "house", "Ann"),
        "unseen": ("machine", "", ""),
    }
    table = pq.read_table(write(parquet, store, tmp_path / "w.parquet"))
    assert dict(zip(table["artwork_id"].to_pylist(), table["human_topics"].to_pylist(), strict=True)) == {
        work: [topic for topic in row["human_topics"].split("|") if topic] for work, row in rows.items()
    }
