"""Notifications: a run that failed, and serious flags that the run before had not, go to a webhook and to Prefect."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Literal

from artmeta.errors import ArtmetaError, SourceError, ValidationFailed
from artmeta.settings import Settings
from artmeta.steps.operations.metrics import write_metrics
from artmeta.steps.results import read_store
from artmeta.wording import quantity

log = logging.getLogger("artmeta")
Event = Literal["artmeta.checks.failed", "artmeta.run.failed", "artmeta.flags.serious"]
MOST_DETAILS = 20  # sentences in one notification; the report has them all


@dataclass(frozen=True, slots=True)
class Notification:
    """What happened to a run: `text` for people, `details` a sentence for each failed check or each flag."""

    event: Event
    collection: str
    run_id: str
    text: str
    details: tuple[str, ...] = ()


Emit = Callable[[Notification], None]


def discard(_: Notification) -> None:
    """Send nothing further: a run without an orchestrator."""


@contextmanager
def notified(run_id: str, collection: str, settings: Settings, emit: Emit = discard) -> Iterator[None]:
    """Send a notification if the block fails, or if its run has new serious flags; write the metrics in any case.

    Notifications go to the webhook of the settings and to `emit`. One that cannot be sent is logged: no run fails
    because of it.
    """
    try:
        yield
    except ArtmetaError as fault:
        _send(_of_fault(fault, run_id, collection), settings, emit)
        raise
    else:
        if settings.webhook or emit is not discard:  # nobody else is told
            _report_flags(run_id, collection, settings, emit)
    finally:
        write_metrics(settings)


def _of_fault(fault: ArtmetaError, run_id: str, collection: str) -> Notification:
    if isinstance(fault, ValidationFailed):
        text = (
            f"Run {run_id} of '{collection}' was stopped by {quantity(len(fault.failures), 'failed check')}."
        )
        return Notification("artmeta.checks.failed", collection, run_id, text, fault.failures[:MOST_DETAILS])
    return Notification(
        "artmeta.run.failed", collection, run_id, f"Run {run_id} of '{collection}' failed: {fault}"
    )


def _report_flags(run_id: str, collection: str, settings: Settings, emit: Emit) -> None:
    with read_store(settings) as store:
        flags = store.rows("new_serious_flags", run_id=run_id)
    if flags:
        text = f"Run {run_id} of '{collection}' has {quantity(len(flags), 'new serious flag')}."
        details = tuple(flag["sentence"] for flag in flags[:MOST_DETAILS])
        _send(Notification("artmeta.flags.serious", collection, run_id, text, details), settings, emit)


def _send(notification: Notification, settings: Settings, emit: Emit) -> None:
    emit(notification)
    if settings.webhook:
        from artmeta.web.webhook import post_json

        try:
            post_json(settings.webhook, asdict(notification))
        except SourceError as fault:
            log.warning("%s", fault)
