"""State what the reviews of a plan show: a certificate for each lane, or a refusal with what was found."""

from __future__ import annotations

import math
from datetime import UTC, datetime

from artmeta.steps.certificate.lanes import (
    Findings,
    Outcome,
    PlanLane,
    current_lanes,
    findings,
    outcomes_by_lane,
)
from artmeta.steps.context import RunContext
from artmeta.wording import enumeration, integer, percent, quantity


def plan_sentence(lanes: list[PlanLane]) -> str:
    """State how many works a plan reviews, and how its statements share the confidence."""
    first = lanes[0]
    total = quantity(sum(lane.sampling.size for lane in lanes), "work")
    text = f"review at most {total} in random order."
    precision, joint = percent(first.sampling.precision), _percent(first.joint_confidence)
    if len(lanes) == 1:
        return f"{text} A statement that {precision} are right has a confidence of {joint}."
    return (
        f"{text} The statements that {precision} are right are all true with {joint} confidence: each of the "
        f"{len(lanes)} has {_percent(first.sampling.confidence)} (Bonferroni)."
    )


def renew_certificates(context: RunContext) -> None:
    """Store the result of each lane that has one; a statement whose numbers did not change keeps its date.

    The result of a lane whose sample has lapsed stays as it was.
    """
    rows = []
    lanes = [lane for lane in current_lanes(context) if not lane.lapsed]
    outcomes = {each: outcomes_by_lane(context, each) for each in {lane.plan_id for lane in lanes}}
    for lane in lanes:
        outcome = findings(lane.sampling, outcomes[lane.plan_id].get(lane.lane, []))
        state = lane.sampling.result(outcome.reviewed, outcome.failures)
        statement = "" if state == "open" else sentence(lane, outcome)
        if statement != (lane.sentence or ""):
            rows.append(_row(context, lane, outcome, state, statement))
    with context.store.transaction():
        for row in rows:
            context.store.execute("delete_certificate", plan_id=row["plan_id"], lane=row["lane"])
        context.store.insert("certificates", [row for row in rows if row["sentence"]])


def progress(context: RunContext) -> list[str]:
    """Return a line for each lane of the present plans: its statement, or what is still to be reviewed.

    A last line counts the reviewed works that no plan drew.
    """
    lines = []
    outcomes: dict[str, dict[str, list[Outcome]]] = {}
    for lane in current_lanes(context):
        of_plan = outcomes.setdefault(lane.plan_id, outcomes_by_lane(context, lane.plan_id))
        lines.append(_line(lane, findings(lane.sampling, of_plan.get(lane.lane, []))))
    lines += _beside(context)
    return lines or ["There is no plan yet: `artmeta review plan` draws one."]


def _beside(context: RunContext) -> list[str]:
    """State how many reviewed works of the lanes no statement counts."""
    (row,) = context.store.rows("reviewed_beside_plans", run_id=context.id)
    if not row["works"]:
        return []
    return [
        f"{quantity(row['works'], 'more reviewed work')} of these lanes: not drawn at random, so not counted."
    ]


def _line(lane: PlanLane, outcome: Findings) -> str:
    if lane.lapsed:
        return f"{_lane(lane)}: lapsed, since {lane.lapsed}. {lane.sentence or 'It had no result.'}"
    if lane.sentence:
        return f"{_lane(lane)}: {lane.sentence}"
    return (
        f"{_lane(lane)}: {integer(outcome.reviewed)} of at most {quantity(lane.sampling.size, 'work')} reviewed, "
        f"{integer(outcome.failures)} of them wrong or not confirmed; {integer(lane.sampling.allowed)} are allowed."
    )


def _row(
    context: RunContext, lane: PlanLane, outcome: Findings, state: str, statement: str
) -> dict[str, object]:
    return {
        "plan_id": lane.plan_id,
        "collection": context.run.collection,
        "lane": lane.lane,
        "state": state,
        "issued_at": datetime.now(UTC),
        "reviewed": outcome.reviewed,
        "wrong": outcome.wrong,
        "unconfirmed": outcome.unconfirmed,
        "precision_low": lower_bound(lane, outcome),
        "reviewers": list(outcome.reviewers),
        "sentence": statement,
    }


def lower_bound(lane: PlanLane, outcome: Findings) -> float | None:
    """Return the lower bound of a lane's precision; None where it is 0, or works of a plan of fixed size are left."""
    plan = lane.sampling
    if not plan.sequential and outcome.reviewed < plan.size:
        return None
    return plan.lower_bound(outcome.reviewed, outcome.failures) or None


def sentence(lane: PlanLane, outcome: Findings) -> str:
    """State the result of a lane with all its numbers."""
    plan, low = lane.sampling, lower_bound(lane, outcome)
    certified = plan.result(outcome.reviewed, outcome.failures) == "certified"
    bound = (
        "" if low is None else f": at least {percent(math.floor(1000 * low) / 1000, 1)} of them all are right"
    )
    return (
        f"{'Certified: at' if certified else 'Not certified: that at'} least {percent(plan.precision)} of the "
        f"{quantity(plan.works, 'work')} of {_lane(lane)} of which model {lane.model} ({lane.model_digest[:12]}) is "
        f"sure are right, with {_percent(plan.confidence)} confidence. "
        f"{integer(outcome.reviewed)} of them, drawn at random, were reviewed{_by(outcome)}, and {_failures(outcome)}, "
        f"where a {'sequential plan' if plan.sequential else 'plan'} of at most {integer(plan.size)} allowed "
        f"{integer(plan.allowed)}{bound}.{_together(lane)}{_attempt(lane)}"
    )


def _lane(lane: PlanLane) -> str:
    return "the collection" if lane.grouping == "collection" else f"{lane.grouping} {lane.label}"


def _by(outcome: Findings) -> str:
    return f" by {enumeration(outcome.reviewers)}" if outcome.reviewers else ""


def _failures(outcome: Findings) -> str:
    if not outcome.unconfirmed:
        return f"{integer(outcome.wrong)} {'was' if outcome.wrong == 1 else 'were'} wrong"
    return (
        f"{integer(outcome.failures)} count as wrong, {integer(outcome.unconfirmed)} of them since they were "
        "skipped or reviewers differ"
    )


def _together(lane: PlanLane) -> str:
    if lane.statements == 1:
        return ""
    return (
        f" It is one of {lane.statements} statements that are all true with {_percent(lane.joint_confidence)} "
        "confidence."
    )


def _attempt(lane: PlanLane) -> str:
    return f" It is plan number {lane.number} for sure works of this model." if lane.number > 1 else ""


def _percent(confidence: float) -> str:
    """Return a confidence with the digits that it has: 95%, 99.5%."""
    return f"{100 * confidence:.4g}%"
