"""Several programs meet at one file: one writes, the others are told, and a killed one loses nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from store_rows import WRITE, count, epochs, start

from artmeta.errors import StoreError, StoreLocked
from artmeta.store.database import Store

HOLD = """
    import sys
    from pathlib import Path
    from artmeta.store.database import Store
    with Store.open(Path(sys.argv[1])) as store:
        print("open", flush=True)
        sys.stdin.read()
"""


def test_a_second_writer_is_told_who_holds_the_file(path: Path) -> None:
    script = [sys.executable, "-c", textwrap.dedent(HOLD), str(path)]
    with subprocess.Popen(script, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        for read_only in (False, True):
            with pytest.raises(StoreLocked) as fault:
                Store.open(path, read_only=read_only)
            assert str(path) in fault.value.message
            assert f"PID {holder.pid}" in fault.value.message
            assert "committed" in fault.value.hint
        holder.communicate("")
    Store.open(path).close()


def test_the_same_process_cannot_read_in_another_mode(path: Path) -> None:
    with Store.open(path), pytest.raises(StoreLocked, match="in another mode"):
        Store.open(path, read_only=True)


@pytest.mark.parametrize("moment", [0.02, 0.1, 0.3])
def test_a_killed_writer_loses_no_committed_row(path: Path, moment: float) -> None:
    with start(WRITE, path) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(moment)
        os.kill(writer.pid, signal.SIGKILL)
        committed = [0, *map(int, writer.stdout.read().split("\n")[:-1])]
    with Store.open(path) as store:
        assert store.insert("training_epochs", epochs(0, committed[-1] + 1)) == 0
    held = count(path)
    assert held % 2 == 0  # each transaction held two rows
    assert held // 2 in (committed[-1] + 1, committed[-1] + 2)  # one may have been committed and not told


def test_temporary_data_of_a_killed_process_are_removed_and_those_in_use_stay(path: Path) -> None:
    with Store.open(path) as store:
        ((own,),) = store._connection.execute("SELECT current_setting('temp_directory')").fetchall()
        ended = subprocess.run(
            [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True
        )
        left = Path(own.replace(f"-{os.getpid()}-", f"-{int(ended.stdout)}-"))
        for folder in (Path(own), left):
            folder.mkdir()
            (folder / "duckdb_temp_storage-0.tmp").touch()
        Store.open(path).close()
        assert any(Path(own).iterdir()) and not left.exists()
    Path(own).rename(left)
    Store.open(path).close()
    assert not left.exists()


def test_a_reader_sees_the_rows_of_a_killed_writer(path: Path) -> None:
    with start(WRITE, path) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        writer.kill()
    with Store.open(path, read_only=True) as store:
        assert store.rows("schema_tables")


def test_a_reader_gets_a_snapshot_while_the_writer_works(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "out" / "it's a copy.duckdb"
    with Store.open(path) as store:
        store.insert("training_epochs", epochs(1, 5))
        store.snapshot(copy)
        store.insert("training_epochs", epochs(6))
        done = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(READ), str(copy)],
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout == "5 0\n"
        store.snapshot(copy)
    assert count(copy) == 6
    assert sorted(file.name for file in copy.parent.iterdir()) == [copy.name]


READ = """
    import sys
    from pathlib import Path
    from artmeta.store.database import Store
    with Store.open(Path(sys.argv[1]), read_only=True) as store:
        rows = store._execute("SELECT count(*) FROM training_epochs")
        views = store._execute("SELECT count(*) FROM artwork_topics")
        print(rows[0][0], views[0][0])
"""


def test_a_snapshot_keeps_keys_and_is_a_store_of_its_own(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.duckdb"
    with Store.open(path) as store:
        store.insert("training_epochs", epochs(1, 5))
        store.snapshot(copy)
    with Store.open(copy) as store:
        assert store.insert("training_epochs", epochs(1, 6)) == 1
        store.snapshot(tmp_path / "copy of the copy.duckdb")


def test_an_older_snapshots_log_is_not_replayed_on_a_new_one(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.duckdb"
    with Store.open(path) as store:
        store.snapshot(copy)
        with start(WRITE, copy) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            writer.kill()
        assert copy.with_name("copy.duckdb.wal").exists()
        store.snapshot(copy)
    assert count(copy) == 0


def test_a_snapshot_cannot_replace_the_database_itself(path: Path) -> None:
    with Store.open(path) as store, pytest.raises(StoreError, match="cannot have the same name"):
        store.snapshot(path.parent / "." / path.name)
