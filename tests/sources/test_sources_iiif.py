from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as given_that
from hypothesis import strategies as st
from scripted_server import Asked, Reply, scripted

from artmeta.domain.artwork import Artwork
from artmeta.domain.run import Issue
from artmeta.errors import SourceChanged, SourceError
from artmeta.sources import iiif
from artmeta.sources._iiif_words import texts
from artmeta.web import Web

IMAGE3 = [{"id": "https://img.example/1", "type": "ImageService3", "profile": "level2"}]


def manifest3(
    identity: str = "https://m.example/1", body: Mapping[str, Any] | None = None, **more: Any
) -> dict[str, Any]:
    picture = {
        "id": "https://img.example/1/full/max/0/default.jpg",
        "type": "Image",
        "width": 3000,
        "height": 1500,
    }
    painted = {
        "type": "Annotation",
        "motivation": "painting",
        "body": {**picture, "service": IMAGE3, **(body or {})},
    }
    return {
        "@context": "http://iiif.io/api/presentation/3/context.json", "id": identity, "type": "Manifest",
        "label": {"de": ["Ein Schiff"], "en": ["A ship"]},
        "items": [{"type": "Canvas", "items": [{"type": "AnnotationPage", "items": [painted]}]}], **more,
    }  # fmt: skip


def manifest2(identity: str = "https://m.example/2", **more: Any) -> dict[str, Any]:
    service = {
        "@id": "https://img.example/2/", "@context": "http://iiif.io/api/image/2/context.json",
        "profile": ["http://iiif.io/api/image/2/level1.json", {"formats": ["jpg"]}],
    }  # fmt: skip
    resource = {
        "@id": "https://img.example/2.png",
        "@type": "dctypes:Image",
        "width": 1000,
        "height": 2000,
        "service": service,
    }
    image = {"@type": "oa:Annotation", "motivation": "sc:painting", "resource": resource}
    return {
        "@id": identity, "@type": "sc:Manifest", "label": [{"@value": "Een schip", "@language": "nl"}],
        "sequences": [{"@type": "sc:Sequence", "canvases": [{"@type": "sc:Canvas", "images": [image]}]}], **more,
    }  # fmt: skip


def read(web: Web, path: Path, thing: Any, **given: object) -> list[Artwork | Issue]:
    path.write_text(json.dumps(thing))
    return list(iiif.artworks(iiif.Params.model_validate({"path": path, **given}), web, "neutral"))


def one(web: Web, tmp_path: Path, thing: Any, **given: object) -> Artwork:
    (found,) = read(web, tmp_path / "m.json", thing, **given)
    assert isinstance(found, Artwork), found
    return found


def pair(label: Any, value: Any) -> dict[str, Any]:
    return {"label": label, "value": value}


def test_version_3(web: Web, tmp_path: Path) -> None:
    metadata = [
        pair({"de": ["Künstler"]}, {"none": ["<span>Ann&nbsp;Painter</span>"]}),
        pair({"en": ["Date"]}, {"en": ["c. 1850"], "de": ["um 1850"]}),
        pair({"en": ["Subject"]}, {"en": ["Ships", "Sea"]}), pair({"en": ["Object number"]}, {"none": ["1923.45"]}),
    ]  # fmt: skip
    more = {
        "metadata": metadata, "rights": "http://creativecommons.org/licenses/by/4.0/",
        "homepage": [{"id": "https://m.example/works/1", "type": "Text"}],
        "provider": [{"id": "https://m.example", "type": "Agent", "label": {"en": ["A Museum"]}}],
    }  # fmt: skip
    work = one(web, tmp_path, manifest3(**more), topics={"Ships": "boat"})
    assert (work.id, work.title, work.artist) == ("https://m.example/1", "A ship", "Ann Painter")
    assert (work.date.text, work.date.earliest, work.venue) == ("c. 1850", 1845, "A Museum")
    assert (work.rights, work.url, work.accession_number) == ("cc_by", "https://m.example/works/1", "1923.45")
    assert work.given_topics == ("boat", "Sea")
    assert work.images[0].url == "https://img.example/1/full/!512,512/0/default.jpg"


