"""The command that walks the Programming Historian lesson, from pictures to doubts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from artmeta.cli.targets import written_folder

app = typer.Typer()


@app.command()
def lesson(
    pictures: Annotated[
        str,
        typer.Argument(
            help="The lesson's dataset: a folder, a .zip or a URL; without it, the sample museum's."
        ),
    ] = "",
    model: Annotated[str, typer.Option(help="The name the trained model gets.")] = "lesson",
    epochs: Annotated[int, typer.Option(min=1, help="How often every work is seen.")] = 50,
    batch_size: Annotated[int, typer.Option(min=1, help="Works seen before the model changes.")] = 16,
    learning_rate: Annotated[float, typer.Option(min=0.0, help="How much it changes each time.")] = 0.001,
    out: Annotated[Path | None, written_folder("The folder to write; without it, reports/lesson.")] = None,
    open_page: Annotated[bool, typer.Option("--open", help="Open the page when it is done.")] = False,
) -> None:
    """Walk the lesson: train, test ten pictures, look inside the network, see where the model is weak."""
    from artmeta.settings import Settings
    from artmeta.steps.lesson.lesson import Knobs, run_lesson
    from artmeta.steps.lesson.page import write_page

    settings = Settings.read()
    folder = out or settings.reports_dir / "lesson"
    page = write_page(run_lesson(pictures, model, Knobs(epochs, batch_size, learning_rate), settings, folder))
    print(page)
    if open_page:
        typer.launch(page.absolute().as_uri())
