"""The demo flow: the sample museum, drawn and enriched on this machine."""

from __future__ import annotations

from prefect import flow

from artmeta.sample.server import PORT
from artmeta.steps.demo import Visit, open_sample
from artmeta.steps.pipeline import RunResult
from flows.enrich import enrich
from flows.server import under_prefect
from flows.train import train


@flow(name="sample-museum", flow_run_name="sample-museum-{works}")
def sample_museum(works: int = 600, port: int = PORT) -> RunResult:
    """Enrich the sample museum, which shows `works` works at a port of this machine; train its model if need be.

    The deployment of `prefect.yaml`.
    """
    with open_sample(works, port) as visit:
        return visit(train, enrich)


def enrich_sample(visit: Visit, works: int) -> RunResult:
    """Train and enrich in a sample museum that is open already, in one flow."""
    named = flow(name="sample-museum", flow_run_name=f"sample-museum-{works}")
    return under_prefect(named(lambda: visit(train, enrich)))
