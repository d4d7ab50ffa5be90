"""The artwork of a Wikidata item, made of its claims."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote, unquote

from pydantic import Field

from artmeta.config import StrictTable
from artmeta.domain.artwork import Artwork, ImageAsset, Rights
from artmeta.domain.rights import read_rights
from artmeta.errors import SourceChanged
from artmeta.wording import year as year_text

DECADE, CENTURY, MILLENNIUM = 8, 7, 6  # Wikidata's time precisions; 9 to 11 are a year, a month, a day
LONGEST_NAME = 160  # bytes; Commons' `abbrvThreshold`, as QuickInstantCommons has it
_YEAR = re.compile(r"^([+-]?\d{1,9})-\d\d-\d\d")
_FIELDS = frozenset(
    "title inception creator gender birth material collection inventory depicts image copyright artuk".split()
)
_COPYRIGHT: Mapping[str, Rights] = {
    "Q19652": "public_domain",
    "Q99263261": "public_domain",  # no known copyright restrictions
    "Q88088423": "cc0",  # copyrighted, dedicated to the public domain by its holder
    "Q50423863": "in_copyright",
}


# The widths that Wikimedia's servers keep ready; others are refused (mediawiki.org, Common thumbnail sizes).
Width = Literal[250, 330, 500, 960, 1280, 1920]


class ItemOptions(StrictTable):
    """The options that concern one item."""

    # depicted item (Q...) -> topic id; without it, its label
    topics: dict[str, str] = Field(default_factory=dict)
    image_width: Width = 500  # the smallest that is larger than the 224 pixels a model sees, both ways
    commons: str = "https://upload.wikimedia.org/wikipedia/commons"


@dataclass(frozen=True, slots=True)
class WikidataClaim:
    """One claim about an item: a `value`, its `label` if it is an item itself, and the qualifiers of dates."""

    field: str
    value: str
    label: str = ""
    precision: int = 0
    circa: bool = False
    start: str = ""
    end: str = ""

    @classmethod
    def of(cls, row: Mapping[str, Any], page: str) -> WikidataClaim:
        """Read a row of the answer; raise SourceChanged if it lacks its field or its value."""
        try:
            cell = {name: "" if one["type"] == "bnode" else str(one["value"]) for name, one in row.items()}
            field, value = cell["field"], cell["value"]
            precision = int(cell.get("precision", "0"))
        except (KeyError, TypeError, ValueError) as fault:
            raise SourceChanged(f"{page}: a row of the answer has no sound {fault}.") from None
        if field not in _FIELDS:
            raise SourceChanged(f"{page}: a row has the unknown field '{field}'.")
        label = cell.get("valueLabel", "")
        return cls(field, value, label, precision, "circa" in cell, cell.get("from", ""), cell.get("to", ""))

    @property
    def text(self) -> str:
        """The value in words; '' for an item without a label, such as an unknown painter."""
        return self.label or ("" if self.value.startswith(("http://", "https://")) else self.value)


def read_item(item: str, claims: Sequence[WikidataClaim], options: ItemOptions, profile: str) -> Artwork:
    """Return the artwork of an item; several values are joined, a field without claims stays empty."""
    from artmeta.dates import read_date

    by_field: dict[str, list[WikidataClaim]] = {field: [] for field in _FIELDS}
    for one in sorted(claims, key=lambda one: (one.field, one.value)):
        by_field[one.field].append(one)
    rights, rights_text = _rights(by_field["copyright"])
    artuk = by_field["artuk"]
    return Artwork(
        id=f"wikidata:{item}",
        title=_first(by_field["title"]),
        artist=_joined(by_field["creator"]),
        artist_gender=_if_one(by_field["gender"]),
        artist_birth=_birth(by_field["birth"]),
        date=read_date(date_text(by_field["inception"]), profile),
        medium=_joined(by_field["material"]),
        accession_number=_joined(by_field["inventory"]),
        venue=_joined(by_field["collection"]),
        url=f"https://artuk.org/discover/artworks/{quote(artuk[0].value, safe='')}"
        if artuk
        else f"https://www.wikidata.org/wiki/{item}",
        rights=rights,
        rights_text=rights_text,
        images=tuple(commons_image(one.value, options, rights) for one in by_field["image"][:1]),
        given_topics=_topics(by_field["depicts"], options.topics),
    )


def date_text(inceptions: Sequence[WikidataClaim]) -> str:
    """Say a date as a museum would: '1850', 'c. 1850', '1850s', '19th century', '1850-1855'; '' for none."""
    spans = [text for text in (_span_text(one) for one in inceptions) if text]
    return " or ".join(dict.fromkeys(spans))


def _span_text(one: WikidataClaim) -> str:
    start, end = year_of(one.start), year_of(one.end)
    circa = "c. " if one.circa else ""
    if start is not None and end is not None:
        return f"{circa}{year_text(start)}-{year_text(end)}" if start != end else f"{circa}{year_text(start)}"
    if start is not None:
        return f"after {year_text(start)}"
    if end is not None:
        return f"before {year_text(end)}"
    year = year_of(one.value)
    return circa + _by_precision(year, one.precision) if year is not None else ""


def _by_precision(year: int, precision: int) -> str:
    before = " BC" if year < 0 else ""
    size = abs(year)
    if precision == DECADE:
        return f"{size // 10 * 10}s{before}"
    if precision in (CENTURY, MILLENNIUM):
        unit, word = (100, "century") if precision == CENTURY else (1000, "millennium")
        return f"{_ordinal((size - 1) // unit + 1)} {word}{before}"
    return year_text(year) if precision > DECADE else ""


def _ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number % 100 not in (11, 12, 13) else "th"
    return f"{number}{ending}"


def year_of(time: str) -> int | None:
    """Read the year of a time value ('1850-01-01T00:00:00Z', '-0043-...' is 44 BC in RDF); None if there is none."""
    match = _YEAR.match(time)
    if not match:
        return None
    year = int(match[1])
    return year if year > 0 else year - 1  # RDF counts a year 0, which is 1 BC (XSD 1.1)


def commons_image(value: str, options: ItemOptions, rights: Rights = "unknown") -> ImageAsset:
    """Find the thumbnail of a Commons file; an address that is not Commons' file path is taken as it is.

    Thumbnails lie at an address made of the file's name and its MD5 (Commons, Reusing content outside
    Wikimedia); Special:FilePath, which the statement holds, is closed to robots. The fallback is the file itself, for
    there is no thumbnail of a picture that is narrower; a drawing (SVG) has one of any width.
    """
    _, mark, name = value.partition("/Special:FilePath/")
    if not mark:
        return ImageAsset(value, rights)
    name = unquote(name).replace(" ", "_")
    digest = hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()
    place = f"{digest[0]}/{digest[:2]}/{quote(name)}"
    thumb, fallback = f"{options.image_width}px-{_thumbnail_name(name)}", f"{options.commons}/{place}"
    if name.lower().endswith((".tif", ".tiff")):
        thumb = f"lossy-page1-{thumb}.jpg"
    elif name.lower().endswith(".svg"):
        thumb, fallback = f"{thumb}.png", ""
    return ImageAsset(f"{options.commons}/thumb/{place}/{quote(thumb)}", rights, fallback=fallback)


def _thumbnail_name(name: str) -> str:
    """Return the name by which thumbnails of a file end: MediaWiki abbreviates long ones (FileRepo::nameForThumb)."""
    return f"thumbnail.{name.rpartition('.')[2].lower()}" if len(name.encode()) > LONGEST_NAME else name


def _rights(claims: Sequence[WikidataClaim]) -> tuple[Rights, str]:
    """Read P6216; where several hold (in one country it is free, in another not), none is relied on."""
    licences = {_COPYRIGHT.get(one.value.rpartition("/")[2]) or read_rights(one.text) for one in claims}
    return (licences.pop() if len(licences) == 1 else "unknown"), _joined(claims)


def _topics(claims: Sequence[WikidataClaim], topics: Mapping[str, str]) -> tuple[str, ...]:
    names = (topics.get(one.value.rpartition("/")[2], "") if topics else one.text for one in claims)
    return tuple(dict.fromkeys(name for name in names if name))


def _birth(claims: Sequence[WikidataClaim]) -> int | None:
    years = {year_of(one.value) for one in claims}
    return years.pop() if len(years) == 1 else None


def _first(claims: Sequence[WikidataClaim]) -> str:
    return claims[0].text if claims else ""


def _if_one(claims: Sequence[WikidataClaim]) -> str:
    texts = {one.text for one in claims}
    return texts.pop() if len(texts) == 1 else ""


def _joined(claims: Sequence[WikidataClaim]) -> str:
    return "; ".join(dict.fromkeys(one.text for one in claims if one.text))
