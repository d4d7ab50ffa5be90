"""The annotations: one an assertion, in the shape of the W3C model and of IIIF."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyld
import pytest
import rdflib
from builders import RUN, Work, fill, new_store, review
from exported import write

from artmeta.exporters import iiif, web_annotation
from artmeta.exporters._assertions import web_address
from artmeta.store.database import Store

ADDRESS = re.compile(r"https?://[A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]+")  # RFC 3986
BOAT = {"boat": 0.9, "house": 0.1}
W3C = "http://www.w3.org/ns/anno.jsonld"
CONTEXT = {  # the terms of the W3C context that are used
    "oa": "http://www.w3.org/ns/oa#",
    "as": "http://www.w3.org/ns/activitystreams#",
    "dcterms": "http://purl.org/dc/terms/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "id": "@id",
    "type": "@type",
    "Annotation": "oa:Annotation",
    "AnnotationPage": "as:OrderedCollectionPage",
    "body": {"@type": "@id", "@id": "oa:hasBody"},
    "target": {"@type": "@id", "@id": "oa:hasTarget"},
    "source": {"@type": "@id", "@id": "oa:hasSource"},
    "items": {"@type": "@id", "@id": "as:items", "@container": "@list"},
    "created": {"@type": "xsd:dateTime", "@id": "dcterms:created"},
    "value": "rdf:value",
}

IIIF = {  # the terms of IIIF's context that lead to an annotation, and how it brings in those of the W3C
    "@version": 1.1,
    **{term: CONTEXT[term] for term in ("as", "oa", "id", "type", "items")},
    "annotations": {"@type": "@id", "@id": "as:annotations", "@container": "@list"},
    "AnnotationPage": {"@id": "as:OrderedCollectionPage", "@context": CONTEXT},
    "Annotation": {"@id": "oa:Annotation", "@context": CONTEXT},
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with new_store(tmp_path_factory.mktemp("annotations") / "artmeta.duckdb") as store:
        works = [Work(name, 1850, 1850, BOAT, status="sure") for name in ("w1", "w2", "w 3/a")]
        fill(store, [*works, Work("w4", outcome="")])
        review(store, "w2", "correct", ("boat", "house"), ("boat",))
        store._execute("UPDATE images SET url = 'file:///home/curator/w3.jpg' WHERE artwork_id = 'w 3/a'")
        store._execute("UPDATE artworks SET url = '' WHERE artwork_id = 'w 3/a'")
        yield store


@pytest.fixture(scope="module")
def page(store: Store, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return read(web_annotation, store, tmp_path_factory.mktemp("page"))


@pytest.fixture(scope="module")
def manifest(store: Store, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return read(iiif, store, tmp_path_factory.mktemp("manifest"))


def read(exporter: Any, store: Store, folder: Path, *run_id: str) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(write(exporter, store, folder / "out", *run_id).read_text("utf-8"))
    return result


def test_each_assertion_is_annotated(page: dict[str, Any]) -> None:
    assert page["type"] == "AnnotationPage"
    assert page["@context"] == ["http://www.w3.org/ns/anno.jsonld"]
    assert page["partOf"][0]["type"] == "AnnotationCollection"
    assert page["partOf"][0]["total"] == len(page["items"]) == 4


def test_an_annotation_keeps_its_id_in_later_runs(tmp_path: Path) -> None:
    with new_store(tmp_path / "artmeta.duckdb") as store:
        fill(store, [Work("w1", 1850, 1850, BOAT, status="sure")])
        (first,) = read(web_annotation, store, tmp_path)["items"]
        store._execute("INSERT INTO runs SELECT * REPLACE ('later' AS run_id) FROM runs")
        for name in ("artworks", "decisions"):
            store._execute(f"UPDATE {name} SET run_id = 'later'")
        (later,) = read(web_annotation, store, tmp_path, "later")["items"]
    assert (first["urn:artmeta:run"], later["urn:artmeta:run"]) == (RUN, "later")
    assert first["id"] == later["id"]


def test_an_annotation_says_what_of_what_and_who_says_so(page: dict[str, Any]) -> None:
    first = page["items"][1]
    assert (first["type"], first["motivation"]) == ("Annotation", ["classifying", "tagging"])
    assert (first["urn:artmeta:confidence"]["@value"], first["urn:artmeta:status"]) == (0.9, "sure")
    assert first["created"] == "2026-01-02T03:04:05Z"
    assert first["generator"] == {"type": "Software", "name": "artmeta 0.1.0, model topics 3"}
    assert first["target"] == "https://museum.example/w1.jpg"
    assert first["body"][0] == {
        "type": "TextualBody",
        "purpose": "tagging",
        "format": "text/plain",
        "value": "Boats and ships",
    }
    assert [(body["type"], body["source"]) for body in first["body"][1:]] == [
        ("SpecificResource", "https://iconclass.org/46C24"),
        ("SpecificResource", "http://vocab.getty.edu/aat/300411660"),
        ("SpecificResource", "http://www.wikidata.org/entity/Q1"),
    ]


def test_persons_and_software_are_told_apart(page: dict[str, Any]) -> None:
    approved, added = page["items"][2:]
    person = {"type": "Person", "name": "Ann"}
    assert (approved["creator"], approved["generator"]["type"]) == (person, "Software")
    assert added["creator"] == person and "generator" not in added
    assert added["created"] == "2026-02-03T04:05:06Z"


def test_every_name_is_an_address(page: dict[str, Any]) -> None:
    """What the schema of IIIF Presentation 3.0 asks of ids, targets and sources."""
    sources = [body["source"] for item in page["items"] for body in item["body"] if "source" in body]
    ids = [page["id"], page["partOf"][0]["id"], *(item["id"] for item in page["items"])]
    for name in (*ids, *sources, *(item["target"] for item in page["items"])):
        assert ADDRESS.fullmatch(name), name
    assert len(set(ids)) == len(ids)
    assert page["items"][0]["target"] == "https://artmeta.invalid/works/museum/w%203%2Fa"


def test_a_run_without_topics_is_an_empty_page(store: Store, tmp_path: Path) -> None:
    page = read(web_annotation, store, tmp_path, "none")
    assert page["items"] == [] and "partOf" not in page
    assert read(iiif, store, tmp_path, "none")["items"] == []


def test_provenance_survives_the_expansion_of_json_ld(page: dict[str, Any]) -> None:
    def load(url: str, options: object) -> dict[str, Any]:
        assert url == W3C
        return {"contextUrl": None, "documentUrl": url, "document": {"@context": CONTEXT}}

    (expanded,) = pyld.jsonld.expand(page, {"documentLoader": load})
    items = expanded["http://www.w3.org/ns/activitystreams#items"][0]["@list"]
    result = items[1]
    assert result["@type"] == ["http://www.w3.org/ns/oa#Annotation"]
    assert result["urn:artmeta:model_digest"] == [{"@value": "d" * 64}]
    double = "http://www.w3.org/2001/XMLSchema#double"  # stated, or a confidence of 1 would be an integer
    for name, value in (("confidence", 0.9), ("threshold", 0.8)):
        assert result[f"urn:artmeta:{name}"] == [{"@value": value, "@type": double}]
    assert result["http://www.w3.org/ns/oa#hasTarget"] == [{"@id": "https://museum.example/w1.jpg"}]


@pytest.mark.parametrize("reader", ["pyld", "rdflib"])
def test_the_concepts_of_a_manifest_survive_as_linked_data(manifest: dict[str, Any], reader: str) -> None:
    """IIIF's context scopes the W3C's by type: its terms do not reach into bodies, and rdflib reads none of them."""
    document = json.dumps(manifest | {"@context": IIIF})
    triples = rdflib.Graph()
    if reader == "rdflib":
        triples.parse(data=document, format="json-ld")
    else:
        options = {"format": "application/n-quads"}
        triples.parse(data=pyld.jsonld.to_rdf(json.loads(document), options), format="nt")
    annotation = rdflib.URIRef(manifest["items"][1]["annotations"][0]["items"][0]["id"])
    concepts = triples.objects(annotation, rdflib.URIRef("urn:artmeta:concept"))
    assert {str(concept) for concept in concepts} == {
        "https://iconclass.org/46C24",
        "http://vocab.getty.edu/aat/300411660",
        "http://www.wikidata.org/entity/Q1",
    }


def test_a_manifest_has_a_canvas_a_work_with_a_page_of_its_topics(manifest: dict[str, Any]) -> None:
    assert manifest["@context"] == "http://iiif.io/api/presentation/3/context.json"
    assert manifest["type"] == "Manifest" and manifest["label"]["none"][0].startswith("Topics of museum")
    local, first, second = manifest["items"]
    (painting,) = first["items"][0]["items"]
    assert painting["target"] == first["id"] == first["annotations"][0]["items"][0]["target"]
    assert painting["body"] == {
        "id": "https://museum.example/w1.jpg",
        "type": "Image",
        "format": "image/jpeg",
        "width": 100,
        "height": 80,
    }
    assert (first["width"], first["height"]) == (100, 80)
    assert first["thumbnail"] == [painting["body"]]
    assert local["items"] == [] and not {"homepage", "thumbnail"} & local.keys()
    assert [len(each["annotations"][0]["items"]) for each in (local, first, second)] == [1, 1, 2]


def test_every_id_of_a_manifest_is_an_address_of_its_own(manifest: dict[str, Any]) -> None:
    ids = re.findall(r'"id": "(https://artmeta[^"]+)"', json.dumps(manifest))
    assert all(ADDRESS.fullmatch(one) for one in ids)
    assert (
        len(ids) == len(set(ids)) == 1 + 3 * 2 + 4 + 2 * 2
    )  # pages and annotations of canvases, of pictures


@pytest.mark.parametrize(
    ("address", "encoded"),
    [
        ("https://m.example/a b/ä.jpg?x=1&y=%20", "https://m.example/a%20b/%C3%A4.jpg?x=1&y=%20"),
        ("HTTP://m.example/100%|<1>.jpg", "HTTP://m.example/100%25%7C%3C1%3E.jpg"),
        ("file:///home/curator/w1.jpg", None),
        ("", None),
        (None, None),
    ],
)
def test_an_address_of_the_web_is_percent_encoded(address: str | None, encoded: str | None) -> None:
    assert web_address(address) == encoded
