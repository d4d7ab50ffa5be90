"""A planted token, password and home folder are found in no file that leaves this machine."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from builders import RUN
from exported import filled

from artmeta import plugins
from artmeta.redaction import redact_settings
from artmeta.report.render import questions, write_report
from artmeta.steps.export import write_format
from artmeta.store.database import Store

SECRETS = ("T0KENVALUE", "PASSW0RD", "/home/annalena")
PICTURE = "https://anna:PASSW0RD@museum.example/w1.jpg?token=T0KENVALUE"
CONFIG = 'title = "museum"\n[source]\nurl = "https://m.example/?token=T0KENVALUE"\npassword = "PASSW0RD"\n'


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store in which every text that may hold an address or a message holds secrets."""
    with filled(tmp_path_factory.mktemp("planted")) as store:
        _plant(store)
        yield store


def _plant(store: Store) -> None:
    for statement in (
        f"UPDATE images SET url = '{PICTURE}', fallback = '{PICTURE}'",
        f"UPDATE images SET reason = 'file:///home/annalena/w3.jpg: {PICTURE} failed.'",
        f"UPDATE artworks SET url = '{PICTURE}', rights_text = '{PICTURE}', title = 'from /home/annalena/x'",
        f"UPDATE runs SET config_text = '{CONFIG}', config_path = '/home/annalena/museum.toml'",
        f"INSERT INTO issues VALUES ('museum', 'fetch', 'w1', 'busy', '{PICTURE} is busy.', '{RUN}')",
        f"UPDATE flags SET sentence = 'See {PICTURE}'",
    ):
        store._execute(statement)


def assert_clean(text: str) -> None:
    assert [secret for secret in SECRETS if secret in text] == []
    assert "museum" in text


@pytest.mark.parametrize("name", plugins.names("artmeta.exporters"))
def test_no_export_holds_a_secret(name: str, planted: Store, tmp_path: Path) -> None:
    files = write_format(planted, RUN, plugins.load("artmeta.exporters", name), tmp_path / "out")
    for text in map(text_of, files):
        assert [secret for secret in SECRETS if secret in text] == []


def text_of(path: Path) -> str:
    """Return all that a file says."""
    if path.read_bytes().startswith(b"PAR1"):
        return str(pq.read_table(path).to_pylist()) + str(pq.read_schema(path).metadata)
    if not zipfile.is_zipfile(path):
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist())


def test_no_snapshot_holds_a_secret(planted: Store, tmp_path: Path) -> None:
    path = tmp_path / "museum.duckdb"
    planted.snapshot(path, "museum")
    with duckdb.connect(str(path), read_only=True) as result:
        names = [name for (name,) in result.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        assert_clean(str([result.execute(f"FROM {name}").fetchall() for name in names]))
    assert [secret for secret in SECRETS if secret.encode() in path.read_bytes()] == []
    assert path.stat().st_mode & 0o077 == 0


def test_no_report_holds_a_secret(planted: Store, tmp_path: Path) -> None:
    frames = {name: planted.rows(name, **values) for name, values in questions(RUN).items()}
    write_report(frames, planted.rows("run", run_id=RUN)[0], tmp_path / "museum.html", lambda _: None)
    assert_clean((tmp_path / "museum.html").read_text(encoding="utf-8"))


def test_the_stored_collection_file_has_no_secret() -> None:
    assert_clean(redact_settings(CONFIG))
