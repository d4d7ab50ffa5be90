"""The command that starts a collection file, with every choice explained in it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()


@app.command()
def init(
    name: Annotated[str, typer.Argument(help="A short name for the collection: letters, digits, - and _.")],
    source: Annotated[
        str, typer.Option(help="Where the works come from: folder, archive, csv, ...")
    ] = "folder",
    place: Annotated[str, typer.Option(help="The folder, file or address of that source.")] = "",
) -> None:
    """Write data/collections/NAME.toml, ready to be filled in."""
    from artmeta.settings import Settings
    from artmeta.steps.starting import write_collection_file

    path: Path = write_collection_file(name, source, place, Settings.read())
    print(f"Wrote {path}. Look it over, then: artmeta train {path} && artmeta enrich {path}")
