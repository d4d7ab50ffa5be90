"""Topics: the classes that pictures are labelled with, and their counterparts in other vocabularies."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Topic:
    """One theme, with the codes of concepts in other vocabularies (iconclass, aat, wikidata).

    `links` are concepts that mean exactly this topic, `broad_links` include it and more, `narrow_links` are parts
    of it (exactMatch, broadMatch and narrowMatch of SKOS, https://www.w3.org/TR/skos-reference/#mapping).
    """

    id: str
    label: str
    broader: str = ""
    links: Mapping[str, str] = field(default_factory=dict)
    broad_links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    narrow_links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ConceptScheme:
    """A vocabulary that topics are matched with: the form of its codes, and the address below which they lie."""

    title: str
    namespace: str
    code: str  # a regular expression

    def address(self, code: str) -> str | None:
        """Return the address of a concept, percent-encoded, or None if the code does not have the scheme's form."""
        return self.namespace + quote(code, safe="()") if re.fullmatch(self.code, code) else None


# Digits and letters, with names and keys in brackets: 11H(JEROME)5(+3); some print a space after a bracket.
_NOTATION = r"[0-9][0-9A-Z]*(?:[(][^()]+[)] ?[0-9A-Z]*)*"
SCHEMES = {
    "iconclass": ConceptScheme("Iconclass", "https://iconclass.org/", f"{_NOTATION}(?::{_NOTATION})*"),
    "aat": ConceptScheme("Art & Architecture Thesaurus", "http://vocab.getty.edu/aat/", r"300[0-9]{6}"),
    "wikidata": ConceptScheme("Wikidata", "http://www.wikidata.org/entity/", r"Q[1-9][0-9]*"),
}


def has_form(vocabulary: str, code: str) -> bool:
    """Whether a code has the form of its vocabulary's codes; those of a vocabulary that is not known have any form."""
    return bool(code) and (vocabulary not in SCHEMES or SCHEMES[vocabulary].address(code) is not None)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A versioned list of topics; `language` is the tag (BCP 47) of that of its labels, '' where it is not stated."""

    name: str
    version: str
    topics: tuple[Topic, ...]
    language: str = ""

    @property
    def ids(self) -> list[str]:
        """The topics' ids, in the vocabulary's order."""
        return [topic.id for topic in self.topics]
