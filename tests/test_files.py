"""Files are written whole or not at all, whatever stops the writing, and a fault names the right file."""

from __future__ import annotations

import errno
import multiprocessing
import os
import signal
import stat
import subprocess
import tempfile
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from artmeta import files
from artmeta.errors import ExportError, WriteError


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_file_takes_the_place_of_the_older_one(tmp_path: Path) -> None:
    path = tmp_path / "new" / "table.csv"
    files.write(path, "older")
    path.chmod(0o640)
    with files.replacing(path) as part:
        assert part.name == "table.csv"
        part.write_text("newer")
        assert path.read_text() == "older"
    assert path.read_text() == "newer"
    assert mode(path) == 0o640
    assert list(path.parent.iterdir()) == [path]


def test_an_error_keeps_the_older_file(tmp_path: Path) -> None:
    files.write(tmp_path / "a", b"older")
    with pytest.raises(ZeroDivisionError), files.replacing(tmp_path / "a") as part:
        part.write_text("half")
        _ = 1 / 0
    assert (tmp_path / "a").read_text() == "older"
    assert names(tmp_path) == ["a"]


def test_a_private_file_is_private_while_it_is_written(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("older")
    with files.replacing(tmp_path / "a", private=True) as part:
        part.write_text("secret")
        assert mode(part.parent) == 0o700
    assert mode(tmp_path / "a") == 0o600


def test_a_folder_takes_the_place_of_the_older_one(tmp_path: Path) -> None:
    (tmp_path / "model" / "old").mkdir(parents=True)
    with files.replacing(tmp_path / "model") as part:
        part.mkdir()
        (part / "new").write_text("x")
    assert names(tmp_path) == ["model"]
    assert names(tmp_path / "model") == ["new"]


def test_a_symbolic_link_is_followed_and_a_device_stays_one(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "real")
    files.write(tmp_path / "link", "x")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "x"
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    files.write(tmp_path / "pipe", "through the pipe")
    assert os.read(reader, 100) == b"through the pipe"
    os.close(reader)
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


def _stop_while_writing(path: Path) -> None:
    with files.replacing(path) as part:
        part.write_text("half")
        os.kill(os.getpid(), signal.SIGKILL)


def test_what_a_killed_process_left_is_removed(tmp_path: Path) -> None:
    path = tmp_path / "a"
    process = multiprocessing.get_context("fork").Process(target=_stop_while_writing, args=(path,))
    process.start()
    process.join()
    assert len(names(tmp_path)) == 1
    with files.replacing(tmp_path / "b") as other:
        other.write_text("b")
        files.write(path, "a")
    assert names(tmp_path) == ["a", "b"]


def test_temporary_folders_of_others_stay_until_they_are_old(tmp_path: Path) -> None:
    young, old = (tmp_path / f"{files.PREFIX}otherhost-7-{name}" for name in ("young", "old"))
    own = tmp_path / f"{files.PREFIX}{files._host()}-{os.getppid()}-x"
    for folder in (young, old, own):
        folder.mkdir()
    os.utime(old, (0, 0))
    files.write(tmp_path / "a", "a")
    assert young.exists() and own.exists() and not old.exists()


def test_a_file_can_be_written_where_none_is_alone(tmp_path: Path) -> None:
    part, target = tmp_path / "part", tmp_path / "target"
    part.write_text("first")
    files.publish(part, target, exclusive=True)
    part.unlink()
    part.write_text("second")
    with pytest.raises(FileExistsError):
        files.publish(part, target, exclusive=True)
    assert target.read_text() == "first"


def test_a_full_disk_is_one_sentence(tmp_path: Path, small_disk: Path) -> None:
    files.write(small_disk / "a", "older")
    sentence = rf"The disk is full: {small_disk}/a was not written"
    with (
        pytest.raises(ExportError, match=sentence),
        files.replacing(small_disk / "a", error=ExportError) as part,
    ):
        part.write_bytes(bytes(8 << 20))
    assert (small_disk / "a").read_text() == "older"
    assert names(small_disk) == ["a"]


def test_a_read_only_disk_is_one_sentence(small_disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(WriteError, match=rf"{small_disk}/a lies on a disk that is read-only"):
        files.write(small_disk / "a", "x")


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.EDQUOT, "The disk quota is used up: /x/a was not written."),
        (errno.EACCES, "/x/a may not be written by this user."),
        (errno.EIO, "/x/a could not be written: Input/output error."),
    ],
)
def test_each_fault_has_its_sentence(number: int, sentence: str) -> None:
    with pytest.raises(WriteError) as fault, files.explained(Path("/x/a")):
        raise OSError(number, os.strerror(number), f"/x/{files.PREFIX}h-1-abc/a")
    assert fault.value.message == sentence


def test_a_fault_of_another_file_names_that_file(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match=rf"{tmp_path}/source could not"), files.replacing(tmp_path / "a"):
        (tmp_path / "source").read_text()


def test_a_fault_of_another_folder_names_that_folder(tmp_path: Path) -> None:
    """Temporary files beside another file are named by their folder, not by the file that is being written."""
    (other := tmp_path / "other").mkdir()
    fault = PermissionError(errno.EACCES, "Permission denied", f"{other}/{files.PREFIX}h-1-abc")
    with (
        pytest.raises(WriteError, match=rf"^{other} may not be written by this user"),
        files.explained(tmp_path / "a"),
    ):
        raise fault


def test_a_file_in_the_place_of_a_folder_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WriteError, match=rf"{tmp_path}/file/a could not be written: File exists"):
        files.write(tmp_path / "file" / "a", "x")


def test_a_thread_leaves_the_folder_that_another_has_just_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, cleaners = tempfile.mkdtemp, []

    def made_while_another_cleans(**how: Any) -> str:
        folder = made(**how)
        cleaner = Thread(target=files.remove_abandoned, args=(tmp_path,))
        cleaner.start()
        cleaner.join(0.2)  # it ends by then, or waits until the folder has its name in the list
        cleaners.append(cleaner)
        return folder

    monkeypatch.setattr(tempfile, "mkdtemp", made_while_another_cleans)
    files.write(tmp_path / "note.json", "{}")
    for cleaner in cleaners:
        cleaner.join()
    assert names(tmp_path) == ["note.json"]


def test_a_fault_in_a_temporary_folder_names_the_place_where_the_file_is_to_be(tmp_path: Path) -> None:
    with (
        files.temporary_folder(tmp_path) as part,
        pytest.raises(WriteError) as fault,
        files.replacing(part / "a.csv"),
    ):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert fault.value.message == f"The disk is full: {tmp_path / 'a.csv'} was not written."
