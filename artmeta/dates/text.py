"""Museum texts are typed by many hands: one spelling for dashes, accents, brackets and abbreviations."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 300  # characters; the longest museum date seen has 150, and a longer text is prose

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−⸺⸻﹘﹣－­", "-") | dict.fromkeys("'’‘‛ʼ`´", "'") | {"ß": "s"})
_SPACES = re.compile(r"\s+")
_BRACKETED_DIGIT = re.compile(r"(?<=\d)\[([\d.?x-])\](?!\d)")
_HALF_BRACKETED = re.compile(r"(?<=\d)\[(\d+)\]|\[(\d+)\](?=\d)")
_DOUBT = re.compile(r" ?[(\[]\?[)\]]")
_DOUBTED_DIGIT = re.compile(r"(\d+)[\[(](\d?)\?[\])](\d+)")  # 153(?)8, 15[3?]3
_ABBREVIATION = re.compile(r"(?<![a-z])(?:[a-z]\.){2,}(?:[a-z](?![a-z]))?")


def normalise(text: str) -> str | None:
    """Return the text in lower case, unaccented, with one kind of dash; None if it is too long for a date."""
    if len(text) > LONGEST:
        text = _SPACES.sub(" ", text).strip()
        if len(text) > LONGEST:
            return None
    text = text.translate(_DASHES)
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).translate(_DASHES)
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = _SPACES.sub(" ", text).strip().lower()
    if "[" in text:
        text = _brackets(text)
    if "?" in text:
        text = _DOUBTED_DIGIT.sub(lambda found: f"{found[1]}{found[2]}{found[3]}?", text)
        text = _DOUBT.sub("?", text)
    return _ABBREVIATION.sub(lambda found: found[0].replace(".", "") + " ", text) if "." in text else text


def _brackets(text: str) -> str:
    """Read cataloguers' brackets: 153[7] is 1537, 155[.] an unknown digit; others are plain brackets."""
    text = _BRACKETED_DIGIT.sub(lambda found: found[1] if found[1].isdigit() else "x", text)
    return _HALF_BRACKETED.sub(lambda found: found[1] or found[2], text)
