"""The defects of real collections: what is wrong with which work, stated so that tests can look for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

# Works (with `:` the work that one copies), kind and sentence of each defect.
TABLE = """
8,433 missing_image The record names a picture that the server does not have (404).
13 truncated The JPEG ends after 55% of its bytes; the server sends it as if it were whole.
21 html_instead An HTML page ('being digitised') comes where the picture should be, status 200.
34:5,230:111 exact_duplicate The same file as work {of}, byte for byte, under another record.
47:29 near_duplicate Work {of} again, at 70% of its size and JPEG quality 60.
527:214 near_duplicate Work {of} again, cropped by 2% and at JPEG quality 70.
55,256 in_copyright In copyright, no reuse: the picture is there, but may not be taken.
62,281,402,499,570 abstract An abstract picture: none of the five topics.
70 cmyk A JPEG in CMYK, as a printer's office delivers it.
83 exif_rotated A JPEG lying on its side, with EXIF orientation 6 to be turned upright.
91 one_pixel_high A strip 800 pixels wide and one high: a broken scan.
104:17 same_accession Has the accession number of work {of}.
118 no_title The record has no title.
139,377 photograph A noisy snapshot of the gallery wall: no painting.
163,340 letter A scanned letter: no painting.
188 blank A blank page: the back of a sheet.
207 grey A greyscale JPEG (mode L).
305,468 miscatalogued Its catalogued subject is not what it shows.
"""


@dataclass(frozen=True, slots=True)
class Defect:
    """One defect: its `kind`, a sentence about it, and the other work it copies (0: none)."""

    kind: str = ""
    sentence: str = ""
    of: int = 0


def _read(table: str) -> Iterator[tuple[int, Defect]]:
    for line in table.strip().splitlines():
        works, kind, sentence = line.split(maxsplit=2)
        for work in works.split(","):
            number, _, of = work.partition(":")
            yield int(number), Defect(kind, sentence.format(of=of), int(of or 0))


DEFECTS: Mapping[int, Defect] = dict(sorted(_read(TABLE)))
NONE = Defect()
# Kinds whose picture shows none of the five topics, so that the truth about them is '' (no topic).
NO_TOPIC = frozenset({"abstract", "photograph", "letter", "blank"})


def defect_of(number: int) -> Defect:
    """Return what is wrong with a work; its kind is '' where nothing is."""
    return DEFECTS.get(number, NONE)


def numbers(kind: str) -> list[int]:
    """Return the works with one kind of defect, in order."""
    return [number for number, defect in DEFECTS.items() if defect.kind == kind]
