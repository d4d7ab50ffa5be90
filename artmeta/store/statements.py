"""SQL files by name: one statement each, below the question it answers."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from artmeta.errors import StoreError
from artmeta.plugins import nearest

Kind = Literal["schema", "views", "queries", "statements", "templates"]

FOLDER = Path(__file__).parent / "sql"


def names(kind: Kind) -> list[str]:
    """List the files of one kind, without their suffix, in alphabetical order."""
    return sorted(file.stem for file in (FOLDER / kind).glob("*.sql"))


@cache
def load(kind: Kind, name: str) -> str:
    """Return the text of one file; raise StoreError naming the nearest one if there is none of that name."""
    file = FOLDER / kind / f"{name}.sql"
    if file.stem != name or not file.exists():
        noun = {"queries": "query", "schema": "migration"}.get(kind, kind.rstrip("s"))
        raise StoreError(f"The store has no {noun} called '{name}'.", nearest(name, names(kind)))
    return file.read_text(encoding="utf-8")


def question(text: str) -> str:
    """Return what a file's first line asks, without the comment mark."""
    return text.partition("\n")[0].removeprefix("--").strip()


def fill(name: str, rows: str = "", **identifiers: str) -> str:
    """Return a template with table or database names put in, quoted: values go by `$name`, names cannot.

    `rows` is a query in brackets, or a table, that the template reads.
    """
    quoted = {key: '"' + word.replace('"', '""') + '"' for key, word in identifiers.items()}
    return load("templates", name).format(rows=rows, **quoted)
