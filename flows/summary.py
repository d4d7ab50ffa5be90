"""The summary of a run for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from artmeta.domain.run import StepResult
from artmeta.steps.pipeline import RunResult

WORK = ("fetch", "embed", "classify", "train")  # the steps that a second run has nothing left to do in


def summary(result: RunResult) -> str:
    """Return a few lines on a run: each step, whether anything was new, and where the files are."""
    return "\n".join(_lines(result))


def _lines(result: RunResult) -> Iterator[str]:
    yield f"Run {result.run_id}"
    yield from map(_line, result.steps)
    if not any(step.done for step in result.steps if step.step in WORK):
        yield "Nothing was new to fetch, embed, classify or train."
    if result.exports:
        yield "Exports: " + ", ".join(str(path) for path in result.exports)
    if result.report:
        yield f"Report: {result.report}"


def _line(step: StepResult) -> str:
    return f"  {step.step:<9} {step.counts():<44} {step.seconds:>7.1f} s"
