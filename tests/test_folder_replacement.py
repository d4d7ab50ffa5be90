"""Entries of a folder are replaced together: a process that is killed at any moment leaves all old or all new ones."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from artmeta.folder_replacement import READY, replace_entries
from artmeta.settings import Settings

OLD = {"store": "old", "store.wal": "old log", "models/a": "old", "models/b": "old", "kept": "kept"}
NEW = {"store": "new", "models/a": "new", "lists/works": "new"}
AFTER = {**NEW, "kept": "kept"}


def filled(folder: Path, files: dict[str, str]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return folder


def files_of(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}


def ended(moment: int, data: Path) -> int:
    """Replace in a process that is killed before it renames or removes something for the n-th time."""
    child = os.fork()
    if child == 0:
        left = [moment]

        def count(event: str, _: object) -> None:
            if event in ("os.rename", "os.remove", "os.rmdir"):
                left[0] -= 1
                if not left[0]:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        try:
            replace_entries(data, data / "staged")
            os._exit(0)
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_a_kill_at_any_moment_leaves_the_old_or_the_new_entries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    states, code, moment = [], -signal.SIGKILL, 0
    while code == -signal.SIGKILL:
        moment += 1
        data = filled(tmp_path / str(moment), OLD)
        filled(data / "staged", NEW)
        code = ended(moment, data)
        begun = (data / READY).exists()
        monkeypatch.setenv("ARTMETA_DATA_DIR", str(data))
        Settings.read()
        result = {
            name: content for name, content in files_of(data).items() if not name.startswith(("staged", "."))
        }
        assert result in (OLD, AFTER)
        states.append((begun, result == AFTER))
    assert code == 0 and states[0] == (False, False) and states[-1] == (False, True)
    assert states.count((True, True)) >= 6  # of a replacement that was finished afterwards
    assert [new for _, new in states] == sorted(new for _, new in states)


def test_what_a_killed_process_left_is_removed_by_the_next_replacement(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = filled(tmp_path / "data", OLD)
    filled(data / "staged", NEW)
    assert ended(5, data) == -signal.SIGKILL
    filled(data / "staged", {"kept": "replaced"})
    assert files_of(data).keys() > {f"{READY}/store"}
    monkeypatch.setenv("ARTMETA_DATA_DIR", str(data))
    Settings.read()
    replace_entries(data, data / "staged")
    assert files_of(data) == {**AFTER, "kept": "replaced"}
