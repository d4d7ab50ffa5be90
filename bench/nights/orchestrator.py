"""What the Prefect server knows of runs."""

from typing import Any

from bench.nights.museum import KILLED


def every(name: str) -> list[Any]:
    """Return the flow runs of a collection's deployment, by their time."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterName

    with get_client(sync_client=True) as client:
        name_filter = DeploymentFilter(name=DeploymentFilterName(any_=[name]))
        return sorted(
            client.read_flow_runs(deployment_filter=name_filter), key=lambda run: run.expected_start_time
        )


def ended(name: str) -> list[Any]:
    return [run for run in every(name) if run.state_name == "Completed"]


def history(run: Any) -> list[str]:
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        return [state.name for state in client.read_flow_run_states(run.id)]


def order(name: str) -> None:
    """Let the worker run a collection's deployment now."""
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        deployment = client.read_deployment_by_name(f"enrich/{name}")
        client.create_flow_run_from_deployment(deployment.id)


def artifacts() -> set[tuple[str, str]]:
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        response = client.request("POST", "/artifacts/latest/filter", json={}).json()
    return {(one["key"], one["type"]) for one in response}


def progressing() -> bool:
    """Whether the progress artifact says that some pictures are embedded, and not all."""
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        response = client.request("POST", "/artifacts/latest/filter", json={}).json()
    return any(one["key"] == f"{KILLED}-embed" and float(one["data"]) < 100 for one in response)
