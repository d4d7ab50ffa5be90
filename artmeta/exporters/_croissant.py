"""Croissant: a model's training data as a dataset for machine learning, by the digests of its pictures.

Croissant 1.0 (https://docs.mlcommons.org/croissant/docs/croissant-spec.html). The pictures may be another museum's, so
they are not in the dataset: a picture is known by its sha256.
"""

from __future__ import annotations

from typing import Any

CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    **{
        name: f"cr:{name}"
        for name in (
            "column",
            "extract",
            "field",
            "fileObject",
            "fileProperty",
            "recordSet",
            "references",
            "source",
        )
    },
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
}
COLUMNS = {
    "sha256": "Digest of the picture's file.",
    "topic_id": "The topic that the model learned from the picture.",
    "split": "training, or validation for a picture that was held out.",
}


def dataset(name: str, version: str, published: str, file: str, sha256: str) -> dict[str, Any]:
    """Describe the table of training works `file` (CSV with `COLUMNS`, of this sha256)."""
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "name": name,
        "description": "Topics and splits of the pictures that a model was trained on, known by their digests.",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "version": version,
        "datePublished": published,
        "distribution": [
            {
                "@type": "cr:FileObject",
                "@id": file,
                "name": file,
                "contentUrl": file,
                "encodingFormat": "text/csv",
                "sha256": sha256,
            }
        ],
        "recordSet": [
            {
                "@type": "cr:RecordSet",
                "@id": "works",
                "name": "works",
                "field": [_field(column, text, file) for column, text in COLUMNS.items()],
            }
        ],
    }


def _field(column: str, description: str, file: str) -> dict[str, Any]:
    return {
        "@type": "cr:Field",
        "@id": f"works/{column}",
        "name": column,
        "description": description,
        "dataType": "sc:Text",
        "source": {"fileObject": {"@id": file}, "extract": {"column": column}},
    }
