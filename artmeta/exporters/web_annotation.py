"""Web annotations: each topic as a statement about a picture, for IIIF viewers and linked-data stores.

One AnnotationPage, with an annotation for each classified work, that follows both the W3C Web Annotation Data
Model (2017, https://www.w3.org/TR/annotation-model/) and the IIIF Presentation API 3.0. The body names the topic in
words and, where the vocabulary links it, as a concept of Iconclass, AAT or Wikidata. The model has no word for
a confidence, and IIIF allows no context of one's own, so the confidence is given by a whole IRI.

IIIF wants every id to be an http address. Those of the annotations lie below `artmeta.invalid`: names that end
in `.invalid` never resolve (RFC 6761, 6.4), so they are unique and cannot be taken for pages of the web.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO
from urllib.parse import quote

from artmeta.errors import ExportError
from artmeta.files import replacing

if TYPE_CHECKING:
    import pyarrow as pa

SUFFIX = ".annotations.jsonld"
QUERY = "artworks_with_provenance"

CONTEXT = ["http://www.w3.org/ns/anno.jsonld"]
NAMES = "https://artmeta.invalid"
CONFIDENCE = "urn:artmeta:confidence"
CONCEPTS = {
    "iconclass": "https://iconclass.org/",
    "aat": "http://vocab.getty.edu/aat/",
    "wikidata": "http://www.wikidata.org/entity/",
}
DIGITS = 6  # a confidence is never known better than that
ALLOWED = "%/:=&?~#+!$,;'@()*"  # characters that an address may hold as they are (RFC 3986), beside letters and digits
_LONE = re.compile(r"%(?![0-9A-Fa-f]{2})")  # a percent sign that begins no coded character


@dataclass(frozen=True, slots=True)
class ClassifiedWork:
    """Columns of the query that an annotation is made of."""

    run_id: str
    collection: str
    artwork_id: str
    topic_id: str
    topic_label: str | None
    topic_links: str | None
    confidence: float
    run_started_at: datetime
    code_version: str
    model_name: str
    model_version: int
    image_url: str | None
    url: str


def write(rows: pa.RecordBatchReader, path: Path) -> None:
    """Write an annotation for each classified work; raise ExportError if the file cannot be written."""
    with (
        replacing(path, private=True, error=ExportError) as part,
        part.open("w", encoding="utf-8", newline="\n") as file,
    ):
        _write_page(rows, file)


def _write_page(rows: pa.RecordBatchReader, file: TextIO) -> None:
    """Write the page item by item: what is known at the end only, its id and the total, comes after the items."""
    file.write(f'{{"@context": {json.dumps(CONTEXT)}, "type": "AnnotationPage", "items": [')
    total, name = 0, "empty"
    for row in _classified(rows):
        file.write(",\n" if total else "\n")
        file.write(json.dumps(annotation(row), ensure_ascii=False))
        name, total = f"{quote(row.collection, safe='')}/{row.run_id}", total + 1
    file.write(f'\n], "id": "{NAMES}/pages/{name}"')
    if total:
        whole = {"id": f"{NAMES}/runs/{name}", "type": "AnnotationCollection", "total": total}
        file.write(f', "partOf": [{json.dumps(whole)}]')
    file.write("}\n")


def _classified(rows: pa.RecordBatchReader) -> Iterator[ClassifiedWork]:
    names = [column.name for column in fields(ClassifiedWork)]
    for batch in rows:
        columns = batch.select(names)
        classified = columns.filter(columns["topic_id"].is_valid()).to_pylist()
        yield from (ClassifiedWork(**row) for row in classified)


def annotation(row: ClassifiedWork) -> dict[str, Any]:
    """Say of one work's picture what its likeliest topic is, and who says so."""
    said = f"{row.run_id}/{row.artwork_id}/{row.topic_id}"
    return {
        "id": f"{NAMES}/annotations/{uuid.uuid5(uuid.NAMESPACE_URL, said)}",
        "type": "Annotation",
        "motivation": "classifying",
        "created": row.run_started_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "generator": {
            "type": "Software",
            "name": f"artmeta {row.code_version}, model {row.model_name} {row.model_version}",
        },
        CONFIDENCE: round(row.confidence, DIGITS),
        "body": list(_bodies(row)),
        "target": _target(row),
    }


def _bodies(row: ClassifiedWork) -> Iterator[dict[str, str]]:
    yield {
        "type": "TextualBody",
        "purpose": "tagging",
        "format": "text/plain",
        "value": row.topic_label or row.topic_id,
    }
    for vocabulary, code in json.loads(row.topic_links or "{}").items():
        if vocabulary in CONCEPTS and code:
            source = CONCEPTS[vocabulary] + quote(code, safe="()")
            yield {"type": "SpecificResource", "purpose": "classifying", "source": source}


def _target(row: ClassifiedWork) -> str:
    """Return the picture's address where the web shows it, else that of the work's page, else the work's name."""
    for address in (row.image_url, row.url):
        if address and address.lower().startswith(("http://", "https://")):
            return quote(_LONE.sub("%25", address), safe=ALLOWED)
    return f"{NAMES}/works/{quote(row.collection, safe='')}/{quote(row.artwork_id, safe='')}"
