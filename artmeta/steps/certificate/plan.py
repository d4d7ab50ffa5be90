"""Draw a plan: which sure works of each lane people are to review, at random, and store it."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast, get_args

from artmeta.acceptance_sampling import SamplingPlan, default_expected, sampling_plan, share_confidence
from artmeta.errors import InputError
from artmeta.plugins import nearest
from artmeta.steps.certificate.lanes import Grouping, PlanLane, current_lanes, outcomes_by_lane
from artmeta.steps.context import RunContext
from artmeta.steps.vocabulary import topic_labels
from artmeta.wording import quantity

SEEDS = 2**31
WORK = ("lane", "artwork_id", "sha256", "topic_id")


@dataclass(frozen=True, slots=True)
class PlanOptions:
    """What a plan shall show: of each lane, or of those named, a precision; of all statements together a confidence.

    `expected` is the precision to plan for, None for a fifth of the tolerated errors. Without a `seed` a new one is
    drawn, so that nobody could know the sample before. `again` draws other works where some were reviewed already.
    """

    precision: float = 0.95
    confidence: float = 0.95
    grouping: Grouping = "topic"
    sequential: bool = False
    expected: float | None = None
    lanes: tuple[str, ...] = ()
    seed: int | None = None
    again: bool = False

    def __post_init__(self) -> None:
        if not (0 < self.precision < self.aim <= 1 and 0 < self.confidence < 1):
            raise InputError(
                f"A precision of {self.precision:g}, expected {self.aim:g}, with a confidence of "
                f"{self.confidence:g} cannot be planned.",
                "Each lies between 0 and 1, and the expected precision above the one to show.",
            )

    @property
    def aim(self) -> float:
        """The precision to plan for."""
        return default_expected(self.precision) if self.expected is None else self.expected


@dataclass(frozen=True, slots=True)
class NewLane:
    """A lane that is sampled."""

    lane: str
    label: str
    sampling: SamplingPlan
    works_digest: str
    thresholds_digest: str


def grouping_of(word: str) -> Grouping:
    """Return the grouping that a word names; raise InputError, naming the nearest, if there is none."""
    if word not in get_args(Grouping):
        raise InputError(f"There are no lanes by '{word}'.", nearest(word, list(get_args(Grouping))))
    return cast("Grouping", word)


def make_plan(context: RunContext, options: PlanOptions, created_by: str) -> tuple[list[PlanLane], bool]:
    """Return the lanes of a plan, and whether any is new: those of the same options that still stand are kept.

    Raises InputError if the run is sure of no work, if there is no such lane, or if works of a lane were reviewed
    whose plan has other options and still stands.
    """
    present = {lane.lane: lane for lane in current_lanes(context, options.grouping)}
    wished = list(_lanes(context, options))
    drawn = [
        lane
        for lane in wished
        if options.again or not _stands(context, present.get(lane.lane), lane, options)
    ]
    if drawn:
        number = _number(context, [present[lane.lane] for lane in drawn if lane.lane in present])
        _save(context, options, drawn, number, created_by)
    names = {lane.lane for lane in wished}
    return [lane for lane in current_lanes(context, options.grouping) if lane.lane in names], bool(drawn)


def _stands(context: RunContext, lane: PlanLane | None, wished: NewLane, options: PlanOptions) -> bool:
    """Tell whether a lane has a plan of these options that has not lapsed."""
    if lane is None or lane.lapsed:
        return False
    if _fits(lane, options) and lane.sampling.confidence >= wished.sampling.confidence:
        return True
    reviewed = _reviewed(context, lane)
    if reviewed:
        raise InputError(
            f"The plan of {lane.created_at:%Y-%m-%d} for {options.grouping} {lane.label} has other options and "
            f"{quantity(reviewed, 'reviewed work')}.",
            "Finish it, or draw other works with --again (the statement then says that it is not the first plan), or "
            "name other lanes with --lane.",
        )
    return False


def _reviewed(context: RunContext, lane: PlanLane) -> int:
    """Return how many works of a lane are reviewed."""
    outcomes = outcomes_by_lane(context, lane.plan_id)[lane.lane]
    return sum(each.outcome is not None for each in outcomes)


def _number(context: RunContext, earlier: list[PlanLane]) -> int:
    """Return the number of a plan after `earlier` ones of its lanes; those without a reviewed work do not count."""
    digests = [row["digest"] for row in context.store.rows("digest_of_model_of_run", run_id=context.id)]
    of_model = [lane for lane in earlier if lane.model_digest in digests]
    return max([lane.number + (_reviewed(context, lane) > 0) for lane in of_model], default=1)


def _fits(lane: PlanLane, options: PlanOptions) -> bool:
    plan = lane.sampling
    wished = (options.precision, options.confidence, options.aim, options.sequential)
    same = wished == (plan.precision, lane.joint_confidence, plan.expected, plan.sequential)
    return same and options.seed in (None, lane.seed)


def _lanes(context: RunContext, options: PlanOptions) -> Iterator[NewLane]:
    """Yield the lanes that are named, or all, with the samples that they need."""
    rows = context.store.rows("sure_lane_digests_of_run", run_id=context.id, grouping=options.grouping)
    labels = topic_labels(context) if options.grouping == "topic" else {}
    chosen = _chosen(rows, labels, options, context)
    confidence = share_confidence(options.confidence, len(chosen))
    for row in chosen:
        lane, digests = row["lane"], (row["works_digest"], row["thresholds_digest"])
        sampling = sampling_plan(row["works"], options.precision, confidence, options.aim, options.sequential)
        yield NewLane(lane, labels.get(lane, lane), sampling, *digests)


def _chosen(
    rows: list[dict[str, Any]], labels: dict[str, str], options: PlanOptions, context: RunContext
) -> list[dict[str, Any]]:
    """Return the rows of the lanes that are named, or all."""
    if not rows:
        raise InputError(
            f"No work of '{context.run.collection}' is sure by {options.grouping}, so there is nothing to certify.",
            "The report says why works are not sure; where some are, choose another --by.",
        )
    names = {name: row["lane"] for row in rows for name in (labels.get(row["lane"], ""), row["lane"]) if name}
    for name in options.lanes:
        if name not in names:
            raise InputError(f"There is no {options.grouping} called '{name}'.", nearest(name, sorted(names)))
    chosen = {names[name] for name in options.lanes} or set(names.values())
    return [row for row in rows if row["lane"] in chosen]


def _save(
    context: RunContext, options: PlanOptions, lanes: list[NewLane], number: int, created_by: str
) -> None:
    store, run = context.store, context.run
    seed = secrets.randbelow(SEEDS) if options.seed is None else options.seed
    of_plan = {"plan_id": uuid.uuid4().hex, "collection": run.collection}
    (model,) = store.rows("digest_of_model_of_run", run_id=run.id)
    plan = {
        **of_plan,
        "created_at": datetime.now(UTC),
        "created_by": created_by,
        "run_id": run.id,
        "model_name": run.model_name,
        "model_version": run.model_version,
        "model_digest": model["digest"],
        "grouping": options.grouping,
        "precision": options.precision,
        "confidence": options.confidence,
        "expected": options.aim,
        "sequential": options.sequential,
        "seed": seed,
        "number": number,
    }
    drawn = list(_drawn(context, options.grouping, lanes, seed))
    with store.transaction():
        store.insert("review_plans", [plan])
        store.insert("review_plan_lanes", [{**of_plan, **_lane_row(lane)} for lane in lanes])
        store.insert("review_plan_works", [{**of_plan, **row} for row in drawn])


def _lane_row(lane: NewLane) -> dict[str, object]:
    return {
        "lane": lane.lane,
        "label": lane.label,
        "works": lane.sampling.works,
        "confidence": lane.sampling.confidence,
        "acceptance": list(lane.sampling.acceptance),
        "works_digest": lane.works_digest,
        "thresholds_digest": lane.thresholds_digest,
    }


def _drawn(
    context: RunContext, grouping: Grouping, lanes: list[NewLane], seed: int
) -> Iterator[dict[str, object]]:
    """Yield the works of all lanes in one random order, so that lanes are reviewed side by side."""
    left = {lane.lane: lane.sampling.size for lane in lanes}
    rows = context.store.rows(
        "drawn_of_lanes", run_id=context.id, grouping=grouping, seed=seed, most=max(left.values())
    )
    position = 0
    for row in rows:
        if left.get(row["lane"], 0) > 0:
            left[row["lane"]] -= 1
            position += 1
            yield {"position": position, **{name: row[name] for name in WORK}}
