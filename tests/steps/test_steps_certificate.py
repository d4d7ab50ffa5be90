"""Certificates: which works a plan draws, what reviews of them show, and when a statement lapses."""

from __future__ import annotations

import csv
import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest
from builders import COLLECTION, RUN, Work, fill, new_store
from typer.testing import CliRunner, Result

from artmeta.acceptance_sampling import sampling_plan
from artmeta.cli import app
from artmeta.domain.review import Review, Shown
from artmeta.report.render import questions
from artmeta.report.rows import typed
from artmeta.report.sections.certificates import LaneRow, build
from artmeta.review.file import ReviewFile, review_path
from artmeta.settings import Settings
from artmeta.steps.certificate.lanes import Findings, Outcome, findings
from artmeta.steps.export import export
from artmeta.steps.results import newest_run
from artmeta.store import statements
from artmeta.store.database import Store

FILE = 'title = "The museum"\n[source]\nkind = "folder"\npath = "."\n'
BOAT, HOUSE = {"boat": 0.9, "house": 0.1}, {"house": 0.9, "boat": 0.1}
WORKS = [
    *(Work(f"b{n:03}", 1800 + n % 40, 1800 + n % 40, BOAT, status="sure") for n in range(120)),
    *(Work(f"h{n:03}", 1860, 1860, HOUSE, status="sure", venue="") for n in range(30)),
    *(Work(f"u{n:03}", 1860, 1860, BOAT, status="unsure") for n in range(40)),
]

LAPSES = {
    "UPDATE models SET digest = 'another'": "the model has changed",
    "UPDATE decisions SET confidence_threshold = 0.85": "the thresholds have changed",
    "UPDATE artworks SET gone_run_id = 'r' WHERE artwork_id = 'b000'": "the sure works have changed",
    "UPDATE decisions SET status = 'unsure'": "no longer sure of any",
    "UPDATE decisions SET status = 'unsure' WHERE artwork_id = 'b000'": "the sure works have changed",
}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("museum") / "artmeta.duckdb"
    with new_store(path) as store:
        fill(store, WORKS, config_text=FILE)
    return path


