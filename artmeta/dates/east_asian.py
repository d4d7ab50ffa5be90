"""Years as East Asian lists write them (1850年, 一九五〇年, 1850년, 昭和25年, 1850年〜) are rewritten as others."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = r"\u1100-\u11ff\u4e00-\u9fff"
EAST_ASIAN = re.compile(rf"[{_LETTERS}\u301c]")
_TILDE = re.compile(rf"(?:^|(?<=[\d{_LETTERS}]))~| ~ ")  # beside these letters "to", elsewhere "about"
_UNTIL = re.compile(r"^ ?\u301c ?")
# Year 1 of each Japanese era since 1868 and how many years it has; the last year of one is year 1 of the next. Until
# 1872 the calendar was lunisolar: the last weeks of such a year lie in our next one.
ERAS = {"明治": (1868, 45), "大正": (1912, 15), "昭和": (1926, 64), "平成": (1989, 31), "令和": (2019, 99)}
_DIGITS = "〇一二三四五六七八九"
_COUNT = rf"\d\d?|元|[{_DIGITS}]?十[{_DIGITS}]?|[{_DIGITS}]{{1,2}}"
_ERA = rf"({'|'.join(ERAS)}) ?({_COUNT})"
# 昭和25(1950)年, 昭和64/平成元年; 昭和25年, 昭和25-30年, 明治10年代 (its years 10 to 19)
_FOLLOWED = rf"(?= ?\(\d{{4}}\) ?年| ?[-/\u301c] ?(?:{'|'.join(ERAS)}))"
_ERA_YEAR = re.compile(rf"{_ERA}(?:{_FOLLOWED}|(?: ?年? ?[-\u301c] ?({_COUNT}))? ?年(代)?)")
_ERA_YEAR_IN_BRACKETS = re.compile(rf"(?<=\(){_ERA} ?年?(?=\))")  # 1950(昭和25)年
_IN_CHARACTERS = re.compile(rf"(?<![{_DIGITS}十])[{_DIGITS}]{{4}}(?=年)")  # 一九五〇年
_YEAR, _DECADE, _ABOUT, _MONTH, _DAY = (unicodedata.normalize("NFKD", word) for word in "년대경월일")
_NUMBERED_YEAR = re.compile(
    rf"(?<!\d)(\d{{1,4}})(?: ?\(\1\))? ?(?:年|{_YEAR})(?:初頭?|末|[春夏秋冬]"
    rf"| ?(?:0?[1-9]|1[0-2]) ?(?:月|{_MONTH})(?: ?(?:0?[1-9]|[12]\d|3[01]) ?(?:日|{_DAY}))?)?"
    rf"(?:(代|{_DECADE})|(頃| ?{_ABOUT}))?"
)


def east_asian_years(text: str) -> str:
    """Rewrite the years of a text that is decomposed (NFKD); a year that its era has not stays, and is unread."""
    text = _TILDE.sub("\u301c", text)
    text = _IN_CHARACTERS.sub(lambda match: str(_number(match[0])), text)
    text = _ERA_YEAR_IN_BRACKETS.sub(lambda match: str(_year(match[1], match[2]) or match[0]), text)
    text = _NUMBERED_YEAR.sub(_numbered, _ERA_YEAR.sub(_era_years, text))
    return _UNTIL.sub("until ", text).replace("\u301c", "-")


def _numbered(match: re.Match[str]) -> str:
    return match[1] + ("s " if match[2] else " circa " if match[3] else " ")


def _era_years(match: re.Match[str]) -> str:
    era, first, last, decade = match.groups()
    start, end = _year(era, first), _year(era, last or first)
    if not start or not end or (decade and (last or _number(first) % 10)):
        return match[0]
    if decade:
        return f"{start}-{min(start + 9, sum(ERAS[era]) - 1)} "  # 昭和60年代 ends with its era
    followed = not match[0].endswith("年")
    return f"{start}年-{end}年" if last else f"{start}{'' if followed else '年'}"


def _year(era: str, count: str) -> int:
    """Return the year AD of a year of an era; 0 where the era has no such year."""
    first, length = ERAS[era]
    number = _number(count)
    return first + number - 1 if 1 <= number <= length else 0


def _number(count: str) -> int:
    """Return a number in digits, as 二十五, or digit by digit (二五); 元 is 1, the first year of an era."""
    for place, digit in enumerate(_DIGITS):
        count = count.replace(digit, str(place))
    tens, ten, ones = count.replace("元", "1").rpartition("十")
    return int(tens or 1) * 10 + int(ones or 0) if ten else int(ones)
