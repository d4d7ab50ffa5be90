"""Options that have no effect beside other arguments are refused, never ignored."""

from __future__ import annotations

from collections.abc import Collection

import typer

from artmeta.errors import ConfigError


def refuse_options(context: typer.Context, names: Collection[str], reason: str, hint: str = "") -> None:
    """Raise ConfigError if one of these options, by parameter name, was typed: `reason` states why it has no effect."""
    for parameter in context.command.params:
        source = context.get_parameter_source(parameter.name or "")
        if parameter.name in names and source is not None and source.name == "COMMANDLINE":
            raise ConfigError(f"{parameter.opts[0]} has no effect here: {reason}.", hint or "Leave it out.")
