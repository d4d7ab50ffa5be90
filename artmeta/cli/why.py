"""The command that asks a model for its reasons."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from artmeta.cli.targets import written_file

if TYPE_CHECKING:
    from artmeta.steps.explanation import Explainer, Explanation

app = typer.Typer()


@app.command()
def why(
    subjects: Annotated[list[str], typer.Argument(help="Artworks by their ids, or picture files.")],
    model: Annotated[str, typer.Option(help="For files: the model to ask; see `artmeta models list`.")] = "",
    collection: Annotated[str, typer.Option(help="For artworks that stand in several collections.")] = "",
    nearest: Annotated[int, typer.Option(min=1, max=100, help="How many training works to show.")] = 5,
    heat_map: Annotated[
        Path | None, written_file("A PNG to write: where the model looks (of one picture).")
    ] = None,
    page: Annotated[Path | None, written_file("A page to write, with pictures and heat maps of all.")] = None,
) -> None:
    """Show the training works a picture resembles most, and where in the picture the model looks."""
    from artmeta.errors import ConfigError
    from artmeta.settings import Settings
    from artmeta.steps.explanation import explain

    if heat_map and len(subjects) > 1:
        raise ConfigError(f"A heat map is drawn of one picture, not of {len(subjects)}.", "--page draws all.")
    settings = Settings.read()
    found = [explain(subject, model, collection, settings, nearest) for subject in subjects]
    for each, _ in found:
        _tell(each)
    if heat_map:
        _draw(*found[0], heat_map)
    if page:
        from artmeta.steps.explanation_page import write_explanation_page

        print(write_explanation_page(found, page, heat=True))


def _tell(why: Explanation) -> None:
    from artmeta.cli.tables import print_table
    from artmeta.steps.explanation_page import sentence

    print(f"{why.subject}: {sentence(why)}")
    rows = [
        {
            "similarity": each.similarity,
            "topic": each.topics,
            "artwork": each.artwork_id,
            "title": each.title,
            "picture": each.picture,
        }
        for each in why.neighbours
    ]
    if rows:
        print_table("Training works that it resembles most", rows)
    else:
        print("This model was imported, so it remembers no training works.")


def _draw(why: Explanation, asked: Explainer, to: Path) -> None:
    from artmeta.errors import ImageError
    from artmeta.files import write
    from artmeta.imaging.encode import png

    if why.picture is None or not why.shown:
        raise ImageError(
            f"The picture of {why.subject} may not be shown.", "Its rights do not allow it.", "refused"
        )
    write(to, png(asked.heat(why.picture, why.topics[0][0])[1]))
    print(to)