def test_version_2(web: Web, tmp_path: Path) -> None:
    metadata = [pair("Vervaardiger", "Jan"), pair([{"@value": "Datum", "@language": "nl"}], "1660")]
    more = {
        "metadata": metadata,
        "license": "https://creativecommons.org/publicdomain/zero/1.0/",
        "attribution": "© X",
    }
    work = one(web, tmp_path, manifest2(**more))
    assert (work.title, work.artist, work.date.earliest, work.rights) == ("Een schip", "Jan", 1660, "cc0")
    assert work.images[0].url == "https://img.example/2/full/256,/0/default.jpg"


def test_the_collection_file_says_what_labels_mean(web: Web, tmp_path: Path) -> None:
    metadata = [pair({"en": ["Date"]}, {"en": ["1900"]}), pair({"en": ["Painted"]}, {"en": ["1850"]})]
    work = one(web, tmp_path, manifest3(metadata=metadata), metadata={"date": ["painted"]})
    assert work.date.text == "1850"
    with pytest.raises(ValueError, match="known are title"):
        iiif.Params.model_validate({"url": "https://a.org", "metadata": {"dat": ["x"]}})


@pytest.mark.parametrize(
    ("service", "url"),
    [
        ([], "https://img.example/1/full/max/0/default.jpg"),
        ({"@id": "https://i.e/a", "profile": "http://iiif.io/api/image/2/level2.json"}, "https://i.e/a/full/!512,512/0/default.jpg"),
        ([{"id": "https://i.e/a", "type": "ImageService3", "profile": "level1"}], "https://i.e/a/full/512,/0/default.jpg"),
        ([{"@id": "https://i.e/a", "profile": "http://library.stanford.edu/iiif/image-api/1.1/compliance.html#level1"}],
         "https://i.e/a/full/512,/0/native.jpg"),
        ([{"id": "https://i.e/a", "type": "ImageService3", "profile": "level0", "sizes": [{"width": 100, "height": 50},
          {"width": 800, "height": 400}, {"width": 1600, "height": 800}]}], "https://i.e/a/full/800,400/0/default.jpg"),
        ([{"id": "https://i.e/a", "type": "ImageService3", "profile": "level0"}],
         "https://img.example/1/full/max/0/default.jpg"),
        ([{"@id": "https://auth.example", "@type": "AuthCookieService1", "profile": "http://iiif.io/api/auth/1/login"},
          *IMAGE3],
         "https://img.example/1/full/!512,512/0/default.jpg"),
    ],
)  # fmt: skip
def test_a_small_picture_is_asked_for_as_the_service_allows(
    web: Web, tmp_path: Path, service: Any, url: str
) -> None:
    assert one(web, tmp_path, manifest3(body={"service": service})).images[0].url == url


def test_of_a_choice_the_first_picture_is_taken(web: Web, tmp_path: Path) -> None:
    items = [
        {"id": "https://v.example/a.mp4", "type": "Video"},
        {"id": "https://i.example/a.jpg", "type": "Image"},
    ]
    thing = manifest3()
    thing["items"][0]["items"][0]["items"][0]["body"] = {"type": "Choice", "items": items}
    assert one(web, tmp_path, thing).images[0].url == "https://i.example/a.jpg"


def test_a_film_is_an_issue(web: Web, tmp_path: Path) -> None:
    (found,) = read(web, tmp_path / "m.json", manifest3(body={"type": "Video", "service": []}))
    assert isinstance(found, Issue) and found.kind == "no_image" and "Video" in found.message


@pytest.mark.parametrize("key", ["id", "label", "items"])
def test_a_manifest_without_its_parts_stops_or_is_told_and_the_field_is_named(
    web: Web, tmp_path: Path, key: str
) -> None:
    thing = {k: v for k, v in manifest3().items() if k != key}
    with pytest.raises(SourceChanged, match=f"'{key}'"):
        read(web, tmp_path / "m.json", thing)
    (found,) = read(web, tmp_path / "m.json", thing, odd_manifests="skip")
    assert isinstance(found, Issue) and found.kind == "odd_manifest" and f"'{key}'" in found.message


@pytest.mark.parametrize("thing", [{}, [], {"type": "Sonata"}, "x", None])
def test_what_is_neither_collection_nor_manifest_stops(web: Web, tmp_path: Path, thing: Any) -> None:
    with pytest.raises(SourceChanged, match="neither"):
        read(web, tmp_path / "m.json", thing)


