"""Queries over whole collections in bounded memory: their rows come as Arrow batches, part by part."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from itertools import chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import duckdb

from artmeta.arrow_columns import column, numbers
from artmeta.lazy_imports import LazyModule
from artmeta.redaction import publishable_column
from artmeta.store import faults, statements
from artmeta.store.opening import use

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import pyarrow as pa

    Rows: TypeAlias = pd.DataFrame | pa.Table | list[dict[str, Any]]
else:
    np, pa = LazyModule("numpy"), LazyModule("pyarrow")

WORKS = 25_000  # artworks of a part, which reads the tables once: the widest view took over 370 MB for 50,000
ROWS = 10_000  # rows of a batch
MATERIALIZED = 100_000  # works that are joined at a time: a million at once do not fit in the memory
LAST = "\U0010ffff"  # no id comes after it


@contextmanager
def connection_for_batches(connection: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a second connection to the same database, on which other queries do not end the reading of batches."""
    with connection.cursor() as own:
        use(own)
        for name in ("use_utc", "show_no_progress", "allow_any_order"):
            own.execute(statements.load("statements", name))
        yield own


def answer(
    connection: duckdb.DuckDBPyConnection, name: str, values: dict[str, object], retry: bool
) -> duckdb.DuckDBPyConnection:
    """Run a query; with `retry` one that needs more memory than the limit may take what the machine has.

    A transaction is lost with the first failure, so that within one nothing can be tried again.
    """
    text = statements.load("queries", name)
    try:
        return connection.execute(text, values)
    except duckdb.OutOfMemoryException:
        if not retry:
            raise
    connection.execute(statements.load("statements", "free_memory"))
    try:
        return connection.execute(text, values)
    finally:
        with connection.cursor() as other, suppress(duckdb.Error):  # while the answer is larger
            other.execute(statements.load("statements", "limit_memory"))


@contextmanager
def limited_memory(
    connection: duckdb.DuckDBPyConnection, megabytes: int, compress_texts: bool
) -> Iterator[None]:
    """Limit the engine's memory while vectors are read or written."""
    with suppress(duckdb.Error):  # what is held already cannot be less
        connection.execute(statements.load("statements", "limit_memory_to"), {"limit": f"{megabytes}MB"})
    if not compress_texts:
        connection.execute(statements.load("statements", "do_not_compress_texts"))
    try:
        yield
    finally:
        with suppress(duckdb.Error):  # after a fault of the engine, which is the one to report
            connection.execute(statements.load("statements", "compress_texts"))
            release_memory(connection)


def materialize(connection: duckdb.DuckDBPyConnection, run_id: str) -> None:
    """Write the view `artwork_topics` of one run to a temporary table, in parts, and let it be read instead."""
    connection.execute(statements.load("statements", "create_materialized_works"))
    for part in parts(connection, run_id, MATERIALIZED):
        connection.execute(statements.load("templates", "materialize_works"), {"run_id": run_id, **part})
    connection.execute(statements.load("templates", "show_materialized_works"))


def arrow(rows: Rows) -> pa.Table:
    """Return rows as an Arrow table; those of a list have the same keys."""
    if isinstance(rows, list):
        return pa.table({name: column([row[name] for row in rows]) for name in (rows[0] if rows else ())})
    return rows if isinstance(rows, pa.Table) else pa.Table.from_pandas(rows, preserve_index=False)


def release_memory(connection: duckdb.DuckDBPyConnection) -> None:
    """Give memory that is not in use back to the system: the engine's cache of the file, and what Arrow keeps."""
    with connection.cursor() as other:  # where a fault ends no transaction
        with suppress(duckdb.Error):
            other.execute(statements.load("statements", "limit_memory_to_nothing"))
        other.execute(statements.load("statements", "limit_memory"))
    pa.default_memory_pool().release_unused()


@contextmanager
def read(
    connection: duckdb.DuckDBPyConnection, name: str, values: dict[str, object], path: Path
) -> Iterator[pa.RecordBatchReader]:
    """Answer a query; one over `$after` and `$until` part by part, in the order of the artworks' ids.

    Raises StoreError about the database at `path`, also while the batches are read. Batches that are not read by the
    end of the block are given up, so that the connection can answer other queries.
    """
    schema, batches = _batches(connection, name, ROWS, values)
    with closing(batches):
        yield pa.RecordBatchReader.from_batches(schema, _explained(map(_publishable, batches), name, path))


