"""The expectation suites, the data frame each validates, and the results as sentences."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from artmeta.expectations import Expectations
from artmeta.validation.checkpoint import run_checkpoint
from artmeta.validation.expected import Expectation, ExpectationResult
from artmeta.validation.export_suite import export_suite
from artmeta.validation.input_suite import input_suite
from artmeta.validation.outcome import Outcome, Suite
from artmeta.validation.output_suite import output_suite, works_of
from artmeta.validation.pages import keep_offline
from artmeta.validation.passed import keep_passed, key_of, passed_before
from artmeta.wording import percent

if TYPE_CHECKING:
    import pandas as pd


def check(
    suite: Suite,
    frame: pd.DataFrame,
    limits: Expectations,
    *,
    works_before: int | None = None,
    topics: Sequence[str] = (),
    sums_to_one: bool = True,
    docs: Path | None = None,
    kept: Path | None = None,
) -> list[Outcome]:
    """Check a frame of `sql/queries/validate_input.sql` or `validate_output.sql`, or of exported files.

    `works_before` is how many works the collection had after its last finished run; `topics` are the ids a
    prediction may name; `sums_to_one` says that a work's confidences exclude each other (a softmax head). With
    `docs`, a folder, Great Expectations' pages are written there. A column that is missing is a failed
    expectation, not an exception. With `kept`, a folder, outcomes are kept there where all of them passed, and equal
    rows are not checked again by the same expectations and versions of the programs.
    """
    frame = frame.reset_index(drop=True)
    if suite == "input":
        return _outcomes("works", input_suite(limits, works_before), frame, docs, kept)
    if suite == "export":
        return _outcomes("files", export_suite(), frame, docs, kept)
    rows, works = output_suite(topics, sums_to_one)
    return [
        *_outcomes("predictions", rows, frame, docs, kept),
        *_outcomes("classified_works", works, works_of(frame), docs, kept),
    ]


def unsound_works(predictions: pd.DataFrame, topics: Sequence[str], sums_to_one: bool) -> list[str]:
    """Return the ids of all works that fail a critical expectation of the output suite; see `check`."""
    frame, works = predictions.reset_index(drop=True), works_of(predictions)
    suites = zip((frame, works), output_suite(topics, sums_to_one), strict=True)
    work_ids: set[str] = set()
    for table, expected in suites:
        results = run_checkpoint("unsound_works", expected, table, None, max(len(table), 1))
        for one, result in zip(expected, results, strict=True):
            if not result.success and one.severity == "critical":
                work_ids.update(table["artwork_id"].iloc[list(result.rows)])
    return sorted(work_ids)


def _outcomes(
    name: str, expected: list[Expectation], frame: pd.DataFrame, docs: Path | None, kept: Path | None
) -> list[Outcome]:
    """Check a frame, unless it passed before."""
    if kept is None or docs is not None:
        return _checked(name, expected, frame, docs)
    path, key = kept / f"{name}.json", key_of(expected, frame)
    outcomes = passed_before(path, key)
    if outcomes is None:
        outcomes = _checked(name, expected, frame, None)
        keep_passed(path, key, outcomes)
    return outcomes


def _checked(name: str, expected: list[Expectation], frame: pd.DataFrame, docs: Path | None) -> list[Outcome]:
    # a site of its own: a second one in the folder would delete the first
    pages = docs / name if docs else None
    results = run_checkpoint(name, expected, frame, pages)
    if pages:
        keep_offline(pages)
    return [_outcome(one, result, frame) for one, result in zip(expected, results, strict=True)]


def _outcome(one: Expectation, result: ExpectationResult, frame: pd.DataFrame) -> Outcome:
    missing = [name for name in one.column.split(",") if name and name not in frame.columns]
    if missing:
        sentence = (
            f"The column '{missing[0]}' is missing, so it could not be seen whether this holds: {one.met}"
        )
    elif result.fault:
        sentence = f"It could not be seen whether this holds: {one.met} ({result.fault})"
    elif result.success and not result.count:
        sentence = one.met
    else:
        sentence = _sentence(one, result, frame)
    return Outcome(one.name, one.column, result.success, one.severity, _measured(result, frame), sentence)


def _sentence(one: Expectation, result: ExpectationResult, frame: pd.DataFrame) -> str:
    share = percent(result.count / result.of if result.of else 0.0)
    ids = _examples(result, frame)
    return one.failed.format(
        count=result.count, of=result.of, percent=share, measured=result.measured, examples=", ".join(ids)
    )


def _examples(result: ExpectationResult, frame: pd.DataFrame) -> list[str]:
    subject = next((name for name in ("artwork_id", "subject") if name in frame.columns), None)
    if subject is None:
        return [f"row {row}" for row in result.rows]
    return list(dict.fromkeys(str(frame[subject].iloc[row]) for row in result.rows))


def _measured(result: ExpectationResult, frame: pd.DataFrame) -> dict[str, Any]:
    if result.fault:
        return {"fault": result.fault}
    if result.measured is not None:
        return {"value": result.measured}
    return {"count": result.count, "of": result.of, "examples": _examples(result, frame)}
