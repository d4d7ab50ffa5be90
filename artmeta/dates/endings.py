"""Endings of numbers in languages that write them: "1850-es évek", "1850-е", "2-я пол. ХIХ в.", "19ος αι."."""

from __future__ import annotations

import re

CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LETTER = r"[a-z\u0400-\u04ff]"
# Roman numerals are typed with Cyrillic letters of the same look: ХІХ, ХУIII (18), ХП (12), ХШ (13).
_LOOKALIKE = str.maketrans({"Х": "X", "І": "I", "У": "V", "П": "II", "Ш": "III"})
_TYPED_ROMAN = re.compile(rf"(?<!{_LETTER})[IVXХІУПШ]{{1,6}}(?!{_LETTER})", re.IGNORECASE)
_ROMAN = re.compile(r"X{0,2}(?:IX|IV|V?I{0,3})")
_ROMAN_ENDING = re.compile(rf"(?<=[ivx])-(?:и|го|ого|е|му|м)(?!{_LETTER})")  # XIX-й, without its breve
_DECADE = re.compile(rf"(?<!\d)(\d{{3}}0|[1-9]0)-?(?:е|х|ые|ых|ти|ті)(?!{_LETTER})")
_DECADE_BEFORE = re.compile(r"(?<!\d)(\d{3}0)(?= ?- ?\d{1,3}0s)")  # 1880-90-е, 1880-1890-е
_COUNT = re.compile(rf"(?<!\d)(\d{{1,2}})-?(?:[аьш]?я|[иы]?и|о?го|о[еи]|е|[уюа]|га|ша)(?!{_LETTER})")
_SHORTENED = re.compile(rf"(?<!{_LETTER})([кн])\. ?(?=[ivx]{{2,5}}(?!{_LETTER}))")  # к. XIX - н. XX в.
_UKRAINIAN_YEAR = re.compile(rf"(?<=\d{{3}}) ?р\.?(?!{_LETTER}|\.? ?р)")  # 1850 р.; "р. 1850" is a birth
_SHORTENED_PARTS = {"к": "конец", "н": "начало"}

_HUNGARIAN_NUMBER = re.compile(r"\d-(?:[aeo]s|tol|ig|b[ae]n|bol|j?en|an)(?![a-z])")
_HUNGARIAN_DECADE = re.compile(r"(?<!\d)(\d{3}0|[1-9]0)-[aeo]s(?![a-z])")
_HUNGARIAN_SPAN = re.compile(r"(?<!\d)(\d{3,4})-tol (\d{3,4})-ig(?![a-z])")
_HUNGARIAN_FROM = re.compile(r"(?<!\d)(\d{3,4})-tol(?![a-z])")
_HUNGARIAN_UNTIL = re.compile(r"(?<!\d)(\d{3,4})-ig(?![a-z])")
_HUNGARIAN_CASE = re.compile(r"(?<=\d)-(?:[aeo]s|b[ae]n|bol|j?en|an)(?![a-z])")
_HUNGARIAN_BETWEEN = re.compile(r"([^,;()]+) es ([^,;()]+) kozot?t(?![a-z])")
# "i. e." is before Christ beside Hungarian words alone: in English it is "that is"
_HUNGARIAN_BC = re.compile(r"(?<![a-z])i\. ?e\.")
_HUNGARIAN_AD = re.compile(r"(?<![a-z])i\. ?sz\. ?(?=\d|[ivx]+(?![a-z]))")
_HUNGARIAN_WORD = re.compile(r"szazad|evezred|(?<![a-z])sz\.|korul|kozott|evek|(?<=\d)-[aeo]s(?![a-z])")
_HUNGARIAN_ABOUT = re.compile(r"(?<=\d{4}) k\.(?=$|[ ,;)?-])")

GREEK = re.compile(r"[\u0370-\u03ff]")
_GREEK_COUNT = re.compile(r"(?<!\d)(\d{1,2})(?:ος|ου|ο|η|ης)(?![\u0370-\u03ff])")

