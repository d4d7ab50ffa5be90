"""An export is published only if its files hold what the database holds; otherwise the last one stays as it is."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from runs import copy_of, environment

from artmeta.errors import ExportError, ValidationFailed
from artmeta.exporters import lido, parquet
from artmeta.settings import Settings
from artmeta.steps.changes import delta
from artmeta.steps.context import RunContext
from artmeta.steps.export import Selection, export
from artmeta.steps.report import report
from artmeta.steps.results import open_finished

KILLED_WHILE_WRITING = """
import os, signal, sys
from artmeta.exporters import parquet
from artmeta.cli import app
parquet.write = lambda rows, path: (path.write_bytes(b"half"), os.kill(os.getpid(), signal.SIGKILL))
app(["export", sys.argv[1], "--to", "csv", "--to", "parquet"])
"""


KILLED_WHILE_MOVING = """
import os, signal, sys
from pathlib import Path
from artmeta.cli import app
move = Path.replace
def move_one(self, target):
    move(self, target)
    if ".complete-" in str(self):
        os.kill(os.getpid(), signal.SIGKILL)
Path.replace = move_one
app(["export", sys.argv[1], "--to", "csv", "--to", "parquet"])
"""


EXPORTED_AND_SHOWN = """
import sys
from artmeta.cli import app
try:
    app(["export", sys.argv[1], "--to", "csv"])
finally:
    print("great_expectations" in sys.modules)
