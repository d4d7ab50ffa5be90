"""The commands on changes between runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from artmeta.cli.options import CollectionName, refuse_options
from artmeta.cli.targets import written_file

app = typer.Typer()
SHOWN = 20  # works that differ in the terminal; the table has them all


@app.command("diff")
def diff(
    earlier: Annotated[str, typer.Argument(help="A run's id.")],
    later: Annotated[str, typer.Argument(help="The id of another run of the same collection.")],
    csv: Annotated[Path | None, written_file("A table of the works that differ.")] = None,
    page: Annotated[Path | None, written_file("A page with the works that differ.", ".html")] = None,
) -> None:
    """Show which topics and statuses one run has changed: what adopting another model changes."""
    from dataclasses import asdict

    from artmeta.cli.tables import print_table
    from artmeta.settings import Settings
    from artmeta.steps.changes.differences import changes_between, write_changes
    from artmeta.steps.results import read_store

    settings = Settings.read()
    with read_store(settings) as store:
        changes = changes_between(store, earlier, later)
        print_table(
            "Works by topic and status",
            [asdict(pair) for pair in changes.pairs if pair.differs],
            none="none differs",
        )
        print(f"{changes.sentence} {changes.note}".strip())
        for path in write_changes(changes, csv, page, settings):
            print(path)


@app.command()
def replay(
    run: Annotated[str, typer.Argument(help="A run's id.")],
    csv: Annotated[Path | None, written_file("A table of the works that differ.")] = None,
) -> None:
    """Compute a run once more from its stored pictures and compare every value; exit code 1 if one differs."""
    from dataclasses import asdict

    import pandas as pd

    from artmeta.cli.tables import print_table
    from artmeta.csv_writer import write_frame
    from artmeta.progress import show_steps
    from artmeta.settings import Settings
    from artmeta.steps.changes.replay import DifferentWork, replay

    show_steps()
    result = replay(run, Settings.read())
    works = [asdict(work) for work in result.works]
    if csv is not None:
        write_frame(pd.DataFrame(works, columns=list(DifferentWork.__slots__)), csv)
    if works:
        print_table("Works that differ", works[:SHOWN])
    print(result.sentence)
    if not result.is_same:
        raise typer.Exit(1)


@app.command()
def withdraw(
    command: typer.Context,
    collection: CollectionName,
    run: Annotated[str, typer.Option(help="Withdraw the topics of the works that this run classified.")] = "",
    model: Annotated[str, typer.Option(help="Withdraw the topics of this model, all its versions.")] = "",
    reason: Annotated[str, typer.Option(help="Why; it stands beside every work.")] = "",
    by: Annotated[str, typer.Option(help="Who withdraws; without it, the name of this account.")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="Take a withdrawal back.")] = False,
) -> None:
    """Take topics by machine out of all later exports, those of one run or model; what people decided stays."""
    from artmeta.errors import InputError
    from artmeta.settings import Settings
    from artmeta.steps.changes.withdrawal import WithdrawnTopics, renew_after_change, restore
    from artmeta.steps.changes.withdrawal import withdraw as withdraw_topics
    from artmeta.steps.results import newest_run, write_store

    if bool(run) == bool(model):
        raise InputError(
            "Say what is withdrawn: a run or a model.", "--run RUN or --model NAME, one of them."
        )
    if undo:
        refuse_options(
            command, ("reason", "by"), "they state why and by whom topics are withdrawn, not restored"
        )
    topics = WithdrawnTopics(collection, run, model)
    settings = Settings.read()
    with write_store(settings) as store:
        context = newest_run(store, collection, settings)
        print(restore(store, topics) if undo else withdraw_topics(store, topics, reason, by))
        print(renew_after_change(context))
