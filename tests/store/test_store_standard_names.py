"""A database of the schema before 070 keeps every row under the names of today."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from artmeta.domain.model_card import FORMER_KEYS, with_current_keys
from artmeta.store import migrations
from artmeta.store.database import Store

LAST_OF_OLD_NAMES = 69
WORK = {"collection": "c", "artwork_id": "w1", "run_id": "r"}
MODEL = {"model_name": "m", "model_version": 1}
GROUP = {"run_id": "r", "grouping": "artist", "group_name": "Anna", "topic_id": "boat"}
BIN = {"run_id": "r", "grouping": "", "group_name": "", "bin_first": 1800, "bin_last": 1809}
CARD = {
    "calibration": {"familiarity": {"flagged": 0.05}},
    "knobs": {"strength": 20.0},
    "metrics": [{"topic_id": "boat", "works_held_out": 4}],
    "notes": ['says "works_held_out"'],
}
RESULT = {"works": "held out", "topics": CARD["metrics"], "epochs": [{"held_out_loss": 1.0}]}
EPOCH = {**MODEL, "epoch": 1, "loss": 0.5, "accuracy": 0.9}
OLD_ROWS: dict[str, dict[str, object]] = {
    "judgements": {
        **WORK,
        **MODEL,
        "standing": "unfamiliar",
        "topics": [],
        "sure_from": 0.7,
        "strangeness": 4.5,
        "strange_from": 1.5,
        "sha256": "a",
    },
    "training_works": {**MODEL, "sha256": "a", "artwork_id": "w1", "topic_id": "boat", "part": "held_out"},
    "training_epochs": {**EPOCH, "held_out_loss": 0.6, "held_out_accuracy": 0.8},
    "known_topics": {"collection": "c", "artwork_id": "w1", "topic_id": "boat", "year": 1801},
    "trend_bands": {
        **BIN,
        **dict.fromkeys(("works", "sure", "unsure", "unfamiliar", "unclassified", "wide"), 1),
    },
    "trend_steps": {
        "run_id": "r",
        "topic_id": "boat",
        "year": 1850,
        **dict.fromkeys(("share_before", "share_after", "p_value", "adjusted"), 0.5),
    },
    "trend_skew": {
        **GROUP,
        **dict.fromkeys(
            ("works", "share_of_works", "change", "change_without", "adjusted", "adjusted_without"), 0.5
        ),
        "carried": 0.75,
        "decides": True,
    },
    "trend_checks": {**BIN, "catalogued": 30, "overruled": 0.25},
    "models": {
        **dict.fromkeys(("digest", "backbone", "vocabulary", "vocabulary_version"), "x"),
        "name": "m",
        "version": 1,
        "card": json.dumps(CARD, separators=(",", ":")),
        "created_at": "2026-01-01",
    },
    "evaluations": {**MODEL, "works": "held out", "result": json.dumps(RESULT), "evaluated_at": "2026-01-01"},
}
TODAY = {
    "FROM decisions SELECT status, confidence_threshold, ood_score, ood_threshold": (
        "unfamiliar",
        0.7,
        4.5,
        1.5,
    ),
    "FROM training_works SELECT split": ("validation",),
    "FROM training_epochs SELECT validation_loss, validation_accuracy": (0.6, 0.8),
    "FROM ground_truth SELECT topic_id, year": ("boat", 1801),
    "FROM trend_counts SELECT works, wide": (1.0, 1.0),
    "FROM trend_change_points SELECT year, share_after": (1850, 0.5),
    "FROM trend_influence SELECT influence, decisive, change": (0.75, True, 0.5),
    "FROM trend_checks SELECT works_labelled, label_weight": (30, 0.25),
    "FROM evaluations SELECT works, result ->> '$.epochs[0].validation_loss'": ("validation split", "1.0"),
}


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database written with the old schema and opened with the present one; the last test alone writes to it."""
    path = tmp_path_factory.mktemp("migrated") / "art meta.duckdb"
    with duckdb.connect(str(path)) as connection:
        old = [each for each in migrations.known() if each.number <= LAST_OF_OLD_NAMES]
        migrations.apply(lambda text, **values: connection.execute(text, values).fetchall(), old, "0.1.0")
        for table, row in OLD_ROWS.items():
            connection.register("incoming", pd.DataFrame([row]))
            connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM incoming")
    Store.open(path).close()
    return path


@pytest.mark.parametrize("query", TODAY)
def test_rows_stand_under_the_names_of_today(migrated: Path, query: str) -> None:
    with duckdb.connect(str(migrated), read_only=True) as connection:
        assert connection.execute(query).fetchall() == [TODAY[query]]


def test_cards_have_the_keys_of_today_and_their_notes_stay(migrated: Path) -> None:
    assert all(f'"{key}":' in json.dumps(CARD) for key in FORMER_KEYS), "each is tried here"
    with duckdb.connect(str(migrated), read_only=True) as connection:
        ((card,),) = connection.execute("SELECT card FROM models").fetchall()
    assert json.loads(card) == json.loads(with_current_keys(json.dumps(CARD, separators=(",", ":")).encode()))
    assert json.loads(card) == {
        "calibration": {"ood_detector": {"flagged": 0.05}},
        "hyperparameters": {"regularization_c": 20.0},
        "metrics": [{"topic_id": "boat", "works_validated": 4}],
        "notes": CARD["notes"],
    }


def test_a_migrated_database_has_the_schema_of_a_new_one(migrated: Path, tmp_path: Path) -> None:
    Store.open(tmp_path / "new.duckdb").close()
    columns = (
        "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal ORDER BY ALL"
    )
    with duckdb.connect(str(migrated)) as old, duckdb.connect(str(tmp_path / "new.duckdb")) as new:
        assert old.execute(columns).fetchall() == new.execute(columns).fetchall()


def test_keys_still_hold_after_the_migration(migrated: Path) -> None:
    with Store.open(migrated) as store:
        row = {**WORK, **MODEL, "status": "sure", "topics": [[]], "sha256": "b"}
        store.upsert("decisions", pd.DataFrame(row))
        assert store._execute("SELECT status, ood_score FROM decisions") == [("sure", 4.5)]
