"""The map of a collection: a folder with a page, its data, contact sheets and the library that draws points."""

from __future__ import annotations

import base64
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from artmeta import files
from artmeta.errors import ExportError
from artmeta.redaction import publishable
from artmeta.report.links import linked_address
from artmeta.report.render import rendered, template_text

MOST_COLOURS = 12  # categories that a reader can tell apart by colour
SHOWN_NEIGHBOURS = 12


@dataclass(frozen=True, slots=True)
class MapWork:
    """One work on the map; `date` is as the source wrote it, `year` the middle of what it may mean, or None."""

    artwork_id: str
    title: str
    artist: str
    accession_number: str
    date: str
    year: int | None
    venue: str
    url: str
    topic: str
    confidence: float
    status: str
    has_picture: bool


@dataclass(frozen=True, slots=True)
class WorkMap:
    """What a map shows of n works: positions [n, 2] in float32, rows [n, k] of neighbours in uint32, contact sheets.

    `sheets` are the contact sheets' file names in the order of the works; each holds `columns` x `columns` cells of
    `cell` pixels (0: there are none). `imprint` says from which run and model this comes.
    """

    title: str
    imprint: str
    works: Sequence[MapWork]
    positions: NDArray[np.float32]
    neighbours: NDArray[np.uint32]
    sheets: Sequence[str]
    cell: int
    columns: int
    bin_years: int


def write_map_page(content: WorkMap, libraries: Sequence[Path], folder: Path) -> Path:
    """Write the page and its data into a folder that may already hold contact sheets; return the page's path.

    The data are scripts, since a page that is opened as a file may not fetch any. Raises ExportError.
    """
    with files.explained(folder, ExportError):
        for library in libraries:
            _write(folder / "lib" / library.name, library.read_text(encoding="utf-8"))
        _write(folder / "data" / "points.js", _script("points", _points(content)))
        _write(folder / "data" / "works.js", publishable(_script("works", _texts(content.works))))
        for name in ("map.css", "map.js"):
            _write(folder / name, template_text(name))
    page = rendered(
        "map.html.j2",
        (),
        title=content.title,
        imprint=content.imprint,
        count=len(content.works),
        libraries=[f"lib/{library.name}" for library in libraries],
    )
    _write(folder / "index.html", publishable(page))
    return folder / "index.html"


_write = partial(files.write, error=ExportError)


def _script(name: str, value: Mapping[str, object]) -> str:
    return f"window.artmeta_{name} = {json.dumps(value, ensure_ascii=False, separators=(',', ':'))};\n"


def _points(content: WorkMap) -> dict[str, object]:
    return {
        "count": len(content.works),
        "positions": _base64(content.positions.astype("<f4")),
        "neighbours": _base64(content.neighbours[:, :SHOWN_NEIGHBOURS].astype("<u4")),
        "neighbour_count": min(SHOWN_NEIGHBOURS, content.neighbours.shape[1]),
        "pictures": _base64(np.array([work.has_picture for work in content.works], np.uint8)),
        "sheets": list(content.sheets),
        "cell": content.cell,
        "columns": content.columns,
        "colours": _colours(content.works, content.bin_years),
    }


def _colours(works: Sequence[MapWork], bin_years: int) -> list[dict[str, object]]:
    """Return the four properties that points can be coloured by, each with its categories and every work's category."""
    periods = ["" if work.year is None else work.year // bin_years * bin_years for work in works]
    return [
        _categories("topic", [work.topic for work in works], "other topics", "no topic"),
        _categories("status", [work.status for work in works], "other", "not decided"),
        _ordered("period", periods, bin_years),
        _categories("venue", [work.venue for work in works], "other venues", "no venue"),
    ]


def _categories(name: str, values: Sequence[str], other: str, none: str) -> dict[str, object]:
    """Number the most frequent values; the rest share one number, and so do the works without any."""
    counts = Counter(value for value in values if value)
    kept = [value for value, _ in sorted(counts.items(), key=lambda each: (-each[1], each[0]))]
    rest = len(kept) > MOST_COLOURS
    kept = kept[: MOST_COLOURS - 1] if rest else kept
    labels = [*kept, *([other] if rest else []), *([none] if len(counts) == 0 or "" in values else [])]
    numbers = {value: number for number, value in enumerate(kept)}
    code = [len(labels) - 1 if not value else numbers.get(value, len(kept)) for value in values]
    return {"name": name, "ordered": False, "labels": labels, "values": _base64(np.array(code, np.uint8))}


def _ordered(name: str, starts: Sequence[int | str], bin_years: int) -> dict[str, object]:
    """Number periods in order of time; neighbouring ones are joined until they are few enough to be told apart."""
    years = [start for start in starts if isinstance(start, int)]
    first, last = (min(years), max(years) + bin_years) if years else (0, bin_years)
    width = bin_years * max(1, -(-(last - first) // (bin_years * MOST_COLOURS)))
    bins = range(first, last, width)
    labels = [f"{start}–{start + width - 1}" for start in bins] + ["undated"]
    code = [(start - first) // width if isinstance(start, int) else len(labels) - 1 for start in starts]
    return {"name": name, "ordered": True, "labels": labels, "values": _base64(np.array(code, np.uint8))}


def _texts(works: Sequence[MapWork]) -> dict[str, object]:
    columns = ("artwork_id", "title", "artist", "accession_number", "date", "venue")
    texts: dict[str, object] = {name: [getattr(work, name) for work in works] for name in columns}
    texts["url"] = [linked_address(work.url) for work in works]
    texts["confidence"] = [round(work.confidence, 3) for work in works]
    return texts


def _base64(array: NDArray[np.generic]) -> str:
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()
