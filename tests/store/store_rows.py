"""Small rows to write, and how many of them a file holds."""

from __future__ import annotations

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
            "held_out_loss": None,
            "held_out_accuracy": None,
        }
    )


def count(path: Path, table: str = "training_epochs") -> int:
    with duckdb.connect(str(path), read_only=True) as connection:
        row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    assert row is not None
    return int(row[0])
