"""Every section's rows are what its query answers: each field is a column of that name and type."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, get_args, get_origin, get_type_hints

import duckdb
import pytest

from artmeta import plugins
from artmeta.report.render import PACKAGE, questions, row_of
from artmeta.store import statements
from artmeta.store.database import Store

TYPES = {
    "VARCHAR": str,
    "BOOLEAN": bool,
    "DOUBLE": float,
    "TIMESTAMP WITH TIME ZONE": datetime,
    **dict.fromkeys(("SMALLINT", "INTEGER", "BIGINT", "HUGEINT"), int),
}


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    path = tmp_path_factory.mktemp("rows") / "empty.duckdb"
    Store.open(path).close()
    with duckdb.connect(str(path)) as connection:
        yield connection


@pytest.mark.parametrize("name", plugins.names(PACKAGE))
def test_the_fields_of_a_row_are_columns_of_its_query(
    name: str, connection: duckdb.DuckDBPyConnection
) -> None:
    section = plugins.load(PACKAGE, name)
    answer = connection.sql(statements.load("queries", section.QUERY), params=questions("run")[section.QUERY])
    compare(row_of(section), dict(zip(answer.columns, answer.types, strict=True)))


def compare(kind: type[Any], columns: dict[str, Any]) -> None:
    for name, hint in get_type_hints(kind).items():
        assert name in columns, f"{kind.__name__}.{name} is no column"
        column, options = columns[name], get_args(hint) or (hint,)
        if get_origin(hint) is tuple:
            assert column.id == "list", f"{kind.__name__}.{name}"
            column = column.children[0][1]
        if hasattr(options[0], "__dataclass_fields__"):
            compare(options[0], dict(column.children))
        else:
            held = set(options)
            assert TYPES[str(column)] in held or (str(column) == "VARCHAR" and isinstance(options[0], str)), (
                f"{kind.__name__}.{name} is {column}"
            )
