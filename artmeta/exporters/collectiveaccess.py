"""CollectiveAccess: a row a topic asserted of a work, and the mapping sheet of its data importer.

https://docs.collectiveaccess.org/providence/user/import/c_creating_mapping. Rows of one object are merged by its idno,
and no object is made. The element codes in the third column of the sheet are those of a profile with an AAT field
(`aat`), topics in words (`topic`) and notes (`topic_provenance`): each installation has its own, to be put there before
the import.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from artmeta.exporters._archives import write_workbook
from artmeta.exporters._assertions import Assertion, asserted_works
from artmeta.exporters._import_table import write_import_table

if TYPE_CHECKING:
    import pyarrow as pa

SUFFIX = ".collectiveaccess.csv"
QUERY = "assertions_of_run"
MAPPING = ".mapping.xlsx"
SIDECARS = (MAPPING,)

COLUMNS = ("idno", "aat", "topic", "provenance")
HEADINGS = (
    "Rule type,Source,CA table.element,Group,Options,Refinery,Refinery parameters,Original values,Replacement values,"
    "Source description,Notes"
).split(",")
SETTINGS = {
    "name": "Topics by artmeta",
    "code": "artmeta_topics",
    "inputFormats": "CSV",
    "table": "ca_objects",
    "numInitialRowsToSkip": "1",
    "existingRecordPolicy": "merge_on_idno",
    "mergeOnly": "1",
    "errorPolicy": "stop",
}
ELEMENTS = ("ca_objects.idno", "ca_objects.aat", "ca_objects.topic", "ca_objects.topic_provenance")


def write(rows: pa.RecordBatchReader, path: Path) -> None:
    """Write a row for each assertion, and the mapping sheet; raise ExportError if a file cannot be written."""
    assertions = (each for work in asserted_works(rows) for each in work.assertions)
    write_import_table(path, COLUMNS, map(_row, assertions))
    write_workbook(path.with_name(path.name + MAPPING), _mapping())


def _row(assertion: Assertion) -> tuple[str, str, str, str]:
    code = assertion.code("aat")
    address = next((each.address for each in assertion.concepts("exact") if each.vocabulary == "aat"), "")
    aat = f"{assertion.label.replace('|', '/')}|{code}|{address}" if code else ""
    return assertion.identifier, aat, assertion.label, assertion.note()


def _mapping() -> Iterator[list[str]]:
    yield HEADINGS
    for name, value in SETTINGS.items():
        yield ["Setting", name, value]
    for number, (column, element) in enumerate(zip(COLUMNS, ELEMENTS, strict=True), start=1):
        options = json.dumps({"skipIfEmpty": 1})
        yield ["Mapping", str(number), element, "", options, "", "", "", "", column]
