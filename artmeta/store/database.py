"""The database file: opening it, its transactions, and its queries by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import duckdb

from artmeta.errors import StoreError
from artmeta.plugins import nearest
from artmeta.store import bounded, copies, faults, migrations, snapshots, statements
from artmeta.store.opening import connect, protect_log

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

SESSION = ("use_utc", "show_no_progress", "limit_memory")  # statements that every connection begins with
FEW_ROWS = 1_500  # of vectors 4 MB; their own checkpoint takes 0.04 CPU s
AFTERMATH = ("Current transaction is aborted", "database has been invalidated")  # after an earlier fault


class Store:
    """The database of all collections; one process writes at a time; a Store serves one thread."""

    def __init__(self, path: Path, connection: duckdb.DuckDBPyConnection, read_only: bool) -> None:
        self.path, self.read_only = path, read_only
        self._connection = connection
        self._depth = 0
        self._written = 0  # rows
        self._materialized = False
        self._cause: StoreError | None = None

    @classmethod
    def open(cls, path: Path, read_only: bool = False) -> Self:
        """Open the database, creating it and bringing its schema up to date unless `read_only`.

        Before an earlier schema with data is brought up to date, a copy of the file is kept beside it.
        Raises StoreLocked if another process writes to it, SchemaTooNew if a later artmeta wrote it, SchemaTooOld if an
        earlier one did and it is opened `read_only`, StoreError if it is damaged, not artmeta's, or cannot be written.
        """
        store = cls(path, connect(path, read_only), read_only)
        try:
            for name in SESSION:
                store.execute(name)
            if read_only:
                with store._explained():
                    migrations.check_current(store._execute, path)
            else:
                store._migrate()
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
        with self._explained():
            self._connection.close()

    def frame(self, name: str, **values: object) -> pd.DataFrame:
        """Answer the query `sql/queries/<name>.sql` as a frame; whole numbers may be missing (`Int32`)."""
        with self._explained(f"query {name}"):
            return bounded.answer(self._connection, name, values, retry=not self._depth).df()

    def frame_in_parts(self, name: str, categories: bool = False, **values: object) -> pd.DataFrame:
        """Answer a query over `$after` and `$until` like `frame`, part by part; with `categories` texts are such."""
        return bounded.frame(self.table(name, categories, **values))

    def table(self, name: str, categories: bool = False, **values: object) -> pa.Table:
        """Answer a query like `frame_in_parts`, as an Arrow table; one without `$after` and `$until` at once."""
        with self._explained(f"query {name}"):  # in the transaction of this connection
            return bounded.table(self._connection, name, values, self.path, categories)

    def rows(self, name: str, **values: object) -> list[dict[str, Any]]:
        """Answer the query `sql/queries/<name>.sql` as plain Python rows."""
        with self._explained(f"query {name}"):
            result = bounded.answer(self._connection, name, values, retry=not self._depth)
            columns = [column[0] for column in result.description or []]
            return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]

    def count(self, name: str, **values: object) -> int:
        """Return how many rows the query `sql/queries/<name>.sql` has."""
        rows = f"({statements.load('queries', name).rstrip().removesuffix(';')})"
        with self._explained(f"query {name}"):
            return _count(self._execute(statements.fill("count_rows", rows=rows), **values))

    def table_of_run(self, table: str, run_id: str) -> pd.DataFrame:
        """Return the rows that a run wrote to a table of results, without its id."""
        with self._explained(f"table {table}"):
            text = statements.fill("table_of_run", table=table)
            return self._connection.execute(text, {"run_id": run_id}).df()

    @contextmanager
    def batches(self, name: str, **values: object) -> Iterator[pa.RecordBatchReader]:
        """Answer the query `sql/queries/<name>.sql` as Arrow batches, in bounded memory.

        One over `$after` and `$until` comes part by part, by the artworks' ids. May raise StoreError while read.
        """
        with ExitStack() as stack:
            own = self._connection
            if not self._materialized:  # a temporary table is visible in its own connection alone
                own = stack.enter_context(bounded.connection_for_batches(own))
            with self._explained(f"query {name}"):
                rows = stack.enter_context(bounded.read(own, name, values, self.path))
            yield rows

    @contextmanager
    def stream(self, name: str, size: int, **values: object) -> Iterator[pa.RecordBatchReader]:
        """Answer a query like `batches`, in batches of `size` rows, as it was when the block began, texts as stored."""
        with bounded.connection_for_batches(self._connection) as own:
            with self._explained(f"query {name}"):
                rows = bounded.stream(own, name, size, values, self.path)
            yield rows

    def release_memory(self) -> None:
        """Give memory that is not in use back to the system, before something else needs it."""
        bounded.release_memory(self._connection)

    @contextmanager
    def limited_memory(self, megabytes: int, compress_texts: bool = True) -> Iterator[None]:
        """Let the engine take so much memory in this block of vectors, each read or written once, and its checkpoint.

        A checkpoint without these limits, when the file is closed, took 200 MB more. Few rows are left to that.
        """
        before = self._written
        with bounded.limited_memory(self._connection, megabytes, compress_texts):
            yield
            if self._written - before > FEW_ROWS:
                self.execute("checkpoint")

    @contextmanager
    def materialized(self, run_id: str) -> Iterator[None]:
        """Hold the view `artwork_topics` of one run as a temporary table, for the queries of that run in this block.

        While batches are read in this block, no other query may run. Raises StoreError.
        """
        with self._explained("table artwork_topics"):
            bounded.materialize(self._connection, run_id)
        self._materialized = True
        try:
            yield
        finally:
            self._materialized = False
            self.execute("drop_materialized_works")

    def execute(self, name: str, **values: object) -> int:
        """Run the statement `sql/statements/<name>.sql`; return how many rows it wrote or deleted."""
        with self._explained(f"statement {name}"):
            written = _count(self._execute(statements.load("statements", name), **values))
        protect_log(self.path, self.read_only)
        return written

    def insert(self, table: str, rows: bounded.Rows) -> int:
        """Add rows by column name; one whose key is there already stays. Return how many were added."""
        return self._write("insert", table, rows)

    def upsert(self, table: str, rows: bounded.Rows) -> int:
        """Add rows or replace those of the same key; of given rows with one key the first is kept."""
        return self._write("upsert", table, rows)

    def append(self, table: str, rows: bounded.Rows) -> int:
        """Add rows whose keys are known to be new, in half the time of `insert`; StoreError if one is there already."""
        return self._write("append", table, rows)

    def replace_of_run(self, table: str, run_id: str, rows: pd.DataFrame) -> None:
        """Replace all rows of a run in a table; `rows` need no column `run_id`."""
        with self.transaction():
            with self._explained(f"table {table}"):
                self._execute(statements.fill("delete_of_run", table=table), run_id=run_id)
            self.insert(table, rows.assign(run_id=run_id))

    def count_of_runs(self, table: str, runs: list[str]) -> int:
        """Return how many rows of a table of results some runs have."""
        with self._explained(f"table {table}"):
            return _count(self._execute(statements.fill("count_of_runs", table=table), runs=runs))

    def delete_of_runs(self, table: str, runs: list[str]) -> None:
        """Remove the rows of some runs from a table of results."""
        with self._explained(f"table {table}"):
            self._execute(statements.fill("delete_of_runs", table=table), runs=runs)

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
        """Copy what is stored now into a database of its own, replacing `to` in one step: see `snapshots.write`."""
        if to.resolve() == self.path.resolve():
            raise StoreError(f"A snapshot of {self.path} cannot have the same name.", "Name another file.")
        snapshots.write(self._connection, self.path, to, collection)

    def compare_snapshot(self, snapshot: Path, collection: str) -> list[snapshots.TableComparison]:
        """Compare a snapshot of a collection with what it is to hold, table by table: see `snapshots.compare`."""
        return snapshots.compare(self._connection, self.path, snapshot, collection)

    def _write(self, template: str, table: str, rows: bounded.Rows) -> int:
        with self._explained(f"table {table}"):
            tables = self._tables
        if table not in tables:
            raise StoreError(f"The store has no table called '{table}'.", nearest(table, sorted(tables)))
        if len(rows) == 0:
            return 0
        with self._explained(f"table {table}"):
            self._connection.register("incoming", bounded.arrow(rows))
            try:
                written = _count(self._execute(statements.fill(template, table=table)))
            finally:
                with suppress(duckdb.Error):  # after a fault in a transaction, which is the one to report
                    self._connection.unregister("incoming")
        protect_log(self.path, self.read_only)
        self._written += written
        return written

    @cached_property
    def _tables(self) -> frozenset[str]:
        return frozenset(name for (name,) in self._execute(statements.load("queries", "schema_tables")))

    def _migrate(self) -> None:
        with self._explained():
            pending = migrations.pending(self._execute, self.path)
            if pending and (held := migrations.newest_applied(self._execute, self.path)):
                self._keep_copy(held, [each.number for each in pending])
            if pending:
                with self.transaction():
                    migrations.apply(self._execute, pending, version("artmeta"))
            if pending or migrations.stale_views(self._execute):
                with self.transaction():
                    migrations.renew_views(self._execute)

    def _keep_copy(self, held: int, lacking: Sequence[int]) -> None:
        """Copy the file to NAME.schema-NUMBER beside it, in the place of an earlier such copy."""
        self._connection.close()  # the file must not be read by the process that holds its lock
        copies.keep_before_upgrade(self.path, held, lacking)
        self._connection = connect(self.path, read_only=False)
        for name in SESSION:
            self.execute(name)

    @contextmanager
    def _explained(self, doing: str = "") -> Iterator[None]:
        """Turn the engine's faults into one sentence; in a transaction the first one is reported."""
        try:
            yield
        except (duckdb.Error, OSError) as fault:
            text = str(fault)
            if self._cause is not None and any(sign in text for sign in AFTERMATH):
                raise self._cause from fault
            self._cause = faults.explain(text, self.path, doing)
            raise self._cause from fault

    def _begin(self) -> None:
        self._cause = None
        with self._explained():
            self._connection.begin()

    def _commit(self) -> None:
        with self._explained():
            self._connection.commit()
        protect_log(self.path, self.read_only)

    def _rollback(self) -> None:
        with suppress(duckdb.Error):  # the engine has rolled back by itself where it met the fault
            self._connection.rollback()

    def _execute(self, text: str, **values: object) -> list[tuple[Any, ...]]:
        return self._connection.execute(text, values).fetchall()


def _count(result: list[tuple[Any, ...]]) -> int:
    return int(result[0][0]) if result else 0
