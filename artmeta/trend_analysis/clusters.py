"""Cluster bootstrap: works of one artist are dependent, so whole artists are resampled (Field and Welsh 2007)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artmeta.trend_analysis.bins import TINY, Floats, sum_by

Indices = NDArray[np.intp]
NORMAL_KURTOSIS = 3.0
BLOCK = 4_000_000  # weights that are floats at once: 32 MB
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
_YEARS = (
    re.compile(  # in brackets, as a range, or after "born"; a bare number may be part of an invented name
        r"\([^()]*\d{3,4}[^()]*\)|\b\d{3,4} ?[-–/] ?(?:\d{2,4}\b)?|"
        r"\b(?:b|born|d|died|active|fl)\b\.? ?(?:c\.? ?|in )?\d{3,4}"
    )
)
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
    text = _HONOURS.sub(lambda match: _KEPT_APART.get(match[0], " "), text)
    parts = [words for part in text.split(",") if (words := " ".join(re.findall(r"\w+", part)))]
    return " ".join([*parts[1:], *parts[:1]])


def cluster_numbers(names: Sequence[str] | Strings) -> Indices:
    """Return the number of each work's cluster [n], from 0 on: works that bear one name [n] are one cluster.

    Each work without a name is a cluster of its own.
    """
    texts = np.asarray(names, dtype=object).astype(str)
    _, named = np.unique(texts, return_inverse=True)
    single = named.max(initial=0) + 1 + np.arange(len(texts))
    _, numbers = np.unique(np.where(texts == "", single, named), return_inverse=True)
    return numbers


@dataclass(frozen=True, slots=True)
class Resampling:
    """Poisson cluster bootstrap: how often each cluster is drawn in each replicate.

    `cluster` [n] numbers the cluster of each work; `weights` [replicates, clusters] are Poisson with mean 1. Parts of
    one collection share the weights, so that their draws are as dependent as they are.
    """

    cluster: Indices
    weights: NDArray[np.uint8]

    @classmethod
    def of(cls, cluster: Indices, replicates: int, rng: np.random.Generator) -> Resampling:
        """Draw the weights of clusters numbered from 0 on."""
        size = replicates, int(cluster.max(initial=-1)) + 1
        return cls(cluster, np.minimum(rng.poisson(1.0, size), 255).astype(np.uint8))

    def only(self, kept: NDArray[np.bool_]) -> Resampling:
        """Return the same draws for the works for which `kept` [n] is true."""
        return Resampling(self.cluster[kept], self.weights)

    def cluster_sums(self, values: Floats) -> Floats:
        """Return the sums [clusters, k] of values [n, k] over the works of each cluster."""
        return sum_by(self.cluster, values, self.weights.shape[1])

    def sums(self, values: Floats, place: Indices, count: int, work: Indices | None = None) -> Floats:
        """Return resampled sums [replicates, count, k] of values [m, k] at the places [m] that they are counted at.

        `work` [m] names the work that each row of values belongs to; without it they are rows of works.
        """
        from scipy.sparse import csr_matrix

        cluster = self.cluster if work is None else self.cluster[work]
        at = place.astype(np.int32), cluster.astype(np.int32)  # half as large as sparse matrices make them
        shape = count, self.weights.shape[1]
        result = np.empty((len(self.weights), count, values.shape[1]))
        step = max(1, BLOCK // max(self.weights.shape[1], 1))
        for column, own in enumerate(values.T):
            matrix = csr_matrix((own, at), shape=shape)
            for start in range(0, len(self.weights), step):
                some = slice(start, start + step)
                result[some, :, column] = (matrix @ self.weights[some].T.astype(np.float64)).T
        return result


def effective_clusters(contributions: Floats) -> Floats:
    """Return the effective number of clusters [k]: of equal ones that estimate the variance of a sum as precisely.

    For contributions u [clusters, k] it is 3 (sum u^2)^2 / sum u^4, Satterthwaite's degrees of freedom for normal
    contributions, and at most the number of clusters that are not 0.
    """
    squares = contributions**2
    total = squares.sum(axis=0)
    number = NORMAL_KURTOSIS * total**2 / np.maximum((squares**2).sum(axis=0), TINY)
    return np.where(total > 0, np.minimum(number, (squares > 0).sum(axis=0)), 1.0)
