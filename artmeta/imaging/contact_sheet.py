"""Contact sheets: many small pictures in the cells of one JPEG, so that a page loads one file for hundreds of works."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from artmeta.errors import ImageError
from artmeta.imaging.decode import THUMBNAIL_QUALITY, thumbnail

COLUMNS = ROWS = 20
CELLS = COLUMNS * ROWS
BACKGROUND = (128, 128, 128)  # seen beside pictures that are no squares, on light and on dark paper


def contact_sheet(pictures: Sequence[Path | None], cell: int) -> bytes:
    """Return a JPEG of 20 columns with up to 400 pictures, each fitted into a cell of `cell` pixels, row by row.

    The cell of a picture that is None or cannot be read stays empty.
    """
    rows = -(-len(pictures) // COLUMNS)
    sheet = Image.new("RGB", (COLUMNS * cell, rows * cell), BACKGROUND)
    for number, path in enumerate(pictures):
        row, column = divmod(number, COLUMNS)
        if (small := _small(path, cell)) is not None:
            left, upper = (cell - small.width) // 2, (cell - small.height) // 2
            sheet.paste(small, (column * cell + left, row * cell + upper))
    file = io.BytesIO()
    sheet.save(file, "JPEG", quality=THUMBNAIL_QUALITY, optimize=True)
    return file.getvalue()


def _small(path: Path | None, cell: int) -> Image.Image | None:
    try:
        return Image.open(io.BytesIO(thumbnail(path, cell))) if path else None
    except ImageError:
        return None
