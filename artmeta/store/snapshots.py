"""A copy of the database as it is now: all of it, or one collection and of its works those that may be exported."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from duckdb.func import PythonUDFType

from artmeta.errors import StoreError
from artmeta.files import PREFIX, published_place, replacing
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


@dataclass(frozen=True, slots=True)
class TableComparison:
    """A table of an excerpt: its rows, how many it is to hold, whether all are the same, and a few that are missing."""

    table: str
    rows: int
    rows_expected: int
    same: bool
    missing: tuple[str, ...]


def compare(
    connection: duckdb.DuckDBPyConnection, source: Path, excerpt: Path, collection: str
) -> list[TableComparison]:
    """Compare each table of an excerpt, whole, with the rows of the database that it is to hold.

    Raises StoreError if one of them cannot be read.
    """
    with _explained(source, excerpt), connection_for_batches(connection) as own:
        copy = _Copy(own)
        with copy.attached(excerpt):
            return list(copy.comparisons(collection))


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
            self._run(statements.fill("use_database", target=self._source))
            self._run(statements.fill("snapshot_detach", target=TARGET))

    def whole(self) -> None:
        """Copy all tables with their keys, and all views."""
        self._run(statements.fill("snapshot_copy", source=self._source, target=TARGET))

    def excerpt(self, collection: str) -> None:
        """Copy what may be exported of one collection."""
        with self._rows_of_tables(collection) as tables:
            for table, rows, values in tables:
                self._run(statements.fill("excerpt_written", rows, table=table, target=TARGET), **values)
        self._copy_views()

    def comparisons(self, collection: str) -> Iterator[TableComparison]:
        """Compare each table of the attached excerpt with the rows that it is to hold, whole, by a digest."""
        with self._rows_of_tables(collection) as tables:
            for table, rows, values in tables:
                ((expected, digest),) = self._run(statements.fill("excerpt_digest", rows), **values)
                copy = f'{TARGET}.main."{table}"'
                ((count, copied),) = self._run(statements.fill("excerpt_digest", copy))
                same = (expected, digest) == (count, copied)
                yield TableComparison(
                    table, count, expected, same, () if same else self._missing(table, rows, values)
                )

    def _missing(self, table: str, rows: str, values: dict[str, object]) -> tuple[str, ...]:
        """Return the works, else the rows, of a few rows that a table of the excerpt does not hold."""
        text = statements.fill("excerpt_missing", rows, table=table, target=TARGET)
        missing = self._connection.execute(text, values).df().to_dict("records")
        return tuple(f"work {row['artwork_id']}" if "artwork_id" in row else str(row) for row in missing)

    @contextmanager
    def _rows_of_tables(self, collection: str) -> Iterator[Iterator[tuple[str, str, dict[str, object]]]]:
        """Yield each table with the query for its rows of the excerpt, in brackets, and the values of this query."""
        name, settings = "publishable", "publishable_settings"
        self._connection.create_function(name, _publishable, ["VARCHAR"], "VARCHAR", type=PythonUDFType.ARROW)
        self._connection.create_function(settings, _publishable_settings)
        try:
            yield self._queries(collection)
        finally:  # functions belong to the database: the next connection could not make them again
            self._connection.remove_function(name)
            self._connection.remove_function(settings)

    def _queries(self, collection: str) -> Iterator[tuple[str, str, dict[str, object]]]:
        columns: dict[str, set[str]] = {}
        for table, column, *_ in self._run(statements.load("queries", "schema_columns")):
            columns.setdefault(table, set()).add(column)
        for (table,) in self._run(statements.load("queries", "schema_tables")):
            text = statements.fill(excerpts.template_of(table, columns[table]), table=table)
            text = text.replace("SELECT *", f"SELECT {excerpts.selection(columns[table])}", 1)
            values: dict[str, object] = {"collection": collection} if "$collection" in text else {}
            yield table, f"(\n{text.rstrip().removesuffix(';')}\n)", values

    def _copy_views(self) -> None:
        """Make this version's views, and a curator's own where they read nothing but what was copied."""
        own = [text for (text,) in self._run(statements.load("queries", "own_views"))]
        self._run(statements.fill("use_database", target=TARGET))
        self._connection.begin()  # else each view is brought to the disk by itself: an eighth of a small copy's time
        for text in migrations.views().values():
            self._run(text)
        self._connection.commit()
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
        raise faults.explain(text, published_place(to) if PREFIX in text else source, "snapshot") from fault


def _publishable(texts: Any) -> Any:
    """Take secrets out of a column (the engine reads the annotations, so they name no type of Arrow)."""
    return publishable_column(texts.combine_chunks())


def _publishable_settings(text: str) -> str:
    return publishable(redact_settings(text))
