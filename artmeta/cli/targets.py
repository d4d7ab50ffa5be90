"""Options that name what a command writes; checked before the work starts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from artmeta import files
from artmeta.errors import InputError
from artmeta.values import expanded

if TYPE_CHECKING:
    from artmeta.settings import Settings

FILES = {  # suffixes of files, which no folder to write should have
    *(".csv", ".tsv", ".json", ".parquet", ".xls", ".xlsx", ".ods", ".txt", ".tar", ".gz", ".zip"),
    *(".html", ".htm", ".pdf", ".svg", ".png", ".jpg", ".jpeg", ".tflite", ".keras", ".h5"),
}


def written_file(help_text: str, suffix: str = ".csv") -> Any:
    """Return a Typer option for a file of one form to write, named by its suffix.

    When the command line is read, a file that cannot be written raises WriteError, one with the suffix of another
    form InputError: programs would not open it.
    """

    def check(path: Path | None) -> Path | None:
        if path is not None:
            path = expanded(path)  # in `--csv=~/table.csv` no shell but zsh does it
            files.check_suffix(path, suffix)
            files.check_file(path)
        return path

    return typer.Option(help=help_text, callback=check)


def written_folder(help_text: str, *names: str) -> Any:
    """Return a Typer option for a folder to write into.

    When the command line is read, one that cannot be written raises WriteError, one that has a file's name InputError.
    """
    return typer.Option(*names, help=help_text, callback=_folder)


def check_default_folder(given: Path | None, default: Path, option: str, settings: Settings) -> None:
    """Raise WriteError, naming the option for another place, if none is given and the default may not be written."""
    if given is None:
        settings.check_folders(default, option=option)


def _folder(path: Path | None) -> Path | None:
    if path is not None:
        path = expanded(path)
        if path.suffix.lower() in FILES and not path.is_dir():
            raise InputError(
                f"{path} has the suffix {path.suffix} of a file, but a folder is written.",
                f"Name a folder, such as {path.stem}.",
            )
        files.check_folder(path)
    return path
