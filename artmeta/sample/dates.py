"""How museums write a year: exactly, about, by decade or century, open at one end, doubtfully, or not."""

from __future__ import annotations

import numpy as np

from artmeta.sample.words import DATES

ORDINALS = {17: "18th", 18: "19th", 19: "20th"}  # by the century's first two digits
EARLY, LATE, MIDDLE = 25, 75, range(45, 56)  # years of the century on which all houses agree


def date_text(year: int, rng: np.random.Generator) -> str:
    """Write a year in one of the styles at their shares; 'c.' is up to two years off."""
    weights = np.array([weight for weight, _ in DATES])
    forms = DATES[int(rng.choice(len(DATES), p=weights / weights.sum()))][1]
    turn, decade = int(rng.integers(0, 1000)), year // 10 * 10
    values = {
        "y": year,
        "n": round(year / 5) * 5 if turn % 3 else year,
        "d": decade,
        "d10": decade + 10,
        "e": (decade + 10) % 100,
        "c": _century(year),
        "pair": _two_years(year - turn % 2),
        "a": year - turn % 4,
        "b": year + turn % 7 + 1,
        "o": year - 1 - turn % 6,
    }
    return forms[turn % len(forms)].format(**values)


def _two_years(start: int) -> str:
    """'1858-9', '1859-60', '1899-1900'."""
    end = start + 1
    return f"{start}-{end % 10 or end % 100 or end}"


def _century(year: int) -> str:
    into, century = year % 100, f"{ORDINALS[year // 100]} century"
    if into in MIDDLE:
        return f"mid-{century}"
    return f"early {century}" if into < EARLY else f"late {century}" if into >= LATE else century
