"""What reviews are used for: training works, labelled works of trends, and rows that no later run changes."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from builders import COLLECTION, RUN, TOPICS, Work, fill
from review_museum import BACKBONE, works
from runs import copy_of
from typer.testing import CliRunner

from artmeta.cli import app
from artmeta.collection import Collection
from artmeta.domain.review import Action, Review, Shown
from artmeta.domain.run import Run
from artmeta.errors import StoreError
from artmeta.report.rows import typed
from artmeta.report.section import Table
from artmeta.report.sections import reviews
from artmeta.review.file import ReviewFile, review_path
from artmeta.settings import Settings
from artmeta.steps.context import RunContext
from artmeta.steps.results import open_finished
from artmeta.steps.reviewed_works import reviewed_collections
from artmeta.steps.reviews import import_before_reading, import_reviews
from artmeta.store.database import Store

PICTURES = {work.id: str(work.picture) for work in works()}
TRAINING = "known-training"


def review(artwork_id: str, action: Action, *topics: str, who: str = "Ann", sha256: str = "") -> Review:
    shown = Shown(sha256 or PICTURES[artwork_id], ("boat",), 0.5, "unsure", RUN)
    return Review(f"{who}-{artwork_id}-{action}", artwork_id, who, datetime.now(UTC), action, shown, topics)


REVIEWS = [
    review("u00", "accept", "boat"),
    review("u01", "correct", "house"),
    review("u02", "reject"),
    review("u03", "correct", "boat", "house"),
    review("u04", "accept", "boat"),
    review("u04", "reject", who="Bob"),  # disputed
    review("u05", "accept", "boat", sha256="f" * 64),  # of an earlier picture
    review("u06", "skip"),
    review("u07", "accept", "boat"),  # may not be trained on
]


@pytest.fixture
def settings(data: Path) -> Settings:
    """Give the museum with reviews, and a collection of training works that shares a picture with it."""
    settings = Settings(data_dir=data)
    with ReviewFile.open(review_path(data, COLLECTION)) as file:
        file.add(REVIEWS)
    own = [
        Work("k1", given=("aircraft",), sha256=PICTURES["u01"]),
        Work("k2", given=("house",), sha256=PICTURES["u10"]),
    ]
    refusal = {"collection": COLLECTION, "step": "rights", "artwork_id": "u07", "kind": "not_trained_on",
               "message": "In copyright.", "run_id": RUN}  # fmt: skip
    with Store.open(settings.database) as store:
        fill(store, own, TRAINING, "20260102T030405-known0", "known")
        store.insert("issues", pd.DataFrame([refusal]))
    return settings


def context_of(store: Store, settings: Settings, reviewed: list[str]) -> RunContext:
    source = {"kind": "folder", "path": "."}
    tables = {
        "title": "Known",
        "source": source,
        "model": {"name": "known"},
        "training": {"source": source, "with_reviews": reviewed},
    }
    collection = Collection.build(tables, settings.data_dir / "known.toml").for_training()
    return RunContext(Run("r", TRAINING, "", ""), collection, settings, store)


def training_topics(store: Store, reviewed: list[str]) -> dict[str, list[str]]:
    values = {"collection": TRAINING, "backbone": BACKBONE, "with_reviews": reviewed}
    return {row["artwork_id"]: row["given_topics"] for row in store.rows("works_to_train_on", **values)}


def test_reviewed_works_join_the_next_training(settings: Settings) -> None:
    with Store.open(settings.database) as store:
        assert training_topics(store, []) == {"k1": ["aircraft"], "k2": ["house"]}
        reviewed = reviewed_collections(context_of(store, settings, [COLLECTION]))
        assert training_topics(store, reviewed) == {
            "u00": ["boat"], "u01": ["house"], "u02": ["none"], "u03": ["boat", "house"], "k2": ["house"],
        }  # fmt: skip
        with pytest.raises(StoreError, match=r"no collection called 'musem'.*Did you mean 'museum'"):
            reviewed_collections(context_of(store, settings, ["musem"]))


def test_pictures_of_reviewed_works_are_embedded_for_a_training_with_another_backbone(
    settings: Settings,
) -> None:
    with Store.open(settings.database) as store:
        import_reviews(store, COLLECTION, settings)
        values = {"collection": TRAINING, "backbone": "another", "decoder": "", "pixels": 2}
        values |= {"after": "", "last": None}
        alone = store.rows("pictures_to_embed", **values, with_reviews=[])
        joined = store.rows("pictures_to_embed", **values, with_reviews=[COLLECTION])
    assert {row["sha256"] for row in alone} == {PICTURES["u01"], PICTURES["u10"]}
    expected = {PICTURES[f"u0{n}"] for n in (0, 1, 2, 3, 4, 7)} | {PICTURES["u10"]}
    assert {row["sha256"] for row in joined} == expected


def test_reviews_join_the_labelled_works_of_trends_only_if_asked(settings: Settings) -> None:
    with open_finished(COLLECTION, "", settings) as context:
        given = [
            context.store.frame_in_parts("trend_works", run_id=RUN, with_reviews=requested).set_index(
                "artwork_id"
            )["given_topic"]
            for requested in (False, True)
        ]
    assert set(given[0]) == {""}
    assert given[1][given[1] != ""].to_dict() == {"u00": "boat", "u01": "house", "u07": "boat"}


def test_the_report_counts_reviewed_works_by_outcome(settings: Settings) -> None:
    with open_finished(COLLECTION, "", settings) as context:
        section = reviews.build(
            typed(context.store.rows("report_reviews", run_id=RUN), reviews.ReviewedTopic)
        )
    assert reviews.build([]) is None
    assert section is not None
    (table,) = section.blocks
    assert isinstance(table, Table) and table.rows == (("Boats and ships", 6, 3, 1, 1, 1),)
    assert "6 works were reviewed by Ann, Bob, the last on 20" in section.lead
    assert "for 3 of 6 (50.0%)" in section.lead


def test_a_later_run_with_another_model_changes_no_review(settings: Settings) -> None:
    with Store.open(settings.database) as store:
        import_reviews(store, COLLECTION, settings)
    before = rows_of_reviews(settings)
    with Store.open(settings.database) as store:
        later = [Work(work.id, confidences=dict.fromkeys(TOPICS, 1 / 3), status="unsure") for work in works()]
        fill(store, later, COLLECTION, "20270102T030405-later0", "later")
        assert import_reviews(store, COLLECTION, settings) == 0
    assert rows_of_reviews(settings) == before and len(before) == len(REVIEWS)


def rows_of_reviews(settings: Settings) -> list[tuple[object, ...]]:
    with duckdb.connect(str(settings.database), read_only=True) as store:
        return store.execute("FROM reviews ORDER BY number").fetchall()


def test_a_lost_database_has_its_reviews_again_with_the_next_run(settings: Settings) -> None:
    settings.database.unlink()
    with Store.open(settings.database) as store:
        fill(store, works())
        assert import_reviews(store, COLLECTION, settings) == len(REVIEWS)


def test_the_command_counts_reviewed_works(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARTMETA_DATA_DIR", str(settings.data_dir))
    result = CliRunner().invoke(app, ["review", "status", COLLECTION])
    lines = [line.split("\t")[:2] for line in result.output.splitlines()[1:]]
    assert lines == [["disputed", "1"], ["human", "2"], ["human-approved", "3"], ["human-rejected", "1"]]


def test_reviews_on_a_disk_that_is_read_only_are_left_out_of_the_results(
    settings: Settings, small_disk: Path, caplog: pytest.LogCaptureFixture
) -> None:
    data = copy_of(settings.data_dir / "reviews", small_disk / "data" / "reviews").parent
    Store.open(data / "artmeta.duckdb").close()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    import_before_reading(COLLECTION, Settings(data_dir=data))
    assert "reviews since its last run are not in these results" in caplog.text