@pytest.fixture
def settings(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    settings = Settings(data_dir=tmp_path / "data", reports_dir=tmp_path / "reports")
    monkeypatch.setenv("ARTMETA_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("ARTMETA_REPORTS_DIR", str(settings.reports_dir))
    settings.data_dir.mkdir()
    shutil.copy(filled, settings.database)
    return settings


def review(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["review", *map(str, words)])


def plan(out: Path, *words: str) -> list[str]:
    """Draw a plan, and return the ids of its works in their order."""
    ran = review("plan", COLLECTION, "--out", out, *words)
    assert ran.exit_code == 0, ran.exception
    return [row["id"] for row in table(out)]


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def certify(path: Path, answers: dict[str, str], by: str = "ann") -> list[str]:
    """Answer works as right, or as `answers` say, and return the lines of the result."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("id", "answer"))
        writer.writerows(answers.items())
    ran = review("certify", COLLECTION, "--answers", path, "--by", by)
    assert ran.exit_code == 0, ran.exception
    return ran.stdout.splitlines()


def true_topic(artwork_id: str) -> str:
    return "boat" if artwork_id.startswith("b") else "house"


def lanes(settings: Settings) -> dict[str, dict[str, Any]]:
    """Return each lane as of its newest plan."""
    with Store.open(settings.database, read_only=True) as store:
        rows = store.rows("plan_lanes_of_run", run_id=RUN)
    return {row["lane"]: row for row in rows if row["newest"]}


def test_a_plan_draws_sure_works_in_an_order_that_its_seed_decides(
    settings: Settings, tmp_path: Path
) -> None:
    ids = plan(tmp_path / "one.csv", "--seed", "7")
    assert {(row["sample"], row["seed"]) for row in table(tmp_path / "one.csv")} == {("plan", "7")}
    with Store.open(settings.database, read_only=True) as store:  # the page serves them in the same order
        assert [row["artwork_id"] for row in store.rows("works_of_plan", collection=COLLECTION)] == ids
    again = plan(tmp_path / "two.csv", "--seed", "7", "--again")
    other = plan(tmp_path / "three.csv", "--again")  # without a seed, a new one is drawn
    assert ids == again
    assert set(ids) != set(other)
    sizes = {lane: sampling_plan(works, 0.95, 0.975, 0.99).size for lane, works in (("b", 120), ("h", 30))}
    assert {lane: sum(each.startswith(lane) for each in ids) for lane in sizes} == sizes
    assert ids != sorted(ids)
    assert {"b", "h"} == {each[0] for each in ids[:15]}  # lanes are reviewed side by side


def test_works_that_are_all_right_are_certified_in_a_dated_statement(
    settings: Settings, tmp_path: Path
) -> None:
    ids = plan(tmp_path / "plan.csv")
    boats = [each for each in ids if each.startswith("b")]
    lines = certify(tmp_path / "a.csv", {each: true_topic(each) for each in ids})
    assert lines[0] == f"{len(ids)} answers added, 0 could not be used."
    assert (
        "topic Boats and ships: Certified: at least 95% of the 120 works of topic Boats and ships of which"
        in lines[1]
    )
    assert (
        f"with 97.5% confidence. {len(boats)} of them, drawn at random, were reviewed by ann, and 0 were wrong"
        in lines[1]
    )
    assert "one of 2 statements that are all true with 95% confidence" in lines[1]
    row = lanes(settings)["boat"]
    assert (row["state"], row["wrong"], row["reviewers"], row["lapsed"]) == ("certified", 0, "ann", "")
    assert row["precision_low"] >= 0.95
    assert certify(tmp_path / "a.csv", {each: true_topic(each) for each in ids})[0].startswith(
        "0 answers added"
    )
    assert lanes(settings)["boat"]["issued_at"] == row["issued_at"]  # nothing changed, and nothing was added


def test_wrong_and_unconfirmed_works_are_refused_with_what_was_found(
    settings: Settings, tmp_path: Path
) -> None:
    ids = plan(tmp_path / "plan.csv")
    boats = [each for each in ids if each.startswith("b")]
    answers = {each: true_topic(each) for each in ids} | {boats[0]: "?", boats[1]: "none", boats[2]: "house"}
    certify(tmp_path / "a.csv", answers)
    row = lanes(settings)["boat"]
    assert (row["state"], row["wrong"], row["unconfirmed"]) == ("refused", 2, 1)
    assert "Not certified" in row["sentence"] and "3 count as wrong, 1 of them since" in row["sentence"]
    assert 0.85 < row["precision_low"] < 0.95
    certify(tmp_path / "b.csv", {boats[0]: "boat", boats[1]: "boat"})  # the same person looks again
    assert lanes(settings)["boat"]["state"] == "certified"
    certify(tmp_path / "c.csv", {boats[0]: "house", boats[1]: "house"}, by="bob")
    row = lanes(settings)["boat"]
    assert (row["state"], row["wrong"], row["unconfirmed"]) == ("refused", 1, 2)  # two reviewers differ


def test_a_lane_is_open_until_its_works_are_reviewed(settings: Settings, tmp_path: Path) -> None:
    ids = plan(tmp_path / "plan.csv")
    lines = certify(tmp_path / "a.csv", {each: true_topic(each) for each in ids[:-1]})
    assert sum(" of at most " in line and "Certified" not in line for line in lines) == 1
    assert [each for each in plan(tmp_path / "rest.csv")] == [ids[-1]]  # noqa: C416
    assert not lines[-1].endswith("not counted.")
    others = [work.id for work in WORKS if work.status == "sure" and work.id not in ids][:2]
    lines = certify(
        tmp_path / "b.csv", dict.fromkeys([*others, "u000"], "boat")
    )  # u000 is not sure: in no lane
    assert lines[-1] == "2 more reviewed works of these lanes: not drawn at random, so not counted."
    shown = Shown(str(Work(ids[-1]).picture), ("boat",), 0.9, "sure")
    by_page = Review("page", ids[-1], "ann", datetime.now(UTC), "accept", shown, ("boat",))
    with ReviewFile.open(review_path(settings.data_dir, COLLECTION)) as file:
        file.add([by_page])
    assert plan(tmp_path / "none.csv") == []


def test_a_statement_lapses_with_the_model_the_thresholds_and_the_works(
    settings: Settings, tmp_path: Path
) -> None:
    ids = plan(tmp_path / "plan.csv")
    certify(tmp_path / "a.csv", {each: true_topic(each) for each in ids})
    query = statements.load("queries", "plan_lanes_of_run")
    with duckdb.connect(str(settings.database)) as connection:
        for change, reason in LAPSES.items():
            connection.begin()
            connection.execute(change)
            rows = connection.execute(query, {"run_id": RUN}).df().set_index("lane")
            assert rows.loc["boat", "state"] == "certified"
            assert reason in rows.loc["boat", "lapsed"], change
            connection.rollback()
        connection.execute(list(LAPSES)[-1])
    ran = review("certify", COLLECTION)
    assert (
        "topic Boats and ships: lapsed, since the sure works have changed. Certified: at least 95%"
        in ran.stdout
    )
    section = report_section(settings)
    assert "1 certified, 1 lapsed" in section.lead
    assert any("Lapsed, since" in getattr(block, "text", "") for block in section.blocks)


def report_section(settings: Settings) -> Any:
    with Store.open(settings.database, read_only=True) as store:
        query = "plan_lanes_of_run"
        return build(typed(store.rows(query, **questions(RUN)[query]), LaneRow))


def test_the_report_states_each_result_with_its_date(settings: Settings, tmp_path: Path) -> None:
    assert report_section(settings) is None
    ids = plan(tmp_path / "plan.csv")
    certify(tmp_path / "a.csv", {each: true_topic(each) for each in ids if each.startswith("b")})
    section = report_section(settings)
    assert "1 certified, 1 under review" in section.lead
    issued = lanes(settings)["boat"]["issued_at"]
    assert section.blocks[0].text.startswith(f"{issued:%Y-%m-%d}. Certified")
    assert section.blocks[0].tone == "good"
    assert [row[0] for row in section.blocks[1].rows] == ["Boats and ships", "Houses"]


def test_a_lane_that_lapsed_is_drawn_anew_and_the_others_keep_their_statements(
    settings: Settings, tmp_path: Path
) -> None:
    ids = plan(tmp_path / "a.csv")
    certify(tmp_path / "b.csv", {each: true_topic(each) for each in ids})
    before = lanes(settings)
    with duckdb.connect(str(settings.database)) as connection:
        connection.execute("UPDATE decisions SET status = 'unsure' WHERE artwork_id = 'b000'")
    assert {each[0] for each in plan(tmp_path / "c.csv")} <= {
        "b"
    }  # those of the new sample that nobody has reviewed
    after = lanes(settings)
    assert after["house"] == before["house"]
    assert (after["boat"]["state"], after["boat"]["lapsed"], after["boat"]["number"]) == (None, "", 2)
    assert (after["boat"]["works"], after["boat"]["confidence"]) == (119, 0.975)


def test_exports_state_the_certificates(settings: Settings, tmp_path: Path) -> None:
    ids = plan(tmp_path / "plan.csv", "--lane", "Houses")
    certify(tmp_path / "a.csv", dict.fromkeys(ids, "house"))
    with Store.open(settings.database, read_only=True) as store:
        context = newest_run(store, COLLECTION, settings)
        files = export(context, ("csv", "certificates", "parquet"), tmp_path)
    (stated,) = table(next(path for path in files if path.name.endswith(".certificates.csv")))
    assert (stated["lane"], stated["state"], stated["reviewers"]) == ("house", "certified", "ann")
    side_file = next(path for path in files if path.suffix == ".json")
    (note,) = json.loads(side_file.read_text())["notes"]
    (metadata,) = json.loads(pq.read_schema(files[-1]).metadata[b"artmeta.certificates"])
    assert note == metadata
    assert {name: str(note[name]) for name in ("lane", "sentence", "model_digest", "reviewed")} == {
        name: stated[name] for name in ("lane", "sentence", "model_digest", "reviewed")
    }


def test_other_options_are_refused_once_works_are_reviewed(settings: Settings, tmp_path: Path) -> None:
    plan(tmp_path / "a.csv", "--lane", "boat")
    ids = plan(
        tmp_path / "b.csv", "--precision", "0.9", "--lane", "boat"
    )  # nothing was reviewed: it is replaced
    certify(tmp_path / "c.csv", {ids[0]: true_topic(ids[0])})
    ran = review("plan", COLLECTION, "--precision", "0.8", "--lane", "boat")
    assert "has other options and 1 reviewed work." in str(ran.exception)
    again = plan(tmp_path / "d.csv", "--precision", "0.8", "--lane", "boat", "--again")
    certify(tmp_path / "e.csv", {each: true_topic(each) for each in again})
    assert "plan number 2 for sure works of this model" in lanes(settings)["boat"]["sentence"]


def test_answers_that_cannot_be_used_are_sentences_and_the_others_count(
    settings: Settings, tmp_path: Path
) -> None:
    ids = plan(tmp_path / "plan.csv")
    lines = certify(tmp_path / "a.csv", {ids[0]: "wrong", ids[1]: "bot", "nobody": "boat", ids[2]: "right"})
    assert lines[0] == "1 answer added, 3 could not be used."


def test_options_that_no_plan_can_have_are_one_sentence(settings: Settings) -> None:
    for words, sentence in {
        ("--by", "venu"): "Did you mean 'venue'?",
        ("--lane", "boot"): "There is no topic called 'boot'. Did you mean 'boat'?",
        ("--expected", "0.9"): "A precision of 0.95, expected 0.9",
    }.items():
        assert sentence in str(review("plan", COLLECTION, *words).exception)


def test_a_plan_of_a_run_without_sure_works_says_where_the_cause_stands(settings: Settings) -> None:
    with duckdb.connect(str(settings.database)) as connection:
        connection.execute("UPDATE decisions SET status = 'unsure'")
    fault = str(review("plan", COLLECTION).exception)
    assert "sure by topic, so there is nothing to certify. The report says why works are not sure" in fault


def test_lanes_by_period_and_venue_hold_the_works_that_have_them(settings: Settings, tmp_path: Path) -> None:
    assert set(plan(tmp_path / "a.csv", "--by", "venue")) <= {work.id for work in WORKS if work.venue}
    plan(tmp_path / "b.csv", "--by", "period", "--lane", "1850 to 1899", "--sequential")
    of_period = lanes(settings)["1850 to 1899"]
    assert (of_period["works"], of_period["confidence"]) == (30, 0.95)  # one lane has all the confidence
    shown = review("plan", COLLECTION, "--by", "period", "--lane", "1850 to 1899", "--sequential").stdout
    assert shown.splitlines()[0].endswith("passes after\tmean reviewed")
    assert ", ".join(map(str, of_period["acceptance"])) in shown.splitlines()[1]


def test_a_sequential_plan_rests_on_the_works_before_the_first_that_nobody_reviewed() -> None:
    sampling = sampling_plan(120, 0.95, 0.975, 0.99, sequential=True)
    right, wrong, unknown = Outcome("right", ("ann",)), Outcome("wrong", ("bob",)), Outcome(None)
    first = sampling.acceptance[0]
    assert findings(sampling, [right] * 3 + [unknown] + [right] * 80) == Findings(3, 0, 0, ("ann",))
    ended = findings(
        sampling, [right] * first + [wrong] * 5
    )  # what is reviewed after the end changes nothing
    assert (ended.reviewed, ended.failures) == (first, 0)
    refused = findings(sampling, [right, *[wrong] * (sampling.allowed + 1), right])
    assert sampling.result(refused.reviewed, refused.failures) == "refused"
