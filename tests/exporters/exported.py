"""A run over a few works with everything a museum's text can hold, and its exports, written as the step does."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import pandas as pd
from builders import RUN, Work, fill, new_store

from artmeta.steps.export import ALL, Selection, write_format
from artmeta.store.database import Store

WORKS = [
    Work(
        "w1",
        1850,
        1860,
        {"boat": 0.9, "house": 0.0999999, "aircraft": 1e-7},
        ("boat",),
        title="=HYPERLINK(1)",
    ),
    Work(
        "w2", -44, -40, {"house": 0.5, "boat": 0.3, "aircraft": 0.2}, title='Quay, "The\r\nQuiet"', artist="-"
    ),
    Work("w3", None, 1900, outcome="unreadable", title="'=already quoted", venue="Zürich · 美術館"),
    Work("w4", outcome="", title="", artist=""),
]


@contextmanager
def filled(folder: Path) -> Iterator[Store]:
    with new_store(folder / "artmeta.duckdb") as store:
        fill(store, WORKS)
        flag = {
            "run_id": RUN,
            "collection": "museum",
            "severity": "note",
            "measured": 0.5,
            "limit_value": 0.6,
        }
        kinds = [
            {**flag, "kind": kind, "subject": "w2", "sentence": kind}
            for kind in ("undated", "low_confidence")
        ]
        store.insert("flags", pd.DataFrame(kinds))
        store.insert("trend_shares", pd.DataFrame([_share(1800 + 10 * n) for n in range(80)]))
        yield store


def _share(year: int) -> dict[str, object]:
    texts = {"run_id": RUN, "grouping": "", "group_name": "", "topic_id": "boat", "method": "pacc"}
    return {
        **texts,
        "bin_first": year,
        "bin_last": year + 9,
        "works": 40.5,
        "share": 0.2,
        "share_low": 0.1,
        "share_high": 0.3,
    }


def write(
    exporter: ModuleType, store: Store, path: Path, run_id: str = RUN, selection: Selection = ALL
) -> Path:
    return write_format(store, run_id, exporter, path, selection)[0]


def table(path: Path, encoding: str = "utf-8") -> list[dict[str, str]]:
    """Read a CSV file."""
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file, strict=True))
