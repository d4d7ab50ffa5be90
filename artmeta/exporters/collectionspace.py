"""CollectionSpace: a row an object for its CSV Importer, record type collectionobject, profile core.

Headings are those of the template of release 8.0
(https://github.com/collectionspace/cspace-config-untangler/tree/main/data/templates). A topic is a concept of the
content description; its provenance is an annotation of the object. Fields of one group stand in one order, joined by
bars, and a gap in it is `%NULLVALUE%`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from artmeta.exporters._assertions import Assertion, asserted_works
from artmeta.exporters._import_table import write_import_table

if TYPE_CHECKING:
    import pyarrow as pa

SUFFIX = ".collectionspace.csv"
QUERY = "assertions_of_run"

COLUMNS = (
    "objectNumber",
    "contentConceptConceptAssociated",
    "annotationType",
    "annotationDate",
    "annotationAuthorPersonLocal",
    "annotationNote",
)
SEPARATOR, GAP = "|", "%NULLVALUE%"
ANNOTATION_TYPE = "topic"


def write(rows: pa.RecordBatchReader, path: Path) -> None:
    """Write a row for each work; raise ExportError if the file cannot be written."""
    write_import_table(path, COLUMNS, _objects(rows))


def _objects(rows: pa.RecordBatchReader) -> Iterator[tuple[str, ...]]:
    for work in asserted_works(rows):
        fields = zip(*map(_fields, work.assertions), strict=True)
        yield work.of.identifier, *(SEPARATOR.join(values) for values in fields)


def _fields(assertion: Assertion) -> tuple[str, str, str, str, str]:
    """Return concept, and type, date, author and note of the annotation; a model is no person of the authority."""
    author = GAP if assertion.by_machine else assertion.asserted_by.replace(SEPARATOR, "/")
    label = assertion.label.replace(SEPARATOR, "/")
    return label, ANNOTATION_TYPE, f"{assertion.asserted_at:%Y-%m-%d}", author, assertion.note()
