"""Where a function of the library reads and writes: as the environment says, unless it is called with a folder."""

from __future__ import annotations

from os import PathLike

from artmeta.errors import InputError
from artmeta.settings import Settings
from artmeta.values import path_argument

StrPath = str | PathLike[str]


def settings_for(data_dir: StrPath | None = None, reports_dir: StrPath | None = None) -> Settings:
    """Return the settings of this machine, with other folders where they are given; raise ConfigError or InputError."""
    given = {"data_dir": data_dir, "reports_dir": reports_dir}
    return Settings.read(
        **{name: path_argument(value, name) for name, value in given.items() if value is not None}
    )


def text_of(value: object, name: str) -> str:
    """Return an argument that is a text; raise InputError if it is none."""
    if not isinstance(value, str):
        raise InputError(f"`{name}` is {value!r} of type {type(value).__name__}.", "Give a text.")
    return value
