"""Assertions as the exporters of linked data and of catalogues read them: works, and what is asserted of each.

An assertion says that a work shows a topic, with one record of provenance: who says so (`origin`), from which run,
model, training data and picture, with which confidence and status. Topics that a person rejected, or on which two
persons disagree, are no subjects of the work: only the tables (`csv`, `assertions`, `parquet`, `duckdb`) hold them.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING
from urllib.parse import quote

from artmeta.domain.assertion import MACHINE, Origin
from artmeta.domain.topic import SCHEMES

if TYPE_CHECKING:
    import pyarrow as pa

QUERY = "assertions_of_run"
WITHHELD: tuple[Origin, ...] = ("human-rejected", "disputed")
NAMES = "https://artmeta.invalid"
"""Ids lie below it: names that end in `.invalid` never resolve (RFC 6761, 6.4) and cannot be taken for pages."""
TERMS = "urn:artmeta:"
"""Properties of provenance that no vocabulary has a term for lie below it."""
DIGITS = 6  # a confidence is never known better than that
_ALLOWED = "%/:=&?~#+!$,;'@()*"  # characters of an address that stand for themselves (RFC 3986)
_ENCODED = str.maketrans({character: quote(character) for character in "%;|\r\n"})
_LONE = re.compile(r"%(?![0-9A-Fa-f]{2})")  # a percent sign that begins no encoded character


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept of another vocabulary; `relation` is exact, broad or narrow, as of SKOS."""

    vocabulary: str
    code: str
    address: str
    relation: str


@dataclass(frozen=True, slots=True)
class Assertion:
    """One topic asserted of one work, with its provenance: the columns of the view `assertions`."""

    collection: str
    artwork_id: str
    accession_number: str
    title: str
    artist: str
    url: str
    rights: str
    image_url: str | None
    image_width: int | None
    image_height: int | None
    image_mime: str | None
    topic_id: str
    topic_label: str | None
    topic_language: str | None  # of the label; '' where the vocabulary does not state it
    topic_links: str | None
    topic_broad_links: str | None
    topic_narrow_links: str | None
    vocabulary: str | None
    vocabulary_version: str | None
    origin: Origin
    status: str | None
    promise: str  # kept, untested, lost; '' where the model is not sure
    status_reason: str | None  # why it is not sure, or the promise untested
    confidence: float | None
    score: float | None
    threshold: float | None
    model_name: str | None
    model_version: int | None
    model_digest: str | None
    training_data_digest: str | None
    image_sha256: str | None
    run_id: str
    run_started_at: datetime
    classified_in_run: str | None
    code_version: str
    asserted_by: str
    asserted_at: datetime

    @property
    def label(self) -> str:
        """The topic in words."""
        return self.topic_label or self.topic_id

    @property
    def language(self) -> str | None:
        """The language of the label, as a tag of BCP 47; None where it is not known."""
        return self.topic_language or None

    @property
    def by_machine(self) -> bool:
        """Whether no person has seen it."""
        return self.origin == MACHINE

    @property
    def id(self) -> str:
        """An address of this assertion that is the same in every export until it is asserted anew."""
        name = f"{self.collection}/{self.artwork_id}/{self.topic_id}/{iso(self.asserted_at)}"
        return f"{NAMES}/annotations/{uuid.uuid5(uuid.NAMESPACE_URL, name)}"

    @property
    def provenance(self) -> dict[str, str | int | float]:
        """The record of provenance by the names of its fields; what is not known is left out."""
        values = {
            "origin": self.origin,
            "status": self.status,
            "promise": self.promise,
            "status_reason": self.status_reason,
            "confidence": _rounded(self.confidence),
            "score": _rounded(self.score),
            "threshold": _rounded(self.threshold),
            "model": self.model_name,
            "model_version": self.model_version,
            "model_digest": self.model_digest,
            "training_data_digest": self.training_data_digest,
            "image_sha256": self.image_sha256,
            "run": self.run_id,
            "classified_in_run": self.classified_in_run,
            "asserted_by": self.asserted_by,
            "asserted_at": iso(self.asserted_at),
        }
        return {name: value for name, value in values.items() if value not in (None, "")}

    def note(self, *names: str) -> str:
        """Return the record of provenance, or these fields of it, as one line of `name=value`.

        Work and topic come first; what separates parts, notes and lines is percent-encoded in them. For formats that
        hold provenance as text only.
        """
        record = self.provenance
        parts = {"artwork": self.artwork_id, "topic": self.topic_id}
        parts |= {name: str(record[name]) for name in names or record if name in record}
        return "; ".join(f"{name}={value.translate(_ENCODED)}" for name, value in parts.items())

    def concepts(self, *relations: str) -> list[Concept]:
        """Return the topic's concepts in other vocabularies; codes without the form of their scheme are left out."""
        links = {
            "exact": self.topic_links,
            "broad": self.topic_broad_links,
            "narrow": self.topic_narrow_links,
        }
        return [each for relation in relations or links for each in concepts(links[relation], relation)]

    def code(self, vocabulary: str) -> str:
        """Return the code of the concept that means exactly this topic, '' if there is none."""
        return next((each.code for each in self.concepts("exact") if each.vocabulary == vocabulary), "")

    @property
    def concept(self) -> Concept | None:
        """The concept by which a catalogue that holds one may know this topic: AAT's, else the first there is."""
        exact = self.concepts("exact")
        return next((each for each in exact if each.vocabulary == "aat"), exact[0] if exact else None)

    @property
    def topic_name(self) -> str:
        """An address of the topic in its vocabulary, the same in every export."""
        return topic_name(self.vocabulary, self.topic_id)

    @property
    def identifier(self) -> str:
        """The accession number by which a catalogue knows the work, else the source's identifier."""
        return self.accession_number or self.artwork_id


