"""The command that reads the annotations of another tool."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Annotated

import typer

from artmeta.wording import quantity

log = logging.getLogger("artmeta")


def import_file(
    file: Annotated[Path, typer.Argument(help="A file that Label Studio exported as JSON or JSON-MIN.")],
    reviewer: Annotated[str, typer.Option(help="Who reviewed; without it, the annotators' own names.")] = "",
) -> None:
    """Read the annotations of tasks that `artmeta export --to label_studio` wrote as reviews."""
    from artmeta.settings import Settings
    from artmeta.steps.label_studio.importing import import_annotations
    from artmeta.steps.results import write_store

    settings = Settings.read()
    with write_store(settings) as store:
        results, faults = import_annotations(store, file, settings, reviewer)
    for fault in faults:
        log.warning("%s", fault)
    for result in results:
        print(
            f"{result.collection}: {quantity(result.added, 'review')} added, "
            f"{result.known} {'was' if result.known == 1 else 'were'} there already."
        )
    print(f"{quantity(len(faults), 'annotation')} could not be used.")
