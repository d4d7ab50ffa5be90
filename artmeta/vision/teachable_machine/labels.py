"""The names of a model's topics: read from labels.txt in any usual encoding, and made distinct."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

from artmeta.errors import ModelError

NUMBERED = re.compile(r"\s*(\d+)[.:,)]?\s+(\S.*)")  # "0 Banana"
BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
NUL_SHARE = 0.2  # of the bytes; UTF-16 of any Western text has 0.5, other encodings have none
HINT = "Correct labels.txt: one topic a line, in the order of the scores, all lines numbered from 0 or none."


def read_labels(data: bytes) -> tuple[str, ...]:
    """Read labels.txt: one topic a line, with or without numbers; equal names are numbered apart.

    Raises ModelError if there is no topic, if only some lines are numbered, or if the numbers leave a gap.
    """
    lines = [line.strip() for line in decoded(data).splitlines() if line.strip("\x00\ufeff \t")]
    pairs = [NUMBERED.fullmatch(line) for line in lines]
    numbers = [int(pair.group(1)) if pair else None for pair in pairs]
    if not lines:
        raise ModelError("labels.txt names no topics.", HINT)
    if all(number is None for number in numbers):
        return distinct(lines)
    first = numbers[0] if numbers[0] in (0, 1) else 0
    for number, (line, found) in enumerate(zip(lines, numbers, strict=True), start=first):
        if found != number:
            raise ModelError(
                f"Line {number - first + 1} of labels.txt is '{line}' where '{number} <topic>' is expected.",
                HINT,
            )
    return distinct(pair.group(2) for pair in pairs if pair)


def decoded(data: bytes) -> str:
    """Decode a text file: by its byte order mark, as UTF-16 where it has NULs, as UTF-8, else as CP1252 ("ANSI")."""
    for bom, encoding in BOMS.items():
        if data.startswith(bom):
            return data.decode(encoding, errors="replace")
    if data.count(0) > NUL_SHARE * len(data):
        return data.decode("utf-16-be" if data[:1] == b"\0" else "utf-16-le", errors="replace")
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def distinct(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names without control characters; equal ones get a number: Boat, Boat (2).

    Teachable Machine shortens long names, so that two topics can have the same. Raises ModelError on an empty name.
    """
    found: list[str] = []
    for place, name in enumerate(names):
        plain = " ".join("".join(char if char.isprintable() else " " for char in name).split())
        if not plain:
            raise ModelError(
                f"The topic at place {place} has no name.", "Name it, and export the model again."
            )
        found.append(_free(plain, {used.casefold() for used in found}))
    return tuple(found)


def _free(name: str, used: set[str]) -> str:
    """Return the name, or the first of `name (2)`, `name (3)` ... that is not used yet; case does not count."""
    if name.casefold() not in used:
        return name
    return next(
        free for number in range(2, len(used) + 3) if (free := f"{name} ({number})").casefold() not in used
    )
