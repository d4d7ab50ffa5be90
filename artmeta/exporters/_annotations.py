"""Annotations of the W3C model.

An assertion becomes an annotation of the Web Annotation Data Model (2017, https://www.w3.org/TR/annotation-model/) as
the IIIF Presentation API 3.0 allows it. The body names the topic in words and, where the vocabulary matches it exactly,
as concepts of Iconclass, AAT or Wikidata. The model has no words for the record of provenance, and IIIF allows no
context of one's own, so its fields are given by whole IRIs (`urn:artmeta:confidence`). Fractions state their type:
JSON-LD takes a number for an integer if its fraction is zero (https://www.w3.org/TR/json-ld11-api/#data-round-tripping),
so a confidence of 1 would be of another type than 0.99.

The concepts stand on the annotation, too: IIIF's context brings in the terms of the W3C by types, and such terms end
with the node of that type (https://www.w3.org/TR/json-ld11/#type-scoped-contexts). Readers of linked data therefore
lose the `source` of a body in a manifest (findings/iiif-manifests-lose-their-annotations-as-linked-data.sh).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from artmeta.exporters._assertions import TERMS, Assertion, iso

# Mirador 4.0.0 shows no annotations but those with the motivation tagging or commenting; where tagging is the only one,
# it takes every body for a text, and our concepts are none.
MOTIVATIONS = ["classifying", "tagging"]
DOUBLE = "http://www.w3.org/2001/XMLSchema#double"


def annotation(assertion: Assertion, target: str) -> dict[str, Any]:
    """Say of a picture which topic it shows, and who says so."""
    record = {f"{TERMS}{name}": _typed(value) for name, value in assertion.provenance.items()}
    concepts = [{"id": concept.address} for concept in assertion.concepts("exact")]
    return {
        "id": assertion.id,
        "type": "Annotation",
        "motivation": MOTIVATIONS,
        "created": iso(assertion.asserted_at),
        **_agents(assertion),
        **record,
        f"{TERMS}topic": assertion.topic_id,
        f"{TERMS}artwork": assertion.artwork_id,
        **({f"{TERMS}concept": concepts} if concepts else {}),
        "body": list(_bodies(assertion)),
        "target": target,
    }


def _typed(value: str | int | float) -> str | int | dict[str, str | float]:
    return {"@value": value, "@type": DOUBLE} if isinstance(value, float) else value


def _agents(assertion: Assertion) -> dict[str, Any]:
    """Return the person who asserts it, and the software that proposed it."""
    name = f"artmeta {assertion.code_version}, model {assertion.model_name} {assertion.model_version}"
    software = {"generator": {"type": "Software", "name": name}}
    if assertion.by_machine:
        return software
    person = {"creator": {"type": "Person", "name": assertion.asserted_by}}
    return person if assertion.origin == "human" else {**person, **software}


def _bodies(assertion: Assertion) -> Iterator[dict[str, str]]:
    language = {"language": assertion.language} if assertion.language else {}
    words = {"type": "TextualBody", "purpose": "tagging", "format": "text/plain", "value": assertion.label}
    yield words | language
    for concept in assertion.concepts("exact"):
        yield {"type": "SpecificResource", "purpose": "classifying", "source": concept.address}
