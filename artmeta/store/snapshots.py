"""A copy of the database as it is now: all of it, or one collection and of its works those that may be exported."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import duckdb
from duckdb.func import PythonUDFType

from artmeta.errors import StoreError
from artmeta.files import PREFIX, replacing
from artmeta.redaction import publishable, publishable_column, redact_settings
from artmeta.store import excerpts, faults, migrations, statements
from artmeta.store.bounded import connection_for_batches

TARGET = "snapshot_being_written"


def write(connection: duckdb.DuckDBPyConnection, source: Path, to: Path, collection: str = "") -> None:
    """Copy tables and views into a database of its own, which replaces `to` in one step (mode 0600).

    With a `collection`, only what is its own, and nothing of works whose rights forbid to export them but the
    refusals. The rest is never written, so it is not to be found in the file's unused places either. Such a copy is
    for reading: it has no keys, so that it is written in bounded memory and older versions of DuckDB open it.
    """
    with (
        replacing(to, private=True, error=StoreError) as part,
        _explained(source, to),
        connection_for_batches(connection) as own,
    ):
        copy = _Copy(own)
        with copy.attached(part):
            copy.excerpt(collection) if collection else copy.whole()
    # The log of an older snapshot is not to be replayed on this one.
    to.with_name(f"{to.name}.wal").unlink(missing_ok=True)


class _Copy:
    """The statements of one copy, on a connection of its own."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        ((self._source,),) = self._run(statements.load("queries", "current_database"))

    @contextmanager
    def attached(self, part: Path) -> Iterator[None]:
        """Attach a new file as the target; it is complete on disk afterwards."""
        self._run(statements.fill("snapshot_attach", target=TARGET), path=str(part))
        try:
            yield
        finally:
            self._run(statements.fill("snapshot_use", target=self._source))
            self._run(statements.fill("snapshot_detach", target=TARGET))

    def whole(self) -> None:
        """Copy all tables with their keys, and all views."""
        self._run(statements.fill("snapshot_copy", source=self._source, target=TARGET))

    def excerpt(self, collection: str) -> None:
        """Copy what may be exported of one collection."""
        self._connection.create_function(
            "publishable", _publishable, ["VARCHAR"], "VARCHAR", type=PythonUDFType.ARROW
        )
        self._connection.create_function("publishable_settings", _publishable_settings)
        columns: dict[str, set[str]] = {}
        for table, column, *_ in self._run(statements.load("queries", "schema_columns")):
            columns.setdefault(table, set()).add(column)
        for (table,) in self._run(statements.load("queries", "schema_tables")):
            template = excerpts.template_of(table, columns[table])
            text = statements.fill(template, table=table, target=TARGET)
            text = text.replace("SELECT *", f"SELECT {excerpts.selection(columns[table])}", 1)
            self._run(text, **({"collection": collection} if "$collection" in text else {}))
        self._copy_views()

    def _copy_views(self) -> None:
        """Make this version's views, and a curator's own where they read nothing but what was copied."""
        own = [text for (text,) in self._run(statements.load("queries", "own_views"))]
        self._run(statements.fill("snapshot_use", target=TARGET))
        for text in migrations.views().values():
            self._run(text)
        for text in own:
            with suppress(duckdb.Error):
                self._run(text)

    def _run(self, text: str, **values: object) -> list[tuple[Any, ...]]:
        return self._connection.execute(text, values).fetchall()


@contextmanager
def _explained(source: Path, to: Path) -> Iterator[None]:
    """Explain faults of the copy and of its source: the engine names the file that it writes."""
    try:
        yield
    except duckdb.Error as fault:
        text = str(fault)
        raise faults.explain(text, to if PREFIX in text else source, "snapshot") from fault


def _publishable(texts: Any) -> Any:
    """Take secrets out of a column (the engine reads the annotations, so they name no type of Arrow)."""
    return publishable_column(texts.combine_chunks())


def _publishable_settings(text: str) -> str:
    return publishable(redact_settings(text))
