"""What the answers on a random sample say of the works that a model is sure of: exact bounds, and whether it may be."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import takewhile
from typing import Literal

from artmeta.stats import finite_lower_bound
from artmeta.steps.audit.draw import AuditWork, classified_works
from artmeta.steps.context import RunContext
from artmeta.steps.models import target_precision
from artmeta.wording import integer, percent, quantity

CONFIDENCE = 0.95  # of each one-sided bound
FEWEST = 20  # answers that decide: with 20 of a precision of 97.5%, two are wrong in 9 audits of 100

State = Literal["confirmed", "kept", "withdrawn"]


@dataclass(frozen=True, slots=True)
class SureAudit:
    """The precision of a collection's sure works by an audit: see the table `sure_audits`."""

    state: State
    population: int
    drawn: int
    answered: int
    correct: int
    precision_low: float
    precision_high: float
    target: float

    @property
    def sentence(self) -> str:
        """What the audit found, for the report and the exports."""
        share = percent(self.correct / self.answered) if self.answered else "none"
        text = (
            f"An audit of {integer(self.answered)} of the {quantity(self.population, 'work')} that the model is sure "
            f"of found {integer(self.correct)} right ({share}): with 95% confidence at least "
            f"{percent(math.floor(1000 * self.precision_low) / 1000, 1)} of them all are right{self._unanswered()}."
        )
        ends = {
            "confirmed": f"That confirms the target of {percent(self.target)}.",
            "kept": f"That neither confirms nor refutes the target of {percent(self.target)}.",
            "withdrawn": f"That is less than the target of {percent(self.target)}: none of them counts as sure.",
        }
        return f"{text} {ends[self.state]}"

    def _unanswered(self) -> str:
        missing = self.drawn - self.answered
        return (
            f", counting {integer(missing)} drawn before the last answer but not answered as wrong"
            if missing
            else ""
        )


def sure_audit(works: Sequence[AuditWork], target: float) -> SureAudit | None:
    """Judge works in their random order; None if no sure work has an answer.

    The bounds are exact for a sample without replacement from so many works. A work without an answer that was drawn
    before the last answered one counts against each bound, since those left out may be the difficult ones. Sure
    decisions are withdrawn where 20 answers or more are right less often than the target.
    """
    sure = [work for work in works if work.sure]
    last = max((place for place, work in enumerate(sure) if work.correct is not None), default=-1)
    if last < 0:
        return None
    outcomes = [work.correct for work in sure[: last + 1]]
    drawn, correct, wrong = len(outcomes), outcomes.count(True), outcomes.count(False)
    low = finite_lower_bound(correct, drawn, len(sure), CONFIDENCE)
    high = 1 - finite_lower_bound(wrong, drawn, len(sure), CONFIDENCE)
    state: State = "confirmed" if low >= target else "kept"
    if correct + wrong >= min(FEWEST, len(sure)) and correct < target * (correct + wrong):
        state = "withdrawn"
    return SureAudit(state, len(sure), drawn, correct + wrong, correct, low, high, target)


def representative_works(works: Sequence[AuditWork]) -> list[str]:
    """Return the ids of the answered works that are a simple random sample of all classified works.

    They were drawn before the last answered work that is not sure; sure works beyond it were drawn in addition.
    """
    others = [work for work in works if not work.sure]
    answered = [work.artwork_id for work in others if work.correct is not None]
    if not others:
        return [work.artwork_id for work in works if work.answered]
    if not answered:
        return []
    before = takewhile(lambda work: work.artwork_id != answered[-1], works)
    return [work.artwork_id for work in before if work.answered] + answered[-1:]


def renew_sure_audit(context: RunContext) -> SureAudit | None:
    """Judge the sure works of a run by the answers that the store holds, and store the result."""
    store, run = context.store, context.run
    seeds = store.rows("audit_seed", collection=run.collection)
    if not seeds or not run.model_name:
        return None
    works = classified_works(context, seeds[0]["seed"])
    audit = sure_audit(works, target_precision(context))
    with store.transaction():
        store.execute(
            "mark_representative", collection=run.collection, artwork_ids=representative_works(works)
        )
        store.execute("delete_sure_audit", **context.model_key)
        if audit is not None:
            row = {**context.model_key, **asdict(audit), "sentence": audit.sentence, "run_id": context.id}
            store.upsert("sure_audits", [row])
    return audit
