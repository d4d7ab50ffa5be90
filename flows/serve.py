"""The schedules: collections that are enriched again and again, for as long as this process lives."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from prefect import serve as serve_deployments
from prefect.deployments.runner import DeploymentApplyError, RunnerDeployment
from prefect.schedules import Cron
from prefect.settings import PREFECT_API_URL
from prefect.types.entrypoint import EntrypointType

from artmeta.collection import Collection, Schedule
from artmeta.errors import ConfigError, ModelError
from artmeta.settings import Settings
from artmeta.steps.beginning import chosen_model
from artmeta.steps.context import CollectionFile
from flows import PARENT
from flows.enrich import enrich
from flows.server import PORT, Server, configured, explained, schedule_server

NIGHTLY = "0 3 * * *"  # at three, when neither curators nor a museum's visitors are about
CRON_FIELDS = 5  # Prefect also accepts a sixth, which it reads as seconds, and a seventh, the year
CRON_HINT = (
    "It has five fields (minute, hour, day of the month, month, day of the week; '0 3 * * *' is every night at "
    "three), or is a name such as @daily."
)
NO_DATE = "Its third field names a day that the months in its fourth field do not have; change one of them."
# runs of different collections; each is a process of some 500 MB, and their steps take turns to write
AT_ONCE = 4
PASSWORD_FILE = "prefect-password"  # noqa: S105  a file's name


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A collection file and when it is enriched: a cron expression in a time zone."""

    file: Path
    cron: str
    timezone: str


def serve(schedules: list[Scheduled], data_dir: Path, port: int = PORT) -> None:
    """Enrich collections whenever their cron expressions say so, for as long as this process lives.

    Raises ConfigError if a collection file or an expression makes no sense.
    """
    deployments = [deployment(each.file, each.cron, each.timezone) for each in schedules]
    # Prefect 3.8.8 ends on TERM without awaiting its own coroutine; the processes are ended by `artmeta.stopping`.
    warnings.filterwarnings("ignore", "coroutine 'Runner.astop' was never awaited", RuntimeWarning)
    os.environ[PARENT] = str(os.getpid())  # a run that is under way ends with this process
    password_file = data_dir / PASSWORD_FILE
    with schedule_server(port, password_file) as server:
        print(announcement(schedules, server, password_file), flush=True)
        explained(
            lambda: serve_deployments(*deployments, limit=AT_ONCE, print_starting_message=False), server
        )


def deploy(schedules: list[Scheduled], settings: Settings, pool: str) -> str:
    """Register the schedules with the configured Prefect server, for the workers of a work pool; return a summary.

    Runs get this data folder and this reports folder. Raises ConfigError if no server is configured, it cannot be
    used, or it has no such pool.
    """
    if not PREFECT_API_URL.value():
        raise ConfigError(
            "No Prefect server is configured, and --pool needs one.",
            "Set PREFECT_API_URL, or leave --pool out.",
        )
    server = configured()
    folders = {"ARTMETA_DATA_DIR": str(settings.data_dir), "ARTMETA_REPORTS_DIR": str(settings.reports_dir)}
    for each in schedules:
        described = deployment(each.file, each.cron, each.timezone)
        described.job_variables = {"env": folders}
        try:
            explained(partial(described.apply, work_pool_name=pool), server)
        except DeploymentApplyError:
            raise ConfigError(
                f"The Prefect server {server.url} has no work pool '{pool}'.",
                f"Make it with `prefect work-pool create {pool} --type process`.",
            ) from None
    return f"Registered for the workers of the pool '{pool}':\n  " + "\n  ".join(_times(schedules))


