"""The works of a run as files beside its page: lists by topic and date, and thumbnails where rights allow.

A page that is opened from a disk may not read files beside it, but it may load scripts: so each list is a script that
hands its rows to the page. Its name holds its digest, so that a page shows no lists of another version of itself.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import groupby
from math import isfinite
from pathlib import Path
from typing import Any

from artmeta.batches import batched
from artmeta.errors import ExportError
from artmeta.files import replacing
from artmeta.report.links import linked_address
from artmeta.report.works import Thumbnails

LISTS = 100  # whose texts are in one script: about 5 MB
ROWS = 1000  # works of a file: about 200 kB, of which a click on a chart loads one or two
PICTURES = "pictures"
# instead of a picture's name: there is none, its rights, not among those chosen
NONE, WITHHELD, NOT_HERE = 0, 1, 2

# What may lie in the folder of works: what is written here, and what file managers add.
_OWN = re.compile(rf"(?:texts)?\d{{4,}}-[0-9a-f]{{12}}\.js|{PICTURES}|\..*|Thumbs\.db|desktop\.ini")
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class WorkFile:
    """One list: works of one topic ('' for none) whose dates lie from `first` to `last`; None where one is undated.

    `texts` names the script that holds what a search looks through: the texts of up to 100 lists.
    """

    name: str
    topic: str
    first: int | None
    last: int | None
    works: int
    texts: str = ""


def write_works(rows: Iterable[Row], to: Path, thumbnails: Thumbnails) -> list[WorkFile]:
    """Write the folder of works, replacing an older one in one step, and return its lists.

    `rows` are those of the query `explore_works`, ordered by topic and date; `thumbnails` gives a stored picture as
    a small JPEG, or None. A thumbnail that the older folder has is not made again. Raises ExportError where the
    folder cannot be written.
    """
    _check_own(to)
    with replacing(to, durable=False, error=ExportError) as part:
        (part / PICTURES).mkdir(parents=True)
        files: list[WorkFile] = []
        written = (
            (_write(number, topic, works, part, to, thumbnails), "\n".join(map(_searched, works)))
            for number, (topic, works) in enumerate(_parts(rows))
        )
        for lists in batched(written, LISTS):  # of whose works no more than one list is held
            first = len(files)
            name = _script(
                part, "texts", first, f"receiveTexts({first},{_json([text for _, text in lists])});\n"
            )
            files += [replace(file, texts=name) for file, _ in lists]
        return files


def _check_own(folder: Path) -> None:
    """Raise ExportError if a folder holds something else than lists of works and their pictures."""
    names = sorted(each.name for each in folder.iterdir()) if folder.is_dir() else []
    other = next((name for name in names if not _OWN.fullmatch(name)), "")
    if other:
        raise ExportError(
            f"{folder} holds '{other}', which is no list of works, so the folder is kept.",
            "Move it elsewhere.",
        )


def _parts(rows: Iterable[Row]) -> Iterator[tuple[str, list[Row]]]:
    for topic, inside in groupby(rows, lambda row: row["topic_id"] or ""):
        for part in batched(inside, ROWS):
            yield topic, list(part)


def _write(
    number: int, topic: str, rows: list[Row], folder: Path, older: Path, thumbnails: Thumbnails
) -> WorkFile:
    texts: dict[str, int] = {}
    values = [_work(row, texts, _picture(row, folder, older, thumbnails)) for row in rows]
    held = _json({"texts": list(texts), "works": values})
    name = _script(folder, "", number, f"receiveWorks({number},{held});\n")
    return WorkFile(name, topic, *_reach(rows), len(rows))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _script(folder: Path, kind: str, number: int, content: str) -> str:
    """Write a script and return its name, which holds its digest."""
    name = f"{kind}{number:04}-{hashlib.sha256(content.encode()).hexdigest()[:12]}.js"
    (folder / name).write_bytes(content.encode())
    return name


def _searched(row: Row) -> str:
    """Return the line in which the page searches for a work: without accents and capitals, as its `folded`."""
    text = " ".join(row[name] or "" for name in ("title", "artist", "accession_number", "artwork_id"))
    if not text.isascii():
        text = "".join(
            each for each in unicodedata.normalize("NFD", text) if unicodedata.category(each)[0] != "M"
        )
    return " ".join(text.lower().split())


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
