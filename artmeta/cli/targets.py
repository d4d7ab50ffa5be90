"""Options that name what a command writes; checked before the work starts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from artmeta import files


def written_file(help_text: str) -> Any:
    """Return a Typer option or argument for a file to write; raises WriteError when the command line is read."""
    return typer.Option(help=help_text, callback=_file)


def written_folder(help_text: str) -> Any:
    """Return a Typer option for a folder to write into; raises WriteError when the command line is read."""
    return typer.Option(help=help_text, callback=_folder)


def _file(path: Path | None) -> Path | None:
    if path is not None:
        files.check_file(path)
    return path


def _folder(path: Path | None) -> Path | None:
    if path is not None:
        files.check_folder(path)
    return path
