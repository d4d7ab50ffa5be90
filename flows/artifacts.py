"""The artifacts of a run in Prefect: the results of its steps, and links to the report."""

from __future__ import annotations

import re

from prefect.artifacts import create_link_artifact, create_table_artifact

from artmeta.domain.run import StepResult
from artmeta.steps.pipeline import RunResult
from flows.summary import summary


def publish(slug: str, result: RunResult) -> RunResult:
    """Publish a run's results as artifacts of the running flow, and return them as they are."""
    key = re.sub(r"[^a-z0-9]+", "-", slug.lower()).strip("-")  # the only letters that Prefect admits in a key
    table = [_row(step) for step in result.steps]
    create_table_artifact(table, key=f"{key}-steps", description=summary(result))
    if result.report:
        create_link_artifact(result.report.absolute().as_uri(), key=f"{key}-report", link_text="The report")
    return result


def _row(step: StepResult) -> dict[str, str | float]:
    return {"step": step.step, "counts": step.counts(), "seconds": round(step.seconds, 1)}
