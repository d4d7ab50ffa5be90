"""The words by which houses state rights, in English, German, French, Dutch, Italian and Spanish."""

from __future__ import annotations

import re
from collections.abc import Callable
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
CLAUSE_END = re.compile(
    r"[,;|\n•·]|\.(?=\s|$)|\s[/–—]\s|\b(?:but|while|whereas|however|aber|jedoch|hingegen|während|mais|"
    r"tandis que|"
    r"alors que|maar|terwijl|echter|mentre|però|tuttavia|pero|mientras|sino)\b",
    re.I,
)
NEGATION = re.compile(
    r"\b(?:not|no|non|never|nor|neither|without|cannot|nicht|nie|kein\w*|weder|ohne|pas|jamais|aucune?|ni|sans|"
    r"niet|nooit|geen|zonder|mai|nessun\w*|senza|nunca|ning[uú]n\w*|sin)\b|n['’]t\b|\bn['’]",
    re.I,
)
_LIMITS = re.compile(
    r"\b(?:pending|formerly|disputed?|removed|withdrawn|submitted|only|"
    r"may be|might be|could be|will|would|until|unless|possibly|probably|perhaps|presumably|presumed|"
    r"believed|"
    r"likely|thought|if|enter\w*|becom\w*|from \d{4}|ab \d{4}|à partir|vanaf|a partir|dal \d{4}|vermutlich|"
    r"möglicherweise|wahrscheinlich|vielleicht|bis|sofern|falls|wird|peut-être|"
    r"probablement|sera|jusqu|mogelijk|waarschijnlijk|misschien|wordt|tot|tenzij|forse|probabilmente|sarà|fino|"
    r"posiblemente|probablemente|quizás?|será|hasta|except\w*|exclud\w*|ausgenommen|außer|ausser|sauf|hors|"
    r"hormis|behalve|uitgezonderd|eccetto|tranne|salvo|excepto)\b",
    re.I,
)
_DENIED_AFTER = re.compile(
    r"\s*(?:\?|[:=]\s*(?:no|false|nein|falsch|non|faux|nee|onwaar|falso|0|n)\b|\b(?:is|ist|are)?\s*(?:not|"
    r"nicht|niet)\b)",
    re.I,
)
_PLACE = re.compile(
    r"\bin (?:the )?(?:us|usa|u\.s|uk|u\.k|eu|e\.u)\b|\bunited (?:states|kingdom)|\bus law|\bamerica|"
    r"\bvereinigten? |"
    r"\bin den usa|états[- ]unis|etats[- ]unis|royaume-uni|verenigde? |\bin de vs\b|\bstati uniti|"
    r"\bregno unito|"
    r"\bestados unidos|\breino unido|\bcanad|\baustralia|\beurop|\bgermany|\bdeutschland|\bfrance\b|"
    r"\bnederland|"
    r"\bitalia|\bespaña|\bcountr(?:y|ies)\b|\bländern?\b|\bursprungsland|\bpays\b|\blanden?\b|\bpaes[ei]\b|"
    r"\bpa[ií]s(?:es)?\b|\belsewhere|\boutside\b|\banderswo|\bandernorts|\bailleurs|\belders|\baltrove",
    re.I,
)
_PICTURE_WORDS = (
    r"\b(?:images?|pictures?|photo(?:graph(?:s|y)?)?s?|scans?|reproductions?|media|files?|bild(?:er|es)?|"
    r"abbildung(?:en)?|fotos?|fotografien?|photographies?|aufnahmen?|reproduktion(?:en)?|digitalisate?|dateien|"
    r"clichés?|afbeelding(?:en)?|beeld(?:en)?|bestanden|immagin[ei]|fotografi[ae]|riproduzion[ei]|imagen|"
    r"imágenes|fotografías?|reproducci(?:ón|ones)|bild(?:rechte?|lizenz(?:en)?)|fotorechte?)\b"
)
_SUBJECTS = {
    PICTURE: re.compile(_PICTURE_WORDS, re.I),
    DATA: re.compile(
        r"\b(?:meta-?data|data|(?:meta)?daten(?:rechte?|lizenz(?:en)?)|records?|descriptions?|texts?|metadaten|daten|datens[aä]tze?|"
        r"beschreibung(?:en)?|texte|"
        r"m[eé]tadonn[eé]es|donn[eé]es|textes?|metagegevens|gegevens|beschrijving(?:en)?|teksten?|tekst|"
        r"metadati|dati|"
        r"descrizion[ei]|testi|testo|metadatos|datos|descripci(?:ón|ones)|textos?)\b",
        re.I,
    ),
}

