"""Clusters: works of one artist are not independent, so whole artists are drawn (Field and Welsh 2007)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Strings = NDArray[np.str_]

# A work after an artist, or from the artist's studio, depends on that artist's works: it belongs to that cluster.
_QUALIFIERS = re.compile(
    r"\b(?:after|attributed to|attrib|attr|ascribed to|studio of|workshop of|circle of|follower of|followers of|"
    r"manner of|style of|school of|imitator of|copy after|copy of|formerly attributed to|possibly by|possibly|"
    r"probably by|probably|and studio|and workshop|"
    r"zugeschrieben|werkstatt(?: von| des)?|umkreis(?: von| des)?|nachfolger(?: von| des)?|schule(?: von| des)?|"
    r"kopie nach|nach|d apres|attribue a|atelier de|entourage de|suiveur de|ecole de|attribuito a|bottega di|"
    r"cerchia di|scuola di|seguace di|toegeschreven aan|werkplaats van|navolger van|omgeving van)\b"
)
_NOBODY = re.compile(
    r"\b(?:unknown|unidentified|unrecorded|anonymous|anon|unbekannt\w*|anonym\w*|inconnu\w*|onbekend\w*|sconosciuto|ignoto|"
    r"anonimo|desconocido|various|verschiedene|n a|school|schule|ecole|scuola)\b"
)
_YEARS = re.compile(r"\(?\b(?:b|d|c|born|died|active|ca|circa)?\W*\d{3,4}\b\W*(?:\d{2,4})?\)?")
_HONOURS = re.compile(
    r"\b(?:sir|dame|lord|lady|dr|ra|ara|om|ch|obe|cbe|kbe|mbe|pra|rsa|jr|sr|the elder|the younger)\b"
)
_KEPT_APART = {"the elder": "elder", "the younger": "younger", "jr": "younger", "sr": "elder"}


def artist_key(name: str) -> str:
    """Return the form of an artist's name by which works are put together; '' where nobody in particular is named.

    "after", "studio of", "attributed to" and the like are left out, as are years, honours, brackets, case and
    accents; "Last, First" becomes "first last"; of several artists the first counts. A school ("British School") and
    unknown artists are nobody. Initials are not matched with full names, nor one language's form with another's.
    """
    text = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    text = re.sub(r"[’'`´]", " ", text)
    text = re.split(r";|\|| and (?!studio|workshop)| & | und | et (?!atelier)", text)[0]
    text = _QUALIFIERS.sub(" ", _YEARS.sub(" ", text))
    if _NOBODY.search(re.sub(r"[^\w]+", " ", text)):
        return ""
    text = re.sub(r"\bd\. ?a\.", "the elder", re.sub(r"\bd\. ?j\.", "the younger", text))
    text = _HONOURS.sub(lambda found: _KEPT_APART.get(found[0], " "), text)
    parts = [words for part in text.split(",") if (words := " ".join(re.findall(r"\w+", part)))]
    return " ".join([*parts[1:], *parts[:1]])


@dataclass(frozen=True, slots=True)
class Clusters:
    """Which works are drawn together: `index` [n] numbers the cluster of each work, `sizes` [clusters] counts works."""

    index: NDArray[np.intp]
    sizes: Ints

    def __len__(self) -> int:
        return len(self.sizes)

    def sums(self, values: Floats) -> Floats:
        """Return the sums [clusters, k] of values [n, k] over the works of each cluster."""
        count = len(self.sizes)
        return np.stack(
            [np.bincount(self.index, weights=column, minlength=count) for column in values.T], axis=1
        )


def clusters_of(names: Sequence[str] | Strings) -> Clusters:
    """Return clusters of works that bear the same name [n]; each work without a name is a cluster of its own."""
    texts = np.asarray(names, dtype=object).astype(str)
    _, place = np.unique(texts, return_inverse=True)
    alone = texts == ""
    place = np.where(alone, place.max(initial=0) + 1 + np.arange(len(texts)), place)
    _, index, sizes = np.unique(place, return_inverse=True, return_counts=True)
    return Clusters(index, sizes.astype(np.int64))


def effective_clusters(contributions: Floats) -> Floats:
    """Return how many equal clusters would vary as much as these, for contributions [clusters, k]: [k].

    (sum u^2)^2 / sum u^4: 1 where one cluster makes all of the sum, their number where all weigh alike.
    """
    squares = contributions**2
    total = squares.sum(axis=0)
    result: Floats = total**2 / np.maximum((squares**2).sum(axis=0), np.finfo(float).tiny)
    return np.where(total > 0, result, 1.0)
