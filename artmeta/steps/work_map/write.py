"""Write the map of a collection as a folder that opens in a browser, offline, from any web server or from the disk."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from artmeta.errors import InputError
from artmeta.imaging.contact_sheet import COLUMNS
from artmeta.npm import Package, library
from artmeta.report.map_page import MapWork, WorkMap, write_map_page
from artmeta.report.render import check_own_page
from artmeta.steps.context import RunContext
from artmeta.steps.work_map.layout import layout
from artmeta.steps.work_map.sheets import write_sheets

CELL = 96  # pixels of a thumbnail; about 3 kB each

# Scatterplots of up to millions of points in WebGL (F. Lekschas, JOSS 2023, doi:10.21105/joss.05275) and what it needs.
# Its build for a script tag works with pub-sub-es 2: version 3, which it asks for, has none for a script tag.
LIBRARIES = (
    Package(
        "regl",
        "2.1.1",
        "dist/regl.min.js",
        "sha512-+IOGrxl3FZ8ZM9ixCWQZzFRiRn7Rzn9bu3iFHwg/yz4tlOUQgbO4PHLgG+1ZT60zcIV8tief6Qrmyl8qcoJP0g==",
        "MIT",
    ),
    Package(
        "pub-sub-es",
        "2.1.2",
        "dist/pub-sub.umd.min.js",
        "sha512-vYnAN2DbghNmz1sUXL+j+iEiIPmfEzbJFeRFq9H6IiwAx+QffMu7ASplxGb+AgShLbr8R65hb9YhXn7/tAYYWw==",
        "MIT",
    ),
    Package(
        "regl-scatterplot",
        "1.16.0",
        "dist/regl-scatterplot.min.js",
        "sha512-LSNRzihkLgaSEALZv95+w02nX1c6slJJahqHqMNY0YOkE3L6Bk1e38GJaGatW2w8PlB1tOdvq3Cj0tPPrBhpsA==",
        "MIT",
    ),
)


def write_map(context: RunContext, folder: Path | None = None, cell: int = CELL, seed: int = 1) -> Path:
    """Write the map of a run's works into a folder; without one, COLLECTION-map in reports. Return the page's path.

    Works of one picture share a place. `cell` is the size of thumbnails in pixels; 0 leaves them out.
    Raises InputError where no work has an embedding, ConfigError without the extra `map`, ExportError, also where the
    folder holds another page.
    """
    folder = folder or context.settings.reports_dir / f"{context.run.collection}-map"
    check_own_page(folder / "index.html")
    libraries = [library(package, context.settings.cache_dir) for package in LIBRARIES]
    rows = context.store.rows("works_on_map", run_id=context.id)
    if not rows:
        raise InputError(
            f"No work of '{context.run.collection}' has an embedding, so there is nothing to lay out.",
            "Enrich the collection first: artmeta enrich.",
        )
    positions, neighbours = _layout_of_works(context, rows, seed)
    return write_map_page(
        WorkMap(
            title=context.collection.title,
            imprint=_imprint(context),
            works=[_work(row, cell) for row in rows],
            positions=positions,
            neighbours=neighbours,
            sheets=write_sheets([row["path"] for row in rows], cell, folder / "sheets", context.settings),
            cell=cell,
            columns=COLUMNS,
            bin_years=context.collection.report.bin_years,
        ),
        libraries,
        folder,
    )


def _layout_of_works(
    context: RunContext, rows: Sequence[dict[str, Any]], seed: int
) -> tuple[NDArray[np.float32], NDArray[np.uint32]]:
    """Return each work's position [n, 2], and the first works [n, k] that show its picture's nearest neighbours."""
    pictures = list(dict.fromkeys(row["sha256"] for row in rows))
    number_of = {picture: number for number, picture in enumerate(pictures)}
    picture_of_work = [number_of[row["sha256"]] for row in rows]
    first_work = np.zeros(len(pictures), np.uint32)
    first_work[picture_of_work[::-1]] = np.arange(len(rows) - 1, -1, -1)
    pictures_laid_out = layout(context, pictures, rows[0]["backbone"], seed)
    return pictures_laid_out.positions[picture_of_work], first_work[
        pictures_laid_out.neighbours[picture_of_work]
    ]


def _imprint(context: RunContext) -> str:
    (run,) = context.store.rows("run", run_id=context.id)
    model = f"model {run['model_name']}, version {run['model_version']}"
    return f"{run['started_at']:%-d %B %Y} · {model} · run {context.id}"


def _work(row: dict[str, Any], cell: int) -> MapWork:
    known = [year for year in (row["date_earliest"], row["date_latest"]) if year is not None]
    return MapWork(
        artwork_id=row["artwork_id"],
        title=row["title"],
        artist=row["artist"],
        accession_number=row["accession_number"],
        date=row["date_text"],
        year=sum(known) // len(known) if known else None,
        venue=row["venue"],
        url=row["url"],
        topic=row["topic"],
        confidence=row["confidence"] or 0.0,
        status=row["decision_status"],
        has_picture=bool(cell and row["path"]),
    )
