"""The command that writes the map of a collection."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from artmeta.cli.options import LARGEST_SEED, CollectionName, OlderRun
from artmeta.cli.targets import check_default_folder, written_folder

app = typer.Typer()


@app.command()
def explore(
    collection: CollectionName,
    out: Annotated[
        Path | None,
        written_folder("The folder to write; without it, COLLECTION-map in reports.", "--out", "--folder"),
    ] = None,
    thumbnails: Annotated[
        int, typer.Option(min=0, max=256, help="Size of the small pictures in pixels; 0 leaves them out.")
    ] = 96,
    seed: Annotated[
        int, typer.Option(min=0, max=LARGEST_SEED, help="Another seed gives another layout.")
    ] = 1,
    run: OlderRun = "",
) -> None:
    """Write a map of all works by the likeness of their pictures: a folder that opens in a browser, offline."""
    from artmeta.settings import Settings
    from artmeta.steps.results import open_finished
    from artmeta.steps.work_map.write import write_map

    settings = Settings.read()
    check_default_folder(out, settings.reports_dir, "--out", settings)
    with open_finished(collection, run, settings) as context:
        print(write_map(context, out, thumbnails, seed))
