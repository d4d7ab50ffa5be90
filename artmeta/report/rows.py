"""Answers of the database as typed rows: each section names the dataclass whose fields are columns of its query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, is_dataclass
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class LabelRow:
    """A topic of the run's vocabulary."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class BinRow:
    """The years of a bin, both included; BC negative."""

    bin_first: int
    bin_last: int


@dataclass(frozen=True, slots=True)
class WorkRow:
    """A work as a page shows it: columns of `artwork_topics` and `shown_pictures`, NULL where there is no work."""

    title: str | None
    artist: str | None
    date_text: str | None
    venue: str | None
    url: str | None
    path: str | None
    withheld: bool | None
    confidence: float | None


def typed(records: Iterable[Mapping[str, Any]], kind: type[Row]) -> list[Row]:
    """Return each record as a `kind`, whose fields must be keys; a list of records becomes a tuple of its dataclass."""
    hints = get_type_hints(kind)
    return [kind(**{name: _value(record[name], hint) for name, hint in hints.items()}) for record in records]


def _value(cell: Any, hint: Any) -> Any:
    if get_origin(hint) is not tuple:
        return cell
    kind = get_args(hint)[0]
    return tuple(typed(cell or (), kind) if isinstance(kind, type) and is_dataclass(kind) else cell or ())


def labels(rows: Iterable[LabelRow]) -> dict[str, str]:
    """Return the topics' labels by id."""
    return {row.id: row.label for row in rows}
