"""The demo flow: the sample museum, drawn and enriched on this machine."""

from __future__ import annotations

from prefect import flow

from artmeta.sample.server import PORT
from artmeta.steps.demo import visit
from artmeta.steps.pipeline import RunResult
from flows.enrich import enrich
from flows.train import train


@flow(name="sample-museum", flow_run_name="sample-museum-{works}")
def sample_museum(works: int = 600, port: int = PORT) -> RunResult:
    """Enrich the sample museum, which shows `works` works at a port of this machine; train its model if need be."""
    return visit(works, port, train, enrich)
