"""The command that does the Programming Historian lesson, from pictures to the limits of a model."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from artmeta.cli.targets import check_default_folder, written_folder

app = typer.Typer()


@app.command()
def lesson(
    pictures: Annotated[
        str,
        typer.Argument(
            help="The lesson's dataset: a folder, a .zip or a URL; without it, the sample museum's."
        ),
    ] = "",
    model: Annotated[str, typer.Option(help="The name of the trained model.")] = "lesson",
    backbone: Annotated[
        str, typer.Option(help="mobilenetv2, or efficientnet-lite0 to -lite2.")
    ] = "mobilenetv2",
    epochs: Annotated[int, typer.Option(min=1, help="Passes over the training works.")] = 50,
    batch_size: Annotated[int, typer.Option(min=1, help="Works per gradient step.")] = 16,
    learning_rate: Annotated[float, typer.Option(min=0.0, help="Size of a gradient step.")] = 0.001,
    out: Annotated[Path | None, written_folder("The folder to write; without it, reports/lesson.")] = None,
    open_page: Annotated[bool, typer.Option("--open", help="Open the page when it is done.")] = False,
) -> None:
    """Do the lesson: train, test ten pictures, look at feature maps, and see the limits of the model."""
    from artmeta.report.lesson_page import LessonHyperparameters
    from artmeta.settings import Settings
    from artmeta.steps.lesson.lesson import run_lesson

    settings = Settings.read()
    check_default_folder(out, settings.reports_dir, "--out", settings)
    folder = out or settings.reports_dir / "lesson"
    hyperparameters = LessonHyperparameters(epochs, batch_size, learning_rate)
    page = run_lesson(pictures, model, hyperparameters, settings, folder, backbone)
    print(page)
    if open_page:
        typer.launch(page.absolute().as_uri())
