"""How often is a certificate false, how often is a good lane certified, and how many works are reviewed for it?

Run: python -m bench.certificate [--plans 4000] [--seed 1] [--data FOLDER --collection NAME]

Each plan has lanes of several sizes, at a precision of 95% with 95% confidence in all its statements together, planned
and judged by artmeta's own code; reviews in random order are simulated. Printed for plans of fixed size and for
sequential ones:

- worst case: each lane has one right work less than 95%, the largest number that must not be certified. Counted are
  plans with a false certificate, and those with a stated lower bound above the truth;
- the share of lanes certified, and the mean number of works reviewed, at true precisions of 96% to 100%;
- the same where 2% of the works are skipped, which count as wrong.

With --data, the lanes are the sure works of a collection whose ground truth is known (`artmeta demo` makes one), and
plans are drawn from them again and again.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from artmeta.acceptance_sampling import SamplingPlan, default_expected, sampling_plan, share_confidence
from artmeta.steps.certificate.lanes import Findings, Outcome, findings

PRECISION = CONFIDENCE = 0.95
SIZES = (40, 80, 177, 600, 5_000)
TRUE = (0.96, 0.97, 0.98, 0.99, 1.0)
SKIPPED = 0.02
LANES = """
SELECT lanes.lane, truth.topic_id IS NOT DISTINCT FROM lanes.lane
FROM sure_lanes AS lanes
JOIN latest_runs AS runs ON runs.run_id = lanes.run_id
LEFT JOIN ground_truth AS truth ON truth.collection = runs.collection AND truth.artwork_id = lanes.artwork_id
WHERE runs.collection = $collection AND lanes.grouping = 'topic'
"""
RIGHT, WRONG, SKIP = Outcome("right"), Outcome("wrong"), Outcome("skipped")


@dataclass(frozen=True)
class Reviewed:
    """The result of one lane of one plan."""

    certified: bool
    bound_false: bool
    reviewed: int


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--plans", type=int, default=4_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--data", type=Path, help="a data folder whose database has a ground truth")
    parser.add_argument("--collection", default="sample")
    options = parser.parse_args()
    rng = np.random.default_rng(options.seed)
    for sequential in (False, True):
        print(
            f"\n{'sequential' if sequential else 'fixed size'}, {options.plans} plans of {len(SIZES)} lanes"
        )
        show_worst_case(sequential, options.plans, rng)
        for skipped in (0.0, SKIPPED):
            show_power(sequential, options.plans // 4, skipped, rng)
        if options.data:
            show_collection(options.data, options.collection, sequential, options.plans, rng)


def plans_of(sizes: list[int], sequential: bool) -> list[SamplingPlan]:
    confidence, expected = share_confidence(CONFIDENCE, len(sizes)), default_expected(PRECISION)
    return [sampling_plan(size, PRECISION, confidence, expected, sequential) for size in sizes]


def reviewed(plan: SamplingPlan, right: int, rng: np.random.Generator, skipped: float = 0.0) -> Reviewed:
    """Review a lane, `right` of whose works are right, in random order."""
    drawn = rng.permutation(plan.works)[: plan.size]
    skip = rng.random(plan.size) < skipped
    outcomes = [
        SKIP if left_out else RIGHT if work < right else WRONG
        for work, left_out in zip(drawn, skip, strict=True)
    ]
    result = until_result(plan, outcomes)
    certified = plan.result(result.reviewed, result.failures) == "certified"
    stated = plan.sequential or result.reviewed == plan.size
    bound = plan.lower_bound(result.reviewed, result.failures) if stated else 0.0
    return Reviewed(certified, bound > right / plan.works + 1e-12, result.reviewed)


def until_result(plan: SamplingPlan, outcomes: list[Outcome]) -> Findings:
    """Review until the plan has a result: one of fixed size ends early where more are wrong than it allows."""
    if plan.sequential:
        return findings(plan, outcomes)
    failures = np.cumsum([each.outcome != "right" for each in outcomes])
    end = int(np.searchsorted(failures, plan.allowed + 1)) + 1
    return findings(plan, outcomes[:end])


def too_few(plan: SamplingPlan) -> int:
    return int(np.ceil(PRECISION * plan.works - 1e-9)) - 1


def show_worst_case(sequential: bool, count: int, rng: np.random.Generator) -> None:
    plans = plans_of(list(SIZES), sequential)
    results = [[reviewed(plan, too_few(plan), rng) for plan in plans] for _ in range(count)]
    any_false = np.mean([any(lane.certified for lane in lanes) for lanes in results])
    any_bound = np.mean([any(lane.bound_false for lane in lanes) for lanes in results])
    print(
        f"worst case: plans with a false certificate {any_false:.2%}, with a false lower bound {any_bound:.2%}"
    )


def show_power(sequential: bool, count: int, skipped: float, rng: np.random.Generator) -> None:
    plans = plans_of(list(SIZES), sequential)
    print(f"certified (mean reviewed), {skipped:.0%} skipped")
    print("works".rjust(7), "plan".rjust(9), *(f"{true:.0%}".rjust(12) for true in TRUE))
    for plan in plans:
        cells = []
        for true in TRUE:
            lanes = [reviewed(plan, round(true * plan.works), rng, skipped) for _ in range(count)]
            share, mean = (
                np.mean([lane.certified for lane in lanes]),
                np.mean([lane.reviewed for lane in lanes]),
            )
            cells.append(f"{share:.0%} ({mean:.0f})".rjust(12))
        print(f"{plan.works:7} {plan.size:5}/{plan.allowed:<3}", *cells)


def show_collection(
    data: Path, collection: str, sequential: bool, count: int, rng: np.random.Generator
) -> None:
    lanes = true_lanes(data, collection)
    plans = plans_of([len(right) for right in lanes.values()], sequential)
    results = [
        [reviewed(plan, int(right.sum()), rng) for plan, right in zip(plans, lanes.values(), strict=True)]
        for _ in range(count)
    ]
    print(f"collection {collection}: lane, sure works, right, certified, mean reviewed")
    for place, (lane, right) in enumerate(lanes.items()):
        certified = np.mean([each[place].certified for each in results])
        mean = np.mean([each[place].reviewed for each in results])
        print(f"{lane:14} {len(right):5} {right.mean():7.1%} {certified:7.1%} {mean:6.0f}")
    low = [right.mean() < PRECISION for right in lanes.values()]
    false = [any(each.certified and bad for each, bad in zip(one, low, strict=True)) for one in results]
    bounds = [any(each.bound_false for each in one) for one in results]
    print(
        f"plans with a false certificate {np.mean(false):.2%}, with a false lower bound {np.mean(bounds):.2%}"
    )


def true_lanes(data: Path, collection: str) -> dict[str, NDArray[np.bool_]]:
    """Return for each likeliest topic whether each of its sure works is right."""
    with duckdb.connect(str(data / "artmeta.duckdb"), read_only=True) as connection:
        rows = connection.execute(LANES, {"collection": collection}).fetchall()
    lanes: dict[str, list[bool]] = {}
    for lane, right in rows:
        lanes.setdefault(lane, []).append(right)
    return {lane: np.array(right) for lane, right in sorted(lanes.items())}


if __name__ == "__main__":
    main()
