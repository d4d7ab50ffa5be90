"""What may be done with a work: a licence's words or address, read into a small vocabulary."""

from __future__ import annotations

import re

from artmeta.domain.artwork import Rights

_CC = re.compile(
    r"creativecommons\.org/licen[sc]es/([a-z-]+)(?![a-z-])|"
    r"(?<![a-z])cc[ \-_]*(by(?:[ \-_]*(?:nc|nd|sa))*)(?!-?[a-z])",
    re.I,
)
_WORDED_CC = re.compile(r"creative commons attribution|\battribution\b.*\b(?:licen[cs]e|\d\.\d)", re.I)
_CC0 = re.compile(r"creativecommons\.org/publicdomain/zero/|\bcc[ \-_]?0\b|\bcc[ \-_]zero\b", re.I)
_PUBLIC = re.compile(
    r"creativecommons\.org/publicdomain/mark/|\bpublic[ \-]?domain\b|\bpdm\b|no known copyright|\bpd-|"
    r"rightsstatements\.org/(?:vocab|page)/(?:NoC-US|NKC|NoC-OKLR)/|\bout of copyright\b|\bcopyright expired\b|"
    r"\bgemeinfrei\b|\bdomaine public\b|\bdominio p[uú]blico\b",
    re.I,
)
# "No copyright, but contractual or non-commercial restrictions": not free, and not owned by an author either.
_RESTRICTED = re.compile(r"rightsstatements\.org/(?:vocab|page)/(?:NoC-CR|NoC-NC|UND|CNE)/", re.I)
_COPYRIGHT = re.compile(
    r"rightsstatements\.org/(?:vocab|page)/InC|in copyright|all rights reserved|©|\(c\)\s|\bcopyright\b|\bdacs\b|"
    r"no reuse|\bvg bild-kunst\b|\bcopyrighted\b|droits réservés|alle rechte vorbehalten",
    re.I,
)
_NOT_PUBLIC = re.compile(r"\bnot (?:in the |yet )?(?:in )?(?:the )?public domain", re.I)
_PARTS = {"by": "attribution", "nc": "non-?commercial", "nd": "no ?-?deriv", "sa": "share ?-?alike"}
_LICENCES: dict[frozenset[str], Rights] = {
    frozenset({"by"}): "cc_by",
    frozenset({"by", "sa"}): "cc_by_sa",
    frozenset({"by", "nc"}): "cc_by_nc",
    frozenset({"by", "nd"}): "cc_by_nd",
    frozenset({"by", "nc", "sa"}): "cc_by_nc_sa",
    frozenset({"by", "nc", "nd"}): "cc_by_nc_nd",
}


def read_rights(text: str) -> Rights:
    """Read a licence as museums state it: an address (Creative Commons, RightsStatements.org), a code or plain words.

    What is not understood, and a statement that contradicts itself, is 'unknown'; the strictest reading of a
    licence with conditions is taken. `CC BY-NC 4.0` is cc_by_nc, `© the artist's estate` is in_copyright.
    """
    text = text.strip()
    if not text:
        return "unknown"
    licence = _creative_commons(text)
    if licence:
        return licence
    if _RESTRICTED.search(text):
        return "unknown"
    public = not _NOT_PUBLIC.search(text) and bool(_PUBLIC.search(text))
    if _CC0.search(text):
        return "cc0"
    if public:
        return "public_domain"
    return "in_copyright" if _COPYRIGHT.search(text) else "unknown"


def _creative_commons(text: str) -> Rights | None:
    found = _CC.search(text)
    if found:
        parts = frozenset(re.split(r"[ \-_]+", (found[1] or found[2]).lower()))
        return _LICENCES.get(parts, "unknown")
    if _WORDED_CC.search(text):
        parts = frozenset(part for part, words in _PARTS.items() if re.search(words, text, re.I))
        return _LICENCES.get(parts | {"by"}, "unknown")
    return None
