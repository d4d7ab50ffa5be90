"""Audits: what is drawn, which answers are taken, and what they say of the works that a model is sure of."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from builders import COLLECTION, MODEL, RUN, TOPICS, Work, fill, new_store
from typer.testing import CliRunner, Result

from artmeta.cli import app
from artmeta.domain.model_card import ModelCard
from artmeta.errors import InputError
from artmeta.report.render import questions
from artmeta.settings import Settings
from artmeta.steps.audit.answers import grouped
from artmeta.steps.audit.draw import AuditWork, draw
from artmeta.steps.audit.sure_audit import representative_works, sure_audit
from artmeta.steps.audit_answers import store_answers
from artmeta.steps.results import newest_run
from artmeta.store.database import Store
from artmeta.vision.heads import Dense, Head
from artmeta.vision.model_store import save_model

FILE = 'title = "The museum"\n[source]\nkind = "folder"\npath = "."\n[trends]\nreplicates = 50\n'
CARD = ModelCard(
    MODEL, 0, "", "", "", "logistic", "lesson", "1", tuple(TOPICS), "", "", "", "",
    confusion=((9, 1, 0), (0, 9, 1), (1, 0, 9)),
)  # fmt: skip
SURE, UNSURE = {"boat": 0.9, "house": 0.1}, {"boat": 0.4, "house": 0.35, "aircraft": 0.25}


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    settings = Settings(data_dir=tmp_path / "data", reports_dir=tmp_path / "reports")
    monkeypatch.setenv("ARTMETA_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("ARTMETA_REPORTS_DIR", str(settings.reports_dir))
    head = Head((Dense(np.eye(3, dtype=np.float32), np.zeros(3, np.float32)),))
    for _ in range(3):  # the builders' runs use version 3
        save_model(settings.models_dir, head, CARD)
    works = [Work(f"s{n}", 1800 + n, 1800 + n, SURE, status="sure") for n in range(90)]
    works += [Work(f"u{n}", 1800 + n, 1800 + n, UNSURE, status="unsure") for n in range(60)]
    with new_store(settings.database) as store:
        fill(store, works)
        row = store.rows("run", run_id=RUN)[0]
        store.upsert("runs", pd.DataFrame([{**row, "config_text": FILE, "config_path": "museum.toml"}]))
    return settings


def command(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["audit-sample", COLLECTION, *map(str, words)])


def drawn_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def fill_in(path: Path, answers: dict[str, str]) -> None:
    rows = drawn_rows(path)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(row | {"answer": answers.get(row["id"], row["answer"])} for row in rows)


def sample(tmp_path: Path, right: int, checked: int = 60) -> Path:
    """Draw a sample and answer its first sure works, the first `right` of them as right."""
    path = tmp_path / "sample.csv"
    assert command("--out", path, "--works", "100").exit_code == 0
    ids = [row["id"] for row in drawn_rows(path)][:checked]
    fill_in(path, {each: "boat" if place < right else "none" for place, each in enumerate(ids)})
    return path


def statuses(settings: Settings) -> tuple[int, set[str], float]:
    with Store.open(settings.database, read_only=True) as store:
        rows = store.rows("works_with_decisions", run_id=RUN)
        reasons = {row["decision_reason"] for row in rows}
        counts = store.table_of_run("trend_counts", RUN)
    return sum(row["decision_status"] == "sure" for row in rows), reasons, float(counts["sure"].sum())


def test_the_sample_is_drawn_by_its_seed_and_a_filled_one_is_never_overwritten(
    settings: Settings, tmp_path: Path
) -> None:
    paths = [tmp_path / name for name in ("one.csv", "same.csv", "other.csv")]
    for path, seed in zip(paths, ("1", "1", "2"), strict=True):
        assert command("--out", path, "--works", "100", "--seed", seed).exit_code == 0
    one, same, other = map(drawn_rows, paths)
    assert one == same and [row["id"] for row in one] != [row["id"] for row in other]
    assert list(one[0]) == ["id", "title", "picture", "topic", "answer", "sample", "seed"]
    assert len(one) == len({row["id"] for row in one}) == 100
    assert sum(row["id"].startswith("s") for row in one) >= 60
    assert one[0]["picture"] == str(settings.data_dir.resolve() / f"images/{one[0]['id']}.jpg")
    assert "may hold answers" in str(command("--out", paths[0]).exception)


def test_too_many_wrong_answers_withdraw_sure_everywhere_and_better_ones_restore_it(
    settings: Settings, tmp_path: Path
) -> None:
    path = sample(tmp_path, 55)
    result = command("--answers", path, "--by", "Ann")
    assert result.exit_code == 0, result.exception
    assert "60 answers stored" in result.output and "found 55 right (92%)" in result.output
    sure, reasons, counted = statuses(settings)
    assert sure == 0 and counted == 0
    assert any("none of them counts as sure" in reason for reason in reasons) and "" in reasons
    with Store.open(settings.database, read_only=True) as store:
        assert store.rows("report_summary", **questions(RUN)["report_summary"])[0]["audit"] in reasons
        rows = store.table_of_run("audit_answers", RUN)
    assert set(rows["answered_by"]) == {"Ann"} and set(rows["model_digest"]) == {"d" * 64}
    assert rows["topics"].map(list).tolist().count(["boat"]) == 55
    fill_in(path, {row["id"]: "right" for row in drawn_rows(path) if row["id"].startswith("s")})
    assert command("--answers", path).exit_code == 0
    sure, reasons, counted = statuses(settings)
    assert (sure, counted) == (90, pytest.approx(90))
    assert not any("counts as sure" in reason for reason in reasons)


def test_an_audit_is_of_the_works_that_are_sure_after_the_promise(settings: Settings, tmp_path: Path) -> None:
    path = sample(tmp_path, 30)  # half of them: the promise of the collection is lost
    result = command("--answers", path)
    assert (
        "60 answers stored, 0 could not be used.\nNone of the answered works is sure, after" in result.output
    )
    sure, reasons, _ = statuses(settings)
    assert sure == 0 and all("sure works of known topic are right" in each for each in reasons if each)
    again = tmp_path / "again.csv"
    assert command("--out", again, "--works", "100").exit_code == 0
    ids = [row["id"][0] for row in drawn_rows(again)]
    assert ids != sorted(ids)  # no work is sure, so none comes first


def test_a_sample_of_another_kind_is_refused_and_notices_are_no_answers(
    settings: Settings, tmp_path: Path
) -> None:
    path = sample(tmp_path, 60)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("A view", "A vi\ufffdw"), encoding="utf-16")
    assert "60 answers stored, 0 could not be used." in command("--answers", path).output
    path.write_text(text.replace(",audit,", ",plan,"), encoding="utf-8")
    refused = command("--answers", path).exception
    assert isinstance(refused, InputError) and "a sample of a review plan, not of an audit" in refused.message
    assert refused.hint == f"Read it with `artmeta review certify {COLLECTION} --answers {path}`."
    path.write_text(text.replace(",audit,", ",,"), encoding="utf-8")
    refused = command("--answers", path).exception
    assert isinstance(refused, InputError) and "the column 'sample' is empty" in refused.message


def test_an_answer_that_cannot_be_used_is_one_sentence_and_the_others_count(
    settings: Settings, tmp_path: Path
) -> None:
    path = sample(tmp_path, 60)
    ids = [row["id"] for row in drawn_rows(path)]
    fill_in(path, {ids[3]: "bout", ids[4]: "Houses; boat", ids[5]: "?", ids[6]: "no"})
    with path.open("a", encoding="utf-8", newline="") as file:
        file.write(f"x9,A view,,boat,boat,audit,1\r\n{ids[0]},A view,,boat,house,audit,1\r\n")
    with Store.open(settings.database) as store:
        result = store_answers(newest_run(store, COLLECTION, settings), path)
    assert result.stored == 59
    expected = [
        f"The answer 'bout' on '{ids[3]}' is none that is known. Did you mean 'boat'?",
        "'x9' is no classified work of this collection",
        f"'{ids[0]}' has another answer in an earlier row",
    ]
    assert len(result.faults) == len(expected)
    assert all(text in fault for text, fault in zip(expected, result.faults, strict=True))
    assert result.audit is not None
    assert (result.audit.drawn, result.audit.answered, result.audit.correct) == (60, 58, 57)
    assert grouped(result.faults) == result.faults
    more = [result.faults[0].replace(ids[3], f"w{number}").replace("bout", "bota") for number in range(3)]
    first, *others = grouped([*result.faults, *more])
    assert first == f"4 answers cannot be used for one reason, for example: {result.faults[0]}"
    assert others == result.faults[1:]
    again = tmp_path / "again.csv"
    assert command("--out", again, "--works", "100").exit_code == 0
    assert [row["answer"] for row in drawn_rows(again)][3:7] == ["", "house|boat", "?", "wrong"]


@pytest.mark.parametrize("content", ["id,answer\r\ns1,\r\n", "id,title\r\ns1,x\r\n", None])
def test_a_file_without_answers_is_one_sentence(
    settings: Settings, tmp_path: Path, content: str | None
) -> None:
    path = tmp_path / "answers.csv"
    path.mkdir() if content is None else path.write_text(content)
    result = command("--answers", path)
    assert type(result.exception).__name__ in ("InputError", "SourceError")
    assert str(path.name) in str(result.exception)


def test_a_representative_answer_joins_the_labelled_sample(settings: Settings, tmp_path: Path) -> None:
    path = sample(tmp_path, 60)
    others = [row["id"] for row in drawn_rows(path) if row["id"].startswith("u")]
    fill_in(path, dict.fromkeys(others, "house"))
    assert command("--answers", path).exit_code == 0
    with Store.open(settings.database, read_only=True) as store:
        given = store.frame_in_parts("trend_works", run_id=RUN, with_reviews=False).set_index("artwork_id")[
            "given_topic"
        ]
    assert set(given.index[given == "house"]) == set(others)
    assert 0 < (given[given.index.str.startswith("s")] == "boat").sum() <= 60


def population(sure: int, others: int, precision: float, rng: np.random.Generator) -> list[AuditWork]:
    """Return works in random order; `correct` is the truth, `answered` is not set yet."""
    lane = np.arange(sure + others) < sure
    right = np.where(lane, np.arange(sure + others) < round(precision * sure), False)
    return [
        AuditWork(str(n), "", "", "", "boat", "Boat", bool(lane[n]), False, None, bool(right[n]), None)
        for n in rng.permutation(sure + others)
    ]


@pytest.mark.parametrize(("sure", "precision"), [(70, 0.9), (400, 0.78), (400, 0.96), (700, 0.485)])
def test_the_stated_bound_is_true_in_19_of_20_audits_of_60(sure: int, precision: float) -> None:
    rng, true, withdrawn = np.random.default_rng(3), [], []
    for _ in range(200):
        works = population(sure, 20, precision, rng)
        chosen = {work.artwork_id for work in draw(works, 60, 60)}
        seen = [work if work.artwork_id in chosen else replace(work, correct=None) for work in works]
        audit = sure_audit(seen, 0.95)
        assert audit is not None and audit.answered == 60
        true.append(audit.precision_low <= round(precision * sure) / sure)
        withdrawn.append(audit.state == "withdrawn")
    assert np.mean(true) > 0.92  # 95% within two standard errors of 200 audits
    assert np.mean(withdrawn) > 0.75 if precision < 0.93 else np.mean(withdrawn) < 0.3


def test_works_left_out_before_the_last_answer_count_against_the_bound() -> None:
    works = population(100, 0, 1.0, np.random.default_rng(1))
    answered = [replace(w, correct=True if n < 60 and n != 7 else None) for n, w in enumerate(works)]
    audit = sure_audit(answered, 0.95)
    assert audit is not None and (audit.drawn, audit.answered) == (60, 59)
    whole = sure_audit([replace(w, correct=True if n < 60 else None) for n, w in enumerate(works)], 0.95)
    assert whole is not None and whole.precision_low > audit.precision_low
    assert "counting 1 drawn before the last answer but not answered as wrong" in audit.sentence


def test_sure_works_drawn_in_addition_are_not_representative() -> None:
    works = population(50, 50, 1.0, np.random.default_rng(2))
    drawn = {work.artwork_id for work in draw(works, 40, 60)}
    seen = [
        replace(work, answered=work.artwork_id in drawn, correct=work.artwork_id in drawn or None)
        for work in works
    ]
    kept = representative_works(seen)
    assert [work.artwork_id for work in works[: len(kept)]] == kept
    assert len(kept) < 60
