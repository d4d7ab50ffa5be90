"""Several files are published together or not at all; what a killed process left complete, the next one publishes."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from artmeta import files
from artmeta.publishing import COMPLETE, finish_publishing, publish_all


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_files_that_were_complete_before_a_kill_are_published_by_the_next_process(tmp_path: Path) -> None:
    process = subprocess.Popen(["true"])
    process.wait()
    left = tmp_path / f"{COMPLETE}{files._host()}-{process.pid}-abc"
    left.mkdir()
    (left / "b.csv").write_text("new")
    (tmp_path / "b.csv").write_text("old")
    (tmp_path / "b.csv.wal").write_text("log of the old one")
    mine = tmp_path / f"{COMPLETE}{files._host()}-{os.getppid()}-abc"
    mine.mkdir()
    finish_publishing(tmp_path)
    assert names(tmp_path) == [mine.name, "b.csv"]  # what a process that lives is moving is left to it
    assert (tmp_path / "b.csv").read_text() == "new"


def test_files_are_published_together_or_not_at_all(tmp_path: Path) -> None:
    folder, source = tmp_path / "exports", tmp_path / "exports" / "made"
    source.mkdir(parents=True)
    made = [source / "b.csv", source / "a.csv"]
    for file in made:
        file.write_text("new")
    (folder / "a.csv").mkdir()
    with pytest.raises(IsADirectoryError):
        publish_all(made, folder)
    assert names(folder) == ["a.csv", "made"]
    (folder / "a.csv").rmdir()
    assert publish_all(made, folder) == [folder / "b.csv", folder / "a.csv"]
    assert names(folder) == ["a.csv", "b.csv", "made"]
