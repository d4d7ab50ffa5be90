"""Does the bias audit name planted biases, and how often does it find one where there is none?

Run: python -m bench.bias [--seeds 100] [--works 1000] [--only dark_venue]

Simulated collections (`worlds.py`): works of artists with venues, media and years of their own, a calibrated classifier
that is better with some artists than with others, half of the topics known. Printed are the share of clean collections
with any finding, by kind, and for each planted bias how often it is named with the right subject, and how often
anything else is found.
"""

from __future__ import annotations

import argparse
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from artmeta.bias_audit.audit import audit
from bench.bias.worlds import PLANTS, SUBJECTS, world

Found = list[tuple[str, str]]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--works", type=int, default=1000)
    parser.add_argument("--only", nargs="*", default=["", *PLANTS], help="planted biases")
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    with ProcessPoolExecutor(options.workers) as pool:
        for plant in options.only:
            show(
                plant,
                list(pool.map(partial(findings, plant=plant, works=options.works), range(options.seeds))),
            )


def findings(seed: int, plant: str, works: int) -> Found:
    """Return kind and subject of everything that the audit of one collection finds."""
    return [(each.kind, each.subject) for each in audit(world(seed, plant, works)).findings]


def show(plant: str, outcomes: list[Found]) -> None:
    if plant:
        named = sum(SUBJECTS[plant] in each for each in outcomes)
        others = [other for each in outcomes for other in each if other != SUBJECTS[plant]]
        seeds = sum(any(other != SUBJECTS[plant] for other in each) for each in outcomes)
        print(f"{plant}: named in {named} of {len(outcomes)}; something else in {seeds}", flush=True)
        print(f"    {Counter(others).most_common(6)}")
    else:
        false = [each for each in outcomes if each]
        print(f"clean: a finding in {len(false)} of {len(outcomes)}", flush=True)
        print(f"    {Counter(one for each in false for one in each).most_common(8)}")


if __name__ == "__main__":
    main()
