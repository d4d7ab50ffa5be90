"""Backups: complete while others write, valid bags, restored whole or not at all, and refused where damaged."""

from __future__ import annotations

import io
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from builders import COLLECTION, RUN, Work, fill, new_store
from runs import tables
from small_disks import read_only

from artmeta.cli import app
from artmeta.domain.review import Review, Shown
from artmeta.errors import ArtmetaError, ConfigError, InputError, SchemaTooNew, StoreLocked
from artmeta.review.file import ReviewFile, review_path
from artmeta.settings import Settings
from artmeta.steps.operations.backup import back_up, read_backup, restore
from artmeta.steps.operations.bag import BagWriter, read_bag

SHOWN = Shown("a" * 64, ("boat",), 0.6, "unsure", RUN, "topics", 3, "d" * 64)
REVIEW = Review("r1", "w1", "Ann", datetime(2026, 1, 3, tzinfo=UTC), "accept", SHOWN, ("boat",))
ODD = "collections/né %0A 100%.toml"
KEPT = {"models/topics/3/card.json", ODD, "vocabularies/lesson.toml", "lists/works.csv"}
HOLDER = "import sqlite3, sys, duckdb; {}; print('ready', flush=True); sys.stdin.read()"


@dataclass(frozen=True)
class Museum:
    """A data folder with everything that a backup holds, and that it leaves out."""

    settings: Settings
    backups: Path

    @property
    def data(self) -> Path:
        return self.settings.data_dir

    def elsewhere(self, name: str) -> Settings:
        return self.settings.model_copy(update={"data_dir": self.data.with_name(name)})


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    settings = Settings(data_dir=tmp_path_factory.mktemp("museum") / "data")
    with new_store(settings.database) as store:
        fill(store, [Work("w1", 1850, confidences={"boat": 0.9, "house": 0.1}, status="sure")])
    with ReviewFile.open(review_path(settings.data_dir, COLLECTION)) as file:
        file.add([REVIEW])
    remade = (
        "images/aa/a.jpg",
        "cache/archives/files/b.jpg",
        "cache/pages/c",
        "exports/d.csv",
        "reports/e.html",
    )
    for name in (*KEPT, *remade, "locks/museum", "prefect-password", ".part-0-1-x/f"):
        path = settings.data_dir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"the content of {name}")
        os.utime(path, (1_600_000_000, 1_600_000_000))
    return settings.data_dir


@pytest.fixture
def museum(original: Path, tmp_path: Path) -> Museum:
    data = shutil.copytree(original, tmp_path / "data")
    (tmp_path / "backups").mkdir()
    return Museum(Settings(data_dir=data, reports_dir=data / "reports", workers=1), tmp_path / "backups")


def files_of(folder: Path) -> dict[str, str]:
    """Read all files but the databases."""
    result = (path for path in folder.rglob("*") if path.is_file() and ".duckdb" not in path.name)
    return {
        str(path.relative_to(folder)): path.read_text() for path in result if path.parent.name != "reviews"
    }


def reviews_of(settings: Settings) -> list[str]:
    with ReviewFile.open(review_path(settings.data_dir, COLLECTION)) as file:
        return [each.review.id for each in file.reviews()]


def test_a_restored_folder_has_all_that_cannot_be_made_again(museum: Museum) -> None:
    made = back_up(museum.settings, museum.backups)
    assert made.path.parent == museum.backups and made.path.stat().st_mode & 0o777 == 0o600
    new = museum.elsewhere("new")
    facts = restore(new, made.path)
    assert tables(new.data_dir) == tables(museum.data) and reviews_of(new) == ["r1"]
    assert files_of(new.data_dir).keys() == KEPT
    card = new.data_dir / "models/topics/3/card.json"
    assert card.read_text() == "the content of models/topics/3/card.json"
    assert card.stat().st_mtime == 1_600_000_000
    assert new.database.stat().st_mode & 0o777 == 0o600
    assert int(facts["Artmeta-Schema"]) > 100 and facts["Payload-Oxum"].endswith(f".{made.files}")


def test_a_data_folder_on_a_read_only_disk_can_be_backed_up(
    museum: Museum, caplog: pytest.LogCaptureFixture
) -> None:
    with read_only(museum.data):
        made = back_up(museum.settings, museum.backups)
    assert "The backup is complete, but `artmeta doctor` will not know of it." in caplog.text
    new = museum.elsewhere("new")
    restore(new, made.path)
    assert tables(new.data_dir) == tables(museum.data) and reviews_of(new) == ["r1"]


