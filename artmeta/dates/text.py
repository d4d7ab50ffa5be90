"""Text normalisation: one spelling for dashes, accents, brackets and abbreviations."""

from __future__ import annotations

import re
import unicodedata

from artmeta.dates.east_asian import EAST_ASIAN, east_asian_years
from artmeta.dates.endings import CYRILLIC, GREEK, cyrillic, greek
from artmeta.dates.forms import capital_century, catalogue_forms

LONGEST = 300  # characters; the longest museum date seen has 150, and a longer text is prose

LONGEST_SIGNED = 3  # digits; a lone "-1850" is more likely an open range than 1850 BC

_DASHES = str.maketrans(
    dict.fromkeys("‐‑‒–—―−⸺⸻﹘﹣－­", "-") | dict.fromkeys("'’‘‛ʼ`´ʿʾʻʹ", "'") | {"ß": "s"}
)
_STROKED = str.maketrans("øØłŁđĐðı\uff5e", "oOlLdDdi\u301c") | str.maketrans(
    {"æ": "ae", "Æ": "Ae", "œ": "oe"}
)
_BRACKETED_DIGIT = re.compile(r"(?<=\d)\[([\d.?x-])\](?!\d)")
_BRACKETED_YEAR = re.compile(
    r"\[(\d{3,4}\??)\](?= ?[-/])|(?<=[-/])(?P<space> ?)\[(\d{2,4}\??)\]"
)  # [1850]-1860
_HALF_BRACKETED = re.compile(r"(?<=\d)\[(\d+)\]|\[(\d+)\](?=\d)")
_QUESTION_MARK = re.compile(r" ?[(\[]\?[)\]]")
_DOUBTED_YEAR = re.compile(r"(?<!\d)(\d{3})(?: ?\(\?\)| \[\?\])")  # 192 (?) is a year, 192? an unknown digit
_DOUBTED_DIGIT = re.compile(r"(\d+)[\[(](\d?)\?[\])](\d+)")  # 153(?)8, 15[3?]3
# 18thC, 18th-c., 19thcentury, 15thC(2ndhalf), 500BC
_RUN_TOGETHER = re.compile(
    r"(?<=\d)(?=(?:bce?|ad|ce)\b)|(?<=\d[snrt][tdh])-?(?=(?:c(?:ent(?:ury)?)?|half|quarter|third)\b)"
)
_DASHED_MONTH = re.compile(r"\b(\d{1,2})-([a-z]{3,9})-(?=\d{4}\b)")  # 12-Mar-1850
# -664, as computers write 664 BC; also behind a word, as in "c. -664"
_SIGNED = re.compile(
    r"(?:^|(?<=[(/;:])|(?<=- )) ?-(\d{1,4})(?![\d-])|(?:(?<=[a-z])|(?<=[a-z]\.)) -(\d{3,4})(?![\da-z-])"
)
_EXIF = re.compile(r"^(\d{4}):(\d\d):(\d\d)(?!\d)")
_LONG_YEAR = re.compile(r"^y-(?=\d{5})")  # of EDTF, before all years of works
# 2004-06-~01 and 2004-~06: EDTF qualifies the month or the day, not the year
_QUALIFIED = re.compile(r"(?<!\d)(\d{4})-(?:[~?%](?:0\d|1[0-2])(?:-\d\d)?|\d\d-[~?%]\d\d)(?!\d)")
_QUALIFIER = re.compile(r"(?<=[\dx]{4})%|(?<=-\d\d)%|%(?=\d{4})")
_SPREADSHEET = re.compile(r"(?<=^\d{4})\.0$")  # 1935.0
_ABBREVIATION = re.compile(r"(?<![a-z])(?:[a-z]\.){2,}(?:[a-z](?![a-z]))?")


