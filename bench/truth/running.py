"""The collections of the chosen worlds, drawn and judged by several processes."""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench.truth import tate
from bench.truth.report import measured
from bench.truth.scoring import Outcome, assess
from bench.truth.worlds import WORLDS, World

CHUNK = 10  # collections of one task
_worlds: dict[str, World] = {}  # of a worker process: worlds hold functions that cannot be sent


def choose(names: str, tate_csv: Path | None) -> list[World]:
    """Return the worlds of these names, all of them if there are none."""
    worlds = {world.name: world for world in [*WORLDS, *([tate.world(tate_csv)] if tate_csv else [])]}
    if not names:
        return list(worlds.values())
    # a world's name may hold a comma itself
    return [world for name, world in worlds.items() if f",{name}," in f",{names},"]


def run(
    worlds: Sequence[World],
    seed: int,
    repeats: int,
    processes: int,
    minutes: float,
    tate_csv: Path | None = None,
) -> list[dict[str, object]]:
    """Return what was measured in each world: of `repeats` collections, or of as many as fit into the minutes.

    All worlds take turns, so that each has about as many when time is up.
    """
    ends = time.monotonic() + 60 * minutes
    tasks = [
        (world.name, seed, start, min(start + CHUNK, own))
        for start in range(0, repeats, CHUNK)
        for world in worlds
        for own in [max(1, round(world.part * repeats))]
        if start < own
    ]
    outcomes: dict[str, list[Outcome]] = {world.name: [] for world in worlds}
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # of each worker: at matrices this small, several only wait
    with multiprocessing.get_context("spawn").Pool(processes, _begin, (tate_csv,)) as pool:
        arriving = pool.imap(_task, tasks)
        for done in range(1, len(tasks) + 1):
            try:
                name, scored = arriving.next(max(0.0, ends - time.monotonic()) if minutes else None)
            except multiprocessing.TimeoutError:
                break
            outcomes[name] += scored
            print(f"\r{done} of {len(tasks)} ({name})".ljust(60), end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return [measured(world, outcomes[world.name]) for world in worlds]


def _begin(tate_csv: Path | None) -> None:
    _worlds.update({world.name: world for world in choose("", tate_csv)})


def _task(task: tuple[str, int, int, int]) -> tuple[str, list[Outcome]]:
    name, seed, start, end = task
    return name, [outcome(_worlds[name], seed, repeat) for repeat in range(start, end)]


def outcome(world: World, seed: int, repeat: int) -> Outcome:
    """Draw and assess one collection of a world."""
    rng = np.random.default_rng([seed, repeat, *world.name.encode()])
    return assess(world.draw(rng), int(rng.integers(2**31)))
