"""Store the answers of an audit, and renew what rests on them: sure decisions, trends and flags."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from artmeta.steps.account import account_name
from artmeta.steps.assess import renew_assessment
from artmeta.steps.audit.answers import Answer, read_answers
from artmeta.steps.audit.draw import SEED, classified_works
from artmeta.steps.audit.sure_audit import SureAudit
from artmeta.steps.context import RunContext


@dataclass(frozen=True, slots=True)
class AuditResult:
    """How many answers were stored, a sentence for each that could not be used, and what the sure works' audit says."""

    stored: int
    faults: list[str]
    audit: SureAudit | None


def store_answers(context: RunContext, path: Path, answered_by: str = "") -> AuditResult:
    """Store the answers of a table and judge the run's sure works by all that are stored; all or nothing.

    Raises InputError if the table has no answer or is of a review plan, SourceError if it is no table with the columns
    id and answer.
    """
    store = context.store
    answers, faults = read_answers(context, path, "audit", classified_works(context, SEED))
    with store.transaction():
        store.upsert("audit_answers", _rows(context, answers, answered_by or account_name()))
        audit = renew_assessment(context)
    return AuditResult(len(answers), faults, audit)


def _rows(context: RunContext, answers: list[Answer], answered_by: str) -> list[dict[str, Any]]:
    """Return a row of the table `audit_answers` for each answer."""
    run, now = context.run, datetime.now(UTC)
    digests = [row["digest"] for row in context.store.rows("digest_of_model_of_run", run_id=run.id)]
    return [
        {
            "collection": run.collection,
            "artwork_id": answer.work.artwork_id,
            "sha256": answer.work.sha256,
            "predicted_topic_id": answer.work.topic_id,
            "correct": answer.correct,
            "topics": answer.topics,
            "representative": False,
            "seed": answer.seed,
            "answered_by": answered_by,
            "answered_at": now,
            "model_digest": digests[0] if digests else "",
            "run_id": run.id,
        }
        for answer in answers
    ]
