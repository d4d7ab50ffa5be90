"""Export: files for other systems, each of one run, with where every word in them comes from."""

from __future__ import annotations

from pathlib import Path

from artmeta import plugins
from artmeta.errors import ConfigError
from artmeta.steps.context import RunContext

SNAPSHOT = "duckdb"


def export(context: RunContext, formats: tuple[str, ...] = (), folder: Path | None = None) -> list[Path]:
    """Write the collection's export formats (or those named) and return the files."""
    check_formats(formats)
    folder = folder or context.settings.exports_dir
    return [_write(context, name, folder) for name in formats or context.collection.exports]


def check_formats(formats: tuple[str, ...]) -> None:
    """Raise ConfigError, naming the nearest right one, if there is a format that nothing here can write."""
    known = [*plugins.names("artmeta.exporters"), SNAPSHOT]
    for name in formats:
        if name not in known:
            raise ConfigError(f"There is no exporter called '{name}'.", plugins.nearest(name, known))


def _write(context: RunContext, name: str, folder: Path) -> Path:
    if name == SNAPSHOT:
        path = folder / f"{context.run.collection}.duckdb"
        context.store.snapshot(path, context.run.collection)
        return path
    exporter = plugins.load("artmeta.exporters", name)
    path = folder / f"{context.run.collection}{exporter.SUFFIX}"
    exporter.write(context.store.frame(exporter.QUERY, run_id=context.id), path)
    return path
