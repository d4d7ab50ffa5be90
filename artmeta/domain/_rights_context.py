"""What stands around an open statement: only words that are known to change nothing, names and credits leave it open.

The lists are closed on purpose: whoever limits or doubts a licence has endless words for it, in any language.
"""

from __future__ import annotations

import re

UNEXPLAINED, CREDIT = "unexplained", "credit"  # kinds of evidence; a credit names the photographer

_WORDS = """
the this these that it its is are was be been has have and or of in on to for by with under as at from all any
an you your we our can may free freely open access available use used using re reuse reused usage download
downloaded share adapt please cite credit credits courtesy source see also more info details about here
copyright copyrights known some rights right reserved licence license licences licenses licensed statement
status notice information terms type holder work works artwork artworks object objects item items painting
paintings reproduction reproductions zero attribution line image images picture pictures photo photos
photograph photographs photography scan scans media file files digital digitised digitized digitisation
international generic unported universal creative commons cc mark dedication version public domain domaine
dominio deed legalcode released placed made dedicated published worldwide world gift bequest donated given
museum museums collection collections institution art arts fine national metadata data record records
description descriptions text texts but while whereas other others das die der dem den des dies diese dieses
dieser ein eine einer ist sind wurde wird und oder von vom zu zum zur im mit unter als für lizenz lizenzen
lizenziert lizenziertes rechte recht rechtsstatus rechtehinweis urheberrecht urheberrechte bekannt keine nicht
werk werke objekt objekte gemälde bild bilder bildes bildrechte bildlizenz abbildung abbildungen foto fotos
fotografie fotografien aufnahme aufnahmen digitalisat digitalisate reproduktion reproduktionen datei dateien
quelle verwendung nutzung nutzbar frei freie freier verfügbar bitte nennung genannt namensnennung sammlung
metadaten daten beschreibung beschreibungen texte le la les un une du au aux est sont et ou sous cette cet ce
ces dans en par pour avec droits droit statut utilisation œuvre œuvres oeuvre photographie photographies
cliché clichés tableau libre libres crédit mention donnees données métadonnées metadonnees tableaux auteur
connu het de een dit deze van voor bij onder aan met licentie rechten rechtenstatus afbeelding afbeeldingen
beeld beelden bestand bestanden bron vrij gebruik beschikbaar collectie metagegevens gegevens il lo gli una
uno questo questa questi nel nella sono di del della dell sotto con licenza diritti diritto immagine immagini
opera opere fotografia riproduzione fonte libero uso disponibile metadati dati el los las este esta estos es
son bajo por para licencia derechos derecho imagen imágenes obra obras fotografía fotografías fuente
disponible metadatos datos
"""
_HARMLESS = frozenset(_WORDS.split())
_OF_PLACES = re.compile(
    r"(?:museum|musea|museums|museen|museo|museos|musei|musée|musées|gallery|galleries|galerie|galleria|galería|"
    r"library|libraries|bibliothek|bibliothèque|bibliotheek|biblioteca|archives?|archiv|archief|archivio|archivo|"
    r"institute?|institution|foundation|stiftung|fondation|fondazione|fundación|university|universität|"
    r"université|trust|collection|sammlung|sammlungen|collectie|kunsthalle|pinakothek|pinacoteca|smithsonian)",
    re.I,
)
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
_COUNTRIES = """
deutschland germany österreich austria schweiz switzerland france nederland netherlands españa spain italia italy
polska poland brasil brazil portugal australia canada scotland england wales igo de fr nl es it at ch uk us
"""
_PORTED = frozenset(_COUNTRIES.split())
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

    `before` is such a clause too; the house that it names explains a single name here ("National Gallery, London").
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
    return CREDIT if _PHOTOGRAPHER.search(clause) and not _names_a_house(around) else ""


def _are_names(words: list[str], clause: str) -> bool:
    """Whether words are names: with capitals, and more than one, or beside a house or a word of credit."""
    explained = len(words) >= _FULL_NAME or _names_a_house(clause) or _CREDIT.search(clause) is not None
    return all(map(_is_name, words)) and explained


def _names_a_house(clause: str) -> bool:
    return any(_OF_PLACES.fullmatch(word) or _ends_as_place(word) for word in _WORD.findall(clause))


def _unknown_words(text: str) -> list[str]:
    return [
        word
        for word in _WORD.findall(text)
        if word.lower() not in _HARMLESS and not _OF_PLACES.fullmatch(word) and not _ends_as_place(word)
    ]


def _ends_as_place(word: str) -> bool:
    """Whether a word is a compound that names a house, such as 'Rijksmuseum'."""
    return (
        re.search(r"(?:museum|museet|museen|galerie|bibliothek|sammlung|archiv)s?$", word, re.I) is not None
    )


def _is_name(word: str) -> bool:
    return word[0].isupper() and (not word.isupper() or len(word) <= 3)  # noqa: PLR2004  initials; SHOUTING is no name
