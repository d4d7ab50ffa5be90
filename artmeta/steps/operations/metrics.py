"""Metrics of the newest run of each collection, as a text file that Prometheus' node exporter collects."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from artmeta import files
from artmeta.errors import ArtmetaError
from artmeta.settings import Settings
from artmeta.steps.operations.run_locks import INTERRUPTED, RUNNING, with_interrupted
from artmeta.steps.results import newest_runs, read_store
from artmeta.store.database import Store

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

log = logging.getLogger("artmeta")
STATUSES = (RUNNING, INTERRUPTED, "finished", "failed", "abandoned")
DECIDED = ("sure", "unsure", "unfamiliar")
COUNTS = {
    "works": "Works of the collection.",
    "pictures": "Pictures that were fetched.",
    "classified": "Works with a topic.",
    "issues": "Records that went wrong.",
    "flags": "Flags of the newest run.",
}


def write_metrics(settings: Settings) -> None:
    """Write the file that ARTMETA_METRICS_FILE names, if it names one; a fault is logged and stops nothing.

    Form: Prometheus' text exposition format 0.0.4, written in one step, as the node exporter's textfile collector
    (https://github.com/prometheus/node_exporter#textfile-collector) asks for.
    """
    if settings.metrics_file is None:
        return
    try:
        with read_store(settings) as store:
            text = metrics_text(store, settings.data_dir)
        files.write(settings.metrics_file, text, durable=False)
    except ArtmetaError as fault:
        log.warning("The metrics were not written: %s", fault)


def metrics_text(store: Store, data_dir: Path) -> str:
    """Return the metrics of all collections as text; `data_dir` holds the locks of the runs."""
    from prometheus_client import CollectorRegistry, generate_latest

    registry = CollectorRegistry()
    rows = with_interrupted(store.rows("status", runs=list(newest_runs(store).values())), data_dir)
    _add(registry, "artmeta_run_status", "1 for the status of the newest run.", ("status",), _statuses(rows))
    for time in ("started", "finished"):
        values = ((row["collection"], (), row[f"{time}_at"].timestamp()) for row in rows if row[f"{time}_at"])
        name = f"artmeta_run_{time}_timestamp_seconds"
        _add(registry, name, f"When the newest run {time}, in seconds since 1970.", (), values)
    for name, meaning in COUNTS.items():
        _add(registry, f"artmeta_{name}", meaning, (), ((row["collection"], (), row[name]) for row in rows))
    decided = ((row["collection"], (status,), row[status]) for row in rows for status in DECIDED)
    _add(registry, "artmeta_decided_works", "Works by the model's decision.", ("decision",), decided)
    steps = store.rows("seconds_of_steps")
    for column, name, meaning in (
        ("seconds", "artmeta_step_seconds", "Seconds that a step of the newest run took."),
        ("failed", "artmeta_step_failed", "Records, or checks, on which a step failed."),
    ):
        _add(
            registry,
            name,
            meaning,
            ("step",),
            ((row["collection"], (row["step"],), row[column]) for row in steps),
        )
    return generate_latest(registry).decode()


def _statuses(rows: list[dict[str, Any]]) -> Iterator[tuple[str, tuple[str, ...], float]]:
    for row in rows:
        for status in STATUSES:
            yield row["collection"], (status,), float(row["status"] == status)


def _add(
    registry: CollectorRegistry,
    name: str,
    meaning: str,
    labels: tuple[str, ...],
    values: Iterator[tuple[str, tuple[str, ...], float]],
) -> None:
    from prometheus_client import Gauge

    gauge = Gauge(name, meaning, ("collection", *labels), registry=registry)
    for collection, others, value in values:
        gauge.labels(collection, *others).set(value)
