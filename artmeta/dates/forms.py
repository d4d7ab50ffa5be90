"""Forms of libraries and inventories are rewritten as museums write them: "s. xiv in.", "1871 entre, 1876 et"."""

from __future__ import annotations

import re

from artmeta.dates.endings import hungarian, rare_endings

# C4 AD, C2-3 AD: a capital before a number up to 21 is "century"; "c. 4 AD", "C50 BC" and "C1850" are about a year.
_NUMBER = r"(1?\d|2[01])(?:st|nd|rd|th|ST|ND|RD|TH)?"
_CAPITAL_CENTURY = re.compile(
    rf"(?<![A-Za-z])C{_NUMBER}(?:( ?[-/] ?){_NUMBER})?(?![\dA-Za-z])(?=(?: ?[,:;/.(\[]? ?(\d{{4}})(?!\d))?)"
)
# C16th century
_CENTURY_TWICE = re.compile(r"(?<=\dth century) (?:century|centuries|cent\b\.?)", re.IGNORECASE)

_END = r"(?=\.? ?(?:$|[,;:()/?\]-]|or ))"
# s. xiv ex.-xv in., s. xiv in., med.: the second part has the century that it names, or that of the first
_SAECULO_NEXT = re.compile(
    r"((?<![a-z])(?:s|saec|sec)\. ?([ivx]{1,5})[. ]{0,2}(?:in|med|ex)\.? ?(?:[-/,]|or) ?)"
    r"(?=([ivx]{1,5})?[. ]{0,2}(?:in|med|ex)(?![a-z]))"
)
_SAECULO = re.compile(rf"(?<![a-z])(s|saec|sec)\. ?([ivx]{{1,5}})[. ]{{0,2}}(in|med|ex)(?![a-z]){_END}\.?")
_SAECULO_PARTS = {"in": "beginning", "med": "mid", "ex": "end"}
_SAECULO_FRACTION = re.compile(r"(?<![a-z])(s|saec|sec)\. ?([ivx]{1,5}) (\d ?/ ?\d)(?!\d)")
_POSTPOSED_BETWEEN = re.compile(r"(\d{3,4}) (?:entre ?[,;] ?(\d{3,4}) et|et ?[,;] ?(\d{3,4}) entre)(?![a-z])")
_SPACED_DAY = re.compile(r"(?<!\d)(\d{4}) ?/ ?(\d\d) ?/ ?(\d\d)(?!\d)")
_SPACED_ORDINAL = re.compile(r"(?<!\d)(\d{1,2}) e(?= siecle)")
# 1541 x 1546: at some time between the two
_TIMES = re.compile(r"(?<=\d{4}) ?(?:×| x) ?(?=(?:c\.? ?)?\d{4}(?!\d))|(?<=\d0s) ?× ?(?=\d{4}(?!\d))")

_UNKNOWN_END = re.compile(r"(?<=\d{4}) ?- ?\?$")  # 1890-?
_UNKNOWN_START = re.compile(r"^\? ?- ?(?=\d{4}$)")  # ?-1890
_TILDE = re.compile(r"(?<=\d) ?~ ?(?=\d)")  # 1850~1860, as East Asian catalogues write a range


def capital_century(text: str) -> str:
    """Write "C4 AD" as "4th century AD" and "C3-2" as "3th-2th century"; only the capital tells it from "c4"."""
    return _CENTURY_TWICE.sub("", _CAPITAL_CENTURY.sub(_centuries, text))


def _centuries(match: re.Match[str]) -> str:
    """Write a century in words; of "C1, 1950" the C1 is no century but a number in an inventory, unread."""
    first, joint, last, year = match.groups()
    if year and not 100 * int(first) - 100 <= int(year) <= 100 * int(last or first):
        return "inventorynumber"
    return f"{first}th{joint}{last}th century" if last else f"{first}th century"


def catalogue_forms(text: str) -> str:
    """Rewrite the forms of a text in lower case without accents."""
    text = rare_endings(text)
    if "~" in text:
        text = _TILDE.sub("-", text)
    if "s. " in text or "ec. " in text:
        text = _SAECULO_NEXT.sub(lambda match: f"{match[1]}s. {'' if match[3] else match[2] + ' '}", text)
        text = _SAECULO_FRACTION.sub(r"\3 \1. \2", _SAECULO.sub(_saeculo, text))
    if "siecle" in text:
        text = _SPACED_ORDINAL.sub(r"\1e", text)
    if " e" in text:
        text = _POSTPOSED_BETWEEN.sub(lambda match: f"entre {match[1]} et {match[2] or match[3]}", text)
    if "-" in text or "i." in text or " koz" in text or " k." in text:
        text = hungarian(text)
    if "?" in text:
        text = _UNKNOWN_START.sub("-", _UNKNOWN_END.sub("-", text))
    if " /" in text:
        text = _SPACED_DAY.sub(r"\1/\2/\3", text)
    return _TIMES.sub(" - ", text) if "×" in text or " x " in text else text


def _saeculo(match: re.Match[str]) -> str:
    return f"{_SAECULO_PARTS[match[3]]} {match[1]}. {match[2]}"
