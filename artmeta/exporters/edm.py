"""EDM: the Europeana Data Model, a provided object, its aggregation and its topics as concepts.

Valid against the external schema of https://github.com/europeana/metis-schema. Topics are subjects of the object, as
concepts with their matches in other vocabularies. EDM has no class for the provenance of a subject:
`dcterms:provenance` of the object holds a line for each.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from artmeta.exporters._assertions import AssertedWork, Assertion, asserted_works, web_address
from artmeta.exporters._xml import Elements, write_xml

if TYPE_CHECKING:
    import pyarrow as pa

SUFFIX = ".edm.xml"
QUERY = "assertions_of_run"

NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "edm": "http://www.europeana.eu/schemas/edm/",
    "ore": "http://www.openarchives.org/ore/terms/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
_LICENCES = "http://creativecommons.org/licenses"
_STATEMENTS = "http://rightsstatements.org/vocab"
# Addresses of `domain.artwork.Rights`. Which version of a licence applies is not kept: the newest.
RIGHTS = {
    "public_domain": "http://creativecommons.org/publicdomain/mark/1.0/",
    "cc0": "http://creativecommons.org/publicdomain/zero/1.0/",
    "cc_by": f"{_LICENCES}/by/4.0/",
    "cc_by_sa": f"{_LICENCES}/by-sa/4.0/",
    "cc_by_nc": f"{_LICENCES}/by-nc/4.0/",
    "cc_by_nd": f"{_LICENCES}/by-nd/4.0/",
    "cc_by_nc_sa": f"{_LICENCES}/by-nc-sa/4.0/",
    "cc_by_nc_nd": f"{_LICENCES}/by-nc-nd/4.0/",
    "in_copyright": f"{_STATEMENTS}/InC/1.0/",
    "own": f"{_STATEMENTS}/CNE/1.0/",  # nothing is stated of it
    "unknown": f"{_STATEMENTS}/CNE/1.0/",
}
_edm = Elements(NAMESPACES)


def write(rows: pa.RecordBatchReader, path: Path) -> None:
    """Write each work and each topic once; raise ExportError if the file cannot be written."""
    namespaces = {name: address for name, address in NAMESPACES.items() if name != "xml"}
    write_xml(path, _edm.tag("rdf:RDF"), namespaces, _resources(rows))


def _resources(rows: pa.RecordBatchReader) -> Iterator[Any]:
    topics: dict[str, Assertion] = {}
    for work in asserted_works(rows):
        yield _object(work)
        yield _aggregation(work)
        for assertion in work.assertions:
            topics.setdefault(assertion.topic_name, assertion)
    yield from (_concept(name, assertion) for name, assertion in topics.items())


def _object(work: AssertedWork) -> Any:
    subjects = [_link("dc:subject", each.topic_name) for each in work.assertions]
    notes = [_edm("dcterms:provenance", each.note()) for each in work.assertions]
    return _edm(
        "edm:ProvidedCHO",
        _edm("dc:creator", work.of.artist) if work.of.artist else None,
        _edm("dc:identifier", work.of.identifier),
        *subjects,
        _edm("dc:title", work.of.title or work.of.identifier),
        *notes,
        _edm("edm:type", "IMAGE"),
        rdf_about=work.own_name("works"),
    )


def _aggregation(work: AssertedWork) -> Any:
    page = web_address(work.of.url)
    return _edm(
        "ore:Aggregation",
        _link("edm:aggregatedCHO", work.own_name("works")),
        _edm("edm:dataProvider", work.of.collection),
        _link("edm:isShownAt", page) if page else None,
        _link("edm:isShownBy", work.picture) if work.picture else None,
        _edm("edm:provider", work.of.collection),
        _link("edm:rights", RIGHTS.get(work.of.rights, RIGHTS["unknown"])),
        rdf_about=work.own_name("aggregations"),
    )


def _concept(name: str, assertion: Assertion) -> Any:
    matches = [_link(f"skos:{each.relation}Match", each.address) for each in assertion.concepts()]
    label = _edm("skos:prefLabel", assertion.label, xml_lang=assertion.language)
    return _edm("skos:Concept", label, *matches, rdf_about=name)


def _link(name: str, address: str) -> Any:
    return _edm(name, rdf_resource=address)