# "1700-talet", "1700-luku", "1920-arene", "1920'erne"; the genitive, behind which a part may stand, ends in s.
_NORDIC = re.compile(
    r"(?<!\d)(\d{1,4})(?:[' -]{0,3}(?:tall?(?:et|en|ene)?|erne|lu(?:ku|vut|vulla|vulta|vulle|vuilla|vuilta)"
    r"|(?P<finnish>luvun|lukujen))|-(?P<short>[tl])|-(?:ar(?:ene|en|a)|aar(?:ene|en)))(?P<genitive>s?)(?![a-z])\.?"
)
_NORDIC_SHORTENED = re.compile(r"(?<!\d)(\d\d)(?=(?:-| - | ?/ ?| og | och | ja )\d\d00tal)")  # 17-1800-tallet
_SUFFIXED = re.compile(r"(?<=\d)-(?=(?:te|tych|ty|tego)(?![a-z]))")  # 60-te, as Polish writes ordinals
_TIME = re.compile(
    r"(?<=\d)[t ] ?\d\d?:\d\d(?::\d\d(?:[.,]\d+)?)?(?: ?(?:z|utc|gmt|am|pm)(?![a-z])|[+-]\d\d:?\d\d)*(?!\d)"
)
_SIGNED_DAY = re.compile(r"^([+-])0*(\d{1,4})(-\d\d?-\d\d?)$")  # +1850-00-00, -0500-01-01
# A time of Wikidata, as QuickStatements writes it: "+1850-00-00T00:00:00Z/9", with its precision and its calendar.
_TIME_VALUE = re.compile(
    r"([+-])0*([1-9]\d{0,3})-(?:0\d|1[0-2])-(?:[0-2]\d|3[01])(?:t00:00:00z)?/(\d\d?)(?:/[gj])?"
)
_MILLENNIUM, _CENTURY, _DECADE, _YEAR, _SECOND = 6, 7, 8, 9, 14  # precisions (Wikibase data model, Time)
_OPEN_INTERVAL = re.compile(
    r"(?<=\d)\.\.(?=[\d\]}])|/\.\.$|^\.\./|(?<=^[\[{])\.\."
)  # 1850/.., 1850..1860 and [1850..]
_HIJRI = re.compile(r"(?<![A-Za-z.])H\.? ?(?=(\d{3,4})(?!\d))")  # "H. 1025": hijri, or the Spanish hacia
_OTHER_CALENDAR = re.compile(
    r"(?<![A-Za-z.])(?:A\.?P|R)\.? ?(?=1[23]\d\d(?!\d))|(?<=1[23]\d\d) ?(?:A\.P\.?|AP)(?![A-Za-z])"
)
# AH, AD
_ARABIC = re.compile(r"(?<![\u0620-\u064a])(?:[\u0647\u06be\u06c1]\u0640?|(\u0645))(?![\u0620-\u064a])")
LAST_HIJRI = 1450  # 2028; a larger number is no Islamic year that a museum would write


_UNKNOWN_DAY = re.compile(r"(?<=^\d{4})(?:-(?:xx|uu)){1,2}$")  # 1850-XX-XX (EDTF)
_UNDERSCORE = re.compile(r"(?<=\d{3})_(?=\d{3})")  # 1850_1860; of "185_" it is an unknown digit
_POLISH_DECADE = re.compile(r"(?<![a-z])lata(?:ch)? (\d{3}0)\.?(?= ?(?:$|[,;)?]))")  # "lata 1920.": the 1920s
_SLAVIC_END = re.compile(r"(?<![a-z.])k\. ?(?=[ivx]{1,5} ?w\b|\d\d?\. ?st)")  # "k. XVIII w.": koniec, konec
_NORDIC_DECADES = re.compile(r"(?<!\d)(\d\d[89]0)(?:tal)?( ?[-/] ?)(\d\d00)tal ")  # 1890-1900-talet

_ISSUE = re.compile(r"(?<!\d)(\d{3})(\d)/(\d)(?![\d/.])")  # 1858/2 is a month or an issue, 1858/9 a range


def normalise(text: str) -> str | None:
    """Return the text in lower case, unaccented, with one kind of dash; None if it is too long for a date."""
    if len(text) > LONGEST:
        text = " ".join(text.split())
        if len(text) > LONGEST:
            return None
    text = text.translate(_DASHES).replace("+/-", "±")
    if not text.isascii():
        text = _unaccented(text)
    text = _capitals(text)
    text = catalogue_forms(" ".join(text.split()).lower())
    if ":" in text or ".." in text or text[:1] in "+-" or text.endswith(".0"):
        text = _machine_forms(text)
    if "-t" in text or "tal" in text or "lu" in text or "erne" in text or "-a" in text or "-l" in text:
        text = _numbered(text)
    if "k." in text or "lata" in text or "-x" in text or "-u" in text or "_" in text:
        text = _rare_forms(text)
    if "%" in text or "{" in text or "-~" in text or "-?" in text or text[:2] == "y-":
        text = _edtf(text)
    if "/" in text:
        text = _ISSUE.sub(lambda match: match[1] + match[2] if match[3] < match[2] else match[0], text)
    text = _brackets(text) if "[" in text else text
    if "-" in text:
        text = _signed(_DASHED_MONTH.sub(r"\1 \2 ", text))
    if "c" in text or "ad" in text:
        text = _RUN_TOGETHER.sub(" ", text)
    if "?" in text:
        text = _DOUBTED_DIGIT.sub(lambda match: f"{match[1]}{match[2]}{match[3]}?", text)
        text = _QUESTION_MARK.sub("?", _DOUBTED_YEAR.sub(r"\1 ?", text))
    return _ABBREVIATION.sub(lambda match: match[0].replace(".", "") + " ", text) if "." in text else text


def _unaccented(text: str) -> str:
    text = text.replace(".\u00aa", "\u00aa").replace(".\u00ba", "\u00ba")  # "1.ª metade", "1.º quartel"
    text = unicodedata.normalize("NFKD", text.translate(_STROKED)).translate(_DASHES)
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = cyrillic(text) if CYRILLIC.search(text) else text
    text = greek(text) if GREEK.search(text) else text
    text = east_asian_years(text) if EAST_ASIAN.search(text) else text
    return _ARABIC.sub(lambda match: " ad " if match[1] else " ah ", text)


