"""What stands around an open statement: only words that are known to change nothing, names and credits leave it open.

The lists are closed on purpose: whoever limits or doubts a licence has endless words for it, in any language.
"""

from __future__ import annotations

import re

from artmeta.domain._rights_words import TABLE

UNEXPLAINED, CREDIT = "unexplained", "credit"  # kinds of evidence; a credit names the photographer

_HARMLESS = frozenset(TABLE["context"]["harmless"].split())
_OF_PLACES = re.compile(f"(?:{'|'.join(TABLE['context']['institutions'].split())})", re.I)
_CREDIT = re.compile(
    r"\b(?:courtesy|credits?|gift|bequest|source|quelle|fonte|fuente|bron|by|via|crédits?)\b", re.I
)
_MAKER = re.compile(
    r"\b(?:artist|maker|creator|author|date|künstler(?:in)?|artiste|kunstenaar|artista|autor)\b", re.I
)
_UNKNOWN = frozenset(
    {"unknown", "anonymous", "unbekannt", "inconnu", "onbekend", "sconosciuto", "desconocido"}
)
_PHOTOGRAPHER = re.compile(r"\b(?:photo|foto)(?:s|graf\w*|graph\w*)?\b|\baufnahmen?\b|\bclichés?\b", re.I)
# Licences were ported to the law of countries until version 3.0.
_PORTED = frozenset(TABLE["context"]["countries"].split())
_WORD = re.compile(r"[^\W\d_\ue000-\uf8ff]{2,}")
_FULL_NAME = 2  # words; a single one with a capital may be any noun


def of_a_statement(clause: str, attributed: bool) -> str:
    """Return UNEXPLAINED where words in an open statement's own clause are not known to leave it as it is.

    Behind a licence that is `attributed` (CC BY ...) the name of its owner may stand.
    """
    *before, after = re.split("[\ue000-\uf8ff]", clause)
    behind = _unknown_words(after)
    if attributed:
        behind = [word for word in behind if word.lower() not in _PORTED]
        behind = [] if _are_names(behind, after) else behind
    return UNEXPLAINED if behind or _unknown_words(" ".join(before)) else ""


def beside_a_statement(clause: str, before: str) -> str:
    """Return what a clause without a statement adds: UNEXPLAINED, CREDIT for a named photographer, or nothing.

    `before` is such a clause too; the institution that it names explains a single name ("National Gallery, London").
    """
    unknown = _unknown_words(clause)
    if _MAKER.search(clause):
        unknown = [word for word in unknown if not (word.lower() in _UNKNOWN or _MAKER.fullmatch(word))]
        return UNEXPLAINED if not all(map(_is_name, unknown)) else ""
    if not unknown:
        return ""
    around = f"{before} {clause}"
    if not _are_names(unknown, around):
        return UNEXPLAINED
    return CREDIT if _PHOTOGRAPHER.search(clause) and not _names_an_institution(around) else ""


def _are_names(words: list[str], clause: str) -> bool:
    """Whether words are names: with capitals, and more than one, or beside an institution or a word of credit."""
    explained = (
        len(words) >= _FULL_NAME or _names_an_institution(clause) or _CREDIT.search(clause) is not None
    )
    return all(map(_is_name, words)) and explained


def _names_an_institution(clause: str) -> bool:
    return any(_OF_PLACES.fullmatch(word) or _ends_as_place(word) for word in _WORD.findall(clause))


def _unknown_words(text: str) -> list[str]:
    return [
        word
        for word in _WORD.findall(text)
        if word.lower() not in _HARMLESS and not _OF_PLACES.fullmatch(word) and not _ends_as_place(word)
    ]


def _ends_as_place(word: str) -> bool:
    """Whether a word is a compound that names an institution, such as 'Rijksmuseum'."""
    return (
        re.search(r"(?:museum|museet|museen|galerie|bibliothek|sammlung|archiv)s?$", word, re.I) is not None
    )


def _is_name(word: str) -> bool:
    return word[0].isupper() and (not word.isupper() or len(word) <= 3)  # noqa: PLR2004  initials; SHOUTING is no name
