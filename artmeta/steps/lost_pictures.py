"""Fetched pictures that were deleted, truncated or changed since are fetched again."""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from artmeta.notes import same_file
from artmeta.steps.context import RunContext

log = logging.getLogger("artmeta")


def renew_lost_pictures(context: RunContext) -> None:
    """Mark each fetched picture whose file has changed as pending, and remove that file."""
    data = context.settings.data_dir
    rows = context.store.rows("kept_pictures", collection=context.run.collection)
    lost = [row["path"] for row in rows if not _is_whole(data / row["path"], row)]
    if not lost:
        return
    for path in lost:
        (data / path).unlink(missing_ok=True)
    context.store.execute("renew_lost_pictures", collection=context.run.collection, paths=lost)
    log.warning(
        "%d fetched pictures are missing or damaged in %s and are fetched again, first %s.",
        len(lost),
        context.settings.images_dir,
        lost[0],
    )


def _is_whole(path: Path, row: dict[str, Any]) -> bool:
    """Whether a file is the one that was fetched: by size and time of change, else by its sha256."""
    written = int(row["written"]) * 1000  # ns
    if not same_file(path, row["bytes"], row["sha256"], written):
        return False
    # so that a file that was moved or restored is not digested in every run
    if path.stat().st_mtime_ns > written:
        with suppress(OSError):
            os.utime(path, ns=(written, written))
    return True
