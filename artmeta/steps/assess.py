"""Assess: duplicates, audits, promises, untaught works, trends, bias, and the checks whose findings become flags."""

from __future__ import annotations

from artmeta.steps.audit.sure_audit import SureAudit, renew_sure_audit
from artmeta.steps.bias_audit.audit import renew_bias_audit
from artmeta.steps.certificate.statement import renew_certificates
from artmeta.steps.context import RunContext
from artmeta.steps.duplicates import find_duplicates
from artmeta.steps.flags import renew_flags
from artmeta.steps.promise.renew import renew_promises
from artmeta.steps.recording import step
from artmeta.steps.trends import renew_trends
from artmeta.steps.untaught import renew_untaught_share


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
    renew_promises(context)
    audit = renew_sure_audit(context)
    renew_certificates(context)
    renew_untaught_share(context)
    renew_trends(context)
    renew_bias_audit(context)
    renew_flags(context)
    return audit
