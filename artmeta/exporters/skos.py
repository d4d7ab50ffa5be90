"""SKOS: the vocabulary of a run's model as a concept scheme, in Turtle.

https://www.w3.org/TR/skos-reference/. Each topic is a concept with its label, its broader topic, and its exact, broad
and narrow matches in Iconclass, AAT and Wikidata. Labels have the language that the vocabulary states: Annif leaves out
those without one. Addresses are the same in all versions of the vocabulary; those of earlier exports, which held the
version, are replaced by them (`dcterms:replaces`).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from artmeta import files
from artmeta.errors import ExportError
from artmeta.exporters._assertions import concepts, own_name, topic_name

if TYPE_CHECKING:
    import pyarrow as pa

SUFFIX = ".skos.ttl"
QUERY = "vocabulary_of_run"


def write(rows: pa.RecordBatchReader, path: Path) -> None:
    """Write the concept scheme; raise ExportError if the file cannot be written."""
    text = _graph(rows.read_all().to_pylist()).serialize(format="turtle")
    files.write(path, text, private=True, error=ExportError)


def _graph(topics: list[dict[str, Any]]) -> Any:
    from rdflib import DCTERMS, OWL, RDF, SKOS, Graph, Literal, URIRef

    graph = Graph()
    graph.bind("skos", SKOS)
    graph.bind("dcterms", DCTERMS)
    for topic in topics:
        scheme = URIRef(own_name("vocabularies", topic["vocabulary"]))
        graph.add((scheme, RDF.type, SKOS.ConceptScheme))
        for name in (DCTERMS.title, SKOS.prefLabel):  # vocabulary servers look for either
            graph.add((scheme, name, Literal(topic["vocabulary"])))
        graph.add((scheme, OWL.versionInfo, Literal(topic["vocabulary_version"])))
        graph.add((scheme, DCTERMS.replaces, URIRef(_versioned_name(topic))))
        _add_concept(graph, scheme, topic)
    return graph


def _versioned_name(topic: Mapping[str, Any], *topic_id: str) -> str:
    """Return the address that exports of version 0.2 gave a vocabulary, or a topic in it."""
    return own_name("vocabularies", topic["vocabulary"], topic["vocabulary_version"], *topic_id)


def _add_concept(graph: Any, scheme: Any, topic: Mapping[str, Any]) -> None:
    from rdflib import DCTERMS, RDF, SKOS, Literal, URIRef

    def name(topic_id: str) -> Any:
        return URIRef(topic_name(topic["vocabulary"], topic_id))

    concept = name(topic["topic_id"])
    graph.add((concept, RDF.type, SKOS.Concept))
    graph.add((concept, SKOS.prefLabel, Literal(topic["topic_label"], lang=topic["topic_language"] or None)))
    graph.add((concept, SKOS.notation, Literal(topic["topic_id"])))
    graph.add((concept, SKOS.inScheme, scheme))
    graph.add((concept, DCTERMS.replaces, URIRef(_versioned_name(topic, topic["topic_id"]))))
    if topic["broader"]:
        graph.add((concept, SKOS.broader, name(topic["broader"])))
    else:
        graph.add((concept, SKOS.topConceptOf, scheme))
        graph.add((scheme, SKOS.hasTopConcept, concept))
    for relation, column in (
        ("exact", "topic_links"),
        ("broad", "topic_broad_links"),
        ("narrow", "topic_narrow_links"),
    ):
        for match in concepts(topic[column], relation):
            graph.add((concept, SKOS[f"{relation}Match"], URIRef(match.address)))
