"""Dublin Core: RDF in the terms of DCMI, a description of each work and of the provenance of its topics.

https://www.dublincore.org/specifications/dublin-core/dcmi-terms/. The file is N-Triples, a line a statement. Subjects
are topics of the vocabulary (`skos` exports it), with their labels. Each has a provenance statement whose properties
are those of the record (`urn:artmeta:confidence` ...).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from artmeta.errors import ExportError
from artmeta.exporters._assertions import TERMS, AssertedWork, Assertion, asserted_works, web_address
from artmeta.files import text_file

if TYPE_CHECKING:
    import pyarrow as pa

SUFFIX = ".dc.nt"
QUERY = "assertions_of_run"


def write(rows: pa.RecordBatchReader, path: Path) -> None:
    """Write the statements on each work; raise ExportError if the file cannot be written."""
    with text_file(path, ExportError) as file:
        for work in asserted_works(rows):
            lines = _graph(work).serialize(format="nt").split("\n")  # other line breaks may stand in a text
            file.writelines(f"{line}\n" for line in sorted(filter(None, lines)))


def _graph(work: AssertedWork) -> Any:
    from rdflib import DCTERMS, Graph, Literal, URIRef

    graph, thing = Graph(), URIRef(work.own_name("works"))
    graph.add((thing, DCTERMS.identifier, Literal(work.of.identifier)))
    for property_, text in ((DCTERMS.title, work.of.title), (DCTERMS.creator, work.of.artist)):
        if text:
            graph.add((thing, property_, Literal(text)))
    if page := web_address(work.of.url):
        graph.add((thing, DCTERMS.isReferencedBy, URIRef(page)))
    for assertion in work.assertions:
        _add_assertion(graph, thing, assertion)
    return graph


def _add_assertion(graph: Any, thing: Any, assertion: Assertion) -> None:
    from rdflib import DCTERMS, RDF, RDFS, Literal, URIRef

    topic, record = URIRef(assertion.topic_name), URIRef(assertion.id)
    graph.add((thing, DCTERMS.subject, topic))
    graph.add((topic, RDFS.label, Literal(assertion.label, lang=assertion.language)))
    graph.add((thing, DCTERMS.provenance, record))
    graph.add((record, RDF.type, DCTERMS.ProvenanceStatement))
    graph.add((record, DCTERMS.subject, topic))
    for name, value in assertion.provenance.items():
        graph.add((record, URIRef(TERMS + name), Literal(value)))
