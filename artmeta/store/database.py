"""The one database file: who may open it, what it promises to keep, and the questions put to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import duckdb

from artmeta.errors import SchemaTooOld, StoreError
from artmeta.plugins import nearest
from artmeta.store import excerpts, faults, migrations, statements

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

OPTIONS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",  # nothing is fetched from the network behind the user's back
    "autoload_known_extensions": "false",
    "storage_compatibility_version": "v1.0.0",  # DuckDB shells from 0.10 on can open it; 2.0's own form needs 2.0
    "python_enable_replacements": "false",  # a query reads tables, never a Python variable of the same name
}
PART = ".part"  # the suffix of a snapshot that is not complete yet
TARGET = "snapshot_being_written"


class Store:
    """The database of all collections; one process writes at a time; a Store serves one thread."""

    def __init__(self, path: Path, connection: duckdb.DuckDBPyConnection, read_only: bool) -> None:
        self.path, self.read_only = path, read_only
        self._connection = connection
        self._depth = 0

    @classmethod
    def open(cls, path: Path, read_only: bool = False) -> Self:
        """Open the database, creating it and bringing its schema up to date unless `read_only`.

        Raises StoreLocked if another process writes to it, SchemaTooNew if a later artmeta wrote
        it, SchemaTooOld if an earlier one did and it is opened `read_only`, StoreError if it is
        damaged, another program's, or cannot be written.
        """
        if not read_only:
            _make_folder(path)
        with _explained(path):
            store = cls(path, duckdb.connect(str(path), read_only=read_only, config=OPTIONS), read_only)
        try:
            store.execute("use_utc")
            store._check() if read_only else store._migrate()
        except BaseException:
            store.close()
            raise
        return store

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; what was committed is there already."""
        with _explained(self.path):
            self._connection.close()

    def frame(self, name: str, **values: object) -> pd.DataFrame:
        """Answer the query `sql/queries/<name>.sql` as a frame; whole numbers may be missing (`Int32`)."""
        with _explained(self.path, f"query {name}"):
            return self._connection.execute(statements.load("queries", name), values).df()

    def rows(self, name: str, **values: object) -> list[dict[str, Any]]:
        """Answer the query `sql/queries/<name>.sql` as plain Python rows."""
        with _explained(self.path, f"query {name}"):
            result = self._connection.execute(statements.load("queries", name), values)
            columns = [column[0] for column in result.description or []]
            return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]

    def execute(self, name: str, **values: object) -> int:
        """Run the statement `sql/statements/<name>.sql`; return how many rows it wrote or deleted."""
        with _explained(self.path, f"statement {name}"):
            return _count(self._execute(statements.load("statements", name), **values))

    def insert(self, table: str, rows: pd.DataFrame | pa.Table) -> int:
        """Add rows by column name; one whose key is there already stays. Return how many were added."""
        return self._write("insert", table, rows)

    def upsert(self, table: str, rows: pd.DataFrame | pa.Table) -> int:
        """Add rows or replace those of the same key; of given rows with one key the first is kept."""
        return self._write("upsert", table, rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep all that is written inside, or nothing if it raises; an inner one joins the outer."""
        if self._depth == 0:
            self._begin()
        self._depth += 1
        try:
            yield
        except BaseException:
            self._depth -= 1
            if self._depth == 0:
                self._rollback()
            raise
        self._depth -= 1
        if self._depth == 0:
            self._commit()

    def snapshot(self, to: Path, collection: str = "") -> None:
        """Copy tables and views as they are now into a database of its own, replacing `to` in one step.

        With a `collection`, only what is its own, and nothing of works whose rights forbid to export them but the
        refusals. The rest is never written, so it is not to be found in the file's unused places either.
        """
        if to.resolve() == self.path.resolve():
            raise StoreError(f"A snapshot of {self.path} cannot have the same name.", "Name another file.")
        _make_folder(to)
        part = to.with_name(to.name + PART)
        _remove(part)
        try:
            with _explained(to):
                self._copy(part, collection)
            _remove(
                to.with_name(to.name + ".wal"), only=True
            )  # of an older snapshot: not to be replayed on this one
            part.replace(to)
        finally:
            _remove(part)

    def _copy(self, part: Path, collection: str) -> None:
        ((source,),) = self._execute(statements.load("queries", "current_database"))
        self._execute(statements.fill("snapshot_attach", target=TARGET), path=str(part))
        try:
            if collection:
                self._excerpt(source, collection)
            else:
                self._execute(statements.fill("snapshot_copy", source=source, target=TARGET))
        finally:
            self._execute(statements.fill("snapshot_detach", target=TARGET))

    def _excerpt(self, source: str, collection: str) -> None:
        self._execute(statements.fill("excerpt_schema", source=source, target=TARGET))
        columns: dict[str, set[str]] = {}
        for table, column, *_ in self._execute(statements.load("queries", "schema_columns")):
            columns.setdefault(table, set()).add(column)
        for (table,) in self._execute(statements.load("queries", "schema_tables")):
            template = excerpts.template_of(table, columns[table])
            if template:
                text = statements.fill(template, table=table, target=TARGET)
                self._execute(text, **({"collection": collection} if "$collection" in text else {}))

    def _write(self, template: str, table: str, rows: pd.DataFrame | pa.Table) -> int:
        tables = {name for (name,) in self._execute(statements.load("queries", "schema_tables"))}
        if table not in tables:
            raise StoreError(f"The store has no table called '{table}'.", nearest(table, sorted(tables)))
        if len(rows) == 0:
            return 0
        with _explained(self.path, f"table {table}"):
            self._connection.register("incoming", _arrow(rows))
            try:
                return _count(self._execute(statements.fill(template, table=table)))
            finally:
                self._connection.unregister("incoming")

    def _execute(self, text: str, **values: object) -> list[tuple[Any, ...]]:
        return self._connection.execute(text, values).fetchall()

    def _check(self) -> None:
        with _explained(self.path):
            pending = migrations.pending(self._execute, self.path)
            stale = bool(pending) or migrations.stale_views(self._execute)
        if stale:
            lacks = pending[0].name if pending else "this version's views"
            raise SchemaTooOld(
                f"{self.path} was written by an earlier version of artmeta and lacks {lacks}.",
                "Open it once for writing (any artmeta run does) to bring it up to date.",
            )

    def _migrate(self) -> None:
        with _explained(self.path):
            pending = migrations.pending(self._execute, self.path)
            if pending:
                with self.transaction():
                    migrations.apply(self._execute, pending, version("artmeta"))
            if pending or migrations.stale_views(self._execute):
                with self.transaction():
                    migrations.renew_views(self._execute)

    def _begin(self) -> None:
        with _explained(self.path):
            self._connection.begin()

    def _commit(self) -> None:
        with _explained(self.path):
            self._connection.commit()

    def _rollback(self) -> None:
        with suppress(duckdb.Error):  # the engine has rolled back by itself where it met the fault
            self._connection.rollback()


@contextmanager
def _explained(path: Path, doing: str = "") -> Iterator[None]:
    """Turn the engine's faults, and the file system's, into one sentence."""
    try:
        yield
    except (duckdb.Error, OSError) as fault:
        raise faults.explain(str(fault), path, doing) from fault


def _arrow(rows: pd.DataFrame | pa.Table) -> pa.Table:
    import pyarrow as pa

    return rows if isinstance(rows, pa.Table) else pa.Table.from_pandas(rows, preserve_index=False)


def _count(result: list[tuple[Any, ...]]) -> int:
    return int(result[0][0]) if result else 0


def _make_folder(path: Path) -> None:
    with _explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)


def _remove(path: Path, only: bool = False) -> None:
    """Remove a database file that is no longer wanted, and its log unless `only` that file is meant."""
    path.unlink(missing_ok=True)
    if not only:
        path.with_name(path.name + ".wal").unlink(missing_ok=True)