@dataclass(frozen=True, slots=True)
class AssertedWork:
    """A work and what is asserted of it, without what was rejected or disputed; at least one assertion."""

    assertions: tuple[Assertion, ...]

    @property
    def of(self) -> Assertion:
        """An assertion from which to read what all of them say of the work itself."""
        return self.assertions[0]

    @property
    def name(self) -> str:
        """An address for the work: its page on the web, else a name below `NAMES`."""
        return web_address(self.of.url) or self.own_name("works")

    @property
    def picture(self) -> str | None:
        """The address of the picture, where the web shows it."""
        return web_address(self.of.image_url)

    def own_name(self, kind: str) -> str:
        """Return a name of this work below `NAMES`."""
        return own_name(kind, self.of.collection, self.of.artwork_id)

    def run_name(self, kind: str) -> str:
        """Return a name of a document of the run below `NAMES`."""
        return own_name(kind, self.of.collection, self.of.run_id)


def asserted_works(rows: pa.RecordBatchReader) -> Iterator[AssertedWork]:
    """Yield the works of the rows of `QUERY`, which come in the order of the works' ids."""
    for _, group in groupby(_assertions(rows), key=attrgetter("artwork_id")):
        accepted = tuple(each for each in group if each.origin not in WITHHELD)
        if accepted:
            yield AssertedWork(accepted)


def _assertions(rows: pa.RecordBatchReader) -> Iterator[Assertion]:
    names = [field.name for field in fields(Assertion)]
    for batch in rows:
        yield from (Assertion(**row) for row in batch.select(names).to_pylist())


def own_name(*parts: str) -> str:
    """Return an address below `NAMES`, its parts percent-encoded."""
    return "/".join([NAMES, *(quote(part, safe="") for part in parts)])


def topic_name(vocabulary: str | None, topic_id: str) -> str:
    """Return the address of a topic, the same in all versions of its vocabulary.

    A concept keeps its address (Sauermann and Cyganiak 2008, "Cool URIs for the Semantic Web"); the version is a
    property of the scheme.
    """
    return own_name("topics", vocabulary or "none", topic_id)


def concepts(links: str | None, relation: str) -> list[Concept]:
    """Read concepts from a column of links (JSON); a code without the form of its scheme is left out."""
    return [
        Concept(vocabulary, code, address, relation)
        for vocabulary, codes in json.loads(links or "{}").items()
        if vocabulary in SCHEMES
        for code in ([codes] if isinstance(codes, str) else codes)
        if (address := SCHEMES[vocabulary].address(code))
    ]


def web_address(address: str | None) -> str | None:
    """Return an address of the web, percent-encoded, or None for any other."""
    if not address or not address.lower().startswith(("http://", "https://")):
        return None
    return quote(_LONE.sub("%25", address), safe=_ALLOWED)


def iso(moment: datetime) -> str:
    """Return a moment as a text of ISO 8601 in UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)
