"""Options that name what a command writes; checked before the work starts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from artmeta import files
from artmeta.errors import InputError
from artmeta.settings import Settings

FORMS = {  # suffixes that stand for one form of file
    *(".csv", ".tsv", ".json", ".parquet", ".xls", ".xlsx", ".ods"),
    *(".html", ".pdf", ".png", ".jpg", ".jpeg", ".gz", ".zip"),
}


def written_file(help_text: str, suffix: str = ".csv") -> Any:
    """Return a Typer option for a file of one form to write, named by its suffix.

    When the command line is read, a file that cannot be written raises WriteError, one with the suffix of another
    form InputError: programs would not open it.
    """

    def check(path: Path | None) -> Path | None:
        if path is not None:
            path = _expanded(path)
            check_suffix(path, suffix)
            files.check_file(path)
        return path

    return typer.Option(help=help_text, callback=check)


def check_suffix(path: Path, suffix: str) -> None:
    """Raise InputError if a file to write has the suffix of another form than its own."""
    if path.suffix.lower() in FORMS - {suffix}:
        raise InputError(
            f"{path} has the suffix {path.suffix}, but what is written is {suffix.removeprefix('.').upper()}.",
            f"Name a file such as {path.with_suffix(suffix).name}.",
        )


def written_folder(help_text: str, *names: str) -> Any:
    """Return a Typer option for a folder to write into; raises WriteError when the command line is read."""
    return typer.Option(*names, help=help_text, callback=_folder)


def check_default_folder(given: Path | None, default: Path, option: str, settings: Settings) -> None:
    """Raise WriteError, naming the option for another place, if none is given and the default may not be written."""
    if given is None:
        settings.check_folders(default, option=option)


def _folder(path: Path | None) -> Path | None:
    if path is not None:
        path = _expanded(path)
        files.check_folder(path)
    return path


def _expanded(path: Path) -> Path:
    """Return `~/table.csv` below the user's home: in `--csv=~/table.csv` no shell but zsh expands it."""
    return path.expanduser() if path.parts[:1] == ("~",) else path