_RARE = re.compile(
    r"-lea|\d-?(?:ih|nd|oj|as)|\d'?l[ae]r|\. (?:aast|gad|g\.)|[ivx] a\.|saj.*e\. ?kr|e\. ?kr.*saj|\d m(?![a-z])"
)
_RARE_ENDINGS = (
    (re.compile(r"(?<=[a-z.]) al ([ivx]{1,5})-lea(?![a-z])"), r" \1"),  # secolul al XIX-lea
    # 1850-ih, 1850ndad, 1850'ler
    (
        re.compile(r"(?<!\d)(\d{3}0|[1-9]0)(?:-?(?:ih|nda(?:d|te|tel))|'?l[ae]r(?:in|de|da)?)(?![a-z])"),
        r"\1s",
    ),
    # 1920. aastad
    (re.compile(r"(?<!\d)(\d{3}0)\. (?:aasta(?:d|te|tel|test)|gad(?:i|os))(?![a-z])"), r"\1s"),
    (re.compile(r"^ap (?=\d{4}\. g)"), "circa "),  # Latvian; "ap 1850" alone may be the French "after"
    (re.compile(r"(?<=\d{4})\. g\."), " "),  # 1850. g.
    # "before Christ" beside Estonian words, as in Finnish; "after" in Swedish
    (
        re.compile(r"(?<![a-z])e\. ?kr(?![a-z])(?=.*(?<![a-z])saj)|(?<=saj)(.{0,12}) e\. ?kr(?![a-z])"),
        r"\1 ema ",
    ),
    # 1850 m.; "m. 1850" is the year of a death in several languages
    (re.compile(r"(?<=\d{4}) m\.?(?=$|[ ,;)-])"), ""),
    (re.compile(r"(?<=\d)-(?:oji|oje|ojo|asis)(?![a-z])"), "th"),  # 1-oji puse
    # XIX a. pab.; "XIX a.C." is before Christ
    (
        re.compile(
            r"(?<![a-z])([ivx]{1,5}) a\.(?= ?(?:$|[,;)/-]|pr|pab|vid|pus|[iv]+ |\d|antr|pirm|ketv|tre))"
        ),
        r"\1 amzius",
    ),
    (re.compile(r"(?<=amzius) pr(?![a-z])"), " pradzia"),
    (re.compile(r"(?<=amzius) vid(?![a-z])"), " vidurys"),
    (re.compile(r"(?<=amzius) pab(?![a-z])"), " pabaiga"),
)


def rare_endings(text: str) -> str:
    """Write Romanian, Croatian, Slovene, Estonian, Latvian, Lithuanian and Turkish numbers as English does."""
    for pattern, plain in _RARE_ENDINGS if _RARE.search(text) else ():
        text = pattern.sub(plain, text)
    return text


def greek(text: str) -> str:
    """Write "19ος" as "19th"."""
    return _GREEK_COUNT.sub(r"\1th ", text.lower())


def cyrillic(text: str) -> str:
    """Write numbers of Russian and Ukrainian as English does; the text has no accents and comes back in lower case."""
    text = _TYPED_ROMAN.sub(_roman, text).lower()
    text = _DECADE_BEFORE.sub(r"\1s", _DECADE.sub(r"\1s", _ROMAN_ENDING.sub("", text)))
    text = _UKRAINIAN_YEAR.sub("", text)
    return _SHORTENED.sub(lambda match: _SHORTENED_PARTS[match[1]] + " ", _COUNT.sub(r"\1th ", text))


def _roman(match: re.Match[str]) -> str:
    """Return a numeral in Latin letters; a word that has the letters of none, or is a word of one letter, as it is."""
    numeral = match[0].translate(_LOOKALIKE)
    typed = len(match[0]) > 1 or match[0] in "ХІ"
    return numeral if typed and match[0].isupper() and _ROMAN.fullmatch(numeral) else match[0]


def hungarian(text: str) -> str:
    """Write the endings of Hungarian numbers in words that stand before or behind them."""
    if "i." in text:
        text = _HUNGARIAN_BC.sub("kr e " if _HUNGARIAN_WORD.search(text) else "othercalendar ", text)
        text = _HUNGARIAN_AD.sub("kr u ", text)
    if " kozot" in text:
        text = _HUNGARIAN_BETWEEN.sub(r"between \1 es \2", text)
    text = _HUNGARIAN_ABOUT.sub(" circa", text) if " k." in text else text
    if _HUNGARIAN_NUMBER.search(text) is None:
        return text
    text = _DECADE_BEFORE.sub(r"\1s", _HUNGARIAN_DECADE.sub(r"\1s", text))
    text = _HUNGARIAN_FROM.sub(r"\1 onwards", _HUNGARIAN_SPAN.sub(r"\1 - \2", text))
    return _HUNGARIAN_CASE.sub("", _HUNGARIAN_UNTIL.sub(r"up to \1", text))
