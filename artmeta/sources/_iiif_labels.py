"""Metadata labels of manifests: which field a label names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

from artmeta.config import packaged_toml
from artmeta.sources._column_words import EXACT, WITHIN, fields_of

# In the order in which they are taken; a collection file's [source.metadata] goes before.
USUAL: Mapping[str, Sequence[str]] = {"title": (), **packaged_toml("artmeta.sources", "_iiif_labels.toml")}
FIELDS = tuple(USUAL)

# Fields for which the headings of lists count too: a title is the manifest's label, and rights have their own rules.
_AS_IN_LISTS = frozenset({"artist", "date", "medium", "accession_number", "venue", "topics"})
_ASIDE = re.compile(r"\s*[(\[][^)\]]*[)\]]")  # "Date of Origin (English)", "Creator(s)"
_BETWEEN = re.compile(r"\s*(?:/|&|,|;|\||\b(?:and|or|und|oder|et|ou|en|e|y|o)\b)\s*")


@lru_cache(maxsize=4096)  # the labels of a collection's manifests are always the same few
def plain_label(label: str) -> str:
    """Return a label in small letters, without colons at its end and with single spaces."""
    text = unicodedata.normalize("NFKC", label).casefold().replace("’", "'")
    return " ".join(text.split()).strip(" :.*-–")


@lru_cache(maxsize=4096)
def names(label: str) -> tuple[str, ...]:
    """Return what a label may be called, the closest first: itself, without an aside, in the singular, its parts."""
    plain = plain_label(label)
    bare = plain_label(_ASIDE.sub("", plain))
    parts = [part for part in _BETWEEN.split(bare) if part] if bare else []
    result = [plain, bare, bare.removesuffix("s"), *parts, *(part.removesuffix("s") for part in parts)]
    return tuple(dict.fromkeys(name for name in result if name))


def rank(label: str, field_names: Sequence[str]) -> tuple[int, int] | None:
    """Return how well a label fits a field's names, smaller is better: closeness, then order; None if not at all.

    A label that is one of the names goes before one that only holds it ("Date" before "Culture & Date").
    """
    order = {plain_label(name): number for number, name in reversed(list(enumerate(field_names)))}
    fits = [(close, order[name]) for close, name in enumerate(names(label)) if name in order]
    return min(fits, default=None)


def rank_in_lists(label: str, field: str) -> tuple[int, int] | None:
    """Return how well a label fits a field as the heading of a column would, smaller is better; None if not exactly."""
    if field not in _AS_IN_LISTS:
        return None
    sure = max(fields_of(name).get(field, 0.0) for name in (label, *names(label)))
    return (0, round(10 * (EXACT - sure))) if sure > WITHIN else None
