"""The annotations: one a classified work, in the shape of the W3C model."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from builders import RUN, Work, fill

from artmeta.exporters import web_annotation
from artmeta.store.database import Store


@pytest.fixture
def written(store: Store, tmp_path: Path) -> dict[str, Any]:
    path = tmp_path / "works.jsonld"
    web_annotation.write(store.frame(web_annotation.QUERY, run_id=RUN), path)
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def test_only_classified_works_are_annotated(written: dict[str, Any]) -> None:
    assert written["type"] == "AnnotationCollection"
    assert written["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert written["total"] == len(written["first"]["items"]) == 2


def test_an_annotation_says_what_of_what_and_who_says_so(written: dict[str, Any]) -> None:
    first = written["first"]["items"][0]
    assert first["id"].startswith("urn:uuid:")
    assert (first["type"], first["motivation"], first["confidence"]) == ("Annotation", "classifying", 0.9)
    assert first["created"] == "2026-01-02T03:04:05Z"
    assert first["generator"] == {"type": "Software", "name": "artmeta 0.1.0, model topics 3"}
    assert first["target"] == {"id": "https://museum.example/w1.jpg", "type": "Image"}
    assert first["body"] == [
        {"type": "TextualBody", "purpose": "tagging", "format": "text/plain", "value": "Boats and ships"},
        {"type": "SpecificResource", "purpose": "classifying", "source": "https://iconclass.org/46C24"},
        {
            "type": "SpecificResource",
            "purpose": "classifying",
            "source": "http://vocab.getty.edu/aat/300411660",
        },
        {"type": "SpecificResource", "purpose": "classifying", "source": "http://www.wikidata.org/entity/Q1"},
    ]


def test_a_local_picture_is_named_by_its_works_page(store: Store) -> None:
    fill(store, [Work("w1", said={"boat": 0.9})], run_id="local")
    store._execute("UPDATE images SET url = 'file:///home/curator/w1.jpg'")
    row = store.frame(web_annotation.QUERY, run_id="local").to_dict("records")[0]
    assert web_annotation.annotation(row)["target"] == {"id": "https://museum.example/w1"}
    row["url"] = ""
    assert web_annotation.annotation(row)["target"] == {"id": "urn:artmeta:museum:w1"}
