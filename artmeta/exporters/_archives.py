"""Zip archives and workbooks whose bytes depend on their content alone, not on the time at which they are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from artmeta.errors import ExportError
from artmeta.files import replacing

MADE = datetime(1980, 1, 1)  # the earliest date that a zip archive can state


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, MADE.timetuple()[:6])
    entry.compress_type = ZIP_DEFLATED
    return entry


class TimelessZip(ZipFile):
    """A zip archive whose entries all have the date `MADE`."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *others: Any, **named: Any) -> None:
        """Add a file from its bytes or text."""
        name = zinfo_or_arcname.filename if isinstance(zinfo_or_arcname, ZipInfo) else zinfo_or_arcname
        super().writestr(_entry(name), data, *others, **named)

    def write(self, filename: Any, arcname: Any = None, *others: Any, **named: Any) -> None:
        """Add a file from the disk; openpyxl writes its worksheets there first."""
        self.writestr(str(arcname or filename), Path(filename).read_bytes(), *others, **named)

    @contextmanager
    def text(self, name: str) -> Iterator[IO[str]]:
        """Open a file of the archive to write text to, piece by piece."""
        with (
            self.open(_entry(name), "w") as file,
            TextIOWrapper(file, encoding="utf-8", newline="") as stream,
        ):
            yield stream


@contextmanager
def zip_archive(path: Path) -> Iterator[TimelessZip]:
    """Open a zip archive to write, which replaces `path` at the end; raise ExportError if it cannot be written."""
    with replacing(path, private=True, error=ExportError) as part, TimelessZip(part, "w") as archive:
        yield archive


def write_workbook(path: Path, rows: Iterable[Sequence[str]]) -> None:
    """Write rows of texts as a workbook of one sheet; raise ExportError if the file cannot be written."""
    from openpyxl import Workbook
    from openpyxl.writer.excel import ExcelWriter

    book = Workbook()
    book.properties.created = book.properties.modified = MADE
    for row in rows:
        book.active.append(list(row))
    with zip_archive(path) as archive:
        ExcelWriter(book, archive).save()
