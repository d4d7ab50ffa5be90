"""Options that name what a command writes; checked before the work starts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from artmeta import files
from artmeta.errors import WriteError


def written_file(help_text: str) -> Any:
    """Return a Typer option or argument for a file to write; raises WriteError when the command line is read."""
    return typer.Option(help=help_text, callback=_file)


def written_folder(help_text: str) -> Any:
    """Return a Typer option for a folder to write into; raises WriteError when the command line is read."""
    return typer.Option(help=help_text, callback=_folder)


def check_default_folder(given: Path | None, default: Path, option: str) -> None:
    """Raise WriteError, naming the option for another folder, if none is given and the default may not be written."""
    if given is None:
        try:
            files.check_folder(default)
        except WriteError as fault:
            raise WriteError(fault.message, f"{fault.hint} {option} names another folder.") from fault


def _file(path: Path | None) -> Path | None:
    if path is not None:
        files.check_file(path)
    return path


def _folder(path: Path | None) -> Path | None:
    if path is not None:
        files.check_folder(path)
    return path
