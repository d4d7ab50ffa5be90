"""Validate and verify: the data checks of the input, of the predictions and of exports."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import pandas as pd

from artmeta.steps.context import RunContext
from artmeta.steps.models import model_of
from artmeta.steps.recording import step

if TYPE_CHECKING:
    from artmeta.validation import Outcome, Suite


@step
def validate(context: RunContext) -> None:
    """Check the artworks and their pictures; raise ValidationFailed if a critical check fails."""
    before = context.store.rows("works_before", collection=context.run.collection)
    _check(context, "input", works_before=before[0]["works"] if before else None)


@step
def verify(context: RunContext) -> None:
    """Check the predictions; raise ValidationFailed if a critical check fails."""
    model = model_of(context)
    _check(context, "output", topics=model.card.topics, sums_to_one=not model.head.multi_label)


def _check(context: RunContext, suite: Suite, **parameters: Any) -> None:
    frame = context.store.frame(f"validate_{suite}", run_id=context.id)
    check_frame(context, suite, frame, **parameters)


def check_frame(context: RunContext, suite: Suite, frame: pd.DataFrame, **parameters: Any) -> None:
    """Check a frame by a suite and store the outcomes, unless the database is open for reading only.

    Raises ValidationFailed if a critical check fails.
    """
    from artmeta import validation

    outcomes = validation.check(suite, frame, context.collection.expectations, **parameters)
    if not context.store.read_only:
        with context.store.transaction():
            context.store.execute("delete_validations", run_id=context.id, suite=suite)
            context.store.insert("validations", pd.DataFrame([_row(context, suite, one) for one in outcomes]))
    validation.stop_if_unsound(suite, outcomes)


def _row(context: RunContext, suite: Suite, outcome: Outcome) -> dict[str, Any]:
    row = asdict(outcome)
    column, measured = row.pop("column"), row.pop("measured")
    key = {"run_id": context.id, "suite": suite, "column_name": column}
    return {**row, **key, "measured": json.dumps(measured, sort_keys=True, default=float)}
