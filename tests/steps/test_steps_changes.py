"""What another model changes is counted and shown; a run that is replayed gives the same, or what differs is named."""

from __future__ import annotations

import errno
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from runs import copy_of

from artmeta.domain.review import Action, Review, Shown
from artmeta.errors import ExportError, InputError, StoreError
from artmeta.notes import read_note, write_note
from artmeta.review.file import ReviewFile, review_path
from artmeta.settings import Settings
from artmeta.steps import pipeline
from artmeta.steps.changes.differences import changes_between, write_changes
from artmeta.steps.changes.replay import NOT_STORED, replay
from artmeta.steps.changes.withdrawal import WithdrawnTopics, renew_after_change, restore, withdraw
from artmeta.steps.context import CollectionFile, RunContext
from artmeta.steps.export import export
from artmeta.steps.results import newest_run, newest_run_id, open_finished, read_store
from artmeta.store.database import Store

RESTING = ("trend_verdicts", "work_promises", "sure_precisions")  # tables that rest on a run's topics


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
        nothing = changes_between(store, second, second)
        with pytest.raises(StoreError, match=r"no run 20200101 in \S+artmeta\.duckdb"):
            changes_between(store, "20200101", second)
    assert not nothing.works
    (page,) = write_changes(nothing, None, tmp_path / "nothing.html", settings)
    assert "No work differs" in page.read_text()
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


def test_a_replay_fits_anew_what_a_run_keeps(settings: Settings, first: str) -> None:
    (path,) = settings.cache_dir.glob("fits/sample-*.json")
    fits = read_note(path)
    assert fits
    write_note(path, {key: [2 * value + 1 for value in values] for key, values in fits.items()})
    wrong = path.read_bytes()
    assert replay(first, settings).is_same
    assert path.read_bytes() == wrong


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


@pytest.fixture
def collection(museum_port: int) -> str:
    return f"sample-{museum_port}"


def exported(collection: str, settings: Settings, name: str) -> list[Path]:
    def writes(_: RunContext) -> bool:
        return name == "delta"

    with open_finished(collection, "", settings, writes) as context:
        return export(context, (name,))


def table(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, keep_default_na=False)


def review(row: pd.Series, action: Action) -> Review:
    topics = (row["topic"],) if action == "accept" else ()
    shown = Shown(row["image_sha256"], (row["topic"],), row["confidence"], row["status"])
    return Review(
        row["artwork_id"], row["artwork_id"], "A. Curator", datetime.now(UTC), action, shown, topics
    )


def test_what_is_withdrawn_leaves_every_export_and_a_persons_topics_stay(
    settings: Settings, first: str, collection: str
) -> None:
    whole = table(exported(collection, settings, "assertions")[0])
    approved, rejected = whole["artwork_id"].iloc[:2]
    with ReviewFile.open(review_path(settings.data_dir, collection)) as file:
        file.add([review(whole.iloc[0], "accept"), review(whole.iloc[1], "reject")])
    with Store.open(settings.database) as store:
        withdrawal = withdraw(
            store, WithdrawnTopics(collection, run_id=first), "a wrong folder", "A. Registrar"
        )
        before = {name: len(store.table_of_run(name, first)) for name in RESTING}
        assert "are renewed" in renew_after_change(newest_run(store, collection, settings))
        assert [len(store.table_of_run(name, first)) for name in RESTING] == [0, 0, 0]
    assert all(before.values())
    assert f"{len(whole)} works" in withdrawal
    left = table(exported(collection, settings, "assertions")[0])
    assert dict(zip(left["artwork_id"], left["origin"], strict=True)) == {
        approved: "human-approved",
        rejected: "human-rejected",
    }
    records = table(exported(collection, settings, "csv")[0]).set_index("artwork_id")
    assert set(records.loc[whole["artwork_id"].iloc[2:], "status"]) == {"withdrawn"}
    assert set(records["topic"]) == {""}
    assert records["decision_reason"].str.contains("by A. Registrar: a wrong folder").sum() == len(whole)
    snapshot = exported(collection, settings, "duckdb")[0]
    with duckdb.connect(str(snapshot), read_only=True) as store:
        kept = store.execute(
            "SELECT artwork_id, topic_id, origin, round(confidence, 6) FROM assertions ORDER BY artwork_id"
        ).fetchall()
        columns = ["artwork_id", "topic", "origin", "confidence"]
        assert kept == list(left[columns].itertuples(index=False, name=None))
        assert {row[:2] for row in kept} == {
            tuple(row) for row in store.execute("SELECT artwork_id, topic_id FROM predictions").fetchall()
        }
        assert store.execute("SELECT DISTINCT status FROM decisions").fetchall() == [("withdrawn",)]
        assert store.execute("SELECT count(topic_id) FROM artwork_topics").fetchall() == [(0,)]
    with Store.open(settings.database) as store:
        with pytest.raises(InputError, match=r"were withdrawn on .* by A\. Registrar"):
            withdraw(store, WithdrawnTopics(collection, run_id=first))
        restore(store, WithdrawnTopics(collection, run_id=first))
        renew_after_change(newest_run(store, collection, settings))
        assert {name: len(store.table_of_run(name, first)) for name in RESTING} == before
        with pytest.raises(InputError, match="Nothing of run"):
            restore(store, WithdrawnTopics(collection, run_id=first))
        with pytest.raises(InputError, match="Did you mean 'sample"):
            withdraw(store, WithdrawnTopics(collection, model="sampel"))
    again = table(exported(collection, settings, "assertions")[0])
    assert set(again["artwork_id"]) == set(whole["artwork_id"])


