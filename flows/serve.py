"""The schedules: collections that are enriched again and again, for as long as this process lives."""

from __future__ import annotations

from pathlib import Path

from prefect import serve as serve_deployments
from prefect.deployments.runner import RunnerDeployment
from prefect.types.entrypoint import EntrypointType

from artmeta.collection import Collection
from artmeta.errors import ConfigError
from flows.enrich import enrich
from flows.server import PORT, server

ONE_AT_A_TIME = 1  # the database has one writer; a second run would wait for it anyway


def serve(collections: list[Path], cron: str, port: int = PORT) -> None:
    """Enrich collections whenever a cron expression says so; raise ConfigError if either makes no sense."""
    deployments = [deployment(path, cron) for path in collections]
    with server(port) as url:
        print(f"Prefect's pages are at {url.removesuffix('/api')} until Ctrl+C.")
        serve_deployments(*deployments, limit=ONE_AT_A_TIME)


def deployment(collection_file: Path, cron: str) -> RunnerDeployment:
    """Describe the scheduled enrichment of one collection."""
    collection = Collection.load(collection_file)
    try:
        return enrich.to_deployment(  # type: ignore[return-value]  # a coroutine only inside async code
            name=collection.slug,
            cron=cron,
            parameters={"collection_file": str(collection_file.absolute())},
            entrypoint_type=EntrypointType.MODULE_PATH,  # found wherever artmeta is installed
        )
    except ValueError:
        raise ConfigError(
            f"'{cron}' is no cron expression.", "Every night at three is '0 3 * * *'."
        ) from None
