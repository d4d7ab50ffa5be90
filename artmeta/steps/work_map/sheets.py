"""The contact sheets of a map: each is named by its content, so that an interrupted export goes on where it stopped."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from artmeta import files
from artmeta.background import background_processes
from artmeta.errors import ExportError
from artmeta.imaging.contact_sheet import CELLS, contact_sheet
from artmeta.progress import progress
from artmeta.settings import Settings

Part = Sequence[str | None]  # the stored paths of one sheet's pictures


def write_sheets(pictures: Sequence[str | None], cell: int, folder: Path, settings: Settings) -> list[str]:
    """Write the contact sheets that a folder lacks and remove those it no longer needs; return all names in order.

    `pictures` are paths as stored, in the order of the works, None where a picture may not be shown; the name of a
    stored picture is its digest. A cell of 0 pixels writes no sheets. Raises ExportError.
    """
    parts = [pictures[start : start + CELLS] for start in range(0, len(pictures), CELLS)] if cell else []
    names = [_name(part, cell) for part in parts]
    lacking = [(part, name) for part, name in zip(parts, names, strict=True) if not (folder / name).is_file()]
    if lacking:
        _make(lacking, cell, folder, settings)
    for sheet in folder.glob("*.jpg"):
        if sheet.name not in names:
            sheet.unlink()
    return names


def _make(lacking: Sequence[tuple[Part, str]], cell: int, folder: Path, settings: Settings) -> None:
    data = settings.data_dir.resolve()
    with (
        progress("sheets", sum(len(part) for part, _ in lacking), "pictures") as tick,
        background_processes(min(settings.workers, len(lacking))) as submit,
    ):
        made = [
            (submit(contact_sheet, [data / path if path else None for path in part], cell), name, len(part))
            for part, name in lacking
        ]
        for sheet, name, count in made:
            files.write(folder / name, sheet.result(), durable=False, error=ExportError)
            tick(count)


def _name(part: Part, cell: int) -> str:
    content = "\n".join([str(cell), *(path or "" for path in part)])
    return hashlib.sha256(content.encode()).hexdigest()[:20] + ".jpg"
