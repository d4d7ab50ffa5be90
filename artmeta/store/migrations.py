"""Numbered migrations, never edited once released, bring a database of an earlier version up to date."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from artmeta.errors import SchemaTooNew, SchemaTooOld, StoreError
from artmeta.store import statements

Execute = Callable[..., list[tuple[Any, ...]]]  # a statement and its values -> the rows it returns

LEDGER = "000_schema_migrations"  # the table of applied migrations; created first


@dataclass(frozen=True, slots=True)
class Migration:
    """One file of the schema: `007_models` has the number 7."""

    name: str
    text: str

    @property
    def number(self) -> int:
        """The place in the order."""
        return int(self.name.partition("_")[0])

    @property
    def sha256(self) -> str:
        """The digest by which an edited file is known."""
        return _digest(self.text)


@cache
def known() -> tuple[Migration, ...]:
    """Return this version's migrations in order."""
    files = [name for name in statements.names("schema") if name != LEDGER]
    return tuple(
        sorted(
            (Migration(name, statements.load("schema", name)) for name in files), key=lambda each: each.number
        )
    )


def pending(execute: Execute, path: Path) -> list[Migration]:
    """Return the migrations a database still lacks.

    Raises SchemaTooNew if it has one this version does not know, and StoreError if one of them
    was edited after it had landed, or if the file is another program's database.
    """
    applied = _applied(execute, path)
    mine = {migration.number: migration for migration in known()}
    for number, (name, sha256) in applied.items():
        if number not in mine:
            raise SchemaTooNew(
                f"{path} was written by a later version of artmeta (it has migration {name}).",
                "Update artmeta, or work on another database (ARTMETA_DATA_DIR).",
            )
        if mine[number].sha256 != sha256:
            raise StoreError(
                f"Migration {mine[number].name} was edited after it had been applied to {path}.",
                "Restore the file and write the change as a new migration.",
            )
    return [migration for number, migration in mine.items() if number not in applied]


def check_current(execute: Execute, path: Path) -> None:
    """Raise SchemaTooOld if a database lacks migrations or views of this version, and what `pending` raises."""
    missing = pending(execute, path)
    if missing or stale_views(execute):
        lacks = missing[0].name if missing else "this version's views"
        raise SchemaTooOld(
            f"{path} was written by an earlier version of artmeta and lacks {lacks}.",
            "Open it once for writing (any artmeta run does) to bring it up to date.",
        )


def newest_applied(execute: Execute, path: Path) -> int:
    """Return the number of a database's newest migration, 0 if it has had none; raise StoreError for a foreign one."""
    return max(_applied(execute, path), default=0)


def apply(execute: Execute, migrations: Sequence[Migration], code_version: str) -> None:
    """Run migrations and note each in the ledger; the caller holds the transaction."""
    execute(statements.load("schema", LEDGER))
    for each in migrations:
        execute(each.text)
    execute(
        statements.load("statements", "record_migrations"),  # in one statement: each takes 1 ms
        numbers=[each.number for each in migrations],
        names=[each.name for each in migrations],
        digests=[each.sha256 for each in migrations],
        code_version=code_version,
    )


def stale_views(execute: Execute) -> bool:
    """Tell whether the database's views are not those of this version."""
    held: dict[str, str] = dict(execute(statements.load("queries", "schema_views")))
    return held != {name: _digest(text) for name, text in views().items()}


def renew_views(execute: Execute) -> None:
    """Drop the views that artmeta made and make this version's; a curator's own views are left alone."""
    for name, _ in execute(statements.load("queries", "schema_views")):
        execute(statements.fill("drop_view", view=name))
    execute(statements.load("statements", "delete_views"))
    texts = views()
    for text in texts.values():
        execute(text)
    execute(
        statements.load("statements", "record_views"),
        names=[*texts],
        digests=[_digest(text) for text in texts.values()],
    )


@cache
def views() -> Mapping[str, str]:
    """Return each view's text, a view after all the views it reads."""
    return in_order({name: statements.load("views", name) for name in statements.names("views")})


def in_order(texts: Mapping[str, str]) -> dict[str, str]:
    """Return the texts of views, by name, each after all those it reads."""
    code = {name: re.sub(r"--[^\n]*", "", text) for name, text in texts.items()}
    words = {name: set(re.findall(r"\w+", text)) for name, text in code.items()}
    reads = {name: (words[name] & set(texts)) - {name} for name in texts}
    return {name: texts[name] for name in TopologicalSorter(reads).static_order()}


def _applied(execute: Execute, path: Path) -> dict[int, tuple[str, str]]:
    tables = {name for (name,) in execute(statements.load("queries", "schema_tables"))}
    if "schema_migrations" in tables:
        rows = execute(statements.load("queries", "schema_migrations"))
        return {number: (name, sha256) for number, name, sha256 in rows}
    if tables:
        raise StoreError(
            f"{path} is a database of another program (it has the table '{min(tables)}').",
            "Choose another file for artmeta (ARTMETA_DATA_DIR).",
        )
    return {}


@cache
def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
