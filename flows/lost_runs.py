"""Runs that Prefect believes to be going although their process was killed, which says nothing to the server."""

from __future__ import annotations

from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import StateType
from prefect.runtime import deployment, flow_run
from prefect.states import Crashed

from flows import is_of_server

SENTENCE = "The process of this run ended without a word; a later run of the collection continued its work."


def close_lost_runs() -> None:
    """Mark earlier runs of the deployment that never ended as crashed; to be called with the collection's lock held.

    A run that goes on holds that lock, so that earlier ones are known to be dead.
    """
    if deployment.id is None:
        return
    of_this = DeploymentFilter(id=DeploymentFilterId(any_=[UUID(deployment.id)]))
    going = FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.RUNNING])))
    try:
        with get_client(sync_client=True) as client:
            runs = client.read_flow_runs(deployment_filter=of_this, flow_run_filter=going)
            own = client.read_flow_run(UUID(flow_run.get_id()))
            for run in runs:
                if run.start_time and own.start_time and run.start_time < own.start_time:
                    client.set_flow_run_state(run.id, Crashed(message=SENTENCE), force=True)
    except Exception as fault:
        if not is_of_server(fault):
            raise
