"""The lanes of a plan: groups of sure works, each with its sample, its result, and whether its sample still stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Any, Literal

from artmeta.acceptance_sampling import SamplingPlan
from artmeta.steps.context import RunContext

Grouping = Literal["topic", "period", "venue", "collection"]


@dataclass(frozen=True, slots=True)
class PlanLane:
    """One lane of one plan; `lapsed` states why its sample no longer stands for the lane's works, '' where it does."""

    plan_id: str
    created_at: datetime
    grouping: Grouping
    number: int
    seed: int
    joint_confidence: float
    statements: int
    model: str
    model_digest: str
    lane: str
    label: str
    sampling: SamplingPlan
    state: str | None
    sentence: str | None
    lapsed: str

    @classmethod
    def read(cls, row: dict[str, Any]) -> PlanLane:
        """Build a lane from a row of the query `plan_lanes_of_run`."""
        sampling = SamplingPlan(
            row["works"],
            row["precision"],
            row["confidence"],
            row["expected"],
            row["sequential"],
            tuple(row["acceptance"]),
        )
        same = ("plan_id", "created_at", "grouping", "number", "seed", "joint_confidence", "statements")
        lane = ("lane", "label", "state", "sentence", "lapsed", "model_digest")
        model = f"{row['model_name']} {row['model_version']}"
        return cls(model=model, sampling=sampling, **{name: row[name] for name in (*same, *lane)})


def current_lanes(context: RunContext, grouping: str = "") -> list[PlanLane]:
    """Return each lane of each grouping, or of the one named, as of its newest plan; the newest plans first."""
    rows = context.store.rows("plan_lanes_of_run", run_id=context.id)
    return [PlanLane.read(row) for row in rows if row["newest"] and grouping in ("", row["grouping"])]


@dataclass(frozen=True, slots=True)
class Findings:
    """What reviews found of the works of a lane: `wrong` ones, and `unconfirmed` ones, which count as wrong.

    Unconfirmed works were skipped, or reviewers differ on them. They are not replaced by other works, since those that
    are difficult to review may be those on which the model errs.
    """

    reviewed: int
    wrong: int
    unconfirmed: int
    reviewers: tuple[str, ...]

    @property
    def failures(self) -> int:
        """Works that count as wrong."""
        return self.wrong + self.unconfirmed


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found of one work of a plan: right, wrong, skipped or disputed; None where nobody has reviewed it."""

    outcome: str | None
    reviewers: tuple[str, ...] = ()


def findings(sampling: SamplingPlan, outcomes: list[Outcome]) -> Findings:
    """Count the outcomes of a lane's works, in random order, on which its result rests.

    A sequential plan rests on the works before the first one that nobody has reviewed, up to the one with which it
    ends; one of fixed size on all reviewed works.
    """
    if not sampling.sequential:
        return _count([each for each in outcomes if each.outcome])
    reviewed = list(takewhile(lambda each: each.outcome, outcomes))
    failures = 0
    for place, each in enumerate(reviewed, start=1):
        failures += each.outcome != "right"
        if sampling.result(place, failures) != "open":
            return _count(reviewed[:place])
    return _count(reviewed)


def _count(outcomes: list[Outcome]) -> Findings:
    words = [each.outcome for each in outcomes]
    names = sorted({name for each in outcomes for name in each.reviewers})
    wrong = words.count("wrong")
    return Findings(len(words), wrong, len(words) - wrong - words.count("right"), tuple(names))


def outcomes_by_lane(context: RunContext, plan_id: str) -> dict[str, list[Outcome]]:
    """Return what was found of each work of a plan, by lane, in random order."""
    lanes: dict[str, list[Outcome]] = {}
    for row in context.store.rows("plan_outcomes", plan_id=plan_id):
        lanes.setdefault(row["lane"], []).append(Outcome(row["outcome"], tuple(row["reviewers"])))
    return lanes
