"""Web annotations: each topic as a statement about a picture, for IIIF viewers and linked-data stores.

JSON-LD after the W3C Web Annotation Data Model (2017, https://www.w3.org/TR/annotation-model/): one
AnnotationCollection whose only page holds an annotation for each classified work. The body names the
topic in words and, where the vocabulary links it, as a concept of Iconclass, AAT or Wikidata. The
model has no word for a confidence, so the context adds one, as JSON-LD allows.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from artmeta.errors import ExportError
from artmeta.files import replacing

if TYPE_CHECKING:
    import pandas as pd

SUFFIX = ".annotations.jsonld"
QUERY = "artworks_with_provenance"

CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"confidence": "urn:artmeta:confidence"}]
CONCEPTS = {
    "iconclass": "https://iconclass.org/",
    "aat": "http://vocab.getty.edu/aat/",
    "wikidata": "http://www.wikidata.org/entity/",
}
DIGITS = 6  # a confidence is never known better than that


def write(frame: pd.DataFrame, path: Path) -> None:
    """Write an annotation for each classified work; raise ExportError if the file cannot be written."""
    with replacing(path, error=ExportError) as part, part.open("w", encoding="utf-8", newline="\n") as file:
        json.dump(_collection(frame[frame["topic_id"].notna()]), file, ensure_ascii=False, indent=1)
        file.write("\n")


def _collection(frame: pd.DataFrame) -> dict[str, Any]:
    items = [annotation(row) for row in frame.to_dict("records")]
    name = f"{frame['collection'].iloc[0]}:{frame['run_id'].iloc[0]}" if items else "empty"
    return {
        "@context": CONTEXT,
        "id": f"urn:artmeta:{name}",
        "type": "AnnotationCollection",
        "total": len(items),
        "first": {"id": f"urn:artmeta:{name}:1", "type": "AnnotationPage", "startIndex": 0, "items": items},
    }


def annotation(row: dict[Any, Any]) -> dict[str, Any]:
    """Say of one work's picture what its likeliest topic is, and who says so."""
    said = f"{row['run_id']}/{row['artwork_id']}/{row['topic_id']}"
    return {
        "id": uuid.uuid5(uuid.NAMESPACE_URL, said).urn,
        "type": "Annotation",
        "motivation": "classifying",
        "created": row["run_started_at"].strftime("%Y-%m-%dT%H:%M:%SZ"),
        "generator": {
            "type": "Software",
            "name": f"artmeta {row['code_version']}, model {row['model_name']} {row['model_version']}",
        },
        "confidence": round(float(row["confidence"]), DIGITS),
        "body": list(_bodies(row)),
        "target": _target(row),
    }


def _bodies(row: dict[Any, Any]) -> Iterator[dict[str, str]]:
    label = row["topic_label"] if isinstance(row["topic_label"], str) else row["topic_id"]
    yield {"type": "TextualBody", "purpose": "tagging", "format": "text/plain", "value": label}
    links = json.loads(row["topic_links"]) if isinstance(row["topic_links"], str) else {}
    for vocabulary, code in links.items():
        if vocabulary in CONCEPTS and code:
            yield {
                "type": "SpecificResource",
                "purpose": "classifying",
                "source": CONCEPTS[vocabulary] + code,
            }


def _target(row: dict[Any, Any]) -> dict[str, str]:
    """The picture where the web shows it, else the work's page, else the work by its id."""
    image, page = row["image_url"], row["url"]
    if isinstance(image, str) and image.startswith("http"):
        return {"id": image, "type": "Image"}
    return {"id": page if page else f"urn:artmeta:{row['collection']}:{row['artwork_id']}"}
