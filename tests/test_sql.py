"""Every .sql file asks one question, and every one can be prepared against the empty schema."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from artmeta.store import migrations, statements
from artmeta.store.database import Store

ROOT = Path(__file__).parents[1]
FILES = [
    pytest.param(kind, name, id=f"{kind}/{name}")
    for kind in ("schema", "views", "queries", "statements", "templates")
    for name in statements.names(kind)
]


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    path = tmp_path_factory.mktemp("sql") / "empty.duckdb"
    Store.open(path).close()
    with duckdb.connect(str(path)) as connection:
        yield connection


@pytest.mark.parametrize(("kind", "name"), FILES)
def test_a_file_opens_with_its_question(kind: statements.Kind, name: str) -> None:
    first = statements.load(kind, name).partition("\n")[0]
    assert first.startswith("-- ")
    assert "?" in first


@pytest.mark.parametrize(("kind", "name"), FILES)
def test_a_file_holds_one_statement(
    kind: statements.Kind, name: str, connection: duckdb.DuckDBPyConnection
) -> None:
    count = len(connection.extract_statements(_text(kind, name)))
    assert count == 1 or kind == "schema", "only a migration may take several statements"


@pytest.mark.parametrize("kind", ["queries", "statements"])
def test_a_file_can_be_prepared(kind: statements.Kind, connection: duckdb.DuckDBPyConnection) -> None:
    for name in statements.names(kind):
        (statement,) = connection.extract_statements(statements.load(kind, name))
        try:
            if statement.type != duckdb.StatementType.SET:  # which has no plan to explain
                connection.execute(f"EXPLAIN {statement.query}", dict.fromkeys(statement.named_parameters))
        except duckdb.Error as fault:
            pytest.fail(f"{kind}/{name}.sql: {fault}")


def test_every_view_is_made_by_its_own_file(connection: duckdb.DuckDBPyConnection) -> None:
    made = connection.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
    assert sorted(name for (name,) in made) == statements.names("views")


def test_migrations_have_numbers_of_their_own() -> None:
    numbers = Counter(migration.number for migration in migrations.known())
    assert [number for number, times in numbers.items() if times > 1] == []


@pytest.mark.parametrize("kind", ["queries", "statements", "templates"])
def test_every_file_is_asked_somewhere(kind: statements.Kind) -> None:
    code = "".join(
        file.read_text(encoding="utf-8")
        for room in ("artmeta", "flows")
        for file in (ROOT / room).rglob("*.py")
    )
    by_step = ("count_", "validate_")  # asked by the name of a step or of a suite
    unused = [
        name for name in statements.names(kind) if f'"{name}"' not in code and not name.startswith(by_step)
    ]
    assert unused == []


def test_sql_stands_in_sql_files_only() -> None:
    room = Path(statements.__file__).parents[1]
    words = re.compile(
        r"SELECT .+ FROM|INSERT INTO|DELETE FROM|CREATE (OR REPLACE )?(TABLE|VIEW) \w", re.DOTALL
    )
    for file in room.rglob("*.py"):
        assert not words.search(file.read_text(encoding="utf-8")), f"{file} holds SQL"


def _text(kind: statements.Kind, name: str) -> str:
    if kind == "templates":
        names = dict.fromkeys(("table", "view", "source", "target", "rows"), "runs")
        return statements.fill(name, **names)
    return statements.load(kind, name)
