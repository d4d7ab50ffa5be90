"""Omeka S: a row a work for the module CSV Import (2.6), which updates items by their identifier.

https://omeka.org/s/docs/user-manual/modules/csvimport/. A column has one data type, so topics with an address (`URI
label`, to be imported as URI) and topics in words stand in two columns of one property. Several values are joined by a
bar, which is to be named as the multivalue separator.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from artmeta.exporters._assertions import Assertion, asserted_works
from artmeta.exporters._import_table import write_import_table

if TYPE_CHECKING:
    import pyarrow as pa

SUFFIX = ".omeka-s.csv"
QUERY = "assertions_of_run"

COLUMNS = ("dcterms:identifier", "dcterms:subject", "Dublin Core : Subject", "dcterms:provenance")
SEPARATOR = "|"


def write(rows: pa.RecordBatchReader, path: Path) -> None:
    """Write a row for each work; raise ExportError if the file cannot be written."""
    write_import_table(path, COLUMNS, _items(rows))


def _items(rows: pa.RecordBatchReader) -> Iterator[tuple[str, ...]]:
    for work in asserted_works(rows):
        words = [_word(each) for each in work.assertions if not each.concept]
        addresses = [f"{each.concept.address} {_word(each)}" for each in work.assertions if each.concept]
        notes = [each.note() for each in work.assertions]
        yield work.of.identifier, *(SEPARATOR.join(values) for values in (words, addresses, notes))


def _word(assertion: Assertion) -> str:
    return assertion.label.replace(SEPARATOR, "/")
