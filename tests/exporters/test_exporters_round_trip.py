"""Whatever the format: for each topic its origin, status, confidence, model and run can be read back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest
from builders import COLLECTION, RUN, Work, fill, new_store, review
from exported import table, write

from artmeta import plugins
from artmeta.exporters._readers import READERS as OF_FORMATS
from artmeta.exporters._readers import Read, read_record
from artmeta.steps.export import Selection
from artmeta.store.database import Store

READERS = {**OF_FORMATS, "assertions": lambda path: map(read_record, table(path, "utf-8-sig"))}
LISTS = [
    name
    for name in plugins.names("artmeta.exporters")
    if plugins.load("artmeta.exporters", name).QUERY.startswith("assertions_")
]
BOAT = {"boat": 0.9, "house": 0.0799999, "aircraft": 0.02}
WORKS = [
    Work("wikidata:Q1", 1850, 1850, BOAT, status="sure", title='=1+1 "quoted", <b>&amp;</b>|;'),
    Work("wikidata:Q2", 1850, 1850, BOAT, status="unsure", artist="Zoë 美術"),
    Work("wikidata:Q3", 1850, 1850, BOAT, status="unfamiliar", title=""),
    Work("wikidata:Q4", 1850, 1850, BOAT, status="sure"),
    Work("wikidata:Q5", 1850, 1850, BOAT, status="sure"),
    Work("wikidata:Q6", outcome="unreadable"),
    Work("a/b c?#ü; 1|2 =50%", 1850, 1850, {"house": 0.7, "boat": 0.2, "aircraft": 0.1}, status="sure"),
]
MACHINE = [
    Read("a/b c?#ü; 1|2 =50%", "house", "machine", "sure", 0.7, "d" * 64, RUN),
    Read("wikidata:Q1", "boat", "machine", "sure", 0.9, "d" * 64, RUN),
    Read("wikidata:Q2", "boat", "machine", "unsure", 0.9, "d" * 64, RUN),
    Read("wikidata:Q3", "boat", "machine", "unfamiliar", 0.9, "d" * 64, RUN),
]
HUMAN = [
    Read("wikidata:Q4", "boat", "human-approved", "sure", 0.9, "d" * 64, RUN),
    Read("wikidata:Q5", "castle", "human", "", None, "d" * 64, RUN),
    Read("wikidata:Q5", "house", "human", "", 0.08, "d" * 64, RUN),
    Read("wikidata:Q6", "boat", "human", "", None, "d" * 64, RUN),
]
WITHHELD = [Read("wikidata:Q5", "boat", "human-rejected", "sure", 0.9, "d" * 64, RUN)]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with new_store(tmp_path_factory.mktemp("round") / "artmeta.duckdb") as store:
        fill(store, WORKS)
        review(store, "wikidata:Q4", "accept", ("boat",), ("boat",))
        review(store, "wikidata:Q5", "correct", ("house", "castle"), ("boat",))
        review(store, "wikidata:Q6", "correct", ("boat",), ())
        yield store


def expected(name: str, records: list[Read]) -> list[Read]:
    """Keep what a format holds of these assertions."""
    if name == "assertions":
        return sorted(records, key=str)
    accepted = [each for each in records if each.origin != "human-rejected"]
    if name == "quickstatements":  # which needs two items of Wikidata, and has no place for a status
        accepted = [
            each
            for each in accepted
            if each.artwork.startswith("wikidata:")
            and each.topic == "boat"
            and (each.status == "sure" or each.origin != "machine")
        ]
    return sorted(accepted, key=str)


@pytest.mark.parametrize("name", LISTS)
def test_each_topic_is_recovered_with_its_provenance(name: str, store: Store, tmp_path: Path) -> None:
    path = write(plugins.load("artmeta.exporters", name), store, tmp_path / "out")
    result = sorted(READERS[name](path), key=str)
    assert result == expected(name, [*MACHINE, *HUMAN, *WITHHELD])


@pytest.mark.parametrize("name", LISTS)
def test_dropping_what_is_machine_made_leaves_what_people_decided(
    name: str, store: Store, tmp_path: Path
) -> None:
    exporter = plugins.load("artmeta.exporters", name)
    everything = list(READERS[name](write(exporter, store, tmp_path / "all")))
    dropped = sorted((each for each in everything if each.origin != "machine"), key=str)
    path = write(exporter, store, tmp_path / "human", selection=Selection(without_machine=True))
    assert dropped == sorted(READERS[name](path), key=str) == expected(name, [*HUMAN, *WITHHELD])


def test_the_snapshot_holds_the_same_assertions(store: Store, tmp_path: Path) -> None:
    store.snapshot(tmp_path / "museum.duckdb", COLLECTION)
    columns = "artwork_id, topic_id, origin, coalesce(status, ''), round(confidence, 6), model_digest, run_id"
    with duckdb.connect(str(tmp_path / "museum.duckdb"), read_only=True) as snapshot:
        result = [Read(*row) for row in snapshot.execute(f"SELECT {columns} FROM assertions").fetchall()]
    assert sorted(result, key=str) == expected("assertions", [*MACHINE, *HUMAN, *WITHHELD])


@pytest.mark.parametrize("name", ["csv", "parquet"])
def test_rows_of_works_hold_the_likeliest_topic_and_what_people_decided(
    name: str, store: Store, tmp_path: Path
) -> None:
    path = write(plugins.load("artmeta.exporters", name), store, tmp_path / "out")
    rows: list[dict[str, Any]] = (
        pq.read_table(path).to_pylist() if name == "parquet" else table(path, "utf-8-sig")
    )
    topic = "topic_id" if name == "parquet" else "topic"
    columns = ("artwork_id", topic, "topic_origin", "decision_status", "confidence", "model_digest", "run_id")
    likeliest = [Read(*(row[column] for column in columns)) for row in rows if row[topic]]
    likeliest = [each._replace(confidence=round(float(each.confidence or 0), 6)) for each in likeliest]
    assert sorted(likeliest, key=str) == sorted([*MACHINE, HUMAN[0], *WITHHELD], key=str)
    human = {
        (row["artwork_id"], topic)
        for row in rows
        for topic in (row["human_topics"] if name == "parquet" else row["human_topics"].split("|"))
        if topic
    }
    assert human == {(each.artwork, each.topic) for each in HUMAN}
