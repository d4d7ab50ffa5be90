"""The names of a model's topics: read from labels.txt in any usual encoding, and made distinct."""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import BytesIO

from artmeta.errors import ModelError
from artmeta.lists.encodings import Encoding, find_encoding, shown_name

NUMBERED = re.compile(r"\s*(\d+)[.:,)]?\s+(\S.*)")  # "0 Banana"
HINT = "Correct labels.txt: one topic a line, in the order of the scores, all lines numbered from 0, or none."


def read_labels(data: bytes) -> tuple[str, ...]:
    """Read labels.txt: one topic a line, with or without numbers; equal names are numbered apart.

    Lines are numbered where the first has the number 0, as Teachable Machine writes them; else each line is a topic as
    it stands ("1 Euro"). Raises ModelError if there is no topic, if only some lines are numbered, if the numbers leave
    a gap, or if the encoding is not known.
    """
    lines = [line.strip() for line in _decoded(data).splitlines() if line.strip("\x00\ufeff \t")]
    if not lines:
        raise ModelError("labels.txt names no topics.", HINT)
    pairs = [NUMBERED.fullmatch(line) for line in lines]
    if pairs[0] is None or int(pairs[0].group(1)) != 0:
        return distinct(lines)
    for number, (line, pair) in enumerate(zip(lines, pairs, strict=True)):
        if pair is None or int(pair.group(1)) != number:
            raise ModelError(
                f"Line {number + 1} of labels.txt is '{line}' where '{number} <topic>' is expected.", HINT
            )
    return distinct(pair.group(2) for pair in pairs if pair)


def encoding_notice(data: bytes) -> str:
    """Return a sentence on the encoding of labels.txt where it was guessed, else ''."""
    encoding = _encoding(data)
    if not encoding.guessed:
        return ""
    return (
        f"labels.txt is not UTF-8; by its letters it was read as {shown_name(encoding.codec)}. If the names of the "
        "topics are wrong, save it as UTF-8 and import the model again."
    )


def _encoding(data: bytes) -> Encoding:
    return find_encoding(BytesIO(data), "labels.txt")


def _decoded(data: bytes) -> str:
    text = data.decode(_encoding(data).codec, errors="replace")
    if "\ufffd" in text:
        raise ModelError("labels.txt has damaged letters, or an unknown encoding.", "Save it as UTF-8.")
    return text


def distinct(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names without control characters; equal ones get a number: Boat, Boat (2).

    Teachable Machine shortens long names, so that two topics can have the same. Raises ModelError on an empty name.
    """
    unique: list[str] = []
    for place, name in enumerate(names):
        plain = " ".join("".join(char if char.isprintable() else " " for char in name).split())
        if not plain:
            raise ModelError(
                f"The topic at place {place} has no name.", "Name it, and export the model again."
            )
        unique.append(_free(plain, {used.casefold() for used in unique}))
    return tuple(unique)


def _free(name: str, used: set[str]) -> str:
    """Return the name, or the first of `name (2)`, `name (3)` ... that is not used yet; case does not count."""
    if name.casefold() not in used:
        return name
    return next(
        free for number in range(2, len(used) + 3) if (free := f"{name} ({number})").casefold() not in used
    )