def stream(
    connection: duckdb.DuckDBPyConnection, name: str, size: int, values: dict[str, object], path: Path
) -> pa.RecordBatchReader:
    """Answer a query like `read`, in batches of `size` rows with texts as stored."""
    schema, batches = _batches(connection, name, size, values)
    return pa.RecordBatchReader.from_batches(schema, _explained(batches, name, path))


def _batches(
    connection: duckdb.DuckDBPyConnection, name: str, size: int, values: dict[str, object]
) -> tuple[pa.Schema, Generator[pa.RecordBatch]]:
    """Return the schema and the batches of an answer; a query over `$after` and `$until` is answered part by part."""
    text = statements.load("queries", name)
    ranges = parts(connection, values["run_id"]) if "$after" in text else [{}]
    first = connection.sql(text, params=values | ranges[0]).to_arrow_reader(size)
    others = (connection.sql(text, params=values | part).to_arrow_reader(size) for part in ranges[1:])
    return first.schema, _read_all(chain([first], others))


def _read_all(readers: Iterable[pa.RecordBatchReader]) -> Generator[pa.RecordBatch]:
    for reader in readers:
        with reader:
            yield from reader


def table(
    connection: duckdb.DuckDBPyConnection, name: str, values: dict[str, object], path: Path, categories: bool
) -> pa.Table:
    """Answer a query like `stream`, as a table of its own; with `categories` a text is held once.

    What the engine has cached is let go, so that both are not held for longer.
    """
    rows = stream(connection, name, ROWS, values, path)
    none = pa.RecordBatch.from_arrays([pa.nulls(0, each.type) for each in rows.schema], schema=rows.schema)
    batches = [_copied(batch, categories) for batch in chain([none], rows)]
    del rows
    release_memory(connection)
    return pa.Table.from_batches(batches).unify_dictionaries()


def frame(table: pa.Table) -> pd.DataFrame:
    """Return the rows of a table, which is consumed, as a frame with the types of `Store.frame`."""
    import pandas as pd

    nullable = {
        pa.int16(): pd.Int16Dtype(),
        pa.int32(): pd.Int32Dtype(),
        pa.int64(): pd.Int64Dtype(),
        pa.bool_(): pd.BooleanDtype(),
    }
    result: pd.DataFrame = table.to_pandas(types_mapper=nullable.get, split_blocks=True, self_destruct=True)
    del table
    pa.default_memory_pool().release_unused()  # else freed memory stays with the process
    return result


def _copied(batch: pa.RecordBatch, categories: bool) -> pa.RecordBatch:
    """Return a copy of a batch, since a column that is kept would hold all of the engine's batch."""
    rows = numbers(np.arange(batch.num_rows))
    columns = [
        column.dictionary_encode() if categories and pa.types.is_string(column.type) else column.take(rows)
        for column in batch.columns
    ]
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names)


def _publishable(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Take secrets and home folders out of all texts: batches are exported."""
    columns = [
        publishable_column(column) if pa.types.is_string(column.type) else column for column in batch.columns
    ]
    return pa.RecordBatch.from_arrays(columns, schema=batch.schema)


def parts(
    connection: duckdb.DuckDBPyConnection, run_id: object, size: int = WORKS
) -> list[dict[str, object]]:
    """Cut a run's artworks into ranges of `size` ids: `after` the first, `until` the second."""
    options = {"run_id": run_id, "size": size}
    cuts = connection.execute(statements.load("queries", "parts_of_run"), options).fetchall()
    return [
        {"after": after, "until": until} for after, until in pairwise(["", *(cut for (cut,) in cuts), LAST])
    ]


def _explained(batches: Iterable[pa.RecordBatch], name: str, path: Path) -> Iterator[pa.RecordBatch]:
    """Pass batches on; turn faults of the engine and the reader into one sentence."""
    try:
        yield from batches
    except (duckdb.Error, pa.ArrowException, OSError) as fault:
        raise faults.explain(str(fault), path, f"query {name}") from fault
