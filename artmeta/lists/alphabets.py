"""Letters beyond ASCII by language, the most frequent first: how likely a text is under a guessed encoding.

The order follows the published letter frequencies of each language; a rank is enough here, because the encodings that
are compared turn one byte into letters of very different ranks, or into letters that no single language has together.
"""

from __future__ import annotations

import math
import re

WESTERN = tuple(
    "üäößé éàèêçâîôùûïœëÉ óíáñúéü¿¡ªº ãçáéíóõêâúàº àèìùòé ëéïèüö åæøéöÅØ äåöéü áðíöþéæóúý".split()
)
CENTRAL = ("íáěéžýřčšůúóťďň", "áíčéýšľžúťňôóďäĺŕ", "łąężóśćńź", "áéőöíóüűú", "ăâîșțşţ", "čžšćđ", "üäößé")
CYRILLIC = (
    "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
    "оаинвітерслкудмпзьягчбйхцєїюжшщфґ",
    "аоиентрсвлкдпмузяъгбчщйжцхшюфь",
    "аоиенртсјкудмпвлзгбчшцжњхђћљфџ",
)
ALPHABETS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("cp1252", "mac_roman", "cp850"), WESTERN),
    **dict.fromkeys(("cp1250", "iso8859_2", "cp852", "mac_latin2"), CENTRAL),
    **dict.fromkeys(("cp1251", "koi8_r", "mac_cyrillic", "cp866"), CYRILLIC),
    "cp1253": ("αοιετσνηυρπκμλωδγχθφβξζψςάέόίήύώϊΐϋ",),
    "cp1254": ("ıüşöğçİâîÖÇŞÜ",),
    "cp1257": ("ėųįšžąčęū", "āīēšūņļģčžķ", "äõüöšž"),
    "cp1255": ("יהולאמתרבשנחקדםעפכטגסזןצךף",),
    "cp1256": ("الينموتربعدسفهكقحجشطصخةأذىءضزثغئإظآؤ",),
}
QUOTES = "–—’‘“”„"
MARKS = "«»…•°½¼¾©®×§\u00a0"  # what any language may write besides
_QUOTE, _MARK, _UNLIKELY, _CAPITAL, _ODD_PLACE = map(math.log, (0.03, 0.005, 0.0005, 0.25, 0.1))
_BEYOND = re.compile(r"[^\x00-\x7f]")
_LAST_LATIN = "\u024f"  # in Latin scripts, letters beyond ASCII seldom stand side by side


def likelihood(text: str, encoding: str) -> float:
    """Return the log-likelihood of the letters beyond ASCII, under the language of the encoding that fits best."""
    letters = [(each[0], _place(text, each.start())) for each in _BEYOND.finditer(text)]
    return max(sum(_letter(each, ranks) + place for each, place in letters) for ranks in _RANKS[encoding])


def _letter(letter: str, ranks: dict[str, float]) -> float:
    if letter in ranks:
        return ranks[letter]
    if letter in QUOTES or letter in MARKS:
        return _QUOTE if letter in QUOTES else _MARK
    if letter == "\ufffd":
        return 3 * _UNLIKELY
    small = letter.lower()
    return ranks[small] + _CAPITAL if small in ranks else _UNLIKELY


def _place(text: str, at: int) -> float:
    """Return what odd places cost, such as a capital or a sign within a word ('HŠuser')."""
    letter, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if not letter.isalpha():
        within = letter != "’" and before.isalpha() and after.isalpha()
        if letter not in QUOTES and letter not in MARKS and (before.isalpha() or after.isalpha()):
            return _UNLIKELY  # no letter, where a letter stands: the '¦' of '¦mierć'
        return _ODD_PLACE * (within or (letter not in "‘“„«’¿¡" and after.isalpha()))
    odd_capital = letter.isupper() and before.isalpha() and after.islower()
    if letter <= _LAST_LATIN:
        return _ODD_PLACE * (odd_capital + (before > "\x7f" and before.isalpha()))
    return _ODD_PLACE * (odd_capital + any(each.isascii() and each.isalpha() for each in (before, after)))


def _ranked(alphabet: str) -> dict[str, float]:
    total = sum(1 / rank for rank in range(1, len(alphabet) + 1))
    return {letter: math.log(1 / rank / total) for rank, letter in enumerate(alphabet, start=1)}


_RANKS = {encoding: [_ranked(each) for each in alphabets] for encoding, alphabets in ALPHABETS.items()}
