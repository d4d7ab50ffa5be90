"""Museum texts are typed by many hands: one spelling for dashes, accents, brackets and abbreviations."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 300  # characters; the longest museum date seen has 150, and a longer text is prose

LONGEST_SIGNED = 3  # digits; a lone "-1850" is more likely an open range than 1850 BC

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−⸺⸻﹘﹣－­", "-") | dict.fromkeys("'’‘‛ʼ`´", "'") | {"ß": "s"})
_BRACKETED_DIGIT = re.compile(r"(?<=\d)\[([\d.?x-])\](?!\d)")
_HALF_BRACKETED = re.compile(r"(?<=\d)\[(\d+)\]|\[(\d+)\](?=\d)")
_DOUBT = re.compile(r" ?[(\[]\?[)\]]")
_DOUBTED_DIGIT = re.compile(r"(\d+)[\[(](\d?)\?[\])](\d+)")  # 153(?)8, 15[3?]3
_RUN_TOGETHER = re.compile(r"(\d(?:st|nd|rd|th))(c(?:ent(?:ury)?)?)\b")  # 18thC, 19thcentury
_DASHED_MONTH = re.compile(r"\b(\d{1,2})-([a-z]{3,9})-(?=\d{4}\b)")  # 12-Mar-1850
_SIGNED = re.compile(r"(?:^|(?<=[(/;:])|(?<=- )) ?-(\d{1,4})(?![\d-])")  # -664, as computers write 664 BC
_SPREADSHEET = re.compile(r"(?<=^\d{4})\.0$")  # 1935.0
_ABBREVIATION = re.compile(r"(?<![a-z])(?:[a-z]\.){2,}(?:[a-z](?![a-z]))?")


def normalise(text: str) -> str | None:
    """Return the text in lower case, unaccented, with one kind of dash; None if it is too long for a date."""
    if len(text) > LONGEST:
        text = " ".join(text.split())
        if len(text) > LONGEST:
            return None
    text = text.translate(_DASHES).replace("+/-", "±")
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).translate(_DASHES)
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = " ".join(text.split()).lower()
    if text.endswith(".0"):
        text = _SPREADSHEET.sub("", text)
    if "[" in text:
        text = _brackets(text)
    if "-" in text:
        text = _signed(_DASHED_MONTH.sub(r"\1 \2 ", text))
    if "c" in text:
        text = _RUN_TOGETHER.sub(r"\1 \2", text)
    if "?" in text:
        text = _DOUBTED_DIGIT.sub(lambda found: f"{found[1]}{found[2]}{found[3]}?", text)
        text = _DOUBT.sub("?", text)
    return _ABBREVIATION.sub(lambda found: found[0].replace(".", "") + " ", text) if "." in text else text


def _signed(text: str) -> str:
    """Read "-664" and both years of "-1279 - -1213" as years BC; one "-1850" alone is "until 1850"."""
    years = _SIGNED.findall(text)
    if len(years) > 1 or (years and len(years[0]) <= LONGEST_SIGNED):
        return _SIGNED.sub(r"\1 bc ", text)
    return text


def _brackets(text: str) -> str:
    """Read cataloguers' brackets: 153[7] is 1537, 155[.] an unknown digit; others are plain brackets."""
    text = _BRACKETED_DIGIT.sub(lambda found: found[1] if found[1].isdigit() else "x", text)
    return _HALF_BRACKETED.sub(lambda found: found[1] or found[2], text)
