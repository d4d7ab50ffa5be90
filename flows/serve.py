"""The schedules: collections that are enriched again and again, for as long as this process lives."""

from __future__ import annotations

import os
from pathlib import Path
from zoneinfo import ZoneInfo

from prefect import serve as serve_deployments
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron
from prefect.types.entrypoint import EntrypointType

from artmeta.collection import Collection
from artmeta.errors import ConfigError
from flows import PARENT
from flows.enrich import enrich
from flows.server import PORT, Server, explained, schedule_server

ONE_AT_A_TIME = 1  # the database has one writer; a second run would wait for it anyway
PASSWORD_FILE = "prefect-password"  # noqa: S105  a file's name


def serve(collections: list[Path], cron: str, data_dir: Path, port: int = PORT, timezone: str = "") -> None:
    """Enrich collections whenever a cron expression says so, in a time zone, by default this machine's.

    Raises ConfigError if a collection file, the expression or the zone makes no sense.
    """
    zone = time_zone(timezone)
    deployments = [deployment(path, cron, zone) for path in collections]
    os.environ[PARENT] = str(os.getpid())  # a run that is under way ends with this process
    password_file = data_dir / PASSWORD_FILE
    with schedule_server(port, password_file) as server:
        print(announcement(cron, zone, server, password_file), flush=True)
        explained(
            lambda: serve_deployments(*deployments, limit=ONE_AT_A_TIME, print_starting_message=False), server
        )


def announcement(cron: str, zone: str, server: Server, password_file: Path) -> str:
    """Say when runs start, in which time zone, and where they can be followed."""
    password = f" (password: see {password_file})" if server.password else ""
    return (
        f"Runs start at '{cron}', time zone {zone}, until Ctrl+C.\n"
        f"Prefect's pages: {server.url.removesuffix('/api')}{password}"
    )


def time_zone(name: str) -> str:
    """Return a time zone's name as it is, or this machine's for ''; raise ConfigError if there is none of that name."""
    from tzlocal import get_localzone_name

    try:
        name = name or get_localzone_name()
        ZoneInfo(name)
    except (ValueError, LookupError, OSError):  # a name that is no path, an unknown one, a folder of zones
        raise ConfigError(
            f"'{name}' is no time zone.", "Name one with --timezone, such as Europe/Berlin or UTC."
        ) from None
    return name


def deployment(collection_file: Path, cron: str, zone: str) -> RunnerDeployment:
    """Describe the scheduled enrichment of one collection."""
    collection = Collection.load(collection_file)
    try:
        return enrich.to_deployment(  # type: ignore[return-value]  # a coroutine only inside async code
            name=collection.slug,
            schedule=Cron(cron, timezone=zone),
            parameters={"collection_file": str(collection_file.absolute())},
            entrypoint_type=EntrypointType.MODULE_PATH,  # found wherever artmeta is installed
        )
    except ValueError:
        raise ConfigError(
            f"'{cron}' is no cron expression.", "Every night at three is '0 3 * * *'."
        ) from None
