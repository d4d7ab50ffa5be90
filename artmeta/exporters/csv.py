"""CSV: one row an artwork, for spreadsheets and collection management systems, in the dialect of `csv_writer`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from artmeta.csv_writer import write_frame
from artmeta.errors import ExportError

if TYPE_CHECKING:
    import pandas as pd

SUFFIX = ".csv"
QUERY = "artworks_for_spreadsheets"


def write(frame: pd.DataFrame, path: Path) -> None:
    """Write a frame as it is, its texts protected; raise ExportError if the file cannot be written."""
    write_frame(frame, path, ExportError)
