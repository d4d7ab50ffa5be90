"""The dirt of real life: what is wrong with which work, stated so that tests can look for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "missing_image",
    "truncated",
    "html_instead",
    "exact_duplicate",
    "near_duplicate",
    "in_copyright",
    "abstract",
    "photograph",
    "letter",
    "blank",
    "cmyk",
    "grey",
    "exif_rotated",
    "one_pixel_high",
    "same_accession",
    "no_title",
    "miscatalogued",
]


@dataclass(frozen=True, slots=True)
class Dirt:
    """One fault: its `kind`, a sentence about it, and the other work it copies (0: none)."""

    kind: Kind
    sentence: str
    of: int = 0


DIRT: Mapping[int, Dirt] = {
    8: Dirt("missing_image", "The record names a picture that the server does not have (404)."),
    13: Dirt("truncated", "The JPEG ends after 55 % of its bytes; the server sends it as if it were whole."),
    21: Dirt(
        "html_instead", "An HTML page ('being digitised') comes where the picture should be, status 200."
    ),
    34: Dirt("exact_duplicate", "The same file as work 5, byte for byte, under another record.", of=5),
    47: Dirt("near_duplicate", "Work 29 again, at 70 % of its size and JPEG quality 60.", of=29),
    55: Dirt("in_copyright", "In copyright, no reuse: the picture is there, but may not be taken."),
    62: Dirt("abstract", "An abstract picture: none of the five topics."),
    70: Dirt("cmyk", "A JPEG in CMYK, as a printer's office delivers it."),
    83: Dirt("exif_rotated", "A JPEG lying on its side, with EXIF orientation 6 to be turned upright."),
    91: Dirt("one_pixel_high", "A strip 800 pixels wide and one high: a broken scan."),
    104: Dirt("same_accession", "Has the accession number of work 17.", of=17),
    118: Dirt("no_title", "The record has no title."),
    139: Dirt("photograph", "A noisy snapshot of the gallery wall: no painting."),
    163: Dirt("letter", "A scanned letter: no painting."),
    188: Dirt("blank", "A blank page: the back of a sheet."),
    207: Dirt("grey", "A greyscale JPEG (mode L)."),
    230: Dirt("exact_duplicate", "The same file as work 111, byte for byte, under another record.", of=111),
    256: Dirt("in_copyright", "In copyright, no reuse: the picture is there, but may not be taken."),
    281: Dirt("abstract", "An abstract picture: none of the five topics."),
    305: Dirt("miscatalogued", "Its catalogued subject is not what it shows."),
    340: Dirt("letter", "A scanned letter: no painting."),
    377: Dirt("photograph", "A noisy snapshot of the gallery wall: no painting."),
    402: Dirt("abstract", "An abstract picture: none of the five topics."),
    433: Dirt("missing_image", "The record names a picture that the server does not have (404)."),
    468: Dirt("miscatalogued", "Its catalogued subject is not what it shows."),
    499: Dirt("abstract", "An abstract picture: none of the five topics."),
    527: Dirt("near_duplicate", "Work 214 again, cropped by 2 % and at JPEG quality 70.", of=214),
    570: Dirt("abstract", "An abstract picture: none of the five topics."),
}

# Kinds whose picture shows none of the five topics, so that the truth about them is '' (no topic).
NO_TOPIC = frozenset({"abstract", "photograph", "letter", "blank"})


def dirt_of(number: int) -> Dirt | None:
    """What is wrong with a work, or None."""
    return DIRT.get(number)


def numbers(kind: Kind) -> list[int]:
    """The works with one kind of fault, in order."""
    return [number for number, dirt in DIRT.items() if dirt.kind == kind]