def test_pictures_are_copied_on_demand(museum: Museum) -> None:
    new = museum.elsewhere("new")
    restore(new, back_up(museum.settings, museum.backups / "all.tar", pictures=True).path)
    assert {"images/aa/a.jpg", "cache/archives/files/b.jpg"} <= files_of(new.data_dir).keys()
    assert "cache/pages/c" not in files_of(new.data_dir)


def test_links_that_lead_back_are_not_followed(museum: Museum) -> None:
    outside = museum.backups.with_name("outside")
    (outside / "inner").mkdir(parents=True)
    (outside / "list.csv").write_text("kept")
    links = {museum.data / "self": ".", museum.data / "lists/up": "../..", outside / "inner/back": outside}
    links |= {museum.data / "linked": outside, museum.data / "again": outside, outside / "data": museum.data}
    for link, target in links.items():
        link.symlink_to(target)
    new = museum.elsewhere("new")
    restore(new, back_up(museum.settings, museum.backups).path)
    linked = {"linked/list.csv", "again/list.csv"}
    assert files_of(new.data_dir).keys() == KEPT | linked


def test_standard_tools_check_a_backup(museum: Museum) -> None:
    path = back_up(museum.settings, museum.backups / "a.tar").path
    shutil.unpack_archive(path, museum.backups)
    (museum.backups / "a" / "data" / ODD).rename(museum.backups / "a" / "data" / "collections" / "odd.toml")
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        command = ["sha256sum", "--check", "--ignore-missing", "--quiet", manifest]
        subprocess.run(command, cwd=museum.backups / "a", check=True)


def holding(database: str, path: Path) -> subprocess.Popen[str]:
    """Keep a process that has begun to write to a database, and has not committed."""
    script = HOLDER.format(f"c = {database}.connect(sys.argv[1]); c.execute('BEGIN'); c.execute(sys.argv[2])")
    table = "runs" if database == "duckdb" else "reviews"
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(path), f"DELETE FROM {table}"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None and process.stdout.readline() == "ready\n"
    return process


def test_a_backup_is_taken_while_others_write_and_a_restore_waits_for_their_end(museum: Museum) -> None:
    before, new = tables(museum.data), museum.elsewhere("new")
    review_file = review_path(museum.data, COLLECTION)
    writers = [holding("duckdb", museum.settings.database), holding("sqlite3", review_file)]
    made = back_up(museum.settings, museum.backups)
    with pytest.raises(StoreLocked, match=r"has .*artmeta\.duckdb open"):
        restore(museum.settings, made.path, replace=True)
    writers[0].communicate()
    with pytest.raises(StoreLocked, match=r"has .*museum\.sqlite open"):
        restore(museum.settings, made.path, replace=True)
    writers[1].communicate()
    restore(new, made.path)
    assert tables(new.data_dir) == before and reviews_of(new) == ["r1"]


def test_a_restore_replaces_what_is_there_only_on_demand(museum: Museum) -> None:
    made = back_up(museum.settings, museum.backups)
    (museum.data / "models/topics/3/card.json").write_text("changed")
    (museum.data / "models/newer").mkdir()
    with ReviewFile.open(review_path(museum.data, COLLECTION)) as file:
        file.add([replace(REVIEW, id="r2")])
    with pytest.raises(
        ConfigError, match=r"has artmeta\.duckdb, collections, lists, models, reviews and voc"
    ):
        restore(museum.settings, made.path)
    assert reviews_of(museum.settings) == ["r1", "r2"]
    restore(museum.settings, made.path, replace=True)
    assert reviews_of(museum.settings) == ["r1"] and not (museum.data / "models/newer").exists()
    assert files_of(museum.data)["models/topics/3/card.json"].startswith("the content")
    assert files_of(museum.data)["images/aa/a.jpg"].startswith("the content")


