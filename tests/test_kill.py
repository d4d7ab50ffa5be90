"""A run is killed at a random moment, and killed again when it resumes: at its end every table is as if undisturbed."""

from __future__ import annotations

import random
import signal
from pathlib import Path

import duckdb
import pytest
from runs import PATIENCE, Ran, artmeta, copy_of, tables

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]  # a minute on a free core

# One in each sixth of a run, so that each long step is hit. Two moments share a run, for a run that resumes must bear
# being killed as well; that takes three runs, where one run a moment and others killed twice would take nine.
MOMENTS = 6


def enrich(data: Path, collection: str, kill_after: float = PATIENCE) -> Ran:
    return artmeta("enrich", f"collections/{collection}", "--no-prefect", data=data, kill_after=kill_after)


def ended_well(ran: Ran) -> float:
    assert ran.code == 0, ran.err
    return ran.seconds


def finished(data: Path, collection: str) -> bool:
    """Whether the run was killed too late: it had noted its end. Another one would have rows of its own."""
    with duckdb.connect(str(data / "artmeta.duckdb")) as store:
        query = "SELECT count(*) FROM runs WHERE collection = ? AND status = 'finished'"
        (runs,) = store.execute(query, [Path(collection).stem]).fetchone() or (0,)
    return bool(runs)


def test_killed_runs_end_like_an_undisturbed_one(trained: Path, museum_port: int, tmp_path: Path) -> None:
    collection, seed = f"sample-{museum_port}.toml", random.randrange(10**6)
    whole = copy_of(trained, tmp_path / "whole")
    seconds = ended_well(enrich(whole, collection))
    expected = tables(whole)
    for name in ("artworks", "images", "embeddings", "predictions", "flags", "validations", "issues"):
        assert expected[name], f"an undisturbed run left no {name}"
    rng, killed = random.Random(seed), 0
    moments = [rng.uniform(number, number + 1) * seconds / MOMENTS for number in range(MOMENTS)]
    for early, late in zip(moments[: MOMENTS // 2], moments[MOMENTS // 2 :], strict=True):
        data = copy_of(trained, tmp_path / f"{early}")
        for moment in (early, late):
            if not finished(data, collection):
                killed += enrich(data, collection, moment).code == -signal.SIGKILL
        if not finished(data, collection):
            ended_well(enrich(data, collection))
        actual = tables(data)
        wrong = [name for name in expected if actual[name] != expected[name]]
        assert wrong == [], (
            f"seed {seed}, killed after {early:.2f} and {late:.2f} s of {seconds:.2f}: {wrong} differ"
        )
    assert killed >= MOMENTS // 3, "runs had ended before they were killed"
