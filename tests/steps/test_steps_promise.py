"""The promise of groups in the store: which works lose their status, with which reason, and how they regain it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from builders import COLLECTION, MODEL, RUN, TOPICS, Work, fill, new_store

from artmeta.domain.explanation import Explanation
from artmeta.domain.model_card import ModelCard
from artmeta.report.explanation_page import sentence
from artmeta.report.rows import typed
from artmeta.report.sections import promises
from artmeta.settings import Settings
from artmeta.steps.context import RunContext
from artmeta.steps.promise.evidence import read_evidence
from artmeta.steps.promise.renew import renew_promises
from artmeta.steps.results import newest_run
from artmeta.steps.trends import renew_trends
from artmeta.store.database import Store
from artmeta.vision.heads import Dense, Head
from artmeta.vision.model_store import save_model

FILE = (
    'title = "The museum"\n[source]\nkind = "folder"\npath = "."\n[trends]\nreplicates = 50\nbin_years = 50\n'
)
CARD = ModelCard(
    MODEL, 0, "", "", "", "logistic", "lesson", "1", tuple(TOPICS), "", "", "", "",
    confusion=((9, 1, 0), (0, 9, 1), (1, 0, 9)),
)  # fmt: skip
SAID = {"boat": 0.9, "house": 0.1}


def early(number: int, given: str = "") -> Work:
    topics = (given,) if given else ()
    return Work(f"e{number:02}", 1850, 1850, SAID, topics, status="sure")


def late(number: int, given: str = "") -> Work:
    return replace(early(number, given), id=f"l{number:02}", earliest=1950, latest=1950)


# 95% are promised: 60 early works are known and right, of 60 late ones 20 are known and 8 of them right.
WORKS = [early(n, "boat") for n in range(60)]
WORKS += [late(n, "boat" if n < 8 else "house" if n < 20 else "") for n in range(60)]
WORKS += [Work("u1", 1950, 1950, {"boat": 0.4, "house": 0.35}, status="unsure")]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(data_dir=tmp_path / "data", reports_dir=tmp_path / "reports")
    head = Head((Dense(np.eye(3, dtype=np.float32), np.zeros(3, np.float32)),))
    for _ in range(3):  # the builders' runs use version 3
        save_model(settings.models_dir, head, CARD)
    with new_store(settings.database) as store:
        fill_museum(store, WORKS)
    return settings


def fill_museum(store: Store, works: list[Work]) -> None:
    fill(store, works)
    row = store.rows("run", run_id=RUN)[0]
    store.upsert("runs", pd.DataFrame([{**row, "config_text": FILE, "config_path": "museum.toml"}]))


def context(store: Store, settings: Settings) -> RunContext:
    return newest_run(store, COLLECTION, settings)


def decided(store: Store) -> pd.DataFrame:
    return store.frame("works_of_run", run_id=RUN).set_index("artwork_id")


def stored(store: Store) -> list[list[str]]:
    tables = (store.table_of_run(table, RUN) for table in ("group_promises", "work_promises"))
    return [sorted(map(str, table.to_dict("records"))) for table in tables]


def test_works_of_a_period_that_breaks_the_promise_are_unsure_with_the_reason_everywhere(
    settings: Settings,
) -> None:
    with Store.open(settings.database) as store:
        renew_promises(context(store, settings))
        works = decided(store)
        of_late = works[works.index.str.startswith("l")]
        assert set(of_late["status"]) == {"unsure"} and set(of_late["promise"]) == {"lost"}
        (reason,) = set(of_late["decision_reason"])
        assert (
            "the period '1950–1959' are not sure: 8 of 20 (40.0%) sure works of known topic are right"
            in reason
        )
        assert "95% was promised" in reason
        others = works[works.index.str.startswith("e")]
        assert set(others["status"]) == {"sure"}
        assert works.loc["u1", "promise"] == "" and works.loc["u1", "decision_reason"] == ""
        spreadsheet = store.frame("artworks_for_spreadsheets", run_id=RUN, after="", until="z").set_index(
            "artwork_id"
        )
        assert (
            spreadsheet.loc["l03", ["decision_status", "sure_topics", "promise"]] == ["unsure", "", "lost"]
        ).all()
        assertions = store.frame("assertions_of_run", run_id=RUN, after="", until="z").set_index("artwork_id")
        assert (
            assertions.loc["l03", "status"] == "unsure" and assertions.loc["l03", "status_reason"] == reason
        )
        rows = {row["group_name"]: row for row in store.rows("promises_of_run", run_id=RUN)}
        assert rows["1950–1959"]["sentence"] == reason and rows["1850–1859"]["state"] == "kept"
        assert (store.frame("decisions_of_run", run_id=RUN)["status"] == "sure").sum() == 60
        renew_trends(context(store, settings))
        counts = store.table_of_run("trend_counts", RUN).set_index("bin_first")
        assert counts.loc[1850, "sure"] == 60 and counts.loc[1950, "sure"] == 0
        assert counts.loc[1950, "promise_lost"] == 60 and counts.loc[1850, "promise_lost"] == 0


def test_a_second_assessment_changes_nothing_and_better_evidence_restores_the_status(
    settings: Settings,
) -> None:
    with Store.open(settings.database) as store:
        renew_promises(context(store, settings))
        first = stored(store)
        renew_promises(context(store, settings))
        assert stored(store) == first
        fill_museum(store, [late(n, "boat") for n in range(60)])
        renew_promises(context(store, settings))
        assert set(decided(store)["promise"]) == {"kept", ""}
        assert not decided(store)["decision_reason"].any()


def test_a_review_counts_before_the_museums_topic_and_an_audited_answer_without_one(
    settings: Settings,
) -> None:
    review = {
        "collection": COLLECTION, "reviewer": "Ann", "decided_at": pd.Timestamp("2026-01-02", tz="UTC"),
        "action": "correct", "topic_ids": ["boat"], "undoes": "", "shown_topics": ["boat"], "shown_confidence": 0.9,
        "shown_status": "sure", "run_id": RUN, "model_name": MODEL, "model_version": 3, "model_digest": "d" * 64,
        "source": "plan",
    }  # fmt: skip
    answer = {
        "collection": COLLECTION, "predicted_topic_id": "boat", "correct": True, "topics": ["boat"], "seed": 1,
        "representative": False, "answered_by": "Ann", "answered_at": pd.Timestamp("2026-01-02", tz="UTC"),
        "model_digest": "d" * 64, "run_id": RUN,
    }  # fmt: skip
    with Store.open(settings.database) as store:
        reviews = [
            {**review, "review_id": f"r{n}", "number": n, "artwork_id": f"l{n:02}", "sha256": late(n).picture}
            for n in range(20)
        ]
        store.upsert("reviews", pd.DataFrame(reviews))
        answers = [{**answer, "artwork_id": f"l{n:02}", "sha256": late(n).picture} for n in range(20, 60)]
        store.upsert("audit_answers", pd.DataFrame(answers))
        renew_promises(context(store, settings))
        rows = {row["group_name"]: row for row in store.rows("promises_of_run", run_id=RUN)}
        assert (rows["1950–1959"]["known"], rows["1950–1959"]["correct"]) == (60, 60)
        assert rows["1950–1959"]["state"] == "kept"


def test_a_model_without_out_of_fold_works_is_untested_where_no_topic_is_known(settings: Settings) -> None:
    with Store.open(settings.database) as store:
        fill_museum(store, [replace(work, given=()) for work in WORKS])
        renew_promises(context(store, settings))
        works = decided(store)
        assert set(works["promise"]) == {"untested", ""} and (works["status"] == "sure").sum() == 120
        assert "too few training works judged out of fold" in works.loc["e00", "decision_reason"]


def test_unfamiliar_works_and_training_works_rejected_out_of_fold_are_not_compared(
    settings: Settings,
) -> None:
    """Half of a folder are pictures of another kind: none of them is sure, so the others stay sure."""
    unlike = {"boat": 0.5, "house": 0.4}
    works = [replace(work, given=()) for work in WORKS]
    works += [Work(f"s{n:03}", 1850, 1850, unlike, status="unfamiliar") for n in range(120)]
    rejected = np.arange(100) >= 80
    trained = pd.DataFrame(
        {
            "sha256": [f"t{n}" for n in range(100)],
            "topic_id": "boat",
            "split": "training",
            "ood_score": np.where(rejected, 4.0, 0.5),
        }
    )
    confidences = trained[["sha256"]].merge(pd.DataFrame({"topic_id": list(SAID)}), how="cross")
    confidences["confidence"] = np.where(
        rejected.repeat(2), np.tile(list(unlike.values()), 100), np.tile(list(SAID.values()), 100)
    )
    named = {"model_name": MODEL, "model_version": 3}
    with Store.open(settings.database) as store:
        fill_museum(store, works)
        limits = '"thresholds": {"boat": 0.8, "house": 0.8}, "ood_detector": {"limit": 1.8}'
        store._execute("UPDATE models SET card = $card", card=f'{{"calibration": {{{limits}}}}}')
        store.upsert("training_works", trained.assign(artwork_id=trained["sha256"], **named))
        store.upsert("out_of_fold_confidences", confidences.assign(given_topic_id="boat", **named))
        evidence = read_evidence(context(store, settings), 0.95)
        assert evidence.reference is not None and evidence.known is not None
        assert len(evidence.table) == len(evidence.works.sure) == len(WORKS)
        assert len(evidence.reference.scores) == len(evidence.known.y_true) == 80
        renew_promises(context(store, settings))
        assert decided(store)["status"].value_counts().to_dict() == {
            "sure": 120,
            "unfamiliar": 120,
            "unsure": 1,
        }


def test_a_report_without_tests_does_not_say_that_no_work_is_sure() -> None:
    lead = promises.build([]).lead
    assert "sure of no work, or an earlier version of artmeta made the run" in lead


def test_the_report_names_what_lost_and_what_is_untested_and_why_ends_with_the_reason(
    settings: Settings,
) -> None:
    with Store.open(settings.database) as store:
        renew_promises(context(store, settings))
        rows = store.rows("promises_of_run", run_id=RUN)
    section = promises.build(typed(rows, promises.Promise))
    assert section.lead == (
        "Works of period '1950–1959' are not called sure, although their confidence is high enough."
    )
    remarks, method, table = section.blocks
    assert "8 of 20 (40.0%) sure works of known topic are right" in remarks.items[0].text
    assert "That is no proof" in method.text
    assert ("period '1950–1959'", 61, 60, 20, 8, None, "lost: known topics") in table.rows
    unknown = Explanation(
        "a", Path("a.jpg"), (("boat", 0.9),), "unsure", 0.8, np.nan, np.nan, np.nan, np.nan, (),
        decision_reason=remarks.items[0].text,
    )  # fmt: skip
    assert sentence(unknown).endswith(remarks.items[0].text)