def test_what_is_no_json_is_a_sentence(web: Web, tmp_path: Path) -> None:
    (tmp_path / "m.json").write_text("{")
    with pytest.raises(SourceError, match=r"m\.json cannot be read as JSON"):
        list(iiif.artworks(iiif.Params.model_validate({"path": tmp_path / "m.json"}), web, "neutral"))


def test_nested_and_paged_collections_lose_nothing(web: Web) -> None:
    base = ""

    def answer(asked: Asked, count: int) -> Reply:
        def ref(name: str, kind: str) -> dict[str, str]:
            return {"id": f"{base}/{name}", "type": kind}

        def manifest(name: str) -> dict[str, str]:
            return ref(name, "Manifest")

        content: dict[str, Any] = {
            "/top": {**ref("top", "Collection"), "items": [ref("sub", "Collection"), *map(manifest, ("m1", "m404"))]},
            "/sub": {**ref("sub", "Collection"), "items": [*map(manifest, ("m2", "m1")), ref("top", "Collection")]},
            "/m1": manifest3(f"{base}/m1"), "/m2": manifest2(f"{base}/m2"), "/m3": manifest2(f"{base}/m3"),
            "/old": {"@id": f"{base}/old", "@type": "sc:Collection", "first": f"{base}/old1"},
            "/old1": {"@id": f"{base}/old1", "@type": "sc:Collection",
                      "manifests": [{"@id": f"{base}/m2", "@type": "sc:Manifest"}],
                      "next": f"{base}/old2"},
            "/old2": {"@id": f"{base}/old2", "@type": "sc:Collection", "members": [f"{base}/m3"]},
            "/text": {"type": "Text"},
        }  # fmt: skip
        found = content.get(asked.path)
        return Reply(json.dumps(found).encode()) if found else Reply(status=404)

    with scripted(answer) as server:
        base = server.base
        params = iiif.Params.model_validate({"url": f"{base}/top"})
        found = list(iiif.artworks(params, web, "neutral"))
        assert [one.id.removeprefix(base) for one in found if isinstance(one, Artwork)] == ["/m2", "/m1"]
        assert [one.kind for one in found if isinstance(one, Issue)] == ["duplicate", "duplicate", "gone"]
        found = list(iiif.artworks(iiif.Params.model_validate({"url": f"{base}/old"}), web, "neutral"))
        assert [one.id.removeprefix(base) for one in found if isinstance(one, Artwork)] == ["/m2", "/m3"]


def test_pages_without_end_stop(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(iiif, "BARREN", 20)
    base = ""

    def answer(asked: Asked, count: int) -> Reply:
        number = int(asked.path.rpartition("/")[2]) if asked.path.startswith("/page/") else 0
        page = {"@id": f"{base}/page/{number}", "@type": "sc:Collection", "next": f"{base}/page/{number + 1}"}
        return Reply(json.dumps(page).encode()) if asked.path != "/robots.txt" else Reply(status=404)

    with scripted(answer) as server:
        base = server.base
        with pytest.raises(SourceChanged, match=r"/page/2\d: 20 collections .* no manifest"):
            list(iiif.artworks(iiif.Params.model_validate({"url": f"{base}/page/0"}), web, "neutral"))


def test_texts_prefer_the_language_then_none_then_any() -> None:
    assert texts({"fr": ["a"], "en-GB": ["b"], "none": ["c"]}, "en") == ["b"]
    assert texts({"fr": ["a"], "none": ["c"]}, "en") == ["c"]
    assert texts({"fr": ["a"], "de": ["b"]}, "en") == ["a"]
    assert texts([{"@value": "x &amp; <b>y</b>", "@language": "en"}, {"@value": "z"}], "en") == ["x & y"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "type", "items", "body", "label", "service", "metadata", "value"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given_that(
    JSON,
    st.sampled_from(
        ["items", "label", "metadata", "rights", "provider", "homepage", "requiredStatement", "navDate"]
    ),
)
def test_any_json_in_any_place_is_read_or_told(thing: Any, key: str) -> None:
    from artmeta.sources._iiif_manifest import read_manifest

    try:
        read_manifest(
            {**manifest3(), key: thing},
            "page",
            iiif.Params.model_validate({"url": "https://a.org"}),
            "neutral",
        )
    except SourceChanged as fault:
        assert "page" in str(fault)
