"""The artifacts of a run in Prefect: progress, the results of its steps, and links to the report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from prefect.artifacts import (
    create_link_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)

from artmeta.progress import listening
from artmeta.steps.pipeline import RunResult
from flows import is_of_server
from flows.summary import summary

PERCENT = 100


@contextmanager
def progress_published(slug: str) -> Iterator[None]:
    """Publish the progress of long steps, each as an artifact that is updated; a lost server does not stop them."""
    artifacts: dict[str, UUID] = {}

    def publish_progress(what: str, done: int, total: int, unit: str) -> None:
        percent = PERCENT * done / max(total, 1)
        text = f"{what}: {done:,} of {total:,} {unit}"
        try:
            if what in artifacts:
                update_progress_artifact(artifacts[what], percent, text)
            else:
                artifacts[what] = create_progress_artifact(percent, _key(slug, what), text)  # type: ignore[assignment]
        except Exception as fault:
            if not is_of_server(fault):
                raise

    with listening(publish_progress):
        yield


def publish(slug: str, result: RunResult) -> RunResult:
    """Publish a run's results as artifacts of the running flow, and return them as they are."""
    table = [
        {"step": step.step, "counts": step.counts(), "seconds": round(step.seconds, 1)}
        for step in result.steps
    ]
    create_table_artifact(table, key=_key(slug, "steps"), description=summary(result))
    if result.report:
        create_link_artifact(
            result.report.absolute().as_uri(), key=_key(slug, "report"), link_text="The report"
        )
    return result


def _key(slug: str, what: str) -> str:
    # the only letters that Prefect admits
    return re.sub(r"[^a-z0-9]+", "-", f"{slug}-{what}".lower()).strip("-")
