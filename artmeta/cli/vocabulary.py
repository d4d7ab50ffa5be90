"""The commands on vocabularies."""

from __future__ import annotations

from typing import Annotated

import typer

from artmeta.wording import clause

app = typer.Typer(no_args_is_help=True, help="Check vocabularies: lists of topics.")


@app.callback()
def _group() -> None:
    """Check vocabularies: lists of topics."""


@app.command()
def check(
    names: Annotated[
        list[str] | None,
        typer.Argument(help="Vocabularies by name or file; without any, all of data/vocabularies."),
    ] = None,
) -> None:
    """Check the codes by which topics are matched with Iconclass, AAT and Wikidata; exit with 1 if one is wrong."""
    from dataclasses import asdict

    from artmeta.cli.tables import print_table
    from artmeta.settings import Settings
    from artmeta.steps.vocabulary_check import check_vocabularies

    codes = check_vocabularies(tuple(names or ()), Settings.read().data_dir / "vocabularies")
    print_table(
        "Codes",
        [asdict(each) for each in codes],
        leave_out=("wrong",),
        none="these topics are matched with none",
    )
    if wrong := sum(each.wrong for each in codes):
        print(
            f"{wrong} of {clause(len(codes), 'code', 'is', 'are')} wrong: correct or remove what is wrong; nothing has "
            "to be trained again."
        )
        raise typer.Exit(1)
