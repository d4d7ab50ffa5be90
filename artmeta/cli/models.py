"""The commands that list, import and export models."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from artmeta.cli.targets import check_default_folder, written_folder

if TYPE_CHECKING:
    from artmeta.domain.model_card import ModelCard

app = typer.Typer(no_args_is_help=True, help="List, import and export models.")

Form = Literal["tfjs", "web", "keras", "savedmodel", "litert"]
Quantise = Literal["float16", "int8"]
Version = Annotated[int | None, typer.Option(help="An older version; without it, the newest.")]


@app.command("list")
def list_() -> None:
    """List the stored models with their accuracy and its interval, and those that are damaged."""
    from artmeta.cli.tables import print_table
    from artmeta.settings import Settings
    from artmeta.vision.model_store import damaged_models, list_models

    models_dir = Settings.read().models_dir
    print_table("Models", [_listed(card) for card in list_models(models_dir)])
    for each in damaged_models(models_dir):
        print(f"Damaged: '{each.name}', version {each.version}. {each.reason}")


@app.command("import")
def import_(
    path: Annotated[
        Path,
        typer.Argument(
            help="A model as Teachable Machine or artmeta exports it: the .zip as downloaded, its folder, or its file."
        ),
    ],
    model: Annotated[str, typer.Option(help="The name to store it by.")],
    preprocessing: Annotated[
        str,
        typer.Option(
            help="Its preprocessing: teachable-machine, keras-snippet, ml5, keras-stretched, keras-pixels or "
            "keras-zero-to-one; without it, as its file states or suits its form."
        ),
    ] = "",
) -> None:
    """Import an image model in any form of Teachable Machine's, to classify collections with it."""
    from artmeta.settings import Settings
    from artmeta.steps.model_io import import_model

    card = import_model(path, model, preprocessing, Settings.read())
    origin = f"{card.trained_on}; preprocessing {card.preprocessing}"
    print(f"Model '{card.name}', version {card.version}: {', '.join(card.topics)} ({origin}).")


@app.command()
def export(
    model: Annotated[str, typer.Argument(help="The name of a model; see `artmeta models list`.")],
    to: Annotated[Form, typer.Option(help="The form to write.")],
    out: Annotated[
        Path | None, written_folder("The folder to write; without it, one below data/exports.")
    ] = None,
    quantise: Annotated[
        Quantise | None,
        typer.Option(
            help="Smaller, a little less exact; int8 for litert only. float16 of an int8 model is made of its float32 "
            "network, and its note says how far it differs from what is served."
        ),
    ] = None,
    pictures: Annotated[
        list[Path] | None,
        typer.Option(help="Pictures to fit and measure a smaller model on; may be given again."),
    ] = None,
    version: Version = None,
) -> None:
    """Write a model for ml5.js, TensorFlow.js, Keras, LiteRT, or as a web page of its own."""
    from artmeta.settings import Settings
    from artmeta.steps.model_io import export_model

    settings = Settings.read()
    check_default_folder(out, settings.exports_dir, "--out", settings)
    exported = export_model(model, version, to, out, settings, quantise or "", pictures or ())
    print(exported.folder)
    for note in exported.notes:
        print(note)


def _listed(card: ModelCard) -> dict[str, object]:
    low, high = card.accuracy_interval
    return {
        "name": card.name,
        "version": card.version,
        "topics": ", ".join(card.topics),
        "right": card.accuracy or None,
        "interval": f"{low:.3f} to {high:.3f}" if card.evaluated_on else None,
        "head": card.head,
        "backbone": card.backbone,
        "precision": card.precision,
        "made": card.created_at[:16].replace("T", " "),
    }
