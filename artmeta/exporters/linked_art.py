"""Linked Art 1.0: an object and what it shows, a document each, with an attribution for each topic.

https://linked.art/api/1.0/. The visual item represents instances of the topics' types; who says so, when, and the whole
record of provenance is an attribute assignment of the visual item. (The package `cromulent` 1.0.1 writes `assigned_by`
there, which the schemas of the API refuse.)
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from artmeta.exporters._assertions import AssertedWork, Assertion, asserted_works, iso, own_name
from artmeta.exporters._json_documents import write_list

if TYPE_CHECKING:
    import pyarrow as pa

SUFFIX = ".linked-art.json"
QUERY = "assertions_of_run"

CONTEXT = "https://linked.art/ns/v1/linked-art.json"
AAT = "http://vocab.getty.edu/aat/"
INVENTORY_NUMBER = {"id": f"{AAT}300312355", "type": "Type", "_label": "Accession Number"}
RELATION = "represents_instance_of_type"


def write(rows: pa.RecordBatchReader, path: Path) -> None:
    """Write a list of documents, two for each work; raise ExportError if the file cannot be written."""
    write_list(path, _documents(rows))


def _documents(rows: pa.RecordBatchReader) -> Iterator[dict[str, Any]]:
    for work in asserted_works(rows):
        yield _object(work)
        yield _visual_item(work)


def _object(work: AssertedWork) -> dict[str, Any]:
    number = {"type": "Identifier", "classified_as": [INVENTORY_NUMBER], "content": work.of.identifier}
    title = [{"type": "Name", "content": work.of.title}] if work.of.title else []
    return {
        "@context": CONTEXT,
        "id": work.own_name("works"),
        "type": "HumanMadeObject",
        "_label": _label(work),
        "identified_by": [*title, number],
        "shows": [{"id": work.own_name("visual-items"), "type": "VisualItem", "_label": _label(work)}],
    }


def _visual_item(work: AssertedWork) -> dict[str, Any]:
    types = {type_["id"]: type_ for type_ in map(_type, work.assertions)}
    return {
        "@context": CONTEXT,
        "id": work.own_name("visual-items"),
        "type": "VisualItem",
        "_label": _label(work),
        RELATION: list(types.values()),
        "attributed_by": [_assignment(each) for each in work.assertions],
    }


def _assignment(assertion: Assertion) -> dict[str, Any]:
    """Say who asserts a topic, and when."""
    moment = iso(assertion.asserted_at)
    name = own_name("persons", assertion.asserted_by)
    person = {"id": name, "type": "Person", "_label": assertion.asserted_by}
    return {
        "type": "AttributeAssignment",
        "_label": f"{assertion.label} ({assertion.origin})",
        "assigned": [_type(assertion)],
        "assigned_property": RELATION,
        **({} if assertion.by_machine else {"carried_out_by": [person]}),
        "timespan": {"type": "TimeSpan", "begin_of_the_begin": moment, "end_of_the_end": moment},
        "referred_to_by": [{"type": "LinguisticObject", "content": assertion.note(), "format": "text/plain"}],
    }


def _type(assertion: Assertion) -> dict[str, Any]:
    """Return the concept that catalogues know the topic by, else the topic itself."""
    address = assertion.concept.address if assertion.concept else assertion.topic_name
    return {"id": address, "type": "Type", "_label": assertion.label}


def _label(work: AssertedWork) -> str:
    return work.of.title or work.of.identifier
