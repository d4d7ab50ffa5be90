"""Validate and verify: are the records that came in, and the predictions that go out, sound enough to go on with?"""

from __future__ import annotations

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
    """Check the artworks and their pictures; raise ValidationFailed if they are not fit to be classified."""
    from artmeta.validation import check

    frame = context.store.frame("works_to_check", collection=context.run.collection)
    before = context.store.rows("works_before", collection=context.run.collection)
    works_before = before[0]["works"] if before else None
    _save(context, "input", check("input", frame, context.collection.expectations, works_before=works_before))


@step
def verify(context: RunContext) -> None:
    """Check the predictions; raise ValidationFailed if they are not fit to be published."""
    from artmeta.validation import check

    frame = context.store.frame("predictions_to_check", run_id=context.id)
    topics = model_of(context).card.topics
    _save(context, "output", check("output", frame, context.collection.expectations, topics=topics))


def _save(context: RunContext, suite: Suite, outcomes: list[Outcome]) -> None:
    from artmeta.validation import stop_if_unsound

    with context.store.transaction():
        context.store.execute("forget_validations", run_id=context.id, suite=suite)
        context.store.insert("validations", pd.DataFrame([_row(context, suite, one) for one in outcomes]))
    stop_if_unsound(suite, outcomes)


def _row(context: RunContext, suite: str, outcome: Outcome) -> dict[str, Any]:
    said = asdict(outcome)
    return {"run_id": context.id, "suite": suite, "column_name": said.pop("column"), **said}
