"""Trouble with one record becomes a row, once, however often the run is taken up again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

import pandas as pd

from artmeta import values
from artmeta.domain.run import Issue
from artmeta.steps.context import RunContext


def save_issues(context: RunContext, issues: Iterable[Issue]) -> None:
    """Write the issues that are not known yet; those already known keep the run that met them first."""
    rows = [
        {
            "collection": context.run.collection,
            **{name: values.text(value) for name, value in asdict(issue).items()},
            "run_id": context.id,
        }
        for issue in issues
    ]
    if rows:
        context.store.insert("issues", pd.DataFrame(rows))
