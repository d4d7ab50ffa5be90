"""Trends asked anew from the command line, and a collection held against another."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from builders import MODEL, RUN, TOPICS, Work, fill, new_store
from typer.testing import CliRunner, Result

from artmeta.cli import app
from artmeta.domain.model_card import ModelCard
from artmeta.settings import Settings
from artmeta.steps.context import open_run
from artmeta.steps.trends import renew_trends
from artmeta.store.database import Store
from artmeta.vision.heads import Dense, Head
from artmeta.vision.model_store import save_model

FILE = 'title = "{0}"\n[source]\nkind = "folder"\npath = "."\n[trends]\nreplicates = 50\n{1}'
CARD = ModelCard(
    MODEL,
    0,
    "",
    "",
    "",
    "logistic",
    "lesson",
    "1",
    tuple(TOPICS),
    "",
    "",
    "",
    "",
    confusion=((9, 1, 0), (0, 9, 1), (1, 0, 9)),
)


def works(name: str, seed: int, boats: float) -> list[Work]:
    random = np.random.default_rng(seed)
    shown = random.choice(list(TOPICS), 240, p=[0.2, boats, 0.8 - boats])
    return [
        Work(
            f"{name}:{number}",
            int(year),
            int(year) + 5,
            {topic: 0.9 if topic == right else 0.05 for topic in TOPICS},
            artist=f"Artist {number % 80}",
            venue=("North", "South")[number % 2],
            status="sure",
        )
        for number, (year, right) in enumerate(zip(random.integers(1800, 1900, 240), shown, strict=True))
    ]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = Settings(data_dir=tmp_path_factory.mktemp("trends"))
    head = Head((Dense(np.eye(3, dtype=np.float32), np.zeros(3, np.float32)),))
    for _ in range(3):  # the builders' runs use version 3
        save_model(settings.models_dir, head, CARD)
    with new_store(settings.database) as store:
        for name, seed, boats, more in (
            ("north", 1, 0.5, 'against = "south"\n'),
            ("south", 2, 0.1, 'against = "west"\n'),
        ):
            fill(store, works(name, seed, boats), name, f"run-{name}")
            row = store.rows("run", run_id=f"run-{name}")[0]
            text = {"config_text": FILE.format(name, more), "config_path": f"{name}.toml"}
            store.upsert("runs", pd.DataFrame([{**row, **text}]))
    return settings


@pytest.fixture(autouse=True)
def here(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARTMETA_DATA_DIR", str(settings.data_dir))


def run_trends(*words: str) -> Result:
    return CliRunner().invoke(app, ["trends", *words])


def test_the_command_says_verdicts_and_differences_and_writes_tables(tmp_path: Path) -> None:
    words = (
        "north",
        "--bins",
        "25",
        "--compare",
        "venue",
        "--skew",
        "artist",
        "--csv",
        str(tmp_path / "out"),
    )
    result = run_trends(*words)
    assert result.exit_code == 0, result.output
    assert "Boats and ships" in result.output and "between 18" in result.output
    assert "boat: north and south differ" in result.output and "boat: North and South" in result.output
    with (tmp_path / "out" / "trend_shares.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["grouping"] for row in rows} == {"", "venue", "collection"}
    assert {int(row["bin_last"]) - int(row["bin_first"]) for row in rows} == {24}
    with (tmp_path / "out" / "trend_influence.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {row["grouping"] for row in csv.DictReader(file)} == {"artist"}


def test_a_date_far_from_the_others_is_an_issue_and_asks_for_no_bins(tmp_path: Path) -> None:
    far = Work("far:1", -3_000_000, -2_900_000, dict.fromkeys(TOPICS, 1 / 3), status="sure")
    settings = Settings(data_dir=tmp_path)
    head = Head((Dense(np.eye(3, dtype=np.float32), np.zeros(3, np.float32)),))
    for _ in range(3):  # the builders' runs use version 3
        save_model(settings.models_dir, head, CARD)
    with Store.open(settings.database) as store:
        fill(store, [*works("near", 3, 0.4), far], "near", "run-near")
        text = {"config_text": FILE.format("near", ""), "config_path": "near.toml"}
        store.upsert("runs", pd.DataFrame([{**store.rows("run", run_id="run-near")[0], **text}]))
    with open_run("run-near", settings) as context:
        renew_trends(context)
        renew_trends(context)
        shares = context.store.frame("topic_trends", run_id="run-near")
        issues = context.store.frame("report_issues", run_id="run-near")
        (summary,) = context.store.rows("report_trends", run_id="run-near")
    assert shares["bin_first"].min() >= 1800 and shares["bin_last"].max() <= 1910
    assert issues["kind"].tolist() == ["far_date"] and ": 1. Correct" in issues["message"][0]
    assert (summary["works"], summary["dated"], summary["open"], summary["sure"]) == (241, 240, 0, 240)


def test_asking_changes_nothing_in_the_database(settings: Settings) -> None:
    before = settings.database.read_bytes()
    assert run_trends("north", "--bins", "adaptive").exit_code == 0
    assert settings.database.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("nort",), "no collection called 'nort'"),
        (("north", "--bins", "7"), "7 is no width of bins"),
        (("north", "--bins", "wide"), "bin_years"),
        (("north", "--compare", "colour"), "'trends.compare.0' = 'colour'"),
        (("north", "--cluster", "colour"), "'trends.cluster' = 'colour'"),
        (("north", "--against", "east"), "no collection called 'east'"),
        (("north", "--against", "north"), "compared with itself"),
        (("north", "--run", "run-south"), "'north' has no run run-south"),
    ],
)
def test_a_question_that_makes_no_sense_is_one_sentence(words: tuple[str, ...], message: str) -> None:
    assert message in str(run_trends(*words).exception)


def test_a_run_keeps_the_comparison_and_says_where_it_cannot_be_made(settings: Settings) -> None:
    for name in ("north", "south"):
        with open_run(f"run-{name}", settings) as context:
            renew_trends(context)
            renew_trends(context)
            compared = context.store.frame("report_comparison", run_id=context.id)
            shares = context.store.frame("topic_trends", run_id=context.id)
            issues = context.store.rows("report_issues", run_id=context.id)
        if name == "north":
            assert len(compared) == len(TOPICS) and set(shares["group_name"]) == {"", "north", "south"}
            assert not issues
        else:
            assert compared.empty and not shares.empty
            assert [issue["kind"] for issue in issues] == ["not_compared"]


def test_a_work_of_the_training_counts_by_what_heads_said_that_had_not_seen_it(tmp_path: Path) -> None:
    seen = {"boat": 1.0, "house": 0.0, "aircraft": 0.0}
    judged = [
        Work("learnt", confidences=seen, training_split="training", given=("boat",), status="sure"),
        Work("listed", confidences=seen, training_split="training", given=("house",), status="sure"),
        Work("rejected", confidences=seen, training_split="training", given=("boat",), status="sure"),
        Work("unlike", confidences=seen, training_split="training", given=("boat",), status="sure"),
        Work("new", confidences=seen, status="sure"),
    ]
    with new_store(tmp_path / "museum.duckdb") as store:
        fill(store, judged)
        rows = [
            {"sha256": work.picture, "given_topic_id": "boat", "topic_id": topic, "confidence": share}
            for work, shares in (
                (judged[0], (0.3, 0.6, 0.1)),
                (judged[2], (0.9, 0.1, 0.0)),
                (judged[3], (0.9, 0.1, 0.0)),
            )
            for topic, share in zip(seen, shares, strict=True)
        ]
        store.upsert("out_of_fold_confidences", pd.DataFrame(rows).assign(model_name=MODEL, model_version=3))
        (known,) = store.rows("models")[:1]
        limits = '"none_class": {"limit": 0.5}, "ood_detector": {"limit": 2}'
        card = f'{{"calibration": {{"thresholds": {{"boat": 0.7, "house": 0.7}}, {limits}}}}}'
        store._execute(
            "UPDATE training_works SET none_score = if(sha256 = $rejected, 0.6, 0.1), "
            "ood_score = if(sha256 = $unlike, 3, NULL)",
            rejected=judged[2].picture,
            unlike=judged[3].picture,
        )
        store.upsert("models", pd.DataFrame([{**known, "card": card}]))
        actual = store.frame_in_parts("trend_predictions", run_id=RUN).set_index(["artwork_id", "topic_id"])[
            "confidence"
        ]
        works_of_run = store.frame_in_parts("trend_works", run_id=RUN, with_reviews=False).set_index(
            "artwork_id"
        )["decision_status"]
        known_errors = store.frame("out_of_fold_of_run", run_id=RUN)
    assert actual["learnt"].to_dict() == {"boat": 0.3, "house": 0.6, "aircraft": 0.1}
    assert actual["listed"].to_dict() == {"boat": 0, "house": 1, "aircraft": 0}
    assert actual["new"].to_dict() == seen
    statuses = {"learnt": "unsure", "listed": "sure", "new": "sure", "rejected": "unsure", "unlike": "unsure"}
    assert works_of_run.to_dict() == statuses
    rejected = {f"{work.picture}|boat" for work in judged[2:4]}
    assert set(known_errors[known_errors["rejected"]]["item"]) == rejected
