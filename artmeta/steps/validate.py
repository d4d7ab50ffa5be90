"""Validate and verify: are the records that came in, and the predictions that go out, sound enough to go on with?"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from artmeta.errors import ValidationFailed
from artmeta.steps.context import RunContext
from artmeta.steps.recording import step

if TYPE_CHECKING:
    from artmeta.validation import Outcome


@step
def validate(context: RunContext) -> None:
    """Check the artworks and their pictures; raise ValidationFailed if they are not fit to be classified."""
    _check(context, "input")


@step
def verify(context: RunContext) -> None:
    """Check the predictions; raise ValidationFailed if they are not fit to be published."""
    _check(context, "output")


def _check(context: RunContext, suite: Literal["input", "output"]) -> None:
    from artmeta import validation

    frame = context.store.frame(f"validate_{suite}", run_id=context.id)
    outcomes = validation.check(suite, frame, context.collection.expectations)
    with context.store.transaction():
        context.store.execute("forget_validations", run_id=context.id, suite=suite)
        context.store.insert("validations", pd.DataFrame([_row(context, suite, one) for one in outcomes]))
    failures = tuple(one.sentence for one in outcomes if not one.success and one.severity == "critical")
    if failures:
        raise ValidationFailed(
            f"The {suite} of '{context.run.collection}' failed {len(failures)} of {len(outcomes)} data checks: "
            + " ".join(failures),
            "Mend the source, or state other limits in [expectations]; nothing that was fetched is lost.",
            failures,
        )


def _row(context: RunContext, suite: str, outcome: Outcome) -> dict[str, Any]:
    said = asdict(outcome)
    column, measured = said.pop("column"), said.pop("measured")
    key = {"run_id": context.id, "suite": suite, "column_name": column}
    return {**said, **key, "measured": json.dumps(measured, sort_keys=True, default=str)}
