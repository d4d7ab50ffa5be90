"""How numbers, shares, p values and years are written in pages, messages and tables: the only place.

A percentage has no space before its sign (46%), as in English prose; so it is in the documentation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

LEAST_P = 0.001  # smaller p values differ in nothing but zeros
NEARLY_ALL = 0.9995  # a share above would be written 100%, which it is not
TENTHS_BELOW = 0.1  # a share under 10% is written to a tenth; above, a tenth of a point is noise
_SENTENCE_END = re.compile(r"(?<=[.!?]) (?=[A-Z“‘'])")


def integer(number: float) -> str:
    """Return a count with thousands separators: 12,345."""
    return f"{round(number):,}"


def decimal(number: float) -> str:
    """Return a count that may hold parts of works: 12, or 12.4."""
    return integer(number) if abs(number - round(number)) < 0.05 else f"{number:,.1f}"  # noqa: PLR2004


def percent(share: float | None, decimals: int | None = None) -> str:
    """Return a share from 0 to 1 as a percentage; a dash for None and NaN.

    Without `decimals`, shares near 0 or 1 are written to a tenth, and none but 0 and 1 become 0% and 100%.
    """
    if share is None or share != share:  # noqa: PLR0124
        return "–"
    share = round(share, 9)  # a sum of floats may miss 0 and 1 by a hair
    if decimals is not None:
        return f"{100 * share:.{decimals}f}%"
    if NEARLY_ALL < share < 1:
        return "over 99.9%"
    if 0 < share < 1 - NEARLY_ALL:
        return "under 0.1%"
    tenths = 0 < share < TENTHS_BELOW or 1 - TENTHS_BELOW / 10 < share < 1
    return f"{100 * share:.{int(tenths)}f}%"


def points(change: float) -> str:
    """Return a difference of shares in percentage points with its sign: +12, −3; below one point to a tenth."""
    size = 100 * abs(change)
    written = f"{size:.{int(0 < size < 1)}f}"
    return written if float(written) == 0 else f"{'+' if change > 0 else '−'}{written}"


def points_apart(size: float) -> str:
    """Return the size of a difference of shares in percentage points, to a tenth: 3.4."""
    return f"{100 * size:.1f}"


def points_interval(change: float, low: float, high: float) -> str:
    """Return a difference of shares with its interval, in percentage points: +12 (+7 to +17)."""
    return f"{points(change)} ({points(low)} to {points(high)})"


def p_value(value: float) -> str:
    """Return a p value to three decimals: 0.012, or < 0.001."""
    return "< 0.001" if value < LEAST_P else f"{value:.3f}"


def p_equals(value: float) -> str:
    """Return a p value with its name: p = 0.012, or p < 0.001."""
    return f"p {p_value(value)}" if value < LEAST_P else f"p = {p_value(value)}"


def quantity(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun: 1 work, 1,234 works."""
    return f"{integer(number)} {noun if number == 1 else plural or noun + 's'}"


def clause(number: int, noun: str, one: str, many: str) -> str:
    """Return a number with its noun and the verb that agrees: 1 work has, 2 works have."""
    return f"{quantity(number, noun)} {one if number == 1 else many}"


def with_share(number: int, total: int) -> str:
    """Return a count with its share of a total: 30 (12%)."""
    return f"{integer(number)} ({percent(number / total)})" if total else integer(number)


def fraction(number: int, total: int) -> str:
    """Return a count with its denominator and its share to a tenth: 30 of 250 (12.0%)."""
    return f"{integer(number)} of {integer(total)} ({percent(number / total if total else 0.0, 1)})"


def enumeration(words: Sequence[str]) -> str:
    """Return words as a list: a, b and c."""
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def validation_reason(message: str) -> str:
    """Return pydantic's message about a value without the label that it puts before the text of a ValueError."""
    return message.removeprefix("Value error, ")


def no_break(text: str) -> str:
    """Return a text with no-break spaces, so that it stays on one line."""
    return text.replace(" ", "\u00a0")


def heading(kind: str) -> str:
    """Return a kind such as low_confidence as a heading: Low confidence."""
    return kind.replace("_", " ").strip().capitalize()


def titled(artwork_id: str, title: object) -> str:
    """Return how a work is named in a sentence: its title, where it has one, and its id."""
    return f"“{title}” ({artwork_id})" if isinstance(title, str) and title.strip() else artwork_id


def year(number: int) -> str:
    """Return a year: 1850, 44 BC; negative years are BC, and there is no year 0."""
    return f"{-number} BC" if number < 0 else str(number)


def years(first: int, last: int) -> str:
    """Return a range of years: 1850–1859."""
    return year(first) if first == last else f"{year(first)}–{year(last)}"


def leading_sentences(text: str, limit: int) -> str:
    """Return the first sentence of a text, and as many more as stay within `limit` characters."""
    sentences = _SENTENCE_END.split(text)
    kept = sentences[0]
    for sentence in sentences[1:]:
        if len(kept) + 1 + len(sentence) > limit:
            break
        kept += f" {sentence}"
    return kept


def truncated(text: str, limit: int) -> str:
    """Return a text no longer than `limit` characters, cut at a word, with an ellipsis."""
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(" ", 1)[0].rstrip(",;: ") + "…"
