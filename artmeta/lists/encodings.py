"""The encoding of a list: by its byte order mark, as UTF-8 or UTF-16, else estimated from its letters."""

from __future__ import annotations

import codecs
import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, BinaryIO

from pydantic import AfterValidator

from artmeta import values
from artmeta.errors import SourceError
from artmeta.wording import clause

# Letters beyond ASCII by language, the most frequent first, after the published letter frequencies of each language. A
# rank is enough: the encodings that are compared turn one byte into letters of very different ranks, or into letters
# that no single language has together.
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


CHUNK = 1 << 20  # bytes read at once
SAMPLE = 1 << 15  # bytes of lines beyond ASCII that a guess rests on
SELDOM = {"mac_cyrillic", "mac_latin2", "cp850", "cp852", "cp866", "iso8859_2"}  # of old Macs, DOS and Unix
_SELDOM = 6.0  # nats of evidence that they need above the others: about two letters
EAST_ASIAN = ("cp932", "euc_jp", "gb18030", "big5", "cp949")
# nats for one of 90 kana; for one of the some 3,000 characters in common use, against 2 to 4 for a letter
_KANA, _RARE = 4.0, 8.0
_COMMON = re.compile(r"[\u3000-\u30ff\uac00-\ud7a3\u4e00-\u9fa5\uff01-\uff5e]")
_NAMES = {f"cp{page}": f"Windows-{page}" for page in range(1250, 1258)} | {
    "mac_roman": "Mac Roman",
    "cp932": "Shift-JIS",
}


@dataclass(frozen=True, slots=True)
class Encoding:
    """The Python codec of a list; `notice` is a sentence where a reader should look whether it is right."""

    codec: str
    notice: str = ""
    guessed: bool = False


def shown_name(codec: str) -> str:
    """Return the usual name of a Python codec, such as Windows-1252 for cp1252."""
    return _NAMES.get(codec, codec)


def known_encoding(name: str) -> str:
    """Return an encoding's name as given; raise ValueError if there is no such encoding of text."""
    if name and not values.encoding("-".join(name.split())):
        raise ValueError(
            "this is no known encoding; write a name such as utf-8, cp1250, cp1251, mac_roman or shift_jis"
        )
    return name


EncodingName = Annotated[str, AfterValidator(known_encoding)]
"""The name of an encoding in a configuration table; '' where it is to be detected."""


def find_encoding(file: BinaryIO, name: str, given: str = "", required: Sequence[str] = ()) -> Encoding:
    """Find the encoding of a list and go back to its start; headings that are `required` decide between guesses.

    A list in UTF-8 with a few broken bytes keeps all its other letters.
    """
    start = file.read(CHUNK)
    file.seek(0)
    marked = values.marked_encoding(start)
    wide = "" if marked or given else _without_mark(start)
    if wide or marked.startswith(("utf-16", "utf-32")):
        return Encoding(marked or wide, "" if marked else f"{name} was read as UTF-16.")
    if given and (codec := codecs.lookup(given).name) != "utf-8":
        return Encoding(_with_byte_order(codec, start, name))
    broken, letters, sample = _beyond_ascii(file)
    file.seek(0)
    if not broken:
        return Encoding(marked or "utf-8")
    if broken <= letters or marked or given:
        notice = (
            f"{name} is UTF-8 with {clause(broken, 'broken place', 'that is', 'that are')} read as \ufffd."
        )
        return Encoding(marked or "utf-8", notice)
    return _guessed(name, start, sample, required)


def _guessed(name: str, start: bytes, sample: bytes, required: Sequence[str]) -> Encoding:
    codec = best_guess(sample, _with_headings(start, required))
    notice = (
        f"{name} is not UTF-8; by its letters it was read as {shown_name(codec)}. If accents are wrong, "
        f'write encoding = "..." in [source] (on the command line: --encoding).'
    )
    return Encoding(codec, notice, guessed=True)


