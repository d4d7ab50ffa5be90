"""The commands on the results of earlier runs: status, topics, report, exports."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from artmeta.cli.options import CollectionName, OlderRun
from artmeta.cli.targets import check_default_folder, written_folder

if TYPE_CHECKING:
    from artmeta.steps.context import RunContext
    from artmeta.store.database import Store

app = typer.Typer()
log = logging.getLogger("artmeta")


@app.command()
def status() -> None:
    """Show how each collection stands: its newest run, and how many works are fetched, classified and flagged."""
    from artmeta.cli.tables import print_table
    from artmeta.settings import Settings
    from artmeta.steps.operations.run_locks import INTERRUPTED, with_interrupted
    from artmeta.steps.results import newest_runs, read_store
    from artmeta.steps.validate import failed_check

    settings = Settings.read()
    with read_store(settings) as store:
        rows = store.rows("status", runs=list(newest_runs(store).values()))
        rows = with_interrupted(rows, settings.data_dir)
        print_table("Collections", rows, leave_out=("title", "run_id", "resumed"))
        for row in rows:
            if row["status"] == INTERRUPTED:
                log.warning(
                    "The newest run of %s was interrupted; the command that began it continues it.",
                    row["collection"],
                )
            if row["status"] == "failed" and (
                reason := failed_check(store, settings, row["collection"], row["run_id"])
            ):
                log.warning("%s", reason)


@app.command()
def runs(
    collection: Annotated[str, typer.Argument(help="A collection's name; without it, all of them.")] = "",
) -> None:
    """List runs with their ids, the newest first: for `diff`, `replay`, `withdraw --run` and `report --run`."""
    from artmeta.cli.tables import print_table
    from artmeta.settings import Settings
    from artmeta.steps.operations.run_locks import with_interrupted
    from artmeta.steps.results import newest_run_id, read_store

    settings = Settings.read()
    with read_store(settings) as store:
        if collection:
            newest_run_id(store, collection)  # raises with the nearest name
        rows = store.rows("runs", collection=collection)
        print_table("Runs", with_interrupted(rows, settings.data_dir, "state"))


@app.command()
def topics(
    collection: Annotated[str, typer.Argument(help="A collection's name; without it, all of them.")] = "",
) -> None:
    """Count the works of each topic."""
    from artmeta.cli.tables import print_table
    from artmeta.settings import Settings
    from artmeta.steps.results import newest_run_id, newest_runs, read_store

    with read_store(Settings.read()) as store:
        runs = [newest_run_id(store, collection)] if collection else list(newest_runs(store).values())
        rows = store.rows("topic_counts", runs=runs)
        print_table(
            "Topics", rows, none=_without_topics(store, [collection] if collection else newest_runs(store))
        )


def _without_topics(store: Store, collections: Iterable[str]) -> str:
    """Say why there are no topics: none was stored yet, or those of so many works are withdrawn."""
    from artmeta.wording import quantity

    counts = [
        store.rows("withdrawn_works_of_collection", collection=each)[0]["works"] for each in collections
    ]
    works = quantity(sum(counts), "work")
    return (
        f"those of {works} are withdrawn; `artmeta withdraw --undo` restores them"
        if any(counts)
        else "none yet"
    )


@app.command()
def report(collection: CollectionName, run: OlderRun = "") -> None:
    """Write the report of a run again, from the database alone."""
    from artmeta.settings import Settings
    from artmeta.steps.report import report as write_report
    from artmeta.steps.results import open_finished

    with open_finished(collection, run, Settings.read()) as context:
        print(write_report(context))


@app.command()
def export(
    collection: CollectionName,
    to: Annotated[
        list[str] | None, typer.Option(help="csv, parquet, duckdb, ...; may be given again.")
    ] = None,
    out: Annotated[
        Path | None, written_folder("The folder to write; without it, data/exports.", "--out", "--folder")
    ] = None,
    run: OlderRun = "",
    status: Annotated[
        list[str] | None,
        typer.Option(help="Of the machine's topics only the sure, unsure or unfamiliar; may be given again."),
    ] = None,
    without_machine: Annotated[
        bool, typer.Option("--without-machine", help="Only topics that a person approved or added.")
    ] = False,
) -> None:
    """Write a collection's topics and confidences as files for other systems."""
    from artmeta.collection import DELTA, check_exports
    from artmeta.settings import Settings
    from artmeta.steps.export import Selection
    from artmeta.steps.export import export as write_exports
    from artmeta.steps.export_gate import check_newest_run
    from artmeta.steps.results import open_finished

    settings, formats = Settings.read(), tuple(to or ())
    selection = Selection(tuple(status or ()), without_machine)
    check_exports(formats)
    check_default_folder(out, settings.exports_dir, "--out", settings)

    def writes(context: RunContext) -> bool:
        return DELTA in (formats or context.collection.exports)

    with open_finished(collection, run, settings, writes) as context:
        check_newest_run(context)
        for path in write_exports(context, formats, out, selection):
            print(path)
