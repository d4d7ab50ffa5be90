"""The annotations: one a classified work, in the shape of the W3C model and of IIIF."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from builders import RUN, Work, fill
from exported import write

from artmeta.exporters import web_annotation
from artmeta.store.database import Store

ADDRESS = re.compile(r"https?://[A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]+")  # RFC 3986


@pytest.fixture
def written(store: Store, tmp_path: Path) -> dict[str, Any]:
    return read(store, tmp_path)


def read(store: Store, folder: Path, run_id: str = RUN) -> dict[str, Any]:
    path = write(web_annotation, store, folder / "works.jsonld", run_id)
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def test_only_classified_works_are_annotated(written: dict[str, Any]) -> None:
    assert written["type"] == "AnnotationPage"
    assert written["@context"] == ["http://www.w3.org/ns/anno.jsonld"]
    assert written["partOf"][0]["type"] == "AnnotationCollection"
    assert written["partOf"][0]["total"] == len(written["items"]) == 2


def test_an_annotation_says_what_of_what_and_who_says_so(written: dict[str, Any]) -> None:
    first = written["items"][0]
    assert (first["type"], first["motivation"]) == ("Annotation", "classifying")
    assert first["urn:artmeta:confidence"] == 0.9
    assert first["created"] == "2026-01-02T03:04:05Z"
    assert first["generator"] == {"type": "Software", "name": "artmeta 0.1.0, model topics 3"}
    assert first["target"] == "https://museum.example/w1.jpg"
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


def test_every_name_is_an_address(written: dict[str, Any]) -> None:
    """What the schema of IIIF Presentation 3.0 asks of ids, targets and sources."""
    sources = [body["source"] for item in written["items"] for body in item["body"] if "source" in body]
    ids = [written["id"], written["partOf"][0]["id"], *(item["id"] for item in written["items"])]
    for name in (*ids, *sources, *(item["target"] for item in written["items"])):
        assert ADDRESS.fullmatch(name), name
    assert len(set(ids)) == len(ids)


def test_a_run_without_topics_is_an_empty_page(store: Store, tmp_path: Path) -> None:
    page = read(store, tmp_path, "none")
    assert page["items"] == [] and "partOf" not in page


WORK = web_annotation.ClassifiedWork(
    "run", "museum", "w1", "saint", None, None, 0.9, datetime(2026, 1, 2, tzinfo=UTC), "0.2", "m", 1, None, ""
)


@pytest.mark.parametrize(
    ("image", "page", "target"),
    [
        ("https://m.example/a b/ä.jpg?x=1&y=%20", "", "https://m.example/a%20b/%C3%A4.jpg?x=1&y=%20"),
        ("HTTP://m.example/100%|<1>.jpg", "", "HTTP://m.example/100%25%7C%3C1%3E.jpg"),
        ("file:///home/curator/w1.jpg", "https://m.example/w1", "https://m.example/w1"),
        ("file:///home/curator/w1.jpg", "", "https://artmeta.invalid/works/museum/w%201%2Fa"),
    ],
)
def test_the_target_is_an_address_that_is_sound(store: Store, image: str, page: str, target: str) -> None:
    row = replace(WORK, image_url=image, url=page, collection="museum", artwork_id="w 1/a")
    assert web_annotation._target(row) == target


def test_an_iconclass_code_with_a_space_is_one_address() -> None:
    links = json.dumps({"iconclass": "11H(JEROME) 5(+3)", "aat": ""})
    row = replace(WORK, topic_label="Jerome", topic_links=links)
    sources = [body.get("source") for body in web_annotation._bodies(row)]
    assert sources == [None, "https://iconclass.org/11H(JEROME)%205(%2B3)"]


def test_a_local_picture_is_named_by_its_works_page(store: Store, tmp_path: Path) -> None:
    fill(store, [Work("w1", said={"boat": 0.9})], run_id="local")
    store._execute("UPDATE images SET url = 'file:///home/curator/w1.jpg'")
    assert read(store, tmp_path, "local")["items"][0]["target"] == "https://museum.example/w1"