_BY = r"attribution|namensnennung|naamsvermelding|paternité|attribuzione|reconocimiento|atribución"
_PARTS = {
    "nc": r"non-? ?commercial(?:e)?|nicht[- ]?kommerziell|pas d['’]utilisation commerciale|"
    r"niet[- ]?commercieel|no ?comercial",
    "nd": r"no ?-?deriv\w*|keine bearbeitung(?:en)?|pas de modifications?|geen ?afgeleide ?werken|"
    r"non opere derivate|"
    r"sin ?obras? ?derivadas?",
    "sa": r"share ?-?alike|weitergabe unter gleichen bedingungen|partage dans les mêmes conditions|"
    r"gelijk ?delen|"
    r"condividi allo stesso modo|compartir ?igual",
}
_ANY_PART = "|".join(_PARTS.values())
_KNOWN = {"by", "by-sa", "by-nc", "by-nd", "by-nc-sa", "by-nc-nd"}


def _licence(match: re.Match[str]) -> str:
    """Mark a Creative Commons licence that is named by its code."""
    parts = re.findall(r"by|nc|nd|sa", (match["code"] or "").lower())
    return _marked_licence(parts)


def _worded_licence(match: re.Match[str]) -> str:
    """Mark a Creative Commons licence that is named in words."""
    parts = [part for part, named in _PARTS.items() if re.search(named, match[0], re.I)]
    return _marked_licence(["by", *parts])


def _marked_licence(parts: list[str]) -> str:
    code = "-".join(part for part in ("by", "nc", "nd", "sa") if part in parts)
    return _mark("cc_" + code.replace("-", "_") if code in _KNOWN else DOUBT)


def _statement(match: re.Match[str]) -> str:
    """Mark what an address at RightsStatements.org says (https://rightsstatements.org/page/1.0/)."""
    name = match[1].lower()
    if name.startswith("inc"):
        return _mark(RESERVED)
    # NoC-US is what DPLA counts as open without limits; the other statements without copyright name restrictions.
    return _mark("public_domain" if name in ("noc-us", "nkc") else DOUBT)


def _mark(kind: str) -> str:
    return f" {_MARK_OF[kind]} "


