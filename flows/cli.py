"""The command line with the commands that run under Prefect; heavy libraries are imported when a command runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from artmeta.cli import app, guarded
from artmeta.domain.model_card import HeadKind, Precision
from artmeta.errors import ConfigError
from flows.doctor import doctor

__all__ = ["app", "main"]

if TYPE_CHECKING:
    from artmeta.steps.pipeline import RunResult

CollectionFile = Annotated[
    Path, typer.Argument(help="A collection file, such as data/collections/sample.toml, or its name alone.")
]
WithoutPrefect = Annotated[
    bool,
    typer.Option(
        "--no-prefect", help="Run the same steps in this process, without the orchestrator: it starts sooner."
    ),
]
FOLDER_OPTIONS = (
    "model", "head", "quality", "backbone", "epochs", "batch_size", "learning_rate", "seed", "with_reviews",
)  # fmt: skip


def main() -> None:
    """Run the command line."""
    guarded(app)


app.command()(doctor)


@app.command()
def enrich(collection: CollectionFile, no_prefect: WithoutPrefect = False) -> None:
    """Enrich a collection, from its source to its report; run it again to resume."""
    from artmeta.settings import Settings
    from artmeta.steps.scaffold import collection_file

    settings = Settings.read()
    settings.check_folders(settings.reports_dir)  # before Prefect's server starts
    file = collection_file(collection, settings)
    if no_prefect:
        from artmeta.steps import pipeline
        from artmeta.steps.context import CollectionFile as File

        _run(lambda: pipeline.enrich(File.load(file), settings))
    else:
        from artmeta.collection import Collection

        Collection.load(file)  # a misspelt key is reported before Prefect's server starts

        def under_way() -> RunResult:
            from flows.enrich import enrich as flow

            return flow(file)

        _run_under_prefect(under_way, "flows.enrich")


@app.command()
def train(
    context: typer.Context,
    place: Annotated[
        Path, typer.Argument(help="A collection file with a table [training], or a folder of topic folders.")
    ],
    model: Annotated[str, typer.Option(help="For a folder: the name of the model.")] = "",
    head: Annotated[HeadKind, typer.Option(help="For a folder: what is trained.")] = "logistic",
    quality: Annotated[
        bool,
        typer.Option("--quality", help="For a folder: --head fine-tuned, higher accuracy, takes minutes."),
    ] = False,
    backbone: Annotated[
        str,
        typer.Option(
            help="For a folder: mobilenetv2, efficientnet-lite0 to -lite2, or a network of keras.applications."
        ),
    ] = "mobilenetv2",
    precision: Annotated[
        Precision, typer.Option(help="For a folder: int8 takes less time a picture; see docs/models.md.")
    ] = "float32",
    epochs: Annotated[
        int | None, typer.Option(min=1, help="For a folder: passes over the pictures; 50, fine-tuned 10.")
    ] = None,
    batch_size: Annotated[
        int | None, typer.Option(min=1, help="For a folder: pictures per gradient step; 16, fine-tuned 32.")
    ] = None,
    learning_rate: Annotated[
        float | None, typer.Option(help="For a folder: size of a gradient step; 0.001.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="For a folder: which pictures are held out.")] = 1,
    with_reviews: Annotated[
        list[str] | None,
        typer.Option(help="For a folder: a collection whose reviewed works join; may be given again."),
    ] = None,
    no_prefect: WithoutPrefect = False,
) -> None:
    """Train a model on pictures whose topics are known."""
    from artmeta.cli.options import refuse_options
    from artmeta.settings import Settings
    from artmeta.steps import pipeline
    from artmeta.steps.scaffold import collection_file

    place = collection_file(place, Settings.read(), folders=True)
    if not place.exists():
        raise ConfigError(
            f"There is no folder and no collection file {place}.",
            "Give a folder that has a folder of pictures a topic, or make a collection file with `artmeta init`.",
        )
    if place.is_dir():
        from artmeta.steps.folders import folder_to_train_on

        if quality:
            refuse_options(context, ("head",), "--quality chooses the head")
        options: dict[str, object] = {
            "epochs": epochs,
            "batch_size": batch_size,
            "learning_rate": learning_rate,
            "head": "fine-tuned" if quality else head,
            "seed": seed,
            "with_reviews": with_reviews or None,
        }
        training = {key: value for key, value in options.items() if value is not None}
        file = folder_to_train_on(place, model, training, backbone, precision)
        _run(lambda: pipeline.train_model(file, Settings.read()))
    else:
        _train_on_collection(context, place, no_prefect)


def _train_on_collection(context: typer.Context, place: Path, no_prefect: bool) -> None:
    """Train as a collection file says, with Prefect or without."""
    from artmeta.cli.options import refuse_options
    from artmeta.settings import Settings
    from artmeta.steps import pipeline
    from artmeta.steps.context import CollectionFile as File

    refuse_options(
        context,
        FOLDER_OPTIONS,
        f"{place} is a collection file, and it is for folders of topic folders",
        f"Write it into the table [training] (or [model]) of {place}.",
    )
    if no_prefect:
        _run(lambda: pipeline.train_model(File.load(place), Settings.read()))
    else:
        File.load(place).for_training()  # reported before Prefect's server starts

        def under_way() -> RunResult:
            from flows.train import train as flow

            return flow(place)

        _run_under_prefect(under_way, "flows.train")


@app.command()
def serve(
    collections: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Collection files; without any, all in data/collections with a table [schedule]."
        ),
    ] = None,
    cron: Annotated[
        str,
        typer.Option(
            help="When, as a cron expression, instead of what [schedule] says; else nightly at three."
        ),
    ] = "",
    port: Annotated[
        int, typer.Option(min=1, max=65535, help="The port of Prefect's server, unless one is running.")
    ] = 4200,
    timezone: Annotated[
        str,
        typer.Option(help="The time zone, such as Europe/Berlin; else that of [schedule] or this machine's."),
    ] = "",
    pool: Annotated[
        str,
        typer.Option(help="Register the schedules for the workers of this work pool of Prefect, and end."),
    ] = "",
) -> None:
    """Enrich collections on schedule, one run of each at a time, until Ctrl+C."""
    from artmeta.settings import Settings
    from artmeta.steps.scaffold import collection_file
    from flows.settings import read_settings

    read_settings()
    from flows.serve import deploy, faults_of_models, scheduled_files, schedules_of
    from flows.serve import serve as run_schedules

    settings = Settings.read()
    named = [collection_file(each, settings) for each in collections or ()]
    files = named or scheduled_files(settings.data_dir / "collections")
    schedules = schedules_of(files, cron, timezone)
    for fault in faults_of_models(schedules, settings):
        typer.echo(fault, err=True)
    if pool:
        print(deploy(schedules, settings, pool))
    else:
        run_schedules(schedules, settings.data_dir, port)


@app.command()
def demo(
    works: Annotated[
        int, typer.Option(min=60, max=1_000_000, help="How many works the sample museum shows.")
    ] = 600,
    port: Annotated[
        int,
        typer.Option(
            min=1,
            max=65535,
            help="The port it opens at on this machine; another one makes another collection, sample-PORT, for its "
            "pictures have other addresses.",
        ),
    ] = 8607,
    no_prefect: WithoutPrefect = False,
) -> None:
    """Draw the sample museum, train a model on its pictures, enrich it, and write its report."""
    from artmeta.steps.demo import enrich_sample, open_sample
    from flows.settings import read_settings

    if not no_prefect:
        read_settings()  # before pictures are drawn
    with open_sample(works, port) as visit:
        if no_prefect:
            _run(lambda: enrich_sample(visit))
        else:
            from flows.demo import enrich_sample as enrich_under_prefect

            _run(lambda: enrich_under_prefect(visit, works))


def _run_under_prefect(work: Callable[[], RunResult], module: str) -> None:
    """Run the flow of a module; Prefect's server starts before this process imports Prefect."""
    from flows.launch import launch_early

    launched = launch_early()
    from flows.settings import read_settings

    read_settings()
    from flows.server import under_prefect

    _run(lambda: under_prefect(work, module, launched))


def _run(work: Callable[[], RunResult]) -> None:
    """Run, with a line per step on standard error, and print the summary."""
    from artmeta.progress import show_steps
    from flows.summary import summary

    show_steps()
    print(summary(work()))
