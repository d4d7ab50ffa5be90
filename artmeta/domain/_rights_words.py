"""The words by which museums state rights: the patterns of `rights_words.toml`, and what a match of each states."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from importlib.resources import files
from typing import get_args

from artmeta.domain.artwork import Rights

# Kinds of evidence besides the licences themselves.
RESERVED, NOTICE, LABEL, DOUBT, RESTRICTED = "reserved", "notice", "label", "doubt", "restricted"
PICTURE, DATA = "picture", "data"

# A mark is one character of Unicode's private use area, so that no later pattern can match it.
_KINDS = (*get_args(Rights), RESERVED, NOTICE, LABEL, DOUBT, RESTRICTED)
_MARK_OF = {kind: chr(0xE000 + number) for number, kind in enumerate(_KINDS)}
KIND_OF = {sign: kind for kind, sign in _MARK_OF.items()}
MARK = re.compile("[\ue000-\uf8ff]")

TABLE = tomllib.loads(files("artmeta.domain").joinpath("rights_words.toml").read_text(encoding="utf-8"))
_PARTS = {part: pattern.replace("\n", "") for part, pattern in TABLE["parts"].items()}
_WORDS = {
    **TABLE["words"],
    "PICTURE": TABLE["picture"],
    "NC": _PARTS["nc"],
    "PART": "|".join(_PARTS.values()),
}


def _compiled(pattern: str) -> re.Pattern[str]:
    whole = re.sub(r"<([A-Z_]+)>", lambda match: _WORDS[match[1]], pattern)
    return re.compile(whole.replace("\n", ""), re.I)


CLAUSE_END, NEGATION = _compiled(TABLE["clause_end"]), _compiled(TABLE["negation"])
_LIMITS, _DENIED_AFTER, _PLACE = (_compiled(TABLE[name]) for name in ("limits", "denied_after", "place"))
_SUBJECTS = {name: _compiled(TABLE[name]) for name in (PICTURE, DATA)}
_KNOWN = {"by", "by-sa", "by-nc", "by-nd", "by-nc-sa", "by-nc-nd"}


def _licence(match: re.Match[str]) -> str:
    """Mark a Creative Commons licence that is named by its code."""
    return _marked_licence(re.findall(r"by|nc|nd|sa", (match["code"] or "").lower()))


def _known_licence(match: re.Match[str]) -> str:
    """Mark a Creative Commons licence that is named by an address, if there is one of that code."""
    return _licence(match) if (match["code"] or "").lower() in _KNOWN | {"by-nd-nc"} else _mark(DOUBT)


def _worded_licence(match: re.Match[str]) -> str:
    """Mark a Creative Commons licence that is named in words."""
    parts = [part for part, named in _PARTS.items() if re.search(named, match[0], re.I)]
    return _marked_licence(["by", *parts])


def _marked_licence(parts: list[str]) -> str:
    code = "-".join(part for part in ("by", "nc", "nd", "sa") if part in parts)
    return _mark("cc_" + code.replace("-", "_") if code in _KNOWN else DOUBT)


def _statement(match: re.Match[str]) -> str:
    """Mark what an address at RightsStatements.org states (https://rightsstatements.org/page/1.0/)."""
    name = match[1].lower()
    if name.startswith("inc"):
        return _mark(RESERVED)
    # NoC-US is what DPLA counts as open without limits; the other statements without copyright name restrictions.
    return _mark("public_domain" if name in ("noc-us", "nkc") else DOUBT)


def _mark(kind: str) -> str:
    return f" {_MARK_OF[kind]} "


_READERS: dict[str, Callable[[re.Match[str]], str]] = {
    "@licence": _licence,
    "@known_licence": _known_licence,
    "@worded_licence": _worded_licence,
    "@statement": _statement,
    "@doubt_before": lambda match: f" {_MARK_OF[DOUBT]} {match[0]}",
}
_PATTERNS = tuple((_compiled(each["pattern"]), each["means"]) for each in TABLE["statements"])


def marked(text: str) -> str:
    """Replace each statement of rights in a text by a mark with its kind; other addresses are taken out."""
    text = MARK.sub(" ", text).replace("_", " ")
    for pattern, means in _PATTERNS:
        text = pattern.sub(_READERS.get(means, _mark(means) if means in _MARK_OF else " "), text)
    return text


def subjects_of(clause: str) -> frozenset[str]:
    """Say whether a clause names the picture, the data about the work, both or neither."""
    return frozenset(name for name, pattern in _SUBJECTS.items() if pattern.search(clause))


def is_limited(clause: str) -> bool:
    """Whether a clause holds a word of doubt, of a condition or of time to come."""
    return _LIMITS.search(clause) is not None


def is_weakened(before: str, kind: str, after: str) -> bool:
    """Whether an open statement is negated, doubtful, limited to some places or followed by an exception."""
    near = " ".join(before.split()[-6:])  # words; a negation further off belongs to something else
    if NEGATION.search(near) or is_limited(near) or _DENIED_AFTER.match(after):
        return True
    return is_limited(after) or (kind == "public_domain" and _PLACE.search(f"{before} {after}") is not None)
