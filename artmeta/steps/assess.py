"""Assess: duplicates, audits, promises, the novel class, trends, bias, and the checks whose findings become flags."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pandas as pd

from artmeta import plugins
from artmeta.domain.flag import Flag
from artmeta.kept_results import kept
from artmeta.steps.audit.sure_audit import SureAudit, renew_sure_audit
from artmeta.steps.bias_audit.audit import renew_bias_audit
from artmeta.steps.certificate.statement import renew_certificates
from artmeta.steps.context import RunContext
from artmeta.steps.duplicates import find_duplicates
from artmeta.steps.novel_class import renew_novel_share
from artmeta.steps.promise.renew import renew_promises
from artmeta.steps.recording import step
from artmeta.steps.trends import renew_trends


@step
def assess(context: RunContext) -> None:
    """Find duplicates, judge audits, test promises, estimate shares and trends, and replace this run's flags.

    None of these stops the run.
    """
    find_duplicates(context)
    renew_assessment(context)


def renew_assessment(context: RunContext) -> SureAudit | None:
    """Replace all that rests on a run's topics and on what people found of them; return its audit, if there is one.

    Promises come first: an audit and a certificate are of the works that are sure after them.
    """
    with kept(context.fits):
        renew_promises(context)
        audit = renew_sure_audit(context)
        renew_certificates(context)
        renew_novel_share(context)
        renew_trends(context)
    renew_bias_audit(context)
    renew_flags(context)
    return audit


def renew_flags(context: RunContext) -> None:
    """Raise a run's flags, and replace those that the store holds of it."""
    rows = pd.DataFrame([_flag_row(context, flag) for flag in _raised(context)])
    context.store.replace_of_run("flags", context.id, rows)


def _raised(context: RunContext) -> Iterator[Flag]:
    """Yield the flags of every check in `artmeta/flags`, with the limits of the collection."""
    for name in plugins.names("artmeta.flags"):
        check = plugins.load("artmeta.flags", name)
        limits = context.collection.flags.get(name) or check.Limits()
        yield from check.check(context.store.frame(check.QUERY, run_id=context.id), limits)


def _flag_row(context: RunContext, flag: Flag) -> dict[str, Any]:
    row = asdict(flag)
    return {"collection": context.run.collection, "limit_value": row.pop("limit"), **row}