def schedules_of(files: list[Path], cron: str, timezone: str) -> list[Scheduled]:
    """Return when each collection is enriched: as its table [schedule] says, unless `cron` or `timezone` are given.

    A collection without that table is enriched every night at three. Raises ConfigError if a time zone is unknown, a
    cron expression is invalid, or a collection is named twice: Prefect would keep one of its schedules.
    """
    planned = []
    slugs: dict[str, Path] = {}
    for file in files:
        collection = Collection.load(file)
        if (other := slugs.setdefault(collection.slug, file)) is not file:
            raise ConfigError(
                f"{other} and {file} are both the collection '{collection.slug}'.", "Name it once."
            )
        own = collection.schedule or Schedule(cron=NIGHTLY)
        table = f" (table [schedule] of {file})"
        zone = time_zone(timezone or own.timezone, "" if timezone else table)
        planned.append(Scheduled(file, cron_expression(cron or own.cron, "" if cron else table), zone))
    return planned


def faults_of_models(schedules: list[Scheduled], settings: Settings) -> Iterator[str]:
    """Yield a sentence for each collection whose runs would fail, as its model is missing or cannot be used."""
    for each in schedules:
        try:
            chosen_model(CollectionFile.load(each.file), settings)
        except ModelError as fault:
            yield f"Every run of {each.file} will fail until this is mended: {fault.message} {fault.hint}".rstrip()


def cron_expression(text: str, place: str = "") -> str:
    """Return a cron expression as it is; raise ConfigError if it is invalid or names a day that no year has."""
    import asyncio

    from prefect.server.schemas.schedules import CronSchedule

    try:
        if len(text.split()) != CRON_FIELDS and not text.startswith("@"):
            raise ValueError(text)
        schedule = CronSchedule(cron=text)
    except ValueError:  # croniter's faults are of this kind
        raise ConfigError(f"'{text}' is no valid cron expression{place}.", CRON_HINT) from None
    try:
        asyncio.run(schedule.get_dates(1))
    except ValueError:
        raise ConfigError(
            f"'{text}' is no valid cron expression{place}: no date matches it.", NO_DATE
        ) from None
    return text


def scheduled_files(folder: Path) -> list[Path]:
    """Return the collection files of a folder that have a table [schedule]; raise ConfigError if there is none."""
    files = [file for file in sorted(folder.glob("*.toml")) if Collection.load(file).schedule is not None]
    if not files:
        raise ConfigError(
            f"No collection file in {folder} has a table [schedule].",
            'Add one, such as [schedule] with cron = "0 3 * * *", or name the files to serve.',
        )
    return files


def announcement(schedules: list[Scheduled], server: Server, password_file: Path) -> str:
    """Say when runs start, in which time zone, and where they can be followed."""
    password = f" (password: see {password_file})" if server.password else ""
    return (
        "Runs start until Ctrl+C, one of a collection at a time:\n  " + "\n  ".join(_times(schedules)) + "\n"
        f"Prefect's pages: {server.url.removesuffix('/api')}{password}"
    )


def _times(schedules: list[Scheduled]) -> list[str]:
    return [f"{each.file.stem}: at '{each.cron}', time zone {each.timezone}" for each in schedules]


def time_zone(name: str, place: str = "") -> str:
    """Return a time zone's name as it is, or this machine's for ''; raise ConfigError if there is none of that name."""
    from tzlocal import get_localzone_name

    try:
        name = name or get_localzone_name()
        ZoneInfo(name)
    except (ValueError, LookupError, OSError):  # a name that is no path, an unknown one, a folder of zones
        key = "as `timezone` there" if place else "with --timezone"
        raise ConfigError(
            f"'{name}' is no time zone{place}.", f"Name one {key}, such as Europe/Berlin or UTC."
        ) from None
    return name


def deployment(collection_file: Path, cron: str, zone: str) -> RunnerDeployment:
    """Describe the scheduled enrichment of one collection."""
    return enrich.to_deployment(  # type: ignore[return-value]  # a coroutine only inside async code
        name=Collection.load(collection_file).slug,
        schedule=Cron(cron, timezone=zone),
        parameters={"collection_file": str(collection_file.absolute())},
        entrypoint_type=EntrypointType.MODULE_PATH,  # found wherever artmeta is installed
    )
