"""The part of docs/store.md that lists tables and views: written from the schema, so that it cannot drift."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Any

from artmeta.store import statements
from artmeta.store.database import Store

PAGE = Path(__file__).parents[2] / "docs" / "store.md"
BEGIN = "<!-- From here on written by `make docs` from artmeta/store/sql. -->"

_TABLE = re.compile(r"(?:CREATE TABLE(?: IF NOT EXISTS)?|ALTER TABLE) (\w+)")
_ADDED = re.compile(r"ADD COLUMN (\w+)")
_REMARK = re.compile(r"^ +(\w+) [^-\n]*-- (.+)$", re.MULTILINE)

Columns = dict[str, list[dict[str, Any]]]


def page(written: str) -> str:
    """Return the page with its list of tables and views made anew; what stands above `BEGIN` is kept."""
    by_hand = written.partition(BEGIN)[0]
    return f"{by_hand}{BEGIN}\n\n{listing()}"


def listing() -> str:
    """List every view and every table with its question and its columns, as Markdown."""
    columns = _columns()
    views = [_view(name, columns) for name in statements.names("views")]
    tables = [_table(name, columns) for name in statements.names("schema") if _creates(name)]
    return "\n".join(["## Views\n", *views, "## Tables\n", *tables])


def _columns() -> Columns:
    """Make the schema in a database of its own and ask it which columns there are."""
    found: Columns = {}
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "schema.duckdb") as store:
        for row in store.rows("schema_columns"):
            found.setdefault(row["table_name"], []).append(row)
    return found


def _creates(migration: str) -> bool:
    return "CREATE TABLE" in statements.load("schema", migration)


def _view(name: str, columns: Columns) -> str:
    listed = ", ".join(f"`{column['column_name']}`" for column in columns[name])
    return f"### {name}\n\n{statements.question(statements.load('views', name))}\n\n{listed}\n"


def _table(migration: str, columns: Columns) -> str:
    text = statements.load("schema", migration)
    table = _named(text)
    remarks = _remarks(table)
    rows = [_row(column, remarks.get(column["column_name"], "")) for column in columns[table]]
    head = f"### {table}\n\n{statements.question(text)}\n\n| column | type | |\n|---|---|---|\n"
    return head + "\n".join(rows) + "\n"


def _row(column: dict[str, Any], remark: str) -> str:
    optional = ", may be missing" if column["is_nullable"] else ""
    return (
        f"| `{column['column_name']}` | {column['data_type']}{optional} | {remark.replace('|', '&#124;')} |"
    )


def _remarks(table: str) -> dict[str, str]:
    """Return what the schema's comments say of a table's columns; of one added later, its migration's question."""
    remarks: dict[str, str] = {}
    for name in statements.names("schema"):
        text = statements.load("schema", name)
        if _named(text) == table:
            remarks |= dict(_REMARK.findall(text))
            remarks |= dict.fromkeys(_ADDED.findall(text), statements.question(text))
    return remarks


def _named(text: str) -> str:
    found = _TABLE.search(text)
    return found[1] if found else ""


def main() -> None:
    """Write the page anew."""
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
