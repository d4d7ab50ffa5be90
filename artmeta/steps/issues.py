"""Trouble with one record becomes a row, once, however often the run is taken up again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict

import pandas as pd

from artmeta import values
from artmeta.domain.run import Issue
from artmeta.steps.context import RunContext


def save_issues(context: RunContext, issues: Iterable[Issue]) -> None:
    """Write the issues that are not known yet; those already known keep the run that met them first."""
    found = list(issues)
    # A note on the source as a whole holds a count, so the newest one replaces the last.
    _save(context, [issue for issue in found if not issue.artwork_id], context.store.upsert)
    _save(context, [issue for issue in found if issue.artwork_id], context.store.insert)


def _save(context: RunContext, issues: list[Issue], write: Callable[[str, pd.DataFrame], int]) -> None:
    rows = [
        {
            "collection": context.run.collection,
            **{name: values.text(value) for name, value in asdict(issue).items()},
            "run_id": context.id,
        }
        for issue in issues
    ]
    if rows:
        write("issues", pd.DataFrame(rows))
