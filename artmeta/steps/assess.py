"""Assess: duplicates, audits, trends, and the checks of the results whose findings become flags for a human."""

from __future__ import annotations

from artmeta.steps.audit.sure_audit import renew_sure_audit
from artmeta.steps.context import RunContext
from artmeta.steps.duplicates import find_duplicates
from artmeta.steps.flags import renew_flags
from artmeta.steps.recording import step
from artmeta.steps.trends import renew_trends


@step
def assess(context: RunContext) -> None:
    """Find duplicates, judge audits, estimate trends, and replace this run's flags; flags never stop a run."""
    find_duplicates(context)
    renew_sure_audit(context)
    renew_trends(context)
    renew_flags(context)
