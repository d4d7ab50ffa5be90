"""Every step is counted and timed; the counts come from the rows it wrote, so an interrupted run counts right."""

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
    """Turn a piece of work into a step: its result is what `sql/queries/count_<name>.sql` finds afterwards."""
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
