"""Arguments and options of several commands; those that have no effect beside others are refused, never ignored."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated

import typer

from artmeta.errors import ConfigError

CollectionName = Annotated[str, typer.Argument(help="A collection's name, as `artmeta status` shows it.")]
OlderRun = Annotated[str, typer.Option(help="An older run's id; without it, the newest.")]
LARGEST_SEED = 2**32 - 1  # of scikit-learn; the database's whole numbers are larger


def refuse_options(context: typer.Context, names: Collection[str], reason: str, hint: str = "") -> None:
    """Raise ConfigError if one of these options, by parameter name, was typed: `reason` states why it has no effect."""
    for parameter in context.command.params:
        source = context.get_parameter_source(parameter.name or "")
        if parameter.name in names and source is not None and source.name == "COMMANDLINE":
            raise ConfigError(f"{parameter.opts[0]} has no effect here: {reason}.", hint or "Leave it out.")
