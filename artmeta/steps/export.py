"""Export: files for other systems, each of one run, with provenance."""

from __future__ import annotations

from pathlib import Path

from artmeta import plugins
from artmeta.collection import SNAPSHOT, check_exports
from artmeta.steps.context import RunContext
from artmeta.steps.rights import warn_of_unknown


def export(context: RunContext, formats: tuple[str, ...] = (), folder: Path | None = None) -> list[Path]:
    """Write the collection's export formats (or those named) and return the files."""
    check_exports(formats)
    warn_of_unknown(context, ("exported",))
    folder = folder or context.settings.exports_dir
    return [_write(context, name, folder) for name in formats or context.collection.exports]


def _write(context: RunContext, name: str, folder: Path) -> Path:
    if name == SNAPSHOT:
        path = folder / f"{context.run.collection}.duckdb"
        context.store.snapshot(path, context.run.collection)
        return path
    exporter = plugins.load("artmeta.exporters", name)
    path = folder / f"{context.run.collection}{exporter.SUFFIX}"
    with context.store.batches(exporter.QUERY, run_id=context.id) as rows:
        exporter.write(rows, path)
    return path