_AUTHORS_RIGHT = (
    r"copyrights?|urheberrecht\w*|droits? d['’]auteur|auteursrecht\w*|diritt[oi] d['’]autore|"
    r"derechos? de autor"
)
_UNDETERMINED = (
    r"not evaluated|undetermined|unknown|unclear|uncertain|ungeklärt|unbekannt|unklar|non évalués?|"
    r"indéterminés?|inconnus?|"
    r"onbekend|onduidelijk|sconosciut[oi]|incert[oi]|desconocidos?|no evaluados?"
)
_STEPS: tuple[tuple[str, Callable[[re.Match[str]], str] | str], ...] = (
    (r"https?://(?:www\.)?creativecommons\.org/licen[sc]es/publicdomain\S*", "public_domain"),
    (
        r"(?:https?://)?(?:www\.)?creativecommons\.org/licen[sc]es/(?P<code>by[a-z-]*)?\S*",
        lambda match: (
            _licence(match) if (match["code"] or "").lower() in _KNOWN | {"by-nd-nc"} else _mark(DOUBT)
        ),
    ),
    (r"(?:https?://)?(?:www\.)?creativecommons\.org/publicdomain/zero\S*", "cc0"),
    (r"(?:https?://)?(?:www\.)?creativecommons\.org/publicdomain/mark\S*", "public_domain"),
    (r"(?:https?://)?(?:www\.)?rightsstatements\.org/(?:vocab|page|data)/([a-z-]+)\S*", _statement),
    (r"(?:https?://)?(?:www\.)?europeana\.eu/rights/rr-\S*", RESERVED),
    (r"https?://\S+|\bwww\.\S+|\S+@\S+", ""),
    (rf"(?:(?:creative commons|cc)[\s:-]+)?\b(?:{_BY})(?:[\s,/–-]+(?:{_ANY_PART}))+", _worded_licence),
    (
        rf"(?:creative commons|\bcc)[\s:-]+(?:{_BY})\b|\b(?:{_BY})\b(?=[\s-]*(?:\d\.\d|licen[cs]e|"
        rf"international|generic))",
        "cc_by",
    ),
    (
        r"(?<![a-z])(?P<code>cc[ \-_]*by(?:[ \-_]*(?:nc|nd|sa))*|by(?:-(?:nc|nd|sa))+)(?![a-z]|-[a-z])",
        _licence,
    ),
    (r"(?<![a-z])cc[ \-_]*by\b\S*", DOUBT),
    (r"(?<![a-z])cc[ \-_]?(?:0|zero)\b", "cc0"),
    (
        rf"\b(?:{_AUTHORS_RIGHT}|rights?|rechte|droits|rechten|diritti|"
        rf"derechos)\b(?: status)?[^\ue000-\uf8ff.,;]{{0,25}}\b(?:{_UNDETERMINED})\b",
        DOUBT,
    ),
    # An exception that may well concern this picture.
    (
        r"\b(?:except where|unless) (?:otherwise )?(?:noted|stated|indicated)|\b(?:soweit|sofern) nicht anders|"
        r"\bsauf (?:mention|indication) contraire|\btenzij anders|\bsalvo (?:diversa|diversamente|indicación|"
        r"que se indique)",
        DOUBT,
    ),
    (
        rf"\b(?:except\w*|exclud\w*|not|ausgenommen|außer|ausser|ohne|nicht|sauf|hors|hormis|behalve|"
        rf"uitgezonderd|niet|eccetto|"
        rf"tranne|salvo|"
        rf"excepto)\s+(?:\w+\s+){{0,2}}(?={_PICTURE_WORDS})",
        lambda match: f" {_MARK_OF[DOUBT]} {match[0]}",
    ),
    # Creative Commons' own motto, which goes with any of its licences.
    (
        r"\bsome rights reserved\b|\beinige rechte vorbehalten\b|\bcertains droits réservés\b|"
        r"\bsommige rechten voorbehouden\b|"
        r"\balcuni diritti riservati\b|\balgunos derechos reservados\b",
        "",
    ),
    # Copyright that there is not, or no longer.
    (r"\bno copyright\s*[-–—]\s*united states\b", "public_domain"),
    (
        r"\bno (?:known )?copyrights?(?: restrictions?)?\b(?! infring)|\bnot (?:in|under|protected by|"
        r"subject to) copyright\b|"
        r"\bnot copyrighted\b|\b(?:out of|free of|no longer (?:in|under)) copyright\b|\bcopyright(?: has|"
        r" is)? expired\b|"
        r"\bcopyright[- ]free\b|\bkein(?:e|erlei)? (?:bekannten? )?(?:urheberrecht\w*|copyright)(?: bekannt)?|"
        r"\bnicht (?:mehr )?urheberrechtlich geschützt|\burheberrechtsfrei|\burheberrecht\w*(?: ist|"
        r" sind)? (?:abgelaufen|erloschen)|"
        r"\baucun droits? d['’]auteur(?: connus?)?|\bpas de droits? d['’]auteur(?: connus?)?|"
        r"\blibre de droits d['’]auteur|"
        r"\bgeen (?:bekende )?auteursrecht\w*(?: bekend)?|\bauteursrechtvrij|"
        r"\bniet (?:meer )?auteursrechtelijk beschermd|"
        r"\bnessun (?:diritto d['’]autore|copyright)(?: noto)?|\bsenza (?:diritti d['’]autore|copyright)|"
        r"\bsin (?:derechos de autor|copyright)(?: conocidos)?|\blibre de derechos de autor",
        "public_domain",
    ),
    (
        r"\bpublic[ \-]?domain(?: mark| dedication)?\b|\bpdm\b|\bpd-(?!us)|\bgemeinfrei\w*|\bdomaine public\b|"
        r"\bdominio p[uú]blico\b|"
        r"\bpubblico dominio\b|\bdominio pubblico\b|\bpubliek(?:e)? domein\b|\bdomínio público\b|"
        r"\brechtenvrij\b",
        "public_domain",
    ),
    (
        r"\ball rights (?:are )?reserved\b|\brights reserved\b|\bin[- ]copyright\b|\bunder copyright\b|"
        r"\bprotected by copyright\b|"
        r"\bno (?:re-?use|reproduction|copying)\b|\bdacs\b|\bvg[ -]bild[- ]?kunst\b|\badagp\b|\bsiae\b|"
        r"\bvegap\b|\bpictoright\b|"
        r"\borphan works?\b|\bverwaistes? werke?\b|\bœuvres? orphelines?\b|\bweeswerk\b|\brechte vorbehalten\b|"
        r"\burheberrechtlich (?:geschützt|geschuetzt)|\bdroits (?:sont )?réservés\b|\bsous droits\b|"
        r"\bprotégée?s? par (?:le |un )?droit|"
        r"\bprotégée?s? ailleurs|\brechten voorbehouden\b|\bauteursrechtelijk beschermd\b|\bdiritti riservati\b|"
        r"\bprotett[oaie] da(?:l|i)? (?:copyright|diritt)|\bderechos reservados\b|"
        r"\bprotegid[oa]s? por (?:derechos|copyright)|"
        r"\bdireitos reservados\b",
        RESERVED,
    ),
    (rf"\b(?:{_AUTHORS_RIGHT})(?: (?:status|statement|notice|information|and licen[cs]e))?\s*[:=]", LABEL),
    (rf"©|\(c\)(?=\s|$)|\bcopyrighted\b|\b(?:{_AUTHORS_RIGHT})\b", NOTICE),
    (
        rf"\b(?:{_PARTS['nc']})\b|\bpersonal use\b|\bprivate use\b|\bpermission\b|\bgenehmigung\b|"
        rf"\bautorisation\b|\btoestemming\b|"
        r"\bautorizza\w*|\bautorización\b|\bprohibited\b|\bverboten\b|\binterdite?s?\b|\bverboden\b|"
        r"\bvietat[oaie]\b|"
        r"\bprohibid[oa]s?\b|\b(?:no|not for) commercial\b|\bkeine kommerzielle|\bpas d['’]usage commercial|"
        r"\bgeen commercieel|"
        r"\bnessun uso commerciale|\bsin (?:uso|fines) comercial|\b(?:legal|contractual|"
        r"other) restrictions\b",
        RESTRICTED,
    ),
)
_PATTERNS = tuple((re.compile(pattern, re.I), what) for pattern, what in _STEPS)


def marked(text: str) -> str:
    """Replace each statement of rights in a text by a mark with its kind; other addresses are taken out."""
    text = MARK.sub(" ", text).replace("_", " ")
    for pattern, what in _PATTERNS:
        text = pattern.sub((_mark(what) if what else " ") if isinstance(what, str) else what, text)
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
