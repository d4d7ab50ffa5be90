"""Numbers of dates are classified by their form: 1850, 27, 19th, 1850s, 18--, 12/27/1931."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

Item = tuple[str, Any]

DIGITS = frozenset("0123456789")  # digits of other scripts are words that no date holds

# Roman months, I to XII. Each form begins with a plain letter or digit, by which it is passed over in no time.
ROMAN_REST = r"(?:(?<=i)(?:ii?|v|x)?|(?<=v)i{0,3}|(?<=x)i{0,2})(?![a-z])"  # behind the first letter
CENTURY_BEFORE = r"(?<!s\.[ivx])(?<!s\. [ivx])(?<!sec\.[ivx])(?<!sec\. [ivx])"
VERS = r"(?!(?<=v)\.)"  # "v. 1923" is "vers 1923"
# 12.XI.1923, 12 XI 1923
ROMAN_DAY = rf"\d\d?(?<![4-9]\d)(?:[/.-] ?| )[ivx]{ROMAN_REST}(?:[/.-] ?| )\d{{4}}(?!\d)"
ROMAN_MONTH = (
    rf"\d\d\d\d/[ivx]{ROMAN_REST}(?!\.? ?\d)"  # 1833/IV; not "1900/v. 1905"
    rf"|[ivx]{CENTURY_BEFORE}{VERS}{ROMAN_REST}[/.]\d{{4}}(?!\d)"  # XI.1923; no "sec.XI.1050"
    rf"|[ivx](?<![a-z.] [ivx]){VERS}{ROMAN_REST}\. \d{{4}}(?!\d)"  # XI. 1923; no "Louis XI. 1461"
)
DAY = (
    r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}(?!\d)|\d{1,2}\. \d{1,2}\. \d{4}(?!\d)"  # 12/27/1931, 27. 12. 1931
    r"|\d{4}[-./]\d\d[-./]\d\d(?!\d)|\d{4}-\d\d?-\d\d?(?!\d)|\d{4}/\d\d?/\d\d?(?!\d)"  # 1931-12-27, 1931-12-7
    r"|(?:1\d|20)\d\d(?:0\d|1[0-2])(?:[0-2]\d|3[01])(?!\d)"  # 19311227
    rf"|{ROMAN_DAY}"
)
MONTH = rf"(?:0?[1-9]|1[0-2])[/.]\d{{4}}(?!\d)|{ROMAN_MONTH}"  # 10/1917
NORDIC = r"\d+tals?(?![a-z])"  # 1700-talet, 1700-luku, 1920'erne, as text.py writes them
THOUSANDS = r"\d{1,3}(?:,\d{3})+(?!\d)"  # 10,000
UNKNOWN_YEARS = r"\d\d(?:--|\?\?|xx|uu|__)(?!\d)"  # 18--
UNKNOWN_YEAR = r"(?:1\d|20)\d(?:[x_u?](?![\da-z])|-(?=\s*(?:$|[?)\],;])))"  # 185-, 185?; "664-" is open
ENDED = (  # 1920s, 19th, 19:e
    r"\d+[':]?(?:ies|s|er|th|st|nd|rd|e|eme|ieme|iere|ere|de|ste|o|a|re|nde|ra|te|tych|ty|tego)(?![a-z])"
)
DOTTED = r"\d{1,2}\.(?=\s*[a-z/-]|\d)"  # 19. Jh.
PLAIN = r"\d+"
# AR00123, R1850: no word for "in" or "year"
INVENTORY = r"(?<![a-z])(?:a[frv]|[lnoprwz]|do|na|od|pa|po)\d{3,}"
CENTURY = 100
MONTHS, DAYS = 12, 31
THIS_CENTURY = 2000  # "2000s" are its first ten years
SMALL_DIGITS = 2  # a day, a century, the end of a short range; three digits and more are a year


def _year_among(word: str) -> Item:
    """Read the year of a day or month; a month 13 or a day 32 is no date, nor is a day before its month: 1850-31-12."""
    if word.isdigit():
        return "DAY", int(word[:4])
    parts = re.split(r"\D+", word)
    at = next(place for place, part in enumerate(parts) if len(part) == len("1850"))
    others = [int(part) for part in parts[:at] + parts[at + 1 :] if part]
    months = [1] if re.search("[ivx]", word) else others[:1] if at == 0 else others
    if others and (min(months) > MONTHS or max(others) > DAYS):
        return _no_date(word)
    return "DAY", int(parts[at])


def _ended(word: str) -> Item:
    """Read 1850s as a decade, 1800s as hundreds, 60s as a short decade; 19th as a count."""
    digits, ending = _split(word)
    if ending not in {"s", "ies", "er"} or not digits.endswith("0") or len(digits) not in {2, 4}:
        return "ORDINAL", int(digits)
    if len(digits) == SMALL_DIGITS:
        return "SHORT_DECADE", int(digits)
    hundreds = digits.endswith("00") and int(digits) < THIS_CENTURY
    return ("HUNDREDS" if hundreds else "DECADE"), int(digits)


def _nordic(word: str) -> Item:
    """Read 1700-talet as the 18th century, 1750-talet as a decade; its genitive 1700-talets waits for a part."""
    value = int(_split(word)[0])
    item: Item = ("DECADE" if value >= CENTURY else "SHORT_DECADE", value)
    if value % CENTURY == 0:
        item = "NAMED_CENTURY", value // CENTURY + 1
    elif value % 10:
        item = _no_date(word)
    return ("GENITIVE", item) if word.endswith("s") else item


def _plain(word: str) -> Item:
    """Keep the digits of a small number: the "07" of "1826-07" is not the "7" of "1826-7"."""
    digits = _split(word)[0]
    if len(digits) > len("1850") and digits.startswith("0"):
        return _no_date(word)  # the number of an object
    return ("SMALL", digits) if len(digits) <= SMALL_DIGITS else ("YEAR", int(digits))


def _split(word: str) -> tuple[str, str]:
    digits = re.match(r"\d+", word)
    number = digits[0] if digits else ""
    return number, word[len(number) :].lstrip("':")


NUMBER = "|".join(
    (INVENTORY, DAY, MONTH, NORDIC, THOUSANDS, UNKNOWN_YEARS, UNKNOWN_YEAR, ENDED, DOTTED, PLAIN)
)


def _no_date(word: str) -> Item:
    return "CALENDAR", word


READERS: tuple[tuple[re.Pattern[str], Callable[[str], Item]], ...] = (
    (re.compile(INVENTORY), _no_date),
    (re.compile(DAY + "|" + MONTH), _year_among),
    (re.compile(NORDIC), _nordic),
    (re.compile(THOUSANDS), lambda word: ("YEAR", int(word.replace(",", "")))),
    (re.compile(UNKNOWN_YEARS), lambda word: ("HUNDREDS", int(word[:2]) * 100)),
    (re.compile(UNKNOWN_YEAR), lambda word: ("DECADE", int(word[:3]) * 10)),
    (re.compile(ENDED), _ended),
    (re.compile(r"\d+\.?"), _plain),
)


@lru_cache(maxsize=8192)
def number(word: str) -> Item:
    """Return the terminal of a number and its value."""
    reader = next(reader for pattern, reader in READERS if pattern.fullmatch(word))
    return reader(word)
