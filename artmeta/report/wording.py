"""How numbers and years are put into a curator's sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

LEAST_P = 0.001  # smaller p values differ in nothing but zeros
NEARLY_ALL = 0.9995  # a share above would be written 100 %, which it is not
TENTHS_BELOW = 0.1  # a share under 10 % is written to a tenth; above, a tenth of a point is noise


def whole(number: float) -> str:
    """Write a count with its thousands apart: 12,345."""
    return f"{round(number):,}"


def mass(number: float) -> str:
    """Write a count that may hold parts of works: 12, or 12.4."""
    return whole(number) if abs(number - round(number)) < 0.05 else f"{number:,.1f}"  # noqa: PLR2004


def percent(share: float | None) -> str:
    """Write a share from 0 to 1 in percent; a dash where it is not known."""
    if share is None or share != share:  # noqa: PLR0124
        return "–"
    share = round(share, 9)  # a sum of floats may miss 0 and 1 by a hair
    if NEARLY_ALL < share < 1:
        return "over 99.9%"
    if 0 < share < 1 - NEARLY_ALL:
        return "under 0.1%"
    tenths = 0 < share < TENTHS_BELOW or 1 - TENTHS_BELOW / 10 < share < 1
    return f"{100 * share:.{int(tenths)}f}%"


def points(change: float) -> str:
    """Write a difference of shares in points, with its sign: +12, −3; less than a point to a tenth."""
    size = 100 * abs(change)
    written = f"{size:.{int(0 < size < 1)}f}"
    return written if float(written) == 0 else f"{'+' if change > 0 else '−'}{written}"


def p_value(value: float) -> str:
    """Write a p value as far as it means something."""
    return "< 0.001" if value < LEAST_P else f"{value:.3f}"


def counted(number: int, one: str, many: str = "") -> str:
    """Write a number with its noun: 1 work, 2 works."""
    return f"{whole(number)} {one if number == 1 else many or one + 's'}"


def part(number: int, of: int) -> str:
    """Write a count with its share: 30 (12%)."""
    return f"{whole(number)} ({percent(number / of)})" if of else whole(number)


def listed(words: Sequence[str]) -> str:
    """Write words as a list: a, b and c."""
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def unbroken(text: str) -> str:
    """Keep a text on one line."""
    return text.replace(" ", "\u00a0")


def titled(kind: str) -> str:
    """Write a kind such as low_confidence as a heading: Low confidence."""
    return kind.replace("_", " ").strip().capitalize()


def year(number: int) -> str:
    """Write a year; negative years are BC, and there is no year 0."""
    return str(number) if number > 0 else f"{-number} BC"


def years(first: int, last: int) -> str:
    """Write the years of a bin: 1850–1859."""
    return year(first) if first == last else f"{year(first)}–{year(last)}"


def shortest(sentences: Iterable[str], limit: int = 300) -> tuple[str, ...]:
    """Cut each sentence that is longer than `limit` characters, at a word, with an ellipsis."""
    return tuple(clipped(sentence, limit) for sentence in sentences)


def clipped(text: str, limit: int) -> str:
    """Return a text no longer than `limit` characters, cut at a word, with an ellipsis."""
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(" ", 1)[0].rstrip(",;: ") + "…"
