"""Small rows to write, how many of them a file holds, and a process that writes until it is killed."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import duckdb
import pandas as pd


def epochs(first: int, count: int = 1, loss: float = 0.5) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "model_name": "m",
            "model_version": 1,
            "epoch": range(first, first + count),
            "loss": loss,
            "accuracy": 0.5,
            "validation_loss": None,
            "validation_accuracy": None,
        }
    )


def count(path: Path, table: str = "training_epochs") -> int:
    with duckdb.connect(str(path), read_only=True) as connection:
        row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    assert row is not None
    return int(row[0])


def start(script: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", textwrap.dedent(script), *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


WRITE = """
    import sys
    from pathlib import Path
    import pandas as pd
    from artmeta.store.database import Store
    with Store.open(Path(sys.argv[1])) as store:
        for number in range(1_000_000):
            row = dict(model_name="m", model_version=1, epoch=[number, -number - 1], loss=0.0, accuracy=0.0)
            with store.transaction():
                store.insert("training_epochs", pd.DataFrame(row))
            print(number, flush=True)
"""
