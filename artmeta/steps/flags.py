"""The flags of a run: findings of the checks of its results that a human should look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pandas as pd

from artmeta import plugins
from artmeta.domain.flag import Flag
from artmeta.steps.context import RunContext


def renew_flags(context: RunContext) -> None:
    """Raise a run's flags, and replace those that the store holds of it."""
    rows = pd.DataFrame([_row(context, flag) for flag in raised(context)])
    context.store.replace_of_run("flags", context.id, rows)


def raised(context: RunContext) -> Iterator[Flag]:
    """Yield the flags of every check in `artmeta/flags`, with the limits of the collection."""
    for name in plugins.names("artmeta.flags"):
        check = plugins.load("artmeta.flags", name)
        limits = context.collection.flags.get(name) or check.Limits()
        yield from check.check(context.store.frame(check.QUERY, run_id=context.id), limits)


def _row(context: RunContext, flag: Flag) -> dict[str, Any]:
    row = asdict(flag)
    return {"collection": context.run.collection, "limit_value": row.pop("limit"), **row}
