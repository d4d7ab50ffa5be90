"""A run written in one format, as the export step does."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

from builders import RUN

from artmeta.store.database import Store


def write(exporter: ModuleType, store: Store, path: Path, run_id: str = RUN) -> Path:
    with store.batches(exporter.QUERY, run_id=run_id) as rows:
        exporter.write(rows, path)
    return path
