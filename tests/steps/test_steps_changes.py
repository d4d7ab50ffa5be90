"""What another model changes is counted and shown; a run that is replayed gives the same, or what differs is named."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd
import pytest
from runs import copy_of

from artmeta.errors import InputError, StoreError
from artmeta.settings import Settings
from artmeta.steps import pipeline
from artmeta.steps.changes.differences import changes_between, write_changes
from artmeta.steps.changes.replay import NOT_STORED, replay
from artmeta.steps.context import CollectionFile
from artmeta.steps.results import newest_run_id, read_store


@pytest.fixture
def settings(enriched: Path, tmp_path: Path) -> Settings:
    data = copy_of(enriched, tmp_path / "data")
    return Settings(data_dir=data, reports_dir=data / "reports", workers=1)


@pytest.fixture
def first(settings: Settings, museum_port: int) -> str:
    with read_store(settings) as store:
        return newest_run_id(store, f"sample-{museum_port}")


def test_a_second_model_changes_what_is_counted(
    settings: Settings, first: str, museum_port: int, tmp_path: Path
) -> None:
    path = settings.data_dir / "collections" / f"sample-{museum_port}.toml"
    path.write_text(path.read_text().replace("[training]", "[training]\nseed = 7", 1))
    pipeline.train_model(CollectionFile.load(path), settings)
    second = pipeline.enrich(CollectionFile.load(path), settings).run_id
    with read_store(settings) as store:
        changes = changes_between(store, first, second)
        topics = {
            run: {row["artwork_id"]: row["topic_id"] for row in store.rows("works_with_outcome", run_id=run)}
            for run in (first, second)
        }
        assert not changes_between(store, second, second).works
        with pytest.raises(StoreError, match="no run 20200101"):
            changes_between(store, "20200101", second)
    others = [work for work, topic in topics[first].items() if topics[second][work] != topic]
    assert changes.total == len(topics[first])
    assert changes.other_topics == len(others)
    assert {work.artwork_id for work in changes.works if work.earlier_topic != work.later_topic} == set(
        others
    )
    assert sum(counts[1] for counts in changes.status_counts()) == changes.total
    table, page = write_changes(changes, tmp_path / "changes.csv", tmp_path / "changes.html", settings)
    assert list(pd.read_csv(table)["artwork_id"]) == [work.artwork_id for work in changes.works]
    assert changes.sentence in page.read_text()


def test_a_replay_gives_the_same_and_leaves_nothing(settings: Settings, first: str) -> None:
    before = settings.database.read_bytes()
    result = replay(first, settings)
    assert result.is_same
    assert result.compared > 50
    assert "every value equal" in result.sentence
    assert settings.database.read_bytes() == before
    assert not list(settings.data_dir.glob(".part-*"))


def test_a_replay_names_what_differs(settings: Settings, first: str) -> None:
    with duckdb.connect(str(settings.database)) as store:
        (changed, lost, path), *_ = store.execute(
            "SELECT min(artwork_id), max(artwork_id), arg_max(path, artwork_id) "
            "FROM images SEMI JOIN decisions USING (artwork_id)"
        ).fetchall()
        store.execute(
            "UPDATE predictions SET confidence = 0.123 WHERE artwork_id = ? AND rank = 1", [changed]
        )
        store.execute("DELETE FROM flags WHERE kind = (SELECT min(kind) FROM flags)")
    (settings.data_dir / path).unlink()
    result = replay(first, settings)
    assert {work.artwork_id for work in result.works} == {changed, lost}
    assert {work.reason for work in result.works if work.artwork_id == lost} == {NOT_STORED}
    assert result.tables["flags"] > 0
    assert not result.is_same
    assert f"2 works of {result.compared}" in result.sentence


def test_a_run_that_trained_cannot_be_replayed(settings: Settings, museum_port: int) -> None:
    with read_store(settings) as store:
        training = newest_run_id(store, f"sample-{museum_port}-training")
        with pytest.raises(InputError, match=f"model of run {training} classified no work"):
            changes_between(store, training, training)
    with pytest.raises(InputError, match=f"model of run {training} classified no work"):
        replay(training, settings)
