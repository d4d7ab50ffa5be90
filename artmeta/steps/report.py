"""Report: the page of a run with its works beside it, from the database and the stored pictures alone."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from pathlib import Path

from artmeta.imaging.decode import readable_thumbnail
from artmeta.settings import Settings
from artmeta.steps.context import RunContext, finish
from artmeta.steps.operations.run_locks import with_interrupted
from artmeta.steps.validate import pages_of_checks

THUMBNAIL = 160  # pixels: enough to recognise a picture, 5 kB each


def report(context: RunContext) -> Path:
    """Write the run's report to the reports folder, as `<collection>.html`, and return its path.

    The works and their thumbnails go into the folder `<collection>-works` beside it, all runs of the collection into
    the page `<collection>-runs.html`. Raises WriteError, before anything is read, if they may not be written.
    """
    from artmeta.report.render import Beside, questions, write_report
    from artmeta.report.work_files import write_works

    context.settings.check_folders(context.settings.reports_dir)
    choices = context.collection.report
    queries = questions(context.id, choices.bin_years, choices.max_thumbnails)
    run = context.store.rows("run", run_id=context.id)[0]
    path = context.settings.reports_dir / f"{context.run.collection}.html"

    picture = stored_thumbnails(context.settings)
    folder = path.with_name(f"{path.stem}-works")
    parameters = {"run_id": context.id, "max_pictures": choices.max_pictures}
    with context.store.materialized(context.id):
        rows = {query: context.store.rows(query, **values) for query, values in queries.items()}
        with context.store.batches("explore_works", **parameters) as batches:
            works = chain.from_iterable(batch.to_pylist() for batch in batches)
            files = write_works(works, folder, picture)
        _record_counts(context)
    page = _write_runs(context)
    pages = chain.from_iterable(pages_of_checks(context.settings, context.run.collection).values())
    checks = {file.stem.removeprefix("artmeta-"): str(file.relative_to(path.parent)) for file in pages}
    beside = Beside(folder.name, tuple(files), page.name, checks)
    charts = context.settings.cache_dir / "charts" / f"{context.run.collection}.json"
    return write_report(rows, run, path, picture, beside, charts)


def finish_reported(context: RunContext) -> None:
    """Mark a run as finished, also on the page of all runs."""
    finish(context)
    _write_runs(context)


def _write_runs(context: RunContext) -> Path:
    from artmeta.report.runs_page import write_runs_page

    name, folder = context.run.collection, context.settings.reports_dir
    stored = context.store.rows("runs_of_collection", collection=name)
    runs = with_interrupted(stored, context.settings.data_dir, collection=name)
    return write_runs_page(runs, f"{name}.html", folder / f"{name}-runs.html", context.id)


def _record_counts(context: RunContext) -> None:
    """Keep the counts of topics and statuses with the run, for the comparison with later ones."""
    if not context.store.read_only:
        counts = context.store.frame("topic_statuses_of_run", run_id=context.id)
        context.store.replace_of_run("run_topic_counts", context.id, counts)


def stored_thumbnails(settings: Settings) -> Callable[[str], bytes | None]:
    """Return a function from a stored picture's path to a small JPEG of it; None if it cannot be shown."""
    data = settings.data_dir.resolve()
    return lambda path: readable_thumbnail(data / path, THUMBNAIL)
