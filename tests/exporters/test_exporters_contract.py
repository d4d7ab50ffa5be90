"""What every export format keeps: one file, whole or not at all, from a full run or an empty one."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest
from builders import RUN
from exported import write
from small_disks import mounted

from artmeta import plugins
from artmeta.errors import ExportError
from artmeta.steps.export import write_format
from artmeta.store.database import Store

FORMATS = plugins.names("artmeta.exporters")


@pytest.fixture(params=FORMATS)
def exporter(request: pytest.FixtureRequest) -> ModuleType:
    return plugins.load("artmeta.exporters", request.param)


def test_the_formats_of_the_first_release_are_there() -> None:
    assert {"csv", "confidences", "parquet"} <= set(FORMATS)


def test_a_suffix_is_one_formats_own() -> None:
    suffixes = [plugins.load("artmeta.exporters", name).SUFFIX for name in FORMATS]
    assert all(suffix.startswith(".") for suffix in suffixes)
    assert len(set(suffixes)) == len(suffixes)


def test_a_run_becomes_the_files_that_are_stated(exporter: ModuleType, store: Store, tmp_path: Path) -> None:
    path = tmp_path / "new folder" / f"museum{exporter.SUFFIX}"
    files = write_format(store, RUN, exporter, path)
    assert files[0] == path
    assert all(file.stat().st_size > 0 and file.stat().st_mode & 0o077 == 0 for file in files)
    assert sorted(path.parent.iterdir()) == sorted(files)


def test_the_same_run_gives_the_same_bytes(exporter: ModuleType, store: Store, tmp_path: Path) -> None:
    paths = [tmp_path / "a", tmp_path / "b"]
    for path in paths:
        write(exporter, store, path)
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_a_run_without_works_becomes_a_file_too(exporter: ModuleType, store: Store, tmp_path: Path) -> None:
    write(exporter, store, tmp_path / "empty", "no such run")
    assert (tmp_path / "empty").exists()


def test_a_file_is_replaced_whole(exporter: ModuleType, store: Store, tmp_path: Path) -> None:
    path = tmp_path / "out"
    path.write_bytes(b"older " * 10_000)
    write(exporter, store, path)
    assert b"older" not in path.read_bytes()


def test_a_folder_in_the_way_is_one_sentence(exporter: ModuleType, store: Store, tmp_path: Path) -> None:
    (tmp_path / "out" / "kept").mkdir(parents=True)
    with pytest.raises(ExportError, match="could not be written"):
        write(exporter, store, tmp_path / "out")
    assert (tmp_path / "out" / "kept").is_dir()
    (tmp_path / "file").write_text("")
    with pytest.raises(ExportError, match="could not be written"):
        write(exporter, store, tmp_path / "file" / "out")


def test_a_full_disk_is_one_sentence_and_keeps_the_older_file(
    exporter: ModuleType, store: Store, tmp_path: Path
) -> None:
    with mounted(tmp_path / "small", 64) as disk:
        (disk / "out").write_bytes(b"older")
        (disk / "ballast").write_bytes(bytes(64 * 1024 - 4096))
        with pytest.raises(ExportError, match="The disk is full"):
            write(exporter, store, disk / "out")
        assert (disk / "out").read_bytes() == b"older"
        assert sorted(file.name for file in disk.iterdir()) == ["ballast", "out"]