def _capitals(text: str) -> str:
    """Name what only capitals tell from words: C (century), H. (hijri), A.P. (Persian solar), R. (Rumi)."""
    text = capital_century(text) if "C" in text else text
    if "H" not in text and "R" not in text and "P" not in text:
        return text
    text = _HIJRI.sub(lambda match: "hijriorhacia " if int(match[1]) <= LAST_HIJRI else match[0], text)
    return _OTHER_CALENDAR.sub(" othercalendar ", text)


def _machine_forms(text: str) -> str:
    """Read Wikidata's times; leave out other times, the plus of "+1850-00-00" and the ".0" of "1935.0"."""
    if match := _TIME_VALUE.fullmatch(text):
        return _time_value(match)
    text = _EXIF.sub(r"\1-\2-\3", text)
    text = _SPREADSHEET.sub("", _OPEN_INTERVAL.sub("-", _TIME.sub("", text)))
    return _SIGNED_DAY.sub(lambda match: f"{match[2]} bc" if match[1] == "-" else match[2] + match[3], text)


def _edtf(text: str) -> str:
    """Read qualifiers and sets of EDTF: 1850% is uncertain and approximate, {1850,1860} stands for both."""
    text = _QUALIFIER.sub("~", _QUALIFIED.sub(r"\1", _LONG_YEAR.sub("longyear ", text)))
    return text.replace("{", "[").replace("}", "]")


def _rare_forms(text: str) -> str:
    """Read "k. XVIII w.", "lata 1920.", "1850-XX-XX" and "1850_1860"."""
    text = _POLISH_DECADE.sub(r"\1s", _SLAVIC_END.sub("koniec ", text))
    return _UNDERSCORE.sub("-", _UNKNOWN_DAY.sub("", text))


def _time_value(match: re.Match[str]) -> str:
    """Write a year with its precision in words: /8 is its decade, /7 the century that ends with 00.

    Wikibase's JSON and QuickStatements have no year 0: -0050 is 50 BC (data model, Time). A century is counted as
    Wikidata shows it, by rounding up: 1801 to 1900 are the 19th.
    """
    year, precision = int(match[2]), int(match[3])
    before = " bc" if match[1] == "-" else ""
    if precision in (_MILLENNIUM, _CENTURY):
        unit, size = ("millennium", 1000) if precision == _MILLENNIUM else ("century", 100)
        return f"{-(-year // size)}th {unit}{before or ' ad'}"
    if precision == _DECADE:
        return f"{year // 10 * 10}s{before}"
    return f"{year}{before or ' ad'}" if _YEAR <= precision <= _SECOND else match[0]


def _numbered(text: str) -> str:
    """Write the decades and centuries of the Nordic languages in one way, and Polish ordinals without their dash."""
    text = _SUFFIXED.sub("", text)
    plain = _NORDIC.sub(_nordic, text)
    if plain == text:
        return text
    if "lu" in text:
        plain = plain.replace("e.kr", "ekr").replace(
            "e. kr", "ekr"
        )  # "before Christ" in Finnish, "after" in Swedish
    return _NORDIC_DECADES.sub(_decades, _NORDIC_SHORTENED.sub(r"\g<1>00", plain))


def _decades(match: re.Match[str]) -> str:
    """Read "1890-1900-talet" as two decades: a century does not begin in the middle of a range."""
    near = int(match[3]) - int(match[1]) in (10, 20)
    return f"{match[1]}s{match[2]}{match[3]}s " if near else match[0]


def _nordic(match: re.Match[str]) -> str:
    genitive = match["genitive"] or match["finnish"] or match["short"]
    return f"{match[1]}tal{'s' if genitive else ''} "


def _signed(text: str) -> str:
    """Read "-664", "-0664" and both years of "-1279 - -1213" as years BC; one "-1850" alone is "until 1850".

    Years before Christ run backwards: those of "made -1850; printed -1860" are none.
    """
    years = [int(first or second) for first, second in _SIGNED.findall(text)]
    backwards = len(years) > 1 and years == sorted(years, reverse=True)
    if backwards or (years and len(str(years[0])) <= LONGEST_SIGNED):
        return _SIGNED.sub(lambda match: f" {match[1] or match[2]} bc ", text)
    return text


def _brackets(text: str) -> str:
    """Read cataloguers' brackets: 153[7] is 1537, 155[.] an unknown digit; others are plain brackets.

    "[1850]-1860" is a range.
    """
    text = _BRACKETED_DIGIT.sub(lambda match: match[1] if match[1].isdigit() else "x", text)
    text = _BRACKETED_YEAR.sub(r"\1\2\3", text)
    return _HALF_BRACKETED.sub(lambda match: match[1] or match[2], text)