"""


@pytest.fixture
def settings(enriched: Path, tmp_path: Path) -> Settings:
    data = copy_of(enriched, tmp_path / "data")
    return Settings(data_dir=data, reports_dir=data / "reports", workers=1)


@pytest.fixture
def collection(museum_port: int) -> str:
    return f"sample-{museum_port}"


def exported(collection: str, settings: Settings, *names: str, stores: bool = True) -> list[Path]:
    def writes(_: RunContext) -> bool:
        return stores

    with open_finished(collection, "", settings, writes) as context:
        return export(context, names)


def files(settings: Settings) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in settings.exports_dir.iterdir() if path.is_file()}


def checks(settings: Settings) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(settings.database), read_only=True) as store:
        query = "SELECT expectation, success FROM validations WHERE suite = 'export' ORDER BY expectation"
        return store.execute(query).fetchall()


def losing_a_row(write: Callable[..., None]) -> Callable[..., None]:
    """Return a writer that leaves the first row of each batch out."""
    import pyarrow as pa

    def faulty(rows: pa.RecordBatchReader, path: Path) -> None:
        fewer = (batch.slice(1) for batch in rows)
        write(pa.RecordBatchReader.from_batches(rows.schema, fewer), path)

    return faulty


def test_a_sound_export_is_published_with_its_checks(settings: Settings, collection: str) -> None:
    paths = exported(collection, settings, "csv", "parquet", "duckdb", "lido")
    assert all(path.is_file() for path in paths)
    assert not list(settings.exports_dir.glob(".part-*"))
    stored = checks(settings)
    assert [name for name, _ in stored] == [
        "files_are_readable",
        "rows_read_back",
        "values_read_back",
        "works_read_back",
    ]
    assert all(success for _, success in stored)


def test_an_export_that_passed_before_needs_no_great_expectations(
    settings: Settings, collection: str
) -> None:
    loaded = [
        subprocess.run(
            [sys.executable, "-c", EXPORTED_AND_SHOWN, collection],
            env=environment(settings.data_dir),
            capture_output=True,
            text=True,
            check=True,
        ).stdout.splitlines()[-1]
        for _ in range(2)
    ]
    assert loaded == ["True", "False"]
    assert len(checks(settings)) == 4


def test_a_catalogue_file_without_records_is_named_with_what_follows(
    settings: Settings, collection: str, caplog: pytest.LogCaptureFixture
) -> None:
    with open_finished(collection, "", settings) as context:
        export(context, ("lido", "edm"), selection=Selection(without_machine=True))
    told = [record.message for record in caplog.records if "holds no record" in record.message]
    assert [sentence.split()[0] for sentence in told] == [f"{collection}.lido.xml", f"{collection}.edm.xml"]
    assert "not valid, as LIDO's schema asks for one record at least" in told[0]


def test_a_list_without_rows_is_named_with_the_reason(
    settings: Settings, collection: str, caplog: pytest.LogCaptureFixture
) -> None:
    exported(collection, settings, "csv", "certificates")
    sentence = [record.message for record in caplog.records if "heading alone" in record.message]
    assert len(sentence) == 1 and sentence[0].startswith(
        f"{collection}.certificates.csv holds its heading alone: no review plan"
    )


def test_a_lost_row_is_refused_and_the_last_export_stays(
    settings: Settings, collection: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    exported(collection, settings, "csv", "parquet", "lido")
    before = files(settings)
    for exporter in (parquet, lido):
        monkeypatch.setattr(exporter, "write", losing_a_row(exporter.write))
    with pytest.raises(ValidationFailed, match="did not pass 2 checks") as refused:
        exported(collection, settings, "csv", "parquet", "lido")
    assert f"{collection}.parquet (" in refused.value.message
    assert f"{collection}.lido.xml (" in refused.value.message
    assert "first at work" in refused.value.message
    assert files(settings) == before
    assert dict(checks(settings))["rows_read_back"] is False
    monkeypatch.undo()
    page = Path(refused.value.hint.rpartition(" All results: ")[2])
    assert page.is_relative_to(
        settings.reports_dir / f"{collection}-checks" / "export" / "files" / "validations"
    )
    assert page.is_file()
    with open_finished(collection, "", settings) as context:
        assert f'href="{page.relative_to(settings.reports_dir)}"' in report(context).read_text("utf-8")
    exported(collection, settings, "csv")
    assert not page.exists()


def test_a_refused_export_stores_nothing_in_a_database_opened_for_reading(
    settings: Settings, collection: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(rows: Any, path: Path) -> None:
        for _ in rows:
            path.write_bytes(b"PAR1")

    exported(collection, settings, "csv")
    stored = checks(settings)
    (settings.exports_dir / f"{collection}.parquet").unlink()
    monkeypatch.setattr(parquet, "write", cut_off)
    with pytest.raises(ValidationFailed, match="cannot be read back"):
        exported(collection, settings, "parquet", stores=False)
    assert checks(settings) == stored
    assert not (settings.exports_dir / f"{collection}.parquet").exists()


def test_a_refused_delta_is_due_again(
    settings: Settings, collection: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(delta, "write_table", losing_a_row(delta.write_table))
        with pytest.raises(ValidationFailed):
            exported(collection, settings, "delta")
    assert not list(settings.exports_dir.glob("*.delta-*"))
    (path,) = exported(collection, settings, "delta")
    assert path.is_file()
    assert exported(collection, settings, "delta") == []


def run_killed(script: str, collection: str, settings: Settings) -> None:
    where = environment(settings.data_dir, ARTMETA_REPORTS_DIR=str(settings.reports_dir))
    killed = subprocess.run([sys.executable, "-c", script, collection], env=where, check=False)
    assert killed.returncode == -signal.SIGKILL


def test_a_killed_export_leaves_the_last_one_and_a_late_kill_is_finished(
    settings: Settings, collection: str
) -> None:
    exported(collection, settings, "csv", "parquet")
    before = files(settings)
    with duckdb.connect(str(settings.database)) as store:
        store.execute("UPDATE artworks SET title = 'Another title'")
    run_killed(KILLED_WHILE_WRITING, collection, settings)
    assert files(settings) == before
    run_killed(KILLED_WHILE_MOVING, collection, settings)
    assert len([name for name in before if files(settings)[name] == before[name]]) == len(before) - 1
    exported(collection, settings, "skos")
    now = files(settings)
    assert all(now[name] != before[name] for name in before if name.endswith((".csv", ".parquet")))
    exported(collection, settings, "csv", "parquet")
    assert files(settings) == now
    assert [each.name for each in settings.exports_dir.iterdir() if each.is_dir()] == []


def test_an_export_replaces_nothing_where_one_name_is_that_of_a_folder(
    settings: Settings, collection: str
) -> None:
    exported(collection, settings, "csv", "skos")
    (settings.exports_dir / f"{collection}.skos.ttl").unlink()
    before = files(settings)
    with duckdb.connect(str(settings.database)) as store:
        store.execute("UPDATE artworks SET title = 'Another title'")
    (settings.exports_dir / f"{collection}.skos.ttl").mkdir()
    with pytest.raises(ExportError, match=r"\.skos\.ttl could not be written: Is a directory"):
        exported(collection, settings, "csv", "skos")
    assert files(settings) == before


def test_a_snapshot_replaces_the_log_of_the_older_one(settings: Settings, collection: str) -> None:
    log = settings.exports_dir / f"{collection}.duckdb.wal"
    settings.exports_dir.mkdir(parents=True, exist_ok=True)
    log.write_bytes(b"of another database")
    (path,) = exported(collection, settings, "duckdb")
    assert not log.exists()
    with duckdb.connect(str(path), read_only=True) as store:
        assert store.execute("SELECT count(*) FROM artworks").fetchall() != [(0,)]
