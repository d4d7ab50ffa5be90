"""Assess: every kind of doubt is put to the results; what a human should look at becomes a flag."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pandas as pd

from artmeta import plugins
from artmeta.domain.flag import Flag
from artmeta.steps.context import RunContext
from artmeta.steps.duplicates import find_duplicates
from artmeta.steps.recording import step
from artmeta.steps.trends import renew_trends


@step
def assess(context: RunContext) -> None:
    """Look for copies, work out trends, and raise this run's flags anew; flags never stop a run."""
    find_duplicates(context)
    renew_trends(context)
    rows = pd.DataFrame([_row(context, flag) for flag in raised(context)])
    context.store.replace_of_run("flags", context.id, rows)


def raised(context: RunContext) -> Iterator[Flag]:
    """Yield the flags of every doubt in `artmeta/flags`, with the limits that the collection states."""
    for name in plugins.names("artmeta.flags"):
        doubt = plugins.load("artmeta.flags", name)
        limits = context.collection.flags.get(name) or doubt.Limits()
        yield from doubt.check(context.store.frame(doubt.QUERY, run_id=context.id), limits)


def _row(context: RunContext, flag: Flag) -> dict[str, Any]:
    said = asdict(flag)
    limit = said.pop("limit")
    return {"collection": context.run.collection, **said, "limit_value": limit}
