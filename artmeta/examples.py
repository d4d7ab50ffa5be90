"""The example collections and vocabularies that come with artmeta: in the package, or in the checkout's `data`."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

PACKAGE = Path(__file__).parent
FOLDERS = (PACKAGE / "examples", PACKAGE.parent / "data")  # in an installed package, in a checkout

Kind = Literal["collections", "vocabularies"]


def example_names(kind: Kind) -> set[str]:
    """Return the names of all examples of a kind."""
    return {file.stem for folder in FOLDERS for file in (folder / kind).glob("*.toml")}


def example_file(kind: Kind, name: str) -> Path | None:
    """Return the file of an example by its name, None if there is none."""
    files = (folder / kind / f"{name}.toml" for folder in FOLDERS)
    return next((file for file in files if Path(name).name == name and file.is_file()), None)
