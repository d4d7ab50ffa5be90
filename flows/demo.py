"""The demo flow: the sample museum, drawn and enriched on this machine."""

from __future__ import annotations

from prefect import flow

from artmeta.steps.demo import Visit
from artmeta.steps.pipeline import RunResult
from flows.enrich import enrich
from flows.server import under_prefect
from flows.train import train


def enrich_sample(visit: Visit, works: int) -> RunResult:
    """Train and enrich in a sample museum that is open already, in one flow."""
    named = flow(name="sample-museum", flow_run_name=f"sample-museum-{works}")
    return under_prefect(named(lambda: visit(train, enrich)))
