"""Web annotations: each topic as a statement about a picture, for linked-data stores and IIIF viewers.

One AnnotationPage with an annotation for each assertion. IIIF wants every id to be an http address: those of the
annotations lie below `artmeta.invalid`, which never resolves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from artmeta.exporters._annotations import annotation
from artmeta.exporters._assertions import AssertedWork, asserted_works, own_name
from artmeta.exporters._json_documents import write_object

if TYPE_CHECKING:
    import pyarrow as pa

SUFFIX = ".annotations.jsonld"
QUERY = "assertions_of_run"

CONTEXT = ["http://www.w3.org/ns/anno.jsonld"]


def write(rows: pa.RecordBatchReader, path: Path) -> None:
    """Write an annotation for each assertion; raise ExportError if the file cannot be written."""
    page = _Page()
    head = {"@context": CONTEXT, "type": "AnnotationPage"}
    write_object(path, head, page.annotations(rows), page.tail)


@dataclass
class _Page:
    """The annotations, and what is known of the page when all of them have been made: its id and the total."""

    total: int = 0
    name: str = own_name("pages", "empty")
    whole: str = ""

    def annotations(self, rows: pa.RecordBatchReader) -> Iterator[dict[str, Any]]:
        for work in asserted_works(rows):
            self.name, self.whole = work.run_name("pages"), work.run_name("runs")
            for assertion in work.assertions:
                self.total += 1
                yield annotation(assertion, target(work))

    def tail(self) -> dict[str, Any]:
        whole = {"id": self.whole, "type": "AnnotationCollection", "total": self.total}
        return {"id": self.name, **({"partOf": [whole]} if self.total else {})}


def target(work: AssertedWork) -> str:
    """Return the picture's address where the web shows it, else that of the work's page, else the work's name."""
    return work.picture or work.name
