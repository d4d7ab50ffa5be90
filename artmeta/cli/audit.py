"""The command that draws works for a person to check, and reads the answers."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Annotated

import typer

from artmeta.cli.options import LARGEST_SEED, CollectionName, refuse_options
from artmeta.cli.targets import check_default_folder, written_file
from artmeta.wording import quantity

app = typer.Typer()
log = logging.getLogger("artmeta")
NOT_SURE = (
    "None of the answered works is sure, after the promise of their groups was tested with the answers."
)


@app.command("audit-sample")
def audit_sample(
    context: typer.Context,
    collection: CollectionName,
    answers: Annotated[Path | None, typer.Option(help="A sample with its column `answer` filled in.")] = None,
    out: Annotated[
        Path | None, written_file("The CSV file to write; without it, COLLECTION-audit.csv in reports.")
    ] = None,
    sure: Annotated[int, typer.Option(min=1, help="Works that the model is sure of, at least.")] = 60,
    works: Annotated[int, typer.Option(min=1, help="Works in all.")] = 200,
    seed: Annotated[int, typer.Option(min=0, max=LARGEST_SEED, help="Another seed draws other works.")] = 1,
    by: Annotated[str, typer.Option(help="Who answered; without it, the name of this account.")] = "",
) -> None:
    """Draw random works for a person to check; or read the answers, and judge what the model is sure of."""
    from artmeta.settings import Settings
    from artmeta.steps.audit.draw import write_sample
    from artmeta.steps.results import open_finished

    settings = Settings.read()
    if answers is not None:
        refuse_options(context, ("out", "sure", "works", "seed"), "with --answers no works are drawn")
        _read(collection, answers, by)
        return
    refuse_options(context, ("by",), "it names who gave the --answers")
    check_default_folder(out, settings.reports_dir, "--out", settings)
    path = out or settings.reports_dir / f"{collection}-audit.csv"
    with open_finished(collection, "", settings) as run:
        count = write_sample(run, path, sure, works, seed)
    print(
        f"{path}: {quantity(count, 'work')}. Fill the column `answer`: a topic, several joined by |, right, "
        "wrong, none or ?."
    )


def _read(collection: str, path: Path, by: str) -> None:
    from artmeta.settings import Settings
    from artmeta.steps.audit.answers import grouped
    from artmeta.steps.audit_answers import store_answers
    from artmeta.steps.results import newest_run, write_store

    settings = Settings.read()
    with write_store(settings) as store:
        result = store_answers(newest_run(store, collection, settings), path, by)
    for fault in grouped(result.faults):
        log.warning("%s", fault)
    print(f"{quantity(result.stored, 'answer')} stored, {len(result.faults)} could not be used.")
    print(result.audit.sentence if result.audit is not None else NOT_SURE)
    print(f"`artmeta report {collection}` writes the report again.")
