"""The command that explains what a model says of a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from artmeta.cli.targets import written_file

if TYPE_CHECKING:
    from artmeta.domain.explanation import Explanation
    from artmeta.steps.explanation import Explainer

app = typer.Typer()


@app.command()
def why(
    context: typer.Context,
    subjects: Annotated[list[str], typer.Argument(help="Artworks by their ids, or picture files.")],
    model: Annotated[
        str,
        typer.Option(
            help="The name of a model (see `artmeta models list`); without it, for artworks, that of the newest run."
        ),
    ] = "",
    collection: Annotated[str, typer.Option(help="For artworks that are in several collections.")] = "",
    nearest: Annotated[int, typer.Option(min=1, max=100, help="How many training works to show.")] = 5,
    heat_map: Annotated[
        Path | None, written_file("A PNG to write: where the model looks (of one picture).", ".png")
    ] = None,
    page: Annotated[
        Path | None, written_file("A page to write, with pictures and heat maps of all.", ".html")
    ] = None,
) -> None:
    """Show the training works most similar to a picture, and where in the picture the model looks."""
    from artmeta.cli.options import refuse_options
    from artmeta.errors import ConfigError
    from artmeta.settings import Settings
    from artmeta.steps.explanation import explain, write_explanation_page

    if heat_map and len(subjects) > 1:
        raise ConfigError(f"A heat map is drawn of one picture, not of {len(subjects)}.", "--page draws all.")
    if all(Path(subject).is_file() for subject in subjects):
        refuse_options(context, ("collection",), "a picture file belongs to no collection")
    settings = Settings.read()
    results = [explain(subject, model, collection, settings, nearest) for subject in subjects]
    for explanation, _ in results:
        _print(explanation)
    if heat_map:
        _write_heat_map(*results[0], heat_map)
    if page:
        print(write_explanation_page(results, page))


def _print(explanation: Explanation) -> None:
    from artmeta.cli.tables import print_table
    from artmeta.report.explanation_page import NO_TOPIC, sentence

    print(f"{explanation.subject}: {sentence(explanation)}")
    rows = [
        {
            "similarity": each.similarity,
            "topic": explanation.named(each.topics) or NO_TOPIC,
            "artwork": each.artwork_id,
            "title": each.title,
            "picture": each.picture,
        }
        for each in explanation.neighbours
    ]
    if rows:
        print_table("The most similar training works", rows)
    else:
        print("This model was imported: it has no embeddings of training works to compare with.")


def _write_heat_map(explanation: Explanation, explainer: Explainer, path: Path) -> None:
    from artmeta.errors import ImageError
    from artmeta.files import write
    from artmeta.imaging.decode import png

    if not explanation.may_be_shown:
        raise ImageError(
            f"The picture of {explanation.subject} must not be shown.",
            "Its rights do not allow it.",
            "refused",
        )
    write(path, png(explainer.heat_map(explanation.picture, explanation.topics[0][0])))
    print(path)
