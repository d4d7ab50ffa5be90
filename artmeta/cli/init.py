"""The command that writes a new collection file, with every option explained in it."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()


@app.command()
def init(
    name: Annotated[str, typer.Argument(help="A short name for the collection: letters, digits, - and _.")],
    source: Annotated[
        str,
        typer.Option(
            help="Where the works come from: folder, archive, csv, ...; without it, found by the place."
        ),
    ] = "",
    place: Annotated[str, typer.Option(help="The folder, list, archive or address of the works.")] = "",
    training: Annotated[
        str, typer.Option(help="A folder of topic folders to train a model on; without it, data/training.")
    ] = "",
    model: Annotated[str, typer.Option(help="An existing model: none is trained.")] = "",
) -> None:
    """Write data/collections/NAME.toml, with what a list at the place has: columns, encoding, pictures, dates."""
    from artmeta.settings import Settings
    from artmeta.steps.scaffold import ScaffoldOptions, write_collection_file

    settings = Settings.read()
    path: Path = write_collection_file(name, ScaffoldOptions(source, place, training, model), settings)
    print(f"Wrote {path}. Look it over, then:")
    if not (training or model):
        print(
            f"  put pictures whose topics are known into {settings.data_dir / 'training'}, one folder a topic"
        )
    typed = shlex.quote(str(path))
    print(*([] if model else [f"  artmeta train {typed}"]), f"  artmeta enrich {typed}", sep="\n")
