"""LIDO: a record a work with its topics as subjects, valid against LIDO 1.0 and 1.1.

Lightweight Information Describing Objects, https://lido-schema.org. Each assertion is a subject set of its own. LIDO
has no place for a confidence: the subject's type is the origin (machine, human-approved, human), and a second text for
display, labelled `provenance`, is the whole record.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from artmeta.domain.topic import SCHEMES
from artmeta.exporters._assertions import AssertedWork, Assertion, asserted_works, web_address
from artmeta.exporters._xml import Elements, write_xml

if TYPE_CHECKING:
    import pyarrow as pa

SUFFIX = ".lido.xml"
QUERY = "assertions_of_run"

NAMESPACES = {"lido": "http://www.lido-schema.org", "xml": "http://www.w3.org/XML/1998/namespace"}
WORK_OF_ART = ("http://vocab.getty.edu/aat/300133025", "works of art")
ITEM_RECORD = ("http://terminology.lido-schema.org/lido00141", "item-level record")
_lido = Elements(NAMESPACES)
_uri = partial(_lido, "lido:conceptID", lido_type="URI")


def write(rows: pa.RecordBatchReader, path: Path) -> None:
    """Write a record for each work; raise ExportError if the file cannot be written."""
    root = _lido.tag("lido:lidoWrap")
    write_xml(path, root, {"lido": NAMESPACES["lido"]}, _records(rows))


def _records(rows: pa.RecordBatchReader) -> Iterator[Any]:
    for work in asserted_works(rows):
        yield _lido(
            "lido:lido",
            _lido("lido:lidoRecID", f"{work.of.collection}/{work.of.artwork_id}", lido_type="local"),
            _descriptive(work),
            _administrative(work),
        )


def _descriptive(work: AssertedWork) -> Any:
    """Return what describes the work: its kind, title and number, and its subjects."""
    kind = _lido("lido:objectWorkType", _uri(WORK_OF_ART[0]), _lido("lido:term", WORK_OF_ART[1]))
    title = _lido("lido:appellationValue", work.of.title or work.of.identifier)
    return _lido(
        "lido:descriptiveMetadata",
        _lido("lido:objectClassificationWrap", _lido("lido:objectWorkTypeWrap", kind)),
        _lido(
            "lido:objectIdentificationWrap",
            _lido("lido:titleWrap", _lido("lido:titleSet", title)),
            _lido(
                "lido:repositoryWrap",
                _lido(
                    "lido:repositorySet",
                    _lido("lido:workID", work.of.identifier, lido_type="inventory number"),
                ),
            ),
        ),
        _lido("lido:objectRelationWrap", _lido("lido:subjectWrap", *map(_subject, work.assertions))),
        xml_lang="en",
    )


def _subject(assertion: Assertion) -> Any:
    """Return the subject set of one assertion."""
    concepts = [
        _lido("lido:conceptID", each.address, lido_type="URI", lido_source=SCHEMES[each.vocabulary].title)
        for each in assertion.concepts("exact")
    ]
    concept = _lido(
        "lido:subjectConcept", *concepts, _lido("lido:term", assertion.label, xml_lang=assertion.language)
    )
    return _lido(
        "lido:subjectSet",
        _lido("lido:displaySubject", assertion.label, xml_lang=assertion.language),
        _lido("lido:displaySubject", assertion.note(), lido_label="provenance"),
        _lido("lido:subject", concept, lido_type=assertion.origin),
    )


def _administrative(work: AssertedWork) -> Any:
    """Return what describes the record, and the picture."""
    record = _lido(
        "lido:recordWrap",
        _lido("lido:recordID", work.of.artwork_id, lido_type="local"),
        _lido("lido:recordType", _uri(ITEM_RECORD[0]), _lido("lido:term", ITEM_RECORD[1])),
        _lido(
            "lido:recordSource",
            _lido("lido:legalBodyName", _lido("lido:appellationValue", work.of.collection)),
        ),
        _page(work),
    )
    return _lido("lido:administrativeMetadata", record, _picture(work), xml_lang="en")


def _page(work: AssertedWork) -> Any:
    page = web_address(work.of.url)
    return page and _lido("lido:recordInfoSet", _lido("lido:recordInfoLink", page))


def _picture(work: AssertedWork) -> Any:
    """Return the picture that was classified, if the web shows it."""
    if not work.picture:
        return None
    shown = _lido("lido:resourceRepresentation", _lido("lido:linkResource", work.picture))
    return _lido("lido:resourceWrap", _lido("lido:resourceSet", shown))
