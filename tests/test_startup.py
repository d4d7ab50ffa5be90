"""Help comes at once: no command line user waits for TensorFlow to read what a command does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HEAVY = (
    "tensorflow",
    "keras",
    "prefect",
    "great_expectations",
    "pandas",
    "duckdb",
    "pyarrow",
    "sklearn",
    "scipy",
    "vl_convert",
    "requests",
    "ai_edge_litert",
    "PIL",
    "numpy",
    "pydantic",
    "rich",
    "asyncio",
)
NAME_WHAT_WAS_IMPORTED = """
import sys
sys.argv = ["artmeta", *sys.argv[1:]]
try:
    from flows.cli import main
    main()
except SystemExit:
    print("IMPORTED", *sorted(set(name.partition(".")[0] for name in sys.modules)))
"""

OPEN_AND_READ = """
import sys
from pathlib import Path
from artmeta.store.database import Store
with Store.open(Path(sys.argv[1])) as store:
    print(store.rows("newest_runs"))
print(*sys.modules)
"""


def test_help_imports_nothing_heavy() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", NAME_WHAT_WAS_IMPORTED, "--help"], capture_output=True, text=True, check=True
    )
    imported = set(ran.stdout.rpartition("IMPORTED")[2].split())
    assert "typer" in imported, ran.stderr
    assert imported.isdisjoint(HEAVY), f"`artmeta --help` imports {sorted(imported.intersection(HEAVY))}"


def test_the_database_is_opened_and_read_without_numpy(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", OPEN_AND_READ, tmp_path / "artmeta.duckdb"],
        capture_output=True,
        text=True,
        check=True,
    )
    rows, modules = ran.stdout.splitlines()
    assert rows == "[]"
    assert set(modules.split()).isdisjoint({"numpy", "pyarrow", "pandas"})


def test_no_cycles_are_looked_for_in_what_was_imported_when_a_command_ends() -> None:
    code = (
        "import atexit, gc; atexit.register(lambda: print(len(gc.get_objects()), gc.get_freeze_count())); "
        "from flows.start import main; main()"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, "--version"], capture_output=True, text=True, check=True
    )
    left, frozen = ran.stdout.splitlines()[-1].split()
    assert int(frozen) > 10_000 > int(left)
