"""The commands with which people decide about works."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Annotated

import typer

from artmeta.cli.options import CollectionName
from artmeta.wording import quantity

app = typer.Typer(no_args_is_help=True, help="Decide about works, and see what was decided.")

log = logging.getLogger("artmeta")


@app.command()
def serve(
    collection: CollectionName,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The port on this machine; 0 is any free one.")
    ] = 8610,
    reviewer: Annotated[
        list[str] | None,
        typer.Option(
            help="Who reviews; without it, the name of this account. Given again: a second reviewer."
        ),
    ] = None,
    plan: Annotated[
        bool,
        typer.Option("--plan", help="Only the works that `artmeta review plan` drew, in their random order."),
    ] = False,
) -> None:
    """Open a page on this machine to look at works and decide about them, until Ctrl+C."""
    from artmeta.settings import Settings
    from artmeta.steps.review.serve import serve_review

    serve_review(collection, Settings.read(), reviewer or (), port, print_address, plan)


def print_address(reviewer: str, address: str) -> None:
    """Print where a reviewer opens the page."""
    print(f"{reviewer}: open {address} (it works once)", flush=True)


@app.command()
def status(collection: CollectionName) -> None:
    """Count the works that people approved, corrected or rejected, and those on which reviewers differ."""
    from artmeta.cli.tables import print_table
    from artmeta.settings import Settings
    from artmeta.steps.results import open_finished

    with open_finished(collection, "", Settings.read()) as context:
        print_table("Reviewed works", context.store.rows("review_counts", collection=collection))


def import_file(
    file: Annotated[Path, typer.Argument(help="A file that Label Studio exported as JSON or JSON-MIN.")],
    reviewer: Annotated[str, typer.Option(help="Who reviewed; without it, the annotators' own names.")] = "",
) -> None:
    """Read the annotations of tasks that `artmeta export --to label_studio` wrote as reviews."""
    from artmeta.settings import Settings
    from artmeta.steps.label_studio.importing import import_annotations
    from artmeta.steps.results import write_store

    settings = Settings.read()
    with write_store(settings) as store:
        results, faults = import_annotations(store, file, settings, reviewer)
    for fault in faults:
        log.warning("%s", fault)
    for result in results:
        print(
            f"{result.collection}: {quantity(result.added, 'review')} added, "
            f"{result.known} {'was' if result.known == 1 else 'were'} there already."
        )
    if results or faults:
        print(f"{quantity(len(faults), 'annotation')} could not be used.")
    else:
        print(f"{file} holds no annotation: no review was added.")
