"""What a section of the report is made of: words, numbers, charts, tables and pictures, without any HTML."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from artmeta.domain.flag import Severity

ColumnKind = Literal["text", "number", "mass", "decimal", "seconds", "share", "interval", "severity", "code"]
Tone = Literal["plain", "good", "note", "warning", "serious"]


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph; a tone other than *plain* sets it apart as a remark of that severity."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Listing:
    """Sentences one below the other, each with its severity."""

    items: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Number:
    """One figure that a reader should remember; `note` says what it is out of."""

    value: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Numbers:
    """The few figures at the head of a section."""

    items: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and what they stand for, such as a run's id and digests; `code` values are set in fixed width."""

    pairs: tuple[tuple[str, str], ...]
    code: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Column:
    """A table's column. A *share* is 0 to 1 and drawn as a bar; an *interval* is (low, middle, high), 0 to 1.

    A *mass* counts works in parts: 12.4 works.
    """

    title: str
    kind: ColumnKind = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns; a cell that is not known is None. `folded` tables open on demand."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    caption: str
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """One drawing as SVG; `alt` says in words what it shows; `wide` is the same for large screens."""

    title: str
    svg: str
    alt: str
    note: str = ""
    wide: str = ""


@dataclass(frozen=True, slots=True)
class Charts:
    """Drawings that belong together, and the table of the numbers behind them."""

    charts: tuple[Chart, ...]
    caption: str
    table: Table | None = None
    key: tuple[str, ...] = ()  # what the solid line is, then what the dashed one is


@dataclass(frozen=True, slots=True)
class Matrix:
    """Works by given topic (row) and by said topic (column); all counts of one row sum to the row's works."""

    topics: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    caption: str


@dataclass(frozen=True, slots=True)
class Work:
    """A flagged work as the gallery shows it; `picture` is its file as stored ('' if none), `url` its museum's page."""

    artwork_id: str
    title: str
    byline: str
    said: str
    sentence: str
    severity: Severity
    picture: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The flags of one kind: those of works with their pictures, all others as sentences."""

    kind: str
    title: str
    severity: Severity
    total: int
    sentences: tuple[Words, ...] = ()
    works: tuple[Work, ...] = ()

    @property
    def left_out(self) -> int:
        """How many flags of this kind the page does not show."""
        return self.total - len(self.sentences) - len(self.works)


@dataclass(frozen=True, slots=True)
class Gallery:
    """Flags by kind; a reader can choose which kinds to see."""

    groups: tuple[Group, ...]


Block = Words | Listing | Numbers | Facts | Table | Charts | Matrix | Gallery


@dataclass(frozen=True, slots=True)
class Section:
    """One section: a first paragraph that gives the answer in words, then what it rests on."""

    title: str
    lead: str
    blocks: tuple[Block, ...] = field(default=())
