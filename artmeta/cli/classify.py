"""The command that classifies any folder of pictures in one line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from artmeta.cli.targets import written_file
from artmeta.wording import quantity

app = typer.Typer()


@app.command()
def classify(
    folder: Annotated[Path, typer.Argument(help="A folder of pictures, with or without folders inside.")],
    model: Annotated[str, typer.Option(help="The name of a trained model; see `artmeta models list`.")],
    csv: Annotated[Path, written_file("The table to write: one line a file.")],
) -> None:
    """Classify every picture of a folder into a CSV of topics and confidences."""
    from artmeta.progress import show_steps
    from artmeta.settings import Settings
    from artmeta.steps.folders import classify_folder

    show_steps()
    result = classify_folder(folder, model, csv, Settings.read())
    statuses = ", ".join(f"{count} {status}" for status, count in result.statuses.items()) or "none"
    print(
        f"{quantity(result.classified, 'picture')} classified ({statuses}), {result.unread} could not be read: "
        f"{result.csv}"
    )
    for note in result.notes:
        print(note)
    if result.never_sure:
        print(
            f"The model is never sure of {', '.join(result.never_sure)}: too few works support a threshold. "
            "Train it on more works of them."
        )
