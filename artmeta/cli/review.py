"""The commands with which people decide about works."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="Decide about works, and see what was decided.")

CollectionName = Annotated[str, typer.Argument(help="A collection's name, as `artmeta status` shows it.")]


@app.command()
def status(collection: CollectionName) -> None:
    """Count the works that people approved, corrected or rejected, and those on which reviewers differ."""
    from artmeta.cli.tables import print_table
    from artmeta.settings import Settings
    from artmeta.steps.results import open_finished

    with open_finished(collection, "", Settings.read()) as context:
        print_table("Reviewed works", context.store.rows("review_counts", collection=collection))
