"""The audit of a run: what it reads of the store, what it leaves there, and the command that prints it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from builders import COLLECTION, MODEL, RUN, Work, fill
from typer.testing import CliRunner, Result

from artmeta.cli import app
from artmeta.report.render import questions
from artmeta.report.rows import typed
from artmeta.report.sections import bias_audit as section
from artmeta.settings import Settings
from artmeta.steps.assess import renew_flags
from artmeta.steps.bias_audit.audit import renew_bias_audit
from artmeta.steps.bias_audit.data import audit_data
from artmeta.steps.results import newest_run
from artmeta.store.database import Store

FILE = 'title = "The museum"\n[source]\nkind = "folder"\npath = "."\n'
RIGHT, WRONG = {"boat": 0.9, "house": 0.1}, {"house": 0.6, "boat": 0.4}


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    settings = Settings(data_dir=tmp_path / "data", reports_dir=tmp_path / "reports")
    monkeypatch.setenv("ARTMETA_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("ARTMETA_REPORTS_DIR", str(settings.reports_dir))
    return settings


def museum(settings: Settings, works: list[Work], run_id: str = RUN, number: int = 1) -> None:
    with Store.open(settings.database) as store:
        fill(store, works, run_id=run_id)
        row = store.rows("run", run_id=run_id)[0]
        store.upsert(
            "runs",
            pd.DataFrame([{**row, "config_text": FILE, "config_path": "museum.toml", "number": number}]),
        )


def weak_chapel() -> list[Work]:
    """Return works of two venues by many artists; in one of them most boats are missed."""
    confidences = [*[RIGHT] * 8, *[WRONG] * 32, *[RIGHT] * 150, *[WRONG] * 10]
    return [
        Work(
            f"w{n}",
            1850 + n % 40,
            1850 + n % 40,
            each,
            ("boat",),
            artist=f"P {n}",
            venue="Chapel" if n < 40 else "Museum",
            status="unsure" if n % 3 else "sure",
        )
        for n, each in enumerate(confidences)
    ]


def command(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["audit", COLLECTION, *map(str, words)])


def test_a_finding_is_a_row_a_flag_a_sentence_of_the_report_and_json(
    settings: Settings, tmp_path: Path
) -> None:
    museum(settings, weak_chapel())
    with Store.open(settings.database) as store:
        context = newest_run(store, COLLECTION, settings)
        for _ in range(2):  # a second time replaces the first
            renew_bias_audit(context)
            renew_flags(context)
        (finding,) = store.rows("bias_findings_of_run", run_id=RUN)
        flags = store.table_of_run("flags", RUN)
        answers = store.rows(section.QUERY, **questions(RUN)[section.QUERY])
        shown = section.build(typed(answers, section.Audit))
        groups = store.table_of_run("bias_groups", RUN)
    assert (finding["kind"], finding["subject"]) == ("group_disparity", "venue Chapel")
    assert "is 20% (40 works" in finding["sentence"] and "all other works have 94%" in finding["sentence"]
    assert (flags["kind"] == "group_disparity").sum() == 1
    assert finding["sentence"] in [item.text for item in shown.blocks[0].items]
    (venues,) = [block for block in shown.blocks if getattr(block, "caption", "") == "Metrics by venue"]
    assert [row[:2] for row in venues.rows] == [("Museum", 160), ("Chapel", 40)]
    assert set(groups[groups["disparity"]]["metric"]) >= {"recall"}
    result = command("--by", "venue", "--json", tmp_path / "audit.json")
    assert result.exit_code == 0, result.exception
    assert finding["sentence"] in result.output and "Chapel\trecall\t40\t20%" in result.output
    whole = json.loads((tmp_path / "audit.json").read_text(encoding="utf-8"))
    assert whole["findings"][0]["subject"] == "venue Chapel" and whole["known_topics"] == {"given": 200}
    assert whole["run_id"] == RUN and len(whole["groups"]) == len(groups)


def test_a_grouping_that_does_not_exist_is_one_sentence(settings: Settings) -> None:
    museum(settings, weak_chapel()[:3])
    result = command("--by", "venu")
    assert str(result.exception).startswith("Works are not grouped by 'venu'. Did you mean 'venue'?")


def test_known_topics_come_from_reviews_answers_training_and_the_museum_in_this_order(
    settings: Settings,
) -> None:
    works = [Work(name, confidences=RIGHT, given=("house",)) for name in "abc"]
    trained = Work("t", confidences=RIGHT, given=("boat",), training_split="training")
    unseen = Work("u", confidences=RIGHT, given=("boat",), training_split="training")
    museum(settings, [*works, trained, unseen, Work("n", confidences=RIGHT)])
    pictures = {work.id: work.picture for work in (*works, trained)}
    with Store.open(settings.database) as store:
        store.upsert("audit_answers", pd.DataFrame([answer(name, pictures[name], ["boat"]) for name in "ab"]))
        store.upsert("reviews", pd.DataFrame([review("a", pictures["a"], [])]))
        store.upsert("out_of_fold_confidences", out_of_fold(pictures["t"], WRONG))
        frame = audit_data(newest_run(store, COLLECTION, settings)).works.set_index("artwork_id")
    assert frame["source"].to_dict() == {
        "a": "review",
        "b": "audit",
        "c": "given",
        "n": "",
        "t": "training",
        "u": "",
    }
    correct = frame["correct"].astype(object).where(frame["correct"].notna(), None).to_dict()
    assert correct == {"a": False, "b": True, "c": False, "n": None, "t": False, "u": None}
    assert frame.loc["t", "topic_id"] == "house" and frame.loc["t", "confidence"] == pytest.approx(0.6)
    assert bool(frame.loc["t", "trained"]) and not bool(frame.loc["n", "trained"])


def answer(name: str, sha256: str | None, topics: list[str]) -> dict[str, object]:
    return {
        "collection": COLLECTION,
        "artwork_id": name,
        "sha256": sha256,
        "predicted_topic_id": "boat",
        "correct": "boat" in topics,
        "topics": topics,
        "representative": True,
        "seed": 1,
        "answered_by": "Ann",
        "answered_at": pd.Timestamp("2026-01-01", tz="UTC"),
        "model_digest": "d" * 64,
        "run_id": RUN,
    }


def review(name: str, sha256: str | None, topics: list[str]) -> dict[str, object]:
    return {
        "review_id": f"r-{name}",
        "collection": COLLECTION,
        "artwork_id": name,
        "number": 1,
        "reviewer": "Bea",
        "decided_at": pd.Timestamp("2026-01-01", tz="UTC"),
        "action": "reject",
        "topic_ids": topics,
        "undoes": "",
        "shown_topics": ["boat"],
        "shown_confidence": 0.9,
        "shown_status": "unsure",
        "sha256": sha256,
        "run_id": RUN,
        "model_name": MODEL,
        "model_version": 3,
        "model_digest": "d" * 64,
        "source": "page",
    }


def out_of_fold(sha256: str | None, confidences: dict[str, float]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "model_name": MODEL,
                "model_version": 3,
                "sha256": sha256,
                "given_topic_id": "boat",
                "topic_id": topic,
                "confidence": confidence,
            }
            for topic, confidence in confidences.items()
        ]
    )


def test_the_next_run_is_compared_with_the_last_one(settings: Settings) -> None:
    works = weak_chapel()
    museum(settings, works)
    with Store.open(settings.database) as store:
        renew_bias_audit(newest_run(store, COLLECTION, settings))
    moved = [
        Work(
            work.id,
            work.earliest,
            work.latest,
            WRONG if n % 2 else work.confidences,
            work.given,
            venue=work.venue,
        )
        for n, work in enumerate(works)
    ]
    museum(settings, moved, run_id="20270102T030405-abcdef", number=2)
    with Store.open(settings.database) as store:
        context = newest_run(store, COLLECTION, settings, "20270102T030405-abcdef")
        renew_bias_audit(context)
        actual = store.rows("bias_findings_of_run", run_id=context.id)
    drifted = {row["subject"] for row in actual if row["kind"] == "drift"}
    assert drifted >= {"topic against last run", "confidence against last run"}


def test_wrong_topics_of_training_works_are_listed_by_their_ids(settings: Settings) -> None:
    rng, works, rows = np.random.default_rng(1), [], []
    topics = ("aircraft", "boat", "house")
    for n in range(300):
        true = topics[n % 3]
        given = topics[(n + 1) % 3] if n < 15 else true
        work = Work(f"t{n}", confidences=RIGHT, given=(given,), training_split="training")
        spread = np.exp(rng.normal(size=3) * 0.6 + 3.5 * np.eye(3)[n % 3])
        confidences = dict(zip(topics, (spread / spread.sum()).tolist(), strict=True))
        works.append(work)
        rows.append(out_of_fold(work.picture, confidences).assign(given_topic_id=given))
    museum(settings, works)
    with Store.open(settings.database) as store:
        store.upsert("out_of_fold_confidences", pd.concat(rows))
        renew_bias_audit(newest_run(store, COLLECTION, settings))
        suspects = store.table_of_run("label_suspects", RUN)
        actual = store.rows("bias_findings_of_run", run_id=RUN)
    assert set(suspects["artwork_id"]) == {f"t{n}" for n in range(15)}
    assert {row["subject"] for row in actual if row["kind"] == "label_suspect"} == {
        "the whole collection",
        *suspects["artwork_id"],
    }


def test_periods_and_bins_stand_in_ascending_order(settings: Settings) -> None:
    works = [
        Work(f"w{n}", year, year, RIGHT, artist=f"P {n}", status="sure")
        for n, year in enumerate([*[1900] * 9, *[-30] * 3, *[20] * 5])
    ]
    museum(settings, works)
    with Store.open(settings.database) as store:
        renew_bias_audit(newest_run(store, COLLECTION, settings))
        answers = store.rows(section.QUERY, **questions(RUN)[section.QUERY])
    shown = section.build(typed(answers, section.Audit))
    (periods,) = [block for block in shown.blocks if getattr(block, "caption", "") == "Metrics by period"]
    assert [row[0] for row in periods.rows] == ["49 BC to 1 BC", "1 to 49", "1900 to 1949"]
