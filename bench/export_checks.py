"""What do the checks of an export cost, beside writing it?

Run: `python -m bench.export_checks FOLDER [--only csv]`, with the folder of `python -m bench.scale --keep FOLDER`.
For each format: CPU seconds to write it alone, to write it with a record of its rows, and to read it back and compare
it, and the ratio of the last two to the first. CPU seconds are of all threads of this process.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from artmeta import plugins
from artmeta.collection import SNAPSHOT
from artmeta.steps.export import ALL, write_format
from artmeta.steps.export_gate import Written, read_back, row_record
from artmeta.store.database import Store
from bench.scale import EXPORTS, RUN

COLLECTION = "museum"


def main() -> None:
    """Print a Markdown table."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--only", choices=EXPORTS, action="append")
    given = arguments.parse_args()
    print("| format | rows | write | write and record | read back | ratio |\n|---|---|---|---|---|---|")
    with Store.open(given.folder / "artmeta.duckdb", read_only=True) as store:
        for name in given.only or EXPORTS:
            with tempfile.TemporaryDirectory(dir=given.folder) as folder:
                print(line(store, name, Path(folder)), flush=True)


def line(store: Store, name: str, folder: Path) -> str:
    """Write and check one format; return its line of the table."""
    path = folder / "museum.out"
    record = row_record(name, folder / "rows.arrow")
    if name == SNAPSHOT:
        alone = recorded = seconds(lambda: store.snapshot(path, COLLECTION))
    else:
        exporter = plugins.load("artmeta.exporters", name)
        alone = seconds(lambda: write_format(store, RUN, exporter, path))
        recorded = seconds(lambda: write_format(store, RUN, exporter, path, ALL, record))
    results: list[dict[str, object]] = []
    checked = seconds(lambda: results.extend(read_back(store, COLLECTION, Written(name, (path,), record))))
    assert all(row["readable"] and row["differing"] == 0 for row in results), results
    rows = sum(int(str(row["rows"])) for row in results)
    ratio = (recorded + checked) / alone
    return f"| `{name}` | {rows:,} | {alone:.1f} | {recorded:.1f} | {checked:.1f} | {ratio:.2f} |"


def seconds(do: Callable[[], object]) -> float:
    """Return the CPU seconds of a call."""
    before = time.process_time()
    do()
    return time.process_time() - before


if __name__ == "__main__":
    main()
