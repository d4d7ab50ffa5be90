"""CSV: one row an artwork, for spreadsheets and collection management systems.

RFC 4180 (comma, double quotes where needed, CRLF), UTF-8 with a byte order mark, because
spreadsheets take a file without one for another encoding. A missing value is an empty cell.

A text that begins with `=`, `+`, `-`, `@`, a tab or a line break would be run as a formula by a
spreadsheet. Such a text gets one apostrophe in front, as OWASP advises ("CSV Injection",
https://owasp.org/www-community/attacks/CSV_Injection). So does a text that already begins with
apostrophes before such a character, which makes the rule reversible: see `unprotect`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from artmeta.exporters._files import replacing

if TYPE_CHECKING:
    import pandas as pd

SUFFIX = ".csv"
QUERY = "artworks_for_spreadsheets"

ROWS = 50_000  # protected at a time, so that memory holds one copy of a large frame, not two
DECIMALS = "%.6f"  # a confidence is never known better than that
_FORMULA = re.compile(
    r"'*[=+\-@\t\r\n＝＋－＠]"
)  # the full-width forms count too: some spreadsheets fold them
_PROTECTED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")


def write(frame: pd.DataFrame, path: Path) -> None:
    """Write a frame as it is, its texts protected; raise ExportError if the file cannot be written."""
    with replacing(path) as part, part.open("w", encoding="utf-8-sig", newline="") as file:
        for start in range(0, max(1, len(frame)), ROWS):
            rows = frame.iloc[start : start + ROWS].apply(_protected)
            rows.to_csv(file, header=not start, index=False, lineterminator="\r\n", float_format=DECIMALS)


def protect(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return "'" + text if _FORMULA.match(text) else text


def unprotect(text: str) -> str:
    """Return the text that `protect` was given."""
    return text[1:] if _PROTECTED.match(text) else text


def _protected(column: pd.Series[Any]) -> pd.Series[Any]:
    return column.map(lambda value: protect(value) if isinstance(value, str) else value)
