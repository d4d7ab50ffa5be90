"""`artmeta doctor`: each check says that all is well, or what is wrong and what to do; it changes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from builders import Work, fill, new_store
from scripted_server import pages, scripted

from artmeta.notes import write_note
from artmeta.settings import Settings
from artmeta.steps.operations import checks
from artmeta.steps.operations.backup import NOTE
from artmeta.steps.operations.checks import Finding
from artmeta.steps.operations.disk import disk_of_collections, disk_parts
from artmeta.store.database import Store

Check = Callable[[Settings], Iterator[Finding]]
VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "requests_ca_bundle", "ssl_cert_file")


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    return Settings(data_dir=tmp_path / "data", reports_dir=tmp_path / "reports")


@pytest.fixture
def museum(settings: Settings) -> Settings:
    with new_store(settings.database) as store:
        fill(store, [Work("w1"), Work("w2")])
    return settings


def result(check: Check, settings: Settings) -> tuple[list[bool], str]:
    findings = list(check(settings))
    return [each.sound for each in findings], "\n".join(each.sentence for each in findings)


def test_folders_that_can_and_cannot_be_written(museum: Settings, tmp_path: Path) -> None:
    sound, message = result(checks.folders, museum)
    assert sound == [True, True, True] and "GB are free" in message
    (tmp_path / "file").write_text("")
    sound, message = result(
        checks.folders, museum.model_copy(update={"data_dir": tmp_path / "file" / "data"})
    )
    assert sound[0] is False and "could not be written" in message


def test_the_schema_of_the_database_is_stated_and_not_changed(settings: Settings) -> None:
    assert (
        "the first run creates it" in result(checks.database, settings)[1] and not settings.data_dir.exists()
    )
    Store.open(settings.database).close()
    assert result(checks.database, settings)[0] == [True]
    for change, sound, message in (
        ("DELETE FROM schema_migrations WHERE number > 69", True, "has schema 69, .*brings it up to date"),
        (
            "UPDATE schema_migrations SET number = 9000 WHERE number = 69",
            False,
            r"has schema 9000, .*Update artmeta",
        ),
    ):
        with duckdb.connect(str(settings.database)) as store:
            store.execute(change)
        outcome, sentence = result(checks.database, settings)
        assert outcome == [sound]
        assert re.search(message, sentence)
    settings.database.write_bytes(b"nothing" * 5000)
    assert result(checks.database, settings)[0] == [False]


def test_the_age_of_the_last_backup(museum: Settings) -> None:
    assert result(checks.backup, museum) == (
        [False],
        f"No backup of {museum.data_dir} was made with this artmeta. "
        "Make one: artmeta backup FOLDER-ON-ANOTHER-DISK.",
    )
    for days, sound in ((6, True), (9, False)):
        at = datetime.now(UTC) - timedelta(days=days, hours=1)
        write_note(museum.data_dir / NOTE, {"at": at.isoformat(), "path": "/mnt/a.tar"})
        outcome, message = result(checks.backup, museum)
        assert outcome == [sound] and f"/mnt/a.tar, is {days} days old" in message


def test_a_clock_that_runs_behind_the_last_run(museum: Settings) -> None:
    assert result(checks.clock, museum)[0] == [True]
    with duckdb.connect(str(museum.database)) as store:
        store.execute("UPDATE runs SET started_at = now() + INTERVAL 2 DAY")
    sound, message = result(checks.clock, museum)
    assert sound == [False] and "set the clock" in message


def test_proxies_are_connected_to(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert result(checks.proxies, settings)[0] == [True]
    with scripted(pages({})) as server:
        monkeypatch.setenv("HTTPS_PROXY", server.base.replace("//", "//ann:secret@"))
        monkeypatch.setenv("HTTP_PROXY", "127.0.0.1:9")
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "none.pem"))
        sound, message = result(checks.proxies, settings)
        assert (
            sound == [False, True, False]
            and "secret" not in message
            and "none.pem, which is not there" in message
        )


def test_extras_and_a_browser_are_notes(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert "The extra 'map'" in result(checks.extras, settings)[1]
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("ARTMETA_CHROMIUM", raising=False)
    (finding,) = checks.browser(settings)
    assert not finding.sound and not finding.needed


def test_disk_use_by_part_and_by_collection(museum: Settings) -> None:
    for name, size in (("images/aa/a.jpg", 2_000_000), ("cache/pages/b", 1_500_000), ("mine.csv", 300_000)):
        path = museum.data_dir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes(size))
    with duckdb.connect(str(museum.database)) as store:
        store.execute("UPDATE images SET bytes = 1000000")
        store.execute(
            "INSERT INTO embeddings BY NAME SELECT sha256, 'b' AS backbone, repeat('x', 200000)::BLOB AS vector, "
            "'r' AS run_id FROM images"
        )
    (museum.exports_dir / "museum.csv").parent.mkdir()
    (museum.exports_dir / "museum.csv").write_bytes(bytes(700_000))
    parts = {row["part"]: row["mb"] for row in disk_parts(museum)}
    expected = {
        "fetched pictures": "2.0",
        "pages, compiled backbones": "1.5",
        "exports": "0.7",
        "other files": "0.3",
    }
    assert parts | expected == parts and float(str(parts["database"])) > 1
    (row,) = disk_of_collections(museum)
    assert (row["collection"], row["fetched_mb"], row["embeddings_mb"], row["exports_mb"]) == (
        "museum",
        "2.0",
        "0.4",
        "0.7",
    )