def test_a_damaged_backup_is_refused_with_the_members_name(museum: Museum, tmp_path: Path) -> None:
    path = back_up(museum.settings, museum.backups).path
    whole = path.read_bytes()
    cases = {
        whole.replace(b"content of lists", b"content of LISTS"): r"data/lists/works\.csv \(changed\)",
        whole[: len(whole) // 2]: r"^[^ ]* is cut off or damaged after ",
        whole.replace(
            b"data/lists/works.csv", b"data/lists/workz.csv", 1
        ): r"damaged after .*collections/.*toml: bad checksum",
        b"no backup": "is no backup of artmeta",
        b"": "is no backup of artmeta",
        bytes(10240): "cut off or damaged after its beginning",
    }
    for content, message in cases.items():
        damaged = tmp_path / "damaged.tar"
        damaged.write_bytes(content)
        with pytest.raises(InputError, match=message):
            restore(museum.elsewhere("new"), damaged)
        assert list(museum.elsewhere("new").data_dir.iterdir()) == []


def test_a_changed_byte_anywhere_in_the_lists_of_a_backup_is_found(tmp_path: Path) -> None:
    (source := tmp_path / "source").write_bytes(b"content")
    path = tmp_path / "bag.tar"
    with tarfile.open(path, "w") as tar:
        bag = BagWriter(tar, "bag")
        bag.add(source, "file")
        bag.finish({"Key": "value"})
    whole = path.read_bytes()
    with tarfile.open(path) as tar:
        places = [one.offset_data + at for one in tar for at in range(one.size)]
    for place in places:
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x80]) + whole[place + 1 :])
        with pytest.raises(InputError, match=r"bag\.tar is damaged"):
            read_bag(path)


def test_members_that_lead_out_of_the_folder_are_refused(museum: Museum, tmp_path: Path) -> None:
    for name, kind in (("bag/data/../../../up", tarfile.REGTYPE), ("bag/data/link", tarfile.SYMTYPE)):
        with tarfile.open(tmp_path / "odd.tar", "w") as tar:
            member = tarfile.TarInfo(name)
            member.size, member.type, member.linkname = 2, kind, "../up"
            tar.addfile(member, io.BytesIO(b"up"))
        with pytest.raises(InputError, match="is no backup of artmeta: it holds 'bag/data/"):
            restore(museum.elsewhere("new"), tmp_path / "odd.tar")
    assert not (tmp_path / "up").exists()


def test_a_backup_of_a_later_version_is_refused(museum: Museum) -> None:
    with duckdb.connect(str(museum.settings.database)) as store:
        store.execute("UPDATE schema_migrations SET number = 9000 WHERE number = 1")
    path = back_up(museum.settings, museum.backups).path
    with pytest.raises(SchemaTooNew, match="later version of artmeta"):
        restore(museum.elsewhere("new"), path)


def test_a_target_that_makes_no_sense_is_refused(museum: Museum) -> None:
    (museum.backups / "old.tar").write_text("an earlier one")
    for to, message in (
        (museum.backups / "old.tar", "is there already"),
        (museum.data / "a.tar", "would be lost with it"),
        (museum.data / "a.tar" / "b", "would be lost with it"),
        (museum.backups / "a.zip", "but a backup is a .tar file"),
    ):
        with pytest.raises(ConfigError, match=message):
            back_up(museum.settings, to)
    with pytest.raises(ConfigError, match=r"has the suffix \.gz") as refused:
        back_up(museum.settings, museum.backups / "a.tar.gz")
    assert refused.value.hint.startswith("Name a.tar,")
    with pytest.raises(ConfigError, match="no data folder"):
        back_up(museum.elsewhere("nowhere"), museum.backups)
    assert (museum.backups / "old.tar").read_text() == "an earlier one"
    with pytest.raises(InputError, match="There is no backup"):
        read_backup(museum.backups / "none.tar")


def test_a_damaged_review_file_or_database_is_named(museum: Museum) -> None:
    review_path(museum.data, COLLECTION).write_bytes(b"no database" * 1000)
    with pytest.raises(ArtmetaError, match=r"review file .*museum\.sqlite cannot be copied"):
        back_up(museum.settings, museum.backups)
    museum.settings.database.write_bytes(b"no database" * 10000)
    with pytest.raises(ArtmetaError, match="is damaged or is not a DuckDB database"):
        back_up(museum.settings, museum.backups)
    assert list(museum.backups.iterdir()) == []


def test_the_commands_say_what_they_did(
    museum: Museum, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ARTMETA_DATA_DIR", str(museum.data))
    monkeypatch.setenv("ARTMETA_REPORTS_DIR", str(museum.data / "reports"))
    app(["backup", str(museum.backups / "a.tar")], standalone_mode=False)
    app(["restore", str(museum.backups / "a.tar"), "--check"], standalone_mode=False)
    monkeypatch.setenv("ARTMETA_DATA_DIR", str(museum.data.with_name("new")))
    app(["restore", str(museum.backups / "a.tar")], standalone_mode=False)
    lines = capsys.readouterr().out.splitlines()
    assert (
        "a.tar: 6 files" in lines[0] and "is sound: artmeta" in lines[1] and "new is that of the" in lines[2]
    )
    with sqlite3.connect(review_path(museum.data.with_name("new"), COLLECTION)) as file:
        assert file.execute("SELECT count(*) FROM reviews").fetchone() == (1,)
