"""The works of a run as files beside its page: lists by topic and date, and thumbnails where rights allow.

A page that is opened from a disk may not read files beside it, but it may load scripts: so each list is a script that
hands its rows to the page. Its name holds its digest, so that a page shows no lists of another version of itself.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from math import isfinite
from pathlib import Path
from typing import Any

from artmeta.batches import batched
from artmeta.errors import ExportError
from artmeta.files import replacing
from artmeta.report.links import linked_address

ROWS = 1000  # works of a file: about 200 kB, of which a click on a chart loads one or two
PICTURES = "pictures"
NONE, WITHHELD, NOT_HERE = (
    0,
    1,
    2,
)  # instead of a picture's name: there is none, its rights, not among those chosen

Row = Mapping[str, Any]
Thumbnails = Callable[[str], bytes | None]


@dataclass(frozen=True, slots=True)
class WorkFile:
    """One list: works of one topic ('' for none) whose dates lie from `first` to `last`; None where one is undated."""

    name: str
    topic: str
    first: int | None
    last: int | None
    works: int


def write_works(rows: Iterable[Row], to: Path, thumbnails: Thumbnails) -> list[WorkFile]:
    """Write the folder of works, replacing an older one in one step, and return its lists.

    `rows` are those of the query `explore_works`, ordered by topic and date; `thumbnails` gives a stored picture as
    a small JPEG, or None. A thumbnail that the older folder has is not made again. Raises ExportError where the
    folder cannot be written.
    """
    with replacing(to, durable=False, error=ExportError) as part:
        (part / PICTURES).mkdir(parents=True)
        return [
            _write(number, topic, list(works), part, to, thumbnails)
            for number, (topic, works) in enumerate(_parts(rows))
        ]


def _parts(rows: Iterable[Row]) -> Iterator[tuple[str, list[Row]]]:
    for topic, inside in groupby(rows, lambda row: row["topic_id"] or ""):
        for part in batched(inside, ROWS):
            yield topic, list(part)


def _write(
    number: int, topic: str, rows: list[Row], folder: Path, older: Path, thumbnails: Thumbnails
) -> WorkFile:
    texts: dict[str, int] = {}
    values = [_work(row, texts, _picture(row, folder, older, thumbnails)) for row in rows]
    held = json.dumps(
        {"texts": list(texts), "works": values}, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    content = f"receiveWorks({number},{held});\n".encode()
    name = f"{number:04}-{hashlib.sha256(content).hexdigest()[:12]}.js"
    (folder / name).write_bytes(content)
    return WorkFile(name, topic, *_reach(rows), len(rows))


def _reach(rows: list[Row]) -> tuple[int | None, int | None]:
    """Return the years between which all dates lie; None where a date is open or missing on that side."""
    firsts, lasts = ([row[name] for row in rows] for name in ("date_earliest", "date_latest"))
    return (None if None in firsts else min(firsts)), (None if None in lasts else max(lasts))


def _work(row: Row, texts: dict[str, int], picture: int | str) -> list[Any]:
    """Return a work as the script reads it: texts that repeat are numbers in a list of texts."""

    def place(text: str | None) -> int:
        return texts.setdefault(text or "", len(texts))

    confidence = row["confidence"]
    return [
        row["artwork_id"],
        row["title"],
        place(row["artist"]),
        row["date_text"],
        row["date_earliest"],
        row["date_latest"],
        row["accession_number"],
        place(row["venue"]),
        place(row["medium"]),
        place(row["artist_gender"]),
        linked_address(row["url"] or ""),
        place(row["status"]),
        round(confidence, 6) if confidence is not None and isfinite(confidence) else None,
        place(row["reason"]),
        place(row["review_status"]),
        row["reviewed_topics"],
        picture,
    ]


def _picture(row: Row, folder: Path, older: Path, thumbnails: Thumbnails) -> int | str:
    if row["withheld"]:
        return WITHHELD
    if not row["path"]:
        return NONE
    if not row["pictured"]:
        return NOT_HERE
    name = f"{row['sha256'][:32]}.jpg"
    target = folder / PICTURES / name
    if target.exists() or _reused(older / PICTURES / name, target):
        return name
    content = thumbnails(row["path"])
    if content is None:
        return NONE
    target.write_bytes(content)
    return name


def _reused(held: Path, target: Path) -> bool:
    """Take a thumbnail over from the older folder; tell whether it was there."""
    if not held.is_file():
        return False
    with suppress(OSError):
        os.link(held, target)
        return True
    shutil.copyfile(held, target)  # disks without links
    return True