def _with_byte_order(codec: str, start: bytes, name: str) -> str:
    """Return a codec that is given for a text without a byte order mark; raise SourceError if it needs one."""
    if codec not in ("utf-16", "utf-32"):
        return codec
    if codec == "utf-16" and (guess := _without_mark(start)):
        return guess
    raise SourceError(
        f"{name} does not begin with the byte order mark of {codec.upper()}.",
        f'Write encoding = "{codec}-le" or "{codec}-be" in [source], or leave encoding out to have it found.',
    )


def _without_mark(start: bytes) -> str:
    """Return the codec of a UTF-16 text that has no byte order mark: its line breaks are two bytes wide."""
    breaks = start.count(b"\n") or start.count(b"\r")
    for codec, pairs in (("utf-16-le", (b"\n\x00", b"\r\x00")), ("utf-16-be", (b"\x00\n", b"\x00\r"))):
        if breaks and max(_count_at_even(start, pair) for pair in pairs) >= 0.8 * breaks:
            return codec
    return ""


def _count_at_even(start: bytes, pair: bytes) -> int:
    return sum(match.start() % 2 == 0 for match in re.finditer(re.escape(pair), start))


def _beyond_ascii(file: BinaryIO) -> tuple[int, int, bytes]:
    """Count the places that are no UTF-8 and the letters beyond ASCII that are; gather lines beyond ASCII."""
    decoder = codecs.getincrementaldecoder("utf-8")
    every, sound = decoder(errors="replace"), decoder(errors="ignore")
    broken = letters = 0
    sample = bytearray()
    while chunk := file.read(CHUNK):
        if not chunk.isascii():
            text = sound.decode(chunk)  # a U+FFFD in it was written by a program: it is no broken place
            broken += every.decode(chunk).count("\ufffd") - text.count("\ufffd")
            letters += sum(letter > "\x7f" for letter in text)
            if len(sample) < SAMPLE:
                lines = (line for line in re.split(rb"[\r\n]+", chunk) if not line.isascii())
                sample += b"\n".join(lines)[:SAMPLE]
    return broken, letters, bytes(sample)


def _with_headings(start: bytes, required: Sequence[str]) -> list[str]:
    """List the encodings under which the required headings beyond ASCII are there; all where none of them is."""
    every = [*ALPHABETS, *EAST_ASIAN]
    names = [unicodedata.normalize("NFC", each) for each in required if not each.isascii()]
    fitting = [codec for codec in every if names and all(each in _decoded(start, codec) for each in names)]
    return fitting or every


def _decoded(start: bytes, codec: str) -> str:
    return unicodedata.normalize("NFC", start.decode(codec, errors="replace"))


def best_guess(sample: bytes, among: Sequence[str]) -> str:
    """Return the most likely codec of some lines: by letters, and by charset-normalizer for East Asian."""
    scores = {codec: _score(sample, codec) for codec in among}
    best = max(among, key=lambda codec: scores[codec])
    if best not in EAST_ASIAN:
        return best
    from charset_normalizer import from_bytes

    close = scores[best] * 1.1  # log-likelihoods are negative
    sound = [codec for codec in among if codec in EAST_ASIAN and scores[codec] >= close]
    best_match = from_bytes(sample, cp_isolation=sound).best() if len(sound) > 1 else None
    return best_match.encoding if best_match is not None and best_match.encoding in sound else best


def _score(sample: bytes, codec: str) -> float:
    if codec not in EAST_ASIAN:
        return likelihood(sample.decode(codec, errors="replace"), codec) - _SELDOM * (codec in SELDOM)
    try:
        text = sample.decode(codec)
    except UnicodeDecodeError as fault:
        if len(sample) < SAMPLE or fault.start < len(sample) - 3:  # a full sample may end within a character
            return float("-inf")
        text = sample[: fault.start].decode(codec)
    beyond = [each for each in text if each > "\x7f"]
    return -sum(
        _KANA if "\u3040" < each < "\u3100" else _RARE if _COMMON.match(each) else 2 * _RARE
        for each in beyond
    )