def test_deltas_hold_what_changed_and_tombstones(settings: Settings, collection: str) -> None:
    whole = table(exported(collection, settings, "assertions")[0])
    (path,) = exported(collection, settings, "delta")
    assert path.name.startswith(f"{collection}.delta-20")
    delta = table(path)
    assert set(delta["change"]) == {"added"}
    assert list(delta["artwork_id"]) == list(whole["artwork_id"])
    assert exported(collection, settings, "delta") == []
    changed, gone = whole["artwork_id"].iloc[:2]
    with duckdb.connect(str(settings.database)) as store:
        store.execute("UPDATE predictions SET confidence = 0.5 WHERE artwork_id = ? AND rank = 1", [changed])
        store.execute("UPDATE artworks SET gone_run_id = run_id WHERE artwork_id = ?", [gone])
    (path,) = exported(collection, settings, "delta")
    rows = table(path)[["change", "artwork_id", "topic"]].to_numpy().tolist()
    topics = dict(zip(whole["artwork_id"], whole["topic"], strict=True))
    assert rows == [["changed", changed, topics[changed]], ["removed", gone, topics[gone]]]
    assert exported(collection, settings, "delta") == []


@pytest.mark.parametrize(("moved", "other_format_first"), [(False, False), (False, True), (True, False)])
def test_an_interrupted_delta_is_noted_as_it_was_published(
    settings: Settings,
    collection: str,
    first: str,
    monkeypatch: pytest.MonkeyPatch,
    moved: bool,
    other_format_first: bool,
) -> None:
    move = Path.replace

    def interrupted(self: Path, target: Path) -> None:
        waits = ".complete-" in str(self)
        if moved or not waits:
            move(self, target)
        if waits:
            raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", interrupted)
        with pytest.raises(ExportError, match="Input/output error"):
            exported(collection, settings, "delta")
    with Store.open(settings.database) as store:
        withdraw(store, WithdrawnTopics(collection, run_id=first))
    if other_format_first:
        exported(collection, settings, "csv")
    (later,) = exported(collection, settings, "delta")
    earlier, _ = sorted(settings.exports_dir.glob("*.delta-*"))
    added, removed = table(earlier), table(later)
    assert set(added["change"]) == {"added"}
    assert set(removed["change"]) == {"removed"}
    assert list(removed["artwork_id"]) == list(added["artwork_id"])
    assert not list(settings.exports_dir.glob(".*"))
    assert exported(collection, settings, "delta") == []


def test_each_folder_of_deltas_has_a_receiver_of_its_own(
    settings: Settings, collection: str, tmp_path: Path
) -> None:
    (first,) = exported(collection, settings, "delta")
    with open_finished(collection, "", settings, lambda _: True) as context:
        (other,) = export(context, ("delta",), tmp_path / "other")
    assert list(table(other)["artwork_id"]) == list(table(first)["artwork_id"])
    assert exported(collection, settings, "delta") == []


def test_a_delta_that_could_not_be_written_is_due_again(
    settings: Settings, collection: str, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("a file where a folder should be")
    with (
        open_finished(collection, "", settings, lambda _: True) as context,
        pytest.raises(ExportError, match="file"),
    ):
        export(context, ("delta",), tmp_path / "file")
    (path,) = exported(collection, settings, "delta")
    assert set(table(path)["change"]) == {"added"}
