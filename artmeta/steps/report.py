"""Report: the page of a run, from the database alone."""

from __future__ import annotations

from pathlib import Path

from artmeta.errors import ImageError
from artmeta.imaging.decode import thumbnail
from artmeta.settings import Settings
from artmeta.steps.context import RunContext

THUMBNAIL = 160  # pixels: enough to recognise a picture, 5 kB each


def report(context: RunContext) -> Path:
    """Write the run's report to the reports folder, as `<collection>.html`, and return its path."""
    from artmeta.report.render import questions, write_report

    choices = context.collection.report
    queries = questions(context.id, choices.bin_years, choices.max_thumbnails)
    rows = {query: context.store.rows(query, **values) for query, values in queries.items()}
    run = context.store.rows("run", run_id=context.id)[0]
    path = context.settings.reports_dir / f"{context.run.collection}.html"
    write_report(rows, run, path, lambda place: stored_thumbnail(context.settings, place))
    return path


def stored_thumbnail(settings: Settings, place: str) -> bytes | None:
    """Return a small JPEG of a stored picture; None if it cannot be shown."""
    try:
        return thumbnail(settings.data_dir.resolve() / place, THUMBNAIL)
    except ImageError:
        return None
