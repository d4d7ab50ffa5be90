"""What houses call the fields of a work in the metadata of their manifests, and how a label is recognised."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from artmeta.sources._column_words import EXACT, WITHIN, fields_of

# In the order in which they are taken; a collection file's [source.metadata] goes before.
USUAL: Mapping[str, tuple[str, ...]] = {
    "title": (),
    "artist": (
        "artist",
        "creator",
        "maker",
        "artist name",
        "creator name",
        "author",
        "painter",
        "printmaker",
        "engraver",
        "photographer",
        "sculptor",
        "draughtsman",
        "designer",
        "made by",
        "attributed to",
        "künstler",
        "künstlerin",
        "künstler/in",
        "künstler*in",
        "maler",
        "urheber",
        "schöpfer",
        "verfasser",
        "hersteller",
        "fotograf",
        "artiste",
        "auteur",
        "créateur",
        "peintre",
        "exécutant",
        "photographe",
        "kunstenaar",
        "vervaardiger",
        "schilder",
        "autore",
        "artista",
        "pittore",
        "creatore",
        "autor",
        "creador",
        "pintor",
        "artífice",
    ),
    "date": (
        "date",
        "date created",
        "date made",
        "created",
        "creation date",
        "date of creation",
        "date of origin",
        "origin date",
        "date of production",
        "production date",
        "date of work",
        "object date",
        "display date",
        "dates",
        "dated",
        "dating",
        "year",
        "date issued",
        "published",
        "publication date",
        "date of publication",
        "issued",
        "datierung",
        "datum",
        "entstehungsdatum",
        "entstehungszeit",
        "entstehung",
        "entstehungsjahr",
        "jahr",
        "herstellungsdatum",
        "date de création",
        "date de production",
        "date d'exécution",
        "datation",
        "année",
        "datering",
        "vervaardigingsdatum",
        "datum vervaardiging",
        "jaar",
        "data",
        "datazione",
        "data di creazione",
        "anno",
        "cronologia",
        "fecha",
        "fecha de creación",
        "datación",
        "año",
        "cronología",
        "period",
        "periode",
        "époque",
        "epoca",
        "época",
    ),
    "medium": (
        "medium",
        "materials",
        "material",
        "technique",
        "materials and techniques",
        "material/technique",
        "medium/support",
        "material/technik",
        "technik",
        "matériaux",
        "matière",
        "matériaux et techniques",
        "tecnica",
        "materiali",
        "materia",
        "materiaal",
        "techniek",
        "técnica",
        "materiales",
        "physical medium",
    ),
    "accession_number": (
        "accession number",
        "accession no.",
        "object number",
        "object id",
        "inventory number",
        "inventory no.",
        "identifier",
        "shelfmark",
        "inventarnummer",
        "inventar-nr.",
        "numéro d'inventaire",
        "inventarisnummer",
        "objectnummer",
        "numero di inventario",
        "inventario",
        "número de inventario",
        "signatur",
    ),
    "venue": (
        "repository",
        "institution",
        "holding institution",
        "current location",
        "location",
        "museum",
        "owner",
        "collection",
        "sammlung",
        "standort",
        "musée",
        "lieu de conservation",
        "museo",
        "collectie",
        "institution name",
    ),
    "topics": (
        "subject",
        "topic",
        "depicted",
        "keyword",
        "schlagwort",
        "schlagwörter",
        "sujet",
        "mots-clés",
        "soggetto",
        "onderwerp",
        "tema",
        "materia iconográfica",
    ),
    "rights": (
        "rights",
        "license",
        "licence",
        "copyright",
        "rights statement",
        "usage rights",
        "terms of use",
        "conditions of use",
        "rechte",
        "lizenz",
        "nutzungsrechte",
        "droits",
        "licence d'utilisation",
        "rechten",
        "licentie",
        "diritti",
        "licenza",
        "derechos",
        "licencia",
    ),
}
FIELDS = tuple(USUAL)

# Fields for which the headings of lists count too: a title is the manifest's label, and rights have their own rules.
_AS_IN_LISTS = frozenset({"artist", "date", "medium", "accession_number", "venue", "topics"})
_ASIDE = re.compile(r"\s*[(\[][^)\]]*[)\]]")  # "Date of Origin (English)", "Creator(s)"
_BETWEEN = re.compile(r"\s*(?:/|&|,|;|\||\b(?:and|or|und|oder|et|ou|en|e|y|o)\b)\s*")


def plain_label(label: str) -> str:
    """Return a label in small letters, without colons at its end and with single spaces."""
    text = unicodedata.normalize("NFKC", label).casefold().replace("’", "'")
    return " ".join(text.split()).strip(" :.*-–")


def names(label: str) -> tuple[str, ...]:
    """Return what a label may be called, the closest first: itself, without an aside, in the singular, its parts."""
    plain = plain_label(label)
    bare = plain_label(_ASIDE.sub("", plain))
    parts = [part for part in _BETWEEN.split(bare) if part] if bare else []
    found = [plain, bare, bare.removesuffix("s"), *parts, *(part.removesuffix("s") for part in parts)]
    return tuple(dict.fromkeys(name for name in found if name))


def rank(label: str, wanted: Sequence[str]) -> tuple[int, int] | None:
    """Return how well a label fits a field's names, smaller is better: closeness, then order; None if not at all.

    A label that is one of the names goes before one that only holds it ("Date" before "Culture & Date").
    """
    order = {plain_label(name): number for number, name in reversed(list(enumerate(wanted)))}
    fits = [(close, order[name]) for close, name in enumerate(names(label)) if name in order]
    return min(fits, default=None)


def rank_in_lists(label: str, field: str) -> tuple[int, int] | None:
    """Return how well a label fits a field as the heading of a column would, smaller is better; None if not exactly."""
    if field not in _AS_IN_LISTS:
        return None
    sure = max(fields_of(name).get(field, 0.0) for name in (label, *names(label)))
    return (0, round(10 * (EXACT - sure))) if sure > WITHIN else None
