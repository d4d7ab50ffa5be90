"""The defects of real collections: what is wrong with which work, stated so that tests can look for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from artmeta.sample.words import table


@dataclass(frozen=True, slots=True)
class Defect:
    """One defect: its `kind`, a sentence about it, and the other work it copies (0: none)."""

    kind: str = ""
    sentence: str = ""
    of: int = 0


def _read(rows: Iterable[tuple[str, str, str]]) -> Iterator[tuple[int, Defect]]:
    for works, kind, sentence in rows:
        for number, _, of in (work.partition(":") for work in works.split(",")):
            yield int(number), Defect(kind, sentence.format(of=of), int(of or 0))


DEFECTS: Mapping[int, Defect] = dict(sorted(_read(table("defects.toml")["defects"])))
NONE = Defect()
# Kinds whose picture shows none of the five topics, so that the truth about them is '' (no topic).
NO_TOPIC = frozenset({"abstract", "photograph", "letter", "blank"})


def defect_of(number: int) -> Defect:
    """Return what is wrong with a work; its kind is '' where nothing is."""
    return DEFECTS.get(number, NONE)


def numbers(kind: str) -> list[int]:
    """Return the works with one kind of defect, in order."""
    return [number for number, defect in DEFECTS.items() if defect.kind == kind]
