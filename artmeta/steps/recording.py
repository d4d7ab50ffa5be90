"""The record of each step: its seconds, and counts of the rows that it wrote, also in an earlier attempt."""

from __future__ import annotations

import functools
import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime

from artmeta.domain.run import StepResult
from artmeta.steps.context import RunContext

log = logging.getLogger("artmeta")


def step(work: Callable[[RunContext], None]) -> Callable[[RunContext], StepResult]:
    """Make a function a step, whose result is read by `sql/queries/count_<name>.sql` afterwards."""
    name = work.__name__

    @functools.wraps(work)
    def run(context: RunContext) -> StepResult:
        started = time.monotonic()
        work(context)
        counts = context.store.rows(f"count_{name}", run_id=context.id)[0]
        result = StepResult(
            name, seconds=time.monotonic() - started, **{key: int(n) for key, n in counts.items()}
        )
        _record(context, result)
        return result

    return run


def _record(context: RunContext, result: StepResult) -> None:
    context.store.execute(
        "record_step",
        run_id=context.id,
        step=result.step,
        done=result.done,
        skipped=result.skipped,
        failed=result.failed,
        seconds=result.seconds,
        finished_at=datetime.now(UTC),
    )
    log.info("%s: %s, %.1f s", result.step, result.counts(), result.seconds)
