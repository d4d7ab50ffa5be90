"""Validate and verify: the data checks of the input, of the predictions and of exports."""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from artmeta.errors import ValidationFailed, WriteError
from artmeta.files import replacing
from artmeta.redaction import publishable
from artmeta.settings import Settings
from artmeta.steps.context import RunContext
from artmeta.steps.models import model_of
from artmeta.steps.recording import step
from artmeta.store.database import Store
from artmeta.wording import enumeration, quantity

if TYPE_CHECKING:
    import pandas as pd

    from artmeta.validation import Outcome, Suite

log = logging.getLogger("artmeta")
SUITES: tuple[Suite, ...] = ("input", "output", "export")


@step
def validate(context: RunContext) -> None:
    """Check the artworks and their pictures; raise ValidationFailed if a critical check fails."""
    before = context.store.rows("works_before", collection=context.run.collection)
    _check(context, "input", works_before=before[0]["works"] if before else None)


@step
def verify(context: RunContext) -> None:
    """Check the predictions; raise ValidationFailed if a critical check fails.

    What is stored of works that fail is removed, so that the next run classifies them again.
    """
    model = model_of(context)
    topics, sums_to_one = model.card.topics, not model.head.multi_label
    try:
        _check(context, "output", topics=topics, sums_to_one=sums_to_one)
    except ValidationFailed:
        _forget_unsound(context, topics, sums_to_one)
        raise


def _forget_unsound(context: RunContext, topics: Sequence[str], sums_to_one: bool) -> None:
    """Remove the predictions and decisions of the works that fail the output suite."""
    from artmeta.validation import unsound_works

    works = unsound_works(context.store.frame("validate_output", run_id=context.id), topics, sums_to_one)
    with context.store.transaction():
        context.store.execute("forget_predictions_of_works", run_id=context.id, works=works)
        context.store.execute("forget_decisions_of_works", run_id=context.id, works=works)
    log.info("The next run classifies %s again.", quantity(len(works), "work"))


def _check(context: RunContext, suite: Suite, **parameters: Any) -> None:
    frame = context.store.frame(f"validate_{suite}", run_id=context.id)
    check_frame(context, suite, frame, **parameters)


def check_frame(context: RunContext, suite: Suite, frame: pd.DataFrame, **parameters: Any) -> None:
    """Check a frame by a suite and store the outcomes, unless the database is open for reading only.

    Outcomes of equal rows that passed before are those in the cache. Where a check failed, pages about all of them
    are written. Raises ValidationFailed if a critical check fails.
    """
    import pandas as pd

    from artmeta import validation

    kept = context.settings.cache_dir / "checks" / context.run.collection

    def check(frame: pd.DataFrame, docs: Path | None = None) -> list[Outcome]:
        return validation.check(
            suite, frame, context.collection.expectations, docs=docs, kept=kept, **parameters
        )

    outcomes = check(frame)
    passed = all(one.success for one in outcomes)
    pages = _write_pages(context, suite, passed, lambda folder: check(_publishable(frame), folder))
    if not context.store.read_only:
        with context.store.transaction():
            context.store.execute("delete_validations", run_id=context.id, suite=suite)
            rows = [_row(context, suite, one) for one in outcomes]
            context.store.insert("validations", pd.DataFrame(rows))
    validation.stop_if_unsound(suite, outcomes, pages)


def pages_of_checks(settings: Settings, collection: str) -> dict[str, list[Path]]:
    """Return the pages about each suite of a collection, by the suite's name; none where all its checks passed."""
    from artmeta.validation import result_pages

    return {suite: result_pages(_folder(settings, collection, suite)) for suite in SUITES}


def failed_check(store: Store, settings: Settings, collection: str, run_id: str) -> str:
    """Say which critical check stopped a run, and which pages hold all of its results; '' if none did."""
    for row in store.rows("report_validations", run_id=run_id):
        if not row["success"] and row["severity"] == "critical":
            pages = pages_of_checks(settings, collection)[row["suite"]]
            return f"{collection} failed a data check: {row['sentence']}" + (
                f" All results: {enumeration([str(page) for page in pages])}" if pages else ""
            )
    return ""


def _folder(settings: Settings, collection: str, suite: str) -> Path:
    return settings.reports_dir / f"{collection}-checks" / suite


def _write_pages(
    context: RunContext, suite: Suite, passed: bool, write: Callable[[Path], object]
) -> list[Path]:
    """Write the pages about a suite with a failed check and return those of results; remove older ones if all passed.

    Pages that cannot be written are a line of the log, for the failed check is what matters.
    """
    from artmeta.validation import result_pages

    folder = _folder(context.settings, context.run.collection, suite)
    if passed:
        shutil.rmtree(folder, ignore_errors=True)
        return []
    try:
        with replacing(folder, private=True, durable=False) as part:
            write(part)
    except WriteError as error:
        log.warning("No pages about the checks: %s", error.message)
        return []
    return result_pages(folder)


def _publishable(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame whose texts hold no secrets and no home folders: pages show values of failing rows."""
    texts = frame.select_dtypes(exclude="number")
    return frame.assign(
        **{
            str(name): texts[name].map(lambda each: publishable(each) if isinstance(each, str) else each)
            for name in texts
        }
    )


def _row(context: RunContext, suite: Suite, outcome: Outcome) -> dict[str, Any]:
    row = asdict(outcome)
    column, measured = row.pop("column"), row.pop("measured")
    key = {"run_id": context.id, "suite": suite, "column_name": column}
    return {**row, **key, "measured": json.dumps(measured, sort_keys=True, default=float)}
