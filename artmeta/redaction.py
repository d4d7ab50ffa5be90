"""Passwords, tokens and home folders never leave this machine: they are taken out of every text that does.

Secrets in addresses and headers are replaced by `***`, a home folder by `~`. The patterns are those that Python, Arrow
and RE2 read alike, so that a text and a column of a table are treated in the same way.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from artmeta.batches import by_distinct

if TYPE_CHECKING:
    import pyarrow as pa

MARK = "***"
Patterns = tuple[tuple[str, str, tuple[str, ...]], ...]
# Each with its replacement, and with words of which a text holds one where it matches, in any case; none: any text may.
_NAMES = (
    r"(?:[a-z0-9_.%-]*(?:token|secret|signature|password|passwd|passphrase|credential|api[_-]?key|app[_-]?key|"
    r"access[_-]?key|auth[_-]?key|consumer[_-]?key|subscription[_-]?key|accesskeyid|session[_-]?id|sessid)|"
    r"key|wskey|rlkey|resourcekey|sig|auth|pwd|pw|pass|ticket|jwt|hmac|hdnts|hdnea|key-pair-id)"
)
SECRETS: Patterns = (
    # user:password@, also escaped for HTML
    (r"(?i)([a-z0-9+.-]://)(?:[^/?#\s\"<>]|&#[0-9]+;)*@", r"\1***@", ("@",)),
    # the same in a parameter
    (r"(?i)(%3a%2f%2f)(?:[^%&#/\s\"<>]|%[013-9a-f][0-9a-f]|%2[0-9a-e])*%40", r"\1***%40", ("%3a%2f%2f",)),
    (rf"(?i)([?&;#]{_NAMES}(?:\[\])?=)[^&#\s\"<>]+", r"\1***", ()),
    # a key of Azure Functions; shorter codes name objects
    (r"(?i)([?&;]code=)[a-z0-9_+/%-]{40,}=*", r"\1***", ("code=",)),
    (rf"(?i)([\"']{_NAMES}[\"']\s*:\s*[\"'])[^\"']+", r"\1***", ()),
    (r"(?i)\b(bearer)\s+[a-z0-9._~+/-]{20,}=*", r"\1 ***", ("bearer",)),
    (
        r"(?i)\b(authorization\s*[:=]\s*(?:basic|bearer|digest|token|apikey))\s+[^\s\"',;]+",
        r"\1 ***",
        ("authorization",),
    ),
    (
        r"(?i)\b(x-api-key|x-auth-token|set-cookie)(\s*[:=]\s*)[^\s\"',;]+",
        r"\1\2***",
        ("x-api-key", "x-auth-token", "set-cookie"),
    ),
)
_BEFORE = r"(^|[\s\"'`(={;|:>,\[]|file://(?:localhost)?)"  # not in the middle of a web address
_FOLDERS = r"(?:(?:/var|/usr|/export)?/home|(?:/mnt/[a-z]|/cygdrive/[a-z])?/Users|(?:/run)?/media)"
HOMES: Patterns = (
    (rf"{_BEFORE}{_FOLDERS}/[^/\s\"'<>,;:?*|)`]+", r"\1~", ("/home", "/users", "/media")),
    (rf"{_BEFORE}/root\b", r"\1~", ("/root",)),
    (r"(?i)\b[a-z]:(?:\\+|/)Users(?:\\+|/)[^\\/\s\"'<>,;:?*|)]+", "~", ("users",)),
)
# A value in a settings file, a comment or an inline table of it; in other texts, "Token: a coin" is a title.
_VALUE = r"(?:\"{3}.*?\"{3}|'{3}.*?'{3}|\"(?:\\.|[^\"\\\n])*\"|'[^'\n]*'|[^\s#,}]+)"
_SETTING = re.compile(rf"(?ims)((?:^|[{{,])[ \t]*(?:#[# \t]*)?[\"']?{_NAMES}[\"']?[ \t]*[:=][ \t]*){_VALUE}")
_SIGN = (  # of every text that one of the patterns changes
    r"(?i)://[^/?\s\"<>]*@|%3a%2f|[?&;#]\S*=|[\"']\s*:|bearer|authorization|api-key|auth-token|cookie|/home/|/media/|"
    r"/root|users[\\/]"
)


def redact(text: str) -> str:
    """Return a text without passwords, tokens and signatures."""
    return _replaced(text, SECRETS)


def redact_settings(text: str) -> str:
    """Return the text of a settings file (TOML) without the values of keys that name a secret either."""
    return _SETTING.sub(rf'\1"{MARK}"', redact(text))


def publishable(text: str) -> str:
    """Return a text that may leave this machine: without secrets and without the name of a home folder."""
    return _replaced(text, SECRETS + HOMES)


def _replaced(text: str, patterns: Patterns) -> str:
    """Return a text with all matches replaced; a pattern that cannot match, as most, costs no search of a long page."""
    folded = text.casefold()  # also of the long s and the Kelvin sign, which the patterns take for letters
    for pattern, instead, words in patterns:
        if not words or any(word in folded for word in words):
            text = re.sub(pattern, instead, text)
    return text


def publishable_column(texts: pa.Array[Any]) -> pa.Array[Any]:
    """Return an Arrow array of texts, each as `publishable` returns it."""
    return by_distinct(texts, _publishable_texts)


def _publishable_texts(texts: pa.Array[Any]) -> pa.Array[Any]:
    import pyarrow.compute as pc

    matches = pc.match_substring_regex(texts, _SIGN)
    if not pc.any(matches).as_py():
        return texts
    some = pc.filter(texts, matches)
    for pattern, instead, _ in SECRETS + HOMES:
        some = pc.replace_substring_regex(some, pattern, instead)
    return pc.replace_with_mask(texts, pc.fill_null(matches, False), some)
