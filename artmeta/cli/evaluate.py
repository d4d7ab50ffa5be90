"""The command that measures a model on works whose topics are known."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from artmeta.cli.targets import written_folder
from artmeta.wording import quantity

if TYPE_CHECKING:
    from artmeta.steps.evaluation.evaluate import Evaluation

app = typer.Typer()


@app.command()
def evaluate(
    model: Annotated[str, typer.Option(help="The name of a model; see `artmeta models list`.")],
    folder: Annotated[
        Path | None,
        typer.Argument(help="A folder of topic folders; without it, the works held out from the training."),
    ] = None,
    version: Annotated[int | None, typer.Option(help="An older version; without it, the newest.")] = None,
    by_artist: Annotated[
        bool, typer.Option("--by-artist", help="Leave out works of artists that are in its training.")
    ] = False,
    out: Annotated[
        Path | None, written_folder("The folder to write; without it, one below reports/evaluations.")
    ] = None,
) -> None:
    """Measure the metrics of a model; write a page with the pictures where it is wrong, and a JSON."""
    from artmeta.settings import Settings
    from artmeta.steps.evaluation.evaluate import evaluate as measure

    settings = Settings.read()
    print_evaluation(measure(model, settings, folder, version, by_artist, out))


def print_evaluation(evaluation: Evaluation) -> None:
    """Print the metrics with their intervals, how the accuracies differ, and the files that were written."""
    result = evaluation.metrics
    for name in ("accuracy", "macro_f1", "mean_average_precision"):
        metric = getattr(result.figures, name)
        print(f"{name}\t{metric.value:.3f}\t{metric.low:.3f} to {metric.high:.3f}")
    if result.splits:
        for label, split in (("without", result.splits.honest), ("with", result.splits.naive)):
            if split.accuracy is not None:
                print(f"accuracy {label} leakage\t{split.accuracy:.3f}\t{quantity(split.works, 'work')}")
        print(f"How the accuracies differ: {result.splits.sentence}")
    print(evaluation.page, evaluation.json, sep="\n")
