"""What a section of the report is made of: words, numbers, charts, tables and pictures, without any HTML."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from artmeta.domain.flag import Severity

ColumnKind = Literal[
    "text",
    "words",
    "number",
    "mass",
    "decimal",
    "seconds",
    "share",
    "percent",
    "interval",
    "severity",
    "code",
]
Tone = Literal["plain", "good", "note", "warning", "serious"]


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph; a tone other than *plain* sets it apart as a remark of that severity."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Remarks:
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

    A *mass* counts works in parts: 12.4 works; *words* are whole sentences.
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
class LegendEntry:
    """What a line or a colour of the drawings stands for."""

    name: str
    look: Literal["solid", "dashed", "band", "first", "first-pale", "second", "silent"]


@dataclass(frozen=True, slots=True)
class Charts:
    """Drawings that belong together, and the table of the numbers behind them."""

    charts: tuple[Chart, ...]
    caption: str
    table: Table | None = None
    key: tuple[LegendEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkCard:
    """A work with its picture: a file as stored, '' if none or `withheld` by its rights; `url` leads to its museum."""

    title: str
    byline: str
    prediction: str
    sentence: str
    picture: str = ""
    withheld: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """Works of one given topic (`row`) of which one topic is said (`column`), some of them with their pictures."""

    row: int
    column: int
    works: tuple[WorkCard, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Counts of works by given topic (row) and by said topic (column); `cells` are those that open their pictures."""

    name: str
    topics: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    caption: str
    cells: tuple[MatrixCell, ...] = ()
    given: str = "True topic"
    rest: str = "in the database’s view labelled_works"  # where the works are that a cell does not show

    def opens(self, row: int, column: int) -> bool:
        """Whether this cell has pictures to open."""
        return any((cell.row, cell.column) == (row, column) for cell in self.cells)


@dataclass(frozen=True, slots=True)
class FlagGroup:
    """The flags of one kind: those of works with their pictures, all others as sentences."""

    kind: str
    title: str
    severity: Severity
    total: int
    sentences: tuple[Words, ...] = ()
    works: tuple[WorkCard, ...] = ()

    @property
    def left_out(self) -> int:
        """How many flags of this kind the page does not show."""
        return self.total - len(self.sentences) - len(self.works)


@dataclass(frozen=True, slots=True)
class FlagGroups:
    """Flags by kind; a reader can choose which kinds to see."""

    groups: tuple[FlagGroup, ...]


Block = Words | Remarks | Numbers | Facts | Table | Charts | Matrix | FlagGroups


@dataclass(frozen=True, slots=True)
class Section:
    """One section: a first paragraph that gives the answer in words, then what it rests on."""

    title: str
    lead: str
    blocks: tuple[Block, ...] = field(default=())
