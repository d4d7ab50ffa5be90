"""Issues: a fault of one record becomes one row, however often the run is resumed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any

from artmeta import values
from artmeta.domain.run import Issue
from artmeta.steps.context import RunContext


def save_issues(context: RunContext, issues: Iterable[Issue]) -> None:
    """Store new issues; those already stored keep their first run."""
    new_issues = list(issues)
    # An issue of the source as a whole has a count: the newest one replaces the last.
    _save(context, [issue for issue in new_issues if not issue.artwork_id], context.store.upsert)
    _save(context, [issue for issue in new_issues if issue.artwork_id], context.store.insert)


def _save(
    context: RunContext, issues: list[Issue], write: Callable[[str, list[dict[str, Any]]], int]
) -> None:
    rows: list[dict[str, Any]] = [
        {
            "collection": context.run.collection,
            **{name: values.text(value) for name, value in asdict(issue).items()},
            "run_id": context.id,
        }
        for issue in issues
    ]
    write("issues", rows)
