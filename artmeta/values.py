"""Validation of external values: texts, numbers, years, addresses and encodings of records and headers."""

from __future__ import annotations

import codecs
import math
import re
import unicodedata
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from os import PathLike, fspath
from os.path import expanduser
from pathlib import Path
from typing import Final
from urllib.parse import unquote_to_bytes, urlsplit

from artmeta.errors import InputError

MAX_TEXT: Final = 20_000  # characters of a field of a record; the longest museum texts are about 5,000
MAX_ID: Final = 1_000  # characters of an identifier
MAX_ADDRESS: Final = 8_000  # characters; servers refuse longer ones (RFC 9110, 4.1, asks for 8,000)
FIRST_YEAR, LAST_YEAR = -10_000_000, 9_999  # the oldest stone tools are 3,300,000 years old
MAX_DIGITS: Final = 18  # of a whole number: what 64 bits hold
REPLACEMENT: Final = "\ufffd"
SCHEMES: Final = ("http", "https", "file")

# Lone surrogates cannot be encoded; control characters steer terminals and end C strings.
_UNSOUND = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_UNSOUND_IN_ADDRESS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")

_BYTE_ORDER_MARKS = (  # those of UTF-32 first, since that of UTF-32-LE begins with that of UTF-16-LE
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ENCODING = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,39}")
_NO_TEXT = frozenset(
    {"idna", "punycode", "undefined", "raw-unicode-escape", "unicode-escape", "utf-7", "mbcs", "oem"}
)


def text(value: object, longest: int = MAX_TEXT) -> str:
    """Return a text in NFC of at most `longest` characters that can be encoded, stored and shown.

    Lone surrogates and control characters (except tab and line ends) become U+FFFD; a longer text ends in '…'.
    A finite number is written out; any other type, a missing value and NaN give ''.
    """
    if isinstance(value, str):
        if value.isascii() and value.isprintable() and len(value) <= longest:
            return value
        whole = unicodedata.normalize("NFC", _UNSOUND.sub(REPLACEMENT, value[: longest + 1]))
        return whole if len(whole) <= longest else whole[: longest - 1] + "…"
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return ""
    return str(value) if number(value) is not None else ""


def address(value: object) -> str:
    """Return an http, https or file address as it is; raise ValueError, with a reason, if it cannot be one.

    Only the form is checked: which hosts and which local files may be visited is decided where they are opened.
    """
    if not isinstance(value, str):
        raise ValueError(f"{type(value).__name__} instead of a text")
    if len(value) > MAX_ADDRESS:
        raise ValueError(f"{len(value):,} characters; at most {MAX_ADDRESS:,} are read")
    if match := _UNSOUND_IN_ADDRESS.search(value):
        raise ValueError(f"it holds the character U+{ord(match[0]):04X}")
    parts = urlsplit(value)
    _ = parts.port  # read here, because reading it can raise ValueError
    if parts.scheme not in SCHEMES:
        raise ValueError("it is not an http, https or file address")
    if parts.scheme == "file":
        if b"\x00" in unquote_to_bytes(parts.path):
            raise ValueError("its path holds %00, which no file name can hold")
    elif not parts.hostname:
        raise ValueError("it names no host")
    return value


def number(value: object, low: float = -1e15, high: float = 1e15) -> float | None:
    """Return a finite number within [low, high]; None for anything else, also for booleans and texts."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return float(value) if low <= value <= high and math.isfinite(value) else None


def whole_number(value: object, low: int = 0, high: int = 10**MAX_DIGITS) -> int | None:
    """Return a whole number within [low, high], given as such or in ASCII digits; None for anything else."""
    if isinstance(value, str):
        digits = value.strip().removeprefix("-")
        if not (digits.isascii() and digits.isdecimal() and len(digits) <= MAX_DIGITS):
            return None
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
        return None
    return int(value) if value == int(value) else None


def http_date(value: str) -> datetime | None:
    """Read a date of a header (RFC 9110, 5.6.7; without a zone it is UTC); None if it cannot be one."""
    try:
        date = parsedate_to_datetime(value)
        return date.replace(tzinfo=date.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError, TypeError, LookupError):
        return None


def marked_encoding(start: bytes) -> str:
    """Return the Python codec that a byte order mark at the start of a text names, '' if there is none."""
    return next((codec for mark, codec in _BYTE_ORDER_MARKS if start.startswith(mark)), "")


def decoded(content: bytes) -> str:
    """Decode JSON (RFC 8259, 8.1), or a text's start: UTF-8 without a byte order mark; errors are U+FFFD."""
    return content.decode(marked_encoding(content) or "utf-8", errors="replace")


def encoding(value: object) -> str:
    """Return the name of an encoding of text that a header, a page or a user declares, '' if there is no such one.

    Encodings of names and of Python's own literals are never meant, and some take time quadratic in the text.
    """
    if not isinstance(value, str) or not _ENCODING.fullmatch(value):
        return ""
    try:
        name = codecs.lookup(value).name
        "".encode(name)  # a LookupError if it encodes bytes, such as hex
    except (LookupError, ValueError):
        return ""
    return "" if name in _NO_TEXT else name


def year(value: object) -> int | None:
    """Return a year that a work of art can have (BC negative, no year 0); None for anything else."""
    number_of_year = whole_number(value, FIRST_YEAR, LAST_YEAR)
    return number_of_year or None


def path_argument(value: object, name: str) -> Path:
    """Return an argument as a path, a leading `~` being the user's home; raise InputError if it cannot be one."""
    if not isinstance(value, str | PathLike) or not fspath(value):
        raise InputError(f"`{name}` is {value!r}, not a path.", "Give a str or a pathlib.Path.")
    return expanded(value)


def expanded(path: str | PathLike[str]) -> Path:
    """Return a path with a leading `~` or `~user` as that home; of a user who is not known, the path as it is."""
    return Path(expanduser(path))  # noqa: PTH111 -- Path.expanduser raises RuntimeError for such a user
