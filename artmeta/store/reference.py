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
_RENAMED = re.compile(r"ALTER TABLE (\w+) RENAME (?:(\w+) )?TO (\w+)")
_COMMENT = re.compile(r"COMMENT ON (?:TABLE|COLUMN) (\w+)(?:\.(\w+))? IS '(.+)';")

Columns = dict[str, list[dict[str, Any]]]
# (table, column) -> what it holds; of the table itself where the column is ''
Remarks = dict[tuple[str, str], str]


def page(written: str) -> str:
    """Return the page with its list of tables and views made anew; what stands above `BEGIN` is kept."""
    by_hand = written.partition(BEGIN)[0]
    return f"{by_hand}{BEGIN}\n\n{listing()}"


def listing() -> str:
    """List every view and every table with its question and its columns, as Markdown."""
    columns, remarks = _columns(), _remarks()
    views = [_view(name, columns) for name in statements.names("views")]
    tables = [_table(table, columns[table], remarks) for table, column in remarks if not column]
    return "\n".join(["## Views\n", *views, "## Tables\n", *tables])


def _columns() -> Columns:
    """Return the columns of each table and view of a new database."""
    columns: Columns = {}
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "schema.duckdb") as store:
        for row in store.rows("schema_columns"):
            columns.setdefault(row["table_name"], []).append(row)
    return columns


def _view(name: str, columns: Columns) -> str:
    listed = ", ".join(f"`{column['column_name']}`" for column in columns[name])
    return f"### {name}\n\n{statements.question(statements.load('views', name))}\n\n{listed}\n"


def _table(table: str, columns: list[dict[str, Any]], remarks: Remarks) -> str:
    rows = [_row(column, remarks.get((table, column["column_name"]), "")) for column in columns]
    head = f"### {table}\n\n{remarks[table, '']}\n\n| column | type | |\n|---|---|---|\n"
    return head + "\n".join(rows) + "\n"


def _row(column: dict[str, Any], remark: str) -> str:
    optional = ", may be missing" if column["is_nullable"] else ""
    return (
        f"| `{column['column_name']}` | {column['data_type']}{optional} | {remark.replace('|', '&#124;')} |"
    )


def _remarks() -> Remarks:
    """Return what the migrations say of tables and columns, by their present names, tables in order of creation."""
    remarks: Remarks = {}
    for name in statements.names("schema"):
        text = statements.load("schema", name)
        match = _TABLE.search(text)
        table, question = match[1] if match else "", statements.question(text)
        if "CREATE TABLE" in text:
            remarks[table, ""] = question
        remarks |= {(table, column): remark for column, remark in _REMARK.findall(text)}
        remarks |= {(table, column): question for column in _ADDED.findall(text)}
        for old in _RENAMED.findall(text):
            remarks = {_renamed(key, *old): remark for key, remark in remarks.items()}
        remarks |= {(commented, column): remark for commented, column, remark in _COMMENT.findall(text)}
    return remarks


def _renamed(key: tuple[str, str], table: str, column: str, new: str) -> tuple[str, str]:
    if key[0] != table or column not in ("", key[1]):
        return key
    return (table, new) if column else (new, key[1])


def main() -> None:
    """Write the page anew."""
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
