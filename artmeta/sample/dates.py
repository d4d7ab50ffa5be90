"""How museums write a year: exactly, about, by decade or century, open at one end, doubtfully, or not."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

ORDINALS = {17: "18th", 18: "19th", 19: "20th"}  # by the century's first two digits
EARLY, LATE = 25, 75  # years of the century; museums that mean halves still agree with these quarters
MIDDLE = range(45, 56)  # five years about the middle: all houses agree on these


def date_text(year: int, rng: np.random.Generator) -> str:
    """Write a year in one of the styles below, at their shares; 'c.' is up to two years off."""
    weights = np.array([weight for weight, _ in STYLES])
    style = STYLES[int(rng.choice(len(STYLES), p=weights / weights.sum()))][1]
    return style(year, int(rng.integers(0, 1000)))


def _exact(year: int, turn: int) -> str:
    return (f"{year}", f"{year}", f"{year}", f"dated {year}", f"{year} (signed and dated)")[turn % 5]


def _circa(year: int, turn: int) -> str:
    near = round(year / 5) * 5 if turn % 3 else year
    return (f"c.{near}", f"c. {near}", f"about {near}", f"ca. {near}", f"circa {near}")[turn % 5]


def _circa_span(year: int, turn: int) -> str:
    start = year // 10 * 10
    return (f"c.{start}-{(start + 10) % 100:02d}", f"c. {start}–{start + 10}", f"about {start}-{start + 10}")[
        turn % 3
    ]


def _two_years(year: int, turn: int) -> str:
    start = year - turn % 2
    if start // 10 == (start + 1) // 10:
        return f"{start}-{(start + 1) % 10}"
    return f"{start}-{(start + 1) % 100:02d}" if (start + 1) % 100 else f"{start}-{start + 1}"


def _decade(year: int, turn: int) -> str:
    return f"{year // 10 * 10}s"


def _century(year: int, turn: int) -> str:
    into, century = year % 100, f"{ORDINALS[year // 100]} century"
    if into < EARLY:
        return f"early {century}"
    if into >= LATE:
        return f"late {century}"
    return f"mid-{century}" if into in MIDDLE else century


def _between(year: int, turn: int) -> str:
    return f"between {year - turn % 4} and {year + turn % 7 + 1}"


def _open(year: int, turn: int) -> str:
    return f"before {year + 1 + turn % 6}" if turn % 2 else f"after {year - 1 - turn % 6}"


def _doubtful(year: int, turn: int) -> str:
    return (f"?{year}", f"{year}?", f"probably {year}")[turn % 3]


def _undated(year: int, turn: int) -> str:
    return ("n.d.", "undated", "", "unknown")[turn % 4]


def _odd(year: int, turn: int) -> str:
    return ("see file", "time of the old Duke", "date illegible")[turn % 3]


STYLES: tuple[tuple[float, Callable[[int, int], str]], ...] = (
    (38, _exact), (15, _circa), (9, _circa_span), (9, _two_years), (7, _decade), (7, _century),
    (3, _between), (3, _open), (3, _doubtful), (5, _undated), (1, _odd),
)  # fmt: skip
