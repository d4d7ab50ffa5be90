from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as given_that
from hypothesis import strategies as st
from scripted_server import Reply, Request, scripted

from artmeta.domain.artwork import Artwork
from artmeta.domain.run import Issue
from artmeta.errors import SourceChanged, SourceError
from artmeta.sources import iiif
from artmeta.sources._iiif_json import texts
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
        "@context": "http://iiif.io/api/presentation/3/context.json",
        "id": identity,
        "type": "Manifest",
        "label": {"de": ["Ein Schiff"], "en": ["A ship"]},
        "items": [{"type": "Canvas", "items": [{"type": "AnnotationPage", "items": [painted]}]}],
        **more,
    }


def manifest2(identity: str = "https://m.example/2", **more: Any) -> dict[str, Any]:
    service = {
        "@id": "https://img.example/2/",
        "@context": "http://iiif.io/api/image/2/context.json",
        "profile": ["http://iiif.io/api/image/2/level1.json", {"formats": ["jpg"]}],
    }
    resource = {
        "@id": "https://img.example/2.png",
        "@type": "dctypes:Image",
        "width": 1000,
        "height": 2000,
        "service": service,
    }
    image = {"@type": "oa:Annotation", "motivation": "sc:painting", "resource": resource}
    return {
        "@id": identity,
        "@type": "sc:Manifest",
        "label": [{"@value": "Een schip", "@language": "nl"}],
        "sequences": [{"@type": "sc:Sequence", "canvases": [{"@type": "sc:Canvas", "images": [image]}]}],
        **more,
    }


def read(web: Web, path: Path, thing: Any, **given: object) -> list[Artwork | Issue]:
    path.write_text(json.dumps(thing))
    return list(iiif.artworks(iiif.Params.model_validate({"path": path, **given}), web, "neutral"))


def one(web: Web, tmp_path: Path, thing: Any, **given: object) -> Artwork:
    (result,) = read(web, tmp_path / "m.json", thing, **given)
    assert isinstance(result, Artwork), result
    return result


def pair(label: Any, value: Any) -> dict[str, Any]:
    return {"label": label, "value": value}


def test_version_3(web: Web, tmp_path: Path) -> None:
    metadata = [
        pair({"de": ["Künstler"]}, {"none": ["<span>Ann&nbsp;Painter</span>"]}),
        pair({"en": ["Date"]}, {"en": ["c. 1850"], "de": ["um 1850"]}),
        pair({"en": ["Subject"]}, {"en": ["Ships", "Sea"]}),
        pair({"en": ["Object number"]}, {"none": ["1923.45"]}),
    ]
    more = {
        "metadata": metadata,
        "rights": "http://creativecommons.org/licenses/by/4.0/",
        "homepage": [{"id": "https://m.example/works/1", "type": "Text"}],
        "provider": [{"id": "https://m.example", "type": "Agent", "label": {"en": ["A Museum"]}}],
    }
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
        (
            {"@id": "https://i.e/a", "profile": "http://iiif.io/api/image/2/level2.json"},
            "https://i.e/a/full/!512,512/0/default.jpg",
        ),
        (
            [{"id": "https://i.e/a", "type": "ImageService3", "profile": "level1"}],
            "https://i.e/a/full/512,/0/default.jpg",
        ),
        (
            [
                {
                    "@id": "https://i.e/a",
                    "profile": "http://library.stanford.edu/iiif/image-api/1.1/compliance.html#level1",
                }
            ],
            "https://i.e/a/full/512,/0/native.jpg",
        ),
        (
            [
                {
                    "id": "https://i.e/a",
                    "type": "ImageService3",
                    "profile": "level0",
                    "sizes": [
                        {"width": 100, "height": 50},
                        {"width": 800, "height": 400},
                        {"width": 1600, "height": 800},
                    ],
                }
            ],
            "https://i.e/a/full/800,400/0/default.jpg",
        ),
        (
            [{"id": "https://i.e/a", "type": "ImageService3", "profile": "level0"}],
            "https://img.example/1/full/max/0/default.jpg",
        ),
        (
            [
                {
                    "@id": "https://auth.example",
                    "@type": "AuthCookieService1",
                    "profile": "http://iiif.io/api/auth/1/login",
                },
                *IMAGE3,
            ],
            "https://img.example/1/full/!512,512/0/default.jpg",
        ),
    ],
)
def test_a_small_picture_is_asked_for_as_the_service_allows(
    web: Web, tmp_path: Path, service: Any, url: str
) -> None:
    assert one(web, tmp_path, manifest3(body={"service": service})).images[0].url == url


def asked_of(web: Web, tmp_path: Path, service: Any, **body: Any) -> str:
    return one(web, tmp_path, manifest3(body={"service": service, **body})).images[0].url


V3, V2 = "http://iiif.io/api/image/3/context.json", "http://iiif.io/api/image/2/context.json"
SIZES = {
    "sizes": [{"width": 100, "height": 50}, {"width": 800, "height": 400}, {"width": 1600, "height": 800}]
}


@pytest.mark.parametrize(
    ("service", "body", "request_"),
    [
        # Level 1: a width, never above the picture's own, by the service's measures, then the body's.
        ({"type": "ImageService3", "profile": "level1", "width": 300}, {}, "full/300,/0/default.jpg"),
        (
            {"type": "ImageService3", "profile": "level1", "width": 400, "height": 1600},
            {},
            "full/128,/0/default.jpg",
        ),
        (
            {"type": "ImageService3", "profile": "level1"},
            {"width": 300, "height": None},
            "full/300,/0/default.jpg",
        ),
        ({"type": "ImageService3", "profile": "level1", "maxWidth": 200}, {}, "full/200,/0/default.jpg"),
        (
            {"type": "ImageService3", "profile": "level2", "maxWidth": 400, "maxHeight": 300},
            {},
            "full/!300,300/0/default.jpg",
        ),
        (
            {"type": "ImageService3", "profile": "level2", "maxArea": 20000, "width": 4000, "height": 2000},
            {},
            "full/!200,200/0/default.jpg",
        ),
        (
            {"@context": V2, "profile": ["http://iiif.io/api/image/2/level2.json", {"maxWidth": 256}]},
            {},
            "full/!256,256/0/default.jpg",
        ),
        # Level 0: a listed size, a feature that is named, else the body.
        (
            {
                "@context": V2,
                "profile": ["http://iiif.io/api/image/2/level0.json", {"supports": ["sizeByW"]}],
            },
            {},
            "full/512,/0/default.jpg",
        ),
        (
            {"type": "ImageService3", "profile": "level1", "extraFeatures": ["sizeByConfinedWh"]},
            {},
            "full/!512,512/0/default.jpg",
        ),
        ({"@context": V3, "profile": "level0", **SIZES}, {}, "full/800,400/0/default.jpg"),
        ({"@context": V3, "profile": "level0"}, {"id": ""}, "full/max/0/default.jpg"),
        ({"type": "ImageService3", "profile": "level0"}, {"id": ""}, "full/max/0/default.jpg"),
        ({"@type": "ImageService2", "profile": "level0"}, {"id": ""}, "full/full/0/default.jpg"),
        (
            {"@context": V2, "profile": "http://iiif.io/api/image/2/level0.json"},
            {"id": None},
            "full/full/0/default.jpg",
        ),
        # Levels that do not exist, and the first versions.
        ({"type": "ImageService3", "profile": "level3"}, {}, "full/512,/0/default.jpg"),
        (
            {"@context": V2, "profile": "http://iiif.io/api/image/2/level3.json"},
            {},
            "full/512,/0/default.jpg",
        ),
        (
            {"profile": "http://library.stanford.edu/iiif/image-api/compliance.html#level2"},
            {},
            "full/!512,512/0/native.jpg",
        ),
        (
            {
                "@context": "http://iiif.io/api/image/1/context.json",
                "profile": "http://library.stanford.edu/iiif/image-api/1.1/compliance.html#level1",
            },
            {},
            "full/512,/0/native.jpg",
        ),
        # A body without an address has its service's.
        ({"type": "ImageService2", "profile": "level2"}, {"id": ""}, "full/!512,512/0/default.jpg"),
    ],
)
def test_a_request_is_one_that_the_service_must_answer(
    web: Web, tmp_path: Path, service: dict[str, Any], body: dict[str, Any], request_: str
) -> None:
    wide = {"width": 4000, "height": 2000, **body}
    for name in ("id", "@id"):
        for address in ("https://i.e/a", "https://i.e/a/", "https://i.e/a/info.json"):
            given = {name: address, **service}
            assert asked_of(web, tmp_path, given, **wide) == f"https://i.e/a/{request_}"
            assert asked_of(
                web, tmp_path, [{"@id": "https://a.e", "@type": "Login"}, given], **wide
            ).endswith(request_)


@pytest.mark.parametrize(
    "service", ["https://i.e/a", {"type": "ImageService3"}, {"id": "file:///a", "profile": "level2"}, [3]]
)
def test_a_service_that_cannot_be_asked_leaves_the_body(web: Web, tmp_path: Path, service: Any) -> None:
    assert asked_of(web, tmp_path, service) == "https://img.example/1/full/max/0/default.jpg"


@pytest.mark.parametrize(
    "kind",
    [
        "Image",
        "dctypes:Image",
        "dcTypes:Image",
        "dcterms:Image",
        "http://purl.org/dc/dcmitype/Image",
        ["Image"],
        "StillImage",
    ],
)
@pytest.mark.parametrize(
    "motivation",
    ["painting", "sc:painting", ["painting"], "", None, [], "http://iiif.io/api/presentation/2#painting"],
)
def test_types_and_motivations_as_houses_write_them(
    web: Web, tmp_path: Path, kind: Any, motivation: Any
) -> None:
    thing = manifest3(body={"type": kind, "service": []})
    thing["items"][0]["items"][0]["items"][0]["motivation"] = motivation
    assert one(web, tmp_path, thing).images
    thing["items"][0]["items"][0]["items"][0]["motivation"] = "commenting"
    (result,) = read(web, tmp_path / "m.json", thing)
    assert isinstance(result, Issue) and result.kind == "no_image"


@pytest.mark.parametrize(
    "body",
    [
        "https://i.e/a.jpg",
        {"id": "https://i.e/a.jpg", "format": "image/jpeg"},
        {"@type": "oa:Choice", "default": {"@id": "https://i.e/a.jpg", "@type": "dctypes:Image"}, "item": []},
        {"type": "SpecificResource", "source": "https://i.e/a.jpg"},
        {"@type": "oa:SpecificResource", "full": {"@id": "https://i.e/a.jpg", "@type": "dctypes:Image"}},
        {"type": "Choice", "items": [{"type": "SpecificResource", "source": "https://i.e/a.jpg"}]},
    ],
)
def test_bodies_as_houses_write_them(web: Web, tmp_path: Path, body: Any) -> None:
    thing = manifest3()
    thing["items"][0]["items"][0]["items"][0]["body"] = body
    assert one(web, tmp_path, thing).images[0].url == "https://i.e/a.jpg"


@pytest.mark.parametrize(
    ("selector", "request_"),
    [
        ({"type": "ImageApiSelector", "region": "1768,2423,900,450"}, "1768,2423,900,450/!512,512/0"),
        ({"@type": "iiif:ImageApiSelector", "region": "pct:10,0,50,100"}, "pct:10,0,50,100/!512,512/0"),
        ({"type": "ImageApiSelector", "rotation": "90"}, "full/!512,512/90"),
        ({"type": "FragmentSelector", "value": "xywh=percent:0,0,25.5,50"}, "pct:0,0,25.5,50/!512,512/0"),
        ([{"type": "FragmentSelector", "value": "xywh=10,20,30,40"}], "10,20,30,40/!512,512/0"),
        ({"type": "ImageApiSelector", "region": "../secret", "rotation": "?"}, "full/!512,512/0"),
        ({"type": "SvgSelector", "value": "<svg/>"}, "full/!512,512/0"),
    ],
)
def test_of_a_part_of_a_picture_the_part_is_requested(
    web: Web, tmp_path: Path, selector: Any, request_: str
) -> None:
    thing = manifest3()
    painted = thing["items"][0]["items"][0]["items"][0]
    painted["body"] = {"type": "SpecificResource", "source": painted["body"], "selector": selector}
    (picture,) = one(web, tmp_path, thing).images
    assert picture.url == f"https://img.example/1/{request_}/default.jpg"
    whole = request_.replace("!512,512", "max")  # of the part: the body's own address shows more
    assert picture.fallback == f"https://img.example/1/{whole}/default.jpg"


@pytest.mark.parametrize(
    ("region", "picture", "canvas", "width"),
    [
        ("0,0,300,200", {}, {}, 300),
        ("pct:0,0,25,50", {"width": 2000, "height": 2000}, {"width": 400, "height": 400}, 256),
        ("pct:0,0,25,50", {}, {"width": 2000, "height": 4000}, 256),
        ("pct:0,0,25,50", {}, {}, 512),
    ],
)
def test_by_its_width_a_part_is_requested_in_the_shape_of_the_part(
    web: Web, tmp_path: Path, region: str, picture: Any, canvas: Any, width: int
) -> None:
    service = [{"id": "https://img.example/1", "type": "ImageService3", "profile": "level1", **picture}]
    thing = manifest3(body={"service": service, "width": None, "height": None})
    painted = thing["items"][0]["items"][0]["items"][0]
    selector = {"type": "ImageApiSelector", "region": region}
    painted["body"] = {"type": "SpecificResource", "source": painted["body"], "selector": selector}
    thing["items"][0] |= canvas
    assert one(web, tmp_path, thing).images[0].url == f"https://img.example/1/{region}/{width},/0/default.jpg"


@pytest.mark.parametrize(
    ("label", "field", "value"),
    [
        ("Artist / Maker", "artist", "Ann"),
        ("Creator(s)", "artist", "Ann"),
        ("Makers:", "artist", "Ann"),
        ("Künstler", "artist", "Ann"),
        ("Auteur :", "artist", "Ann"),
        ("<b>Artist</b>", "artist", "Ann"),
        ("Vervaardiger(s)", "artist", "Ann"),
        ("Author(s) and artist(s)", "artist", "Ann"),
        ("Autore", "artist", "Ann"),
        ("Artista:", "artist", "Ann"),
        ("Date of Origin (English)", "date", "1850"),
        ("Culture & Date", "date", "1850"),
        ("Datering", "date", "1850"),
        ("Datierung:", "date", "1850"),
        ("Date de création", "date", "1850"),
        ("DATE MADE", "date", "1850"),
        ("Fecha de creación", "date", "1850"),
        ("Datazione", "date", "1850"),
        ("Place / Date", "date", "1850"),
        ("Date Created:", "date", "1850"),
        ("Date(s)", "date", "1850"),
    ],
)
def test_labels_as_houses_write_them(web: Web, tmp_path: Path, label: str, field: str, value: str) -> None:
    shapes: list[Any] = [
        label,
        [label],
        {"en": [label]},
        {"none": label},
        [{"@value": label, "@language": "de"}],
    ]
    for shape in shapes:
        for given in (value, [value], {"en": [f"<p>{value}</p>"]}, [{"@value": value}]):
            work = one(web, tmp_path, manifest3(metadata=[pair(shape, given)]))
            assert (work.artist if field == "artist" else work.date.text) == value, shape


@pytest.mark.parametrize(
    "label",
    ["Date of acquisition", "Birth date", "Artist biography", "Update", "Date digitised", "Makers of law"],
)
def test_labels_that_only_resemble_a_field_are_not_taken(web: Web, tmp_path: Path, label: str) -> None:
    work = one(web, tmp_path, manifest3(metadata=[pair(label, "1850")]))
    assert (work.artist, work.date.text) == ("", "")


@pytest.mark.parametrize(
    "label", ["Konstnär", "Kunstner", "Tekijä", "Autor díla", "dc:creator", "художник", "Upphovsman"]
)
def test_a_label_that_heads_a_column_of_lists_is_known(web: Web, tmp_path: Path, label: str) -> None:
    metadata = [pair(label, "Ann Painter"), pair("dcterms:created", "1850")]
    work = one(web, tmp_path, manifest3(metadata=metadata))
    assert (work.artist, work.date.text) == ("Ann Painter", "1850")


def test_an_address_without_a_scheme_is_one_of_https(web: Web, tmp_path: Path) -> None:
    body = {"id": "//img.example/a.jpg", "type": "Image", "service": []}
    assert one(web, tmp_path, manifest3(body=body)).images[0].url == "https://img.example/a.jpg"


def test_the_closest_label_counts(web: Web, tmp_path: Path) -> None:
    metadata = [pair("Culture & Date", "French, 1700"), pair("Period", "Baroque"), pair("Date", "1850")]
    assert one(web, tmp_path, manifest3(metadata=metadata)).date.text == "1850"


CC0, IN_COPYRIGHT = (
    "http://creativecommons.org/publicdomain/zero/1.0/",
    "http://rightsstatements.org/vocab/InC/1.0/",
)


@pytest.mark.parametrize(
    ("more", "body", "rights"),
    [
        ({"rights": CC0}, {"rights": IN_COPYRIGHT}, "in_copyright"),
        ({"rights": IN_COPYRIGHT}, {"rights": "https://creativecommons.org/licenses/by/4.0/"}, "cc_by"),
        (
            {"rights": CC0, "requiredStatement": {"label": "Rights", "value": "All rights reserved"}},
            {},
            "in_copyright",
        ),
        ({"rights": CC0, "metadata": [pair("Rights", "CC BY-NC")]}, {}, "unknown"),
        (
            {"license": "https://creativecommons.org/licenses/by/4.0/", "attribution": "© A Museum"},
            {},
            "cc_by",
        ),
        ({"attribution": "Metadata: CC0, images: all rights reserved"}, {}, "in_copyright"),
    ],
)
def test_rights_are_those_of_the_picture_and_the_strictest(
    web: Web, tmp_path: Path, more: dict[str, Any], body: dict[str, Any], rights: str
) -> None:
    work = one(web, tmp_path, manifest3(body=body, **more))
    assert (work.rights, work.images[0].rights) == (rights, rights)


def test_one_odd_entry_ends_no_run_and_a_manifest_without_id_has_its_address(web: Web) -> None:
    base = ""

    def answer(request: Request, count: int) -> Reply:
        odd = ["list", "text", "cut", "bare", "void", "label", "pages", "lost"]
        listed = [{"id": f"{base}/{name}", "type": "Manifest"} for name in odd]
        paged = manifest3(f"{base}/pages")
        (page,) = paged["items"][0]["items"]
        paged["items"][0]["items"] = [{"id": f"{base}/page", "type": "AnnotationPage"}]
        lost = {**paged, "id": f"{base}/lost", "items": [{"type": "Canvas", "items": [f"{base}/nowhere"]}]}
        collections = [
            {"id": f"{base}/void", "type": "Collection"},
            {"id": 3, "type": "Collection", "items": 4},
            5,
            None,
        ]
        content: dict[str, Any] = {
            "/top": {"id": f"{base}/top", "type": "Collection", "items": [*listed, *collections]},
            "/list": [],
            "/text": "x",
            "/void": {"id": f"{base}/void", "type": "Collection"},
            "/bare": {key: value for key, value in manifest3().items() if key != "id"},
            "/label": {**manifest3(f"{base}/label"), "label": 7.5, "items": [3, None, {"items": 5}]},
            "/pages": paged,
            "/lost": lost,
            "/page": page,
        }
        if request.path == "/cut":
            return Reply(b'{"id": ')
        return (
            Reply(json.dumps(content[request.path]).encode())
            if request.path in content
            else Reply(status=404)
        )

    with scripted(answer) as server:
        base = server.base
        result = list(iiif.artworks(iiif.Params.model_validate({"url": f"{base}/top"}), web, "neutral"))
    works = [one.id.removeprefix(base) for one in result if isinstance(one, Artwork)]
    assert works == ["/bare", "/pages"]
    assert len(result) == 12, "every entry is a work or an issue"


def test_of_a_choice_the_first_picture_is_taken(web: Web, tmp_path: Path) -> None:
    items = [
        {"id": "https://v.example/a.mp4", "type": "Video"},
        {"id": "https://i.example/a.jpg", "type": "Image"},
    ]
    thing = manifest3()
    thing["items"][0]["items"][0]["items"][0]["body"] = {"type": "Choice", "items": items}
    assert one(web, tmp_path, thing).images[0].url == "https://i.example/a.jpg"


def test_a_film_is_an_issue(web: Web, tmp_path: Path) -> None:
    (result,) = read(web, tmp_path / "m.json", manifest3(body={"type": "Video", "service": []}))
    assert isinstance(result, Issue) and result.kind == "no_image" and "Video" in result.message


@pytest.mark.parametrize("key", ["label", "items"])
def test_a_manifest_without_its_parts_is_an_issue_that_names_the_field_or_stops(
    web: Web, tmp_path: Path, key: str
) -> None:
    thing = {k: v for k, v in manifest3().items() if k != key}
    with pytest.raises(SourceChanged, match=f"'{key}'"):
        read(web, tmp_path / "m.json", thing, odd_manifests="stop")
    (result,) = read(web, tmp_path / "m.json", thing)
    assert isinstance(result, Issue) and result.kind == "odd_manifest" and f"'{key}'" in result.message


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

    def answer(request: Request, count: int) -> Reply:
        def ref(name: str, kind: str) -> dict[str, str]:
            return {"id": f"{base}/{name}", "type": kind}

        def manifest(name: str) -> dict[str, str]:
            return ref(name, "Manifest")

        content: dict[str, Any] = {
            "/top": {
                **ref("top", "Collection"),
                "items": [ref("sub", "Collection"), *map(manifest, ("m1", "m404"))],
            },
            "/sub": {
                **ref("sub", "Collection"),
                "items": [*map(manifest, ("m2", "m1")), ref("top", "Collection")],
            },
            "/m1": manifest3(f"{base}/m1"),
            "/m2": manifest2(f"{base}/m2"),
            "/m3": manifest2(f"{base}/m3"),
            "/old": {"@id": f"{base}/old", "@type": "sc:Collection", "first": f"{base}/old1"},
            "/old1": {
                "@id": f"{base}/old1",
                "@type": "sc:Collection",
                "manifests": [{"@id": f"{base}/m2", "@type": "sc:Manifest"}],
                "next": f"{base}/old2",
            },
            "/old2": {"@id": f"{base}/old2", "@type": "sc:Collection", "members": [f"{base}/m3"]},
            "/text": {"type": "Text"},
        }
        result = content.get(request.path)
        return Reply(json.dumps(result).encode()) if result else Reply(status=404)

    with scripted(answer) as server:
        base = server.base
        params = iiif.Params.model_validate({"url": f"{base}/top"})
        result = list(iiif.artworks(params, web, "neutral"))
        assert [one.id.removeprefix(base) for one in result if isinstance(one, Artwork)] == ["/m2", "/m1"]
        assert [one.kind for one in result if isinstance(one, Issue)] == ["duplicate", "duplicate", "gone"]
        result = list(iiif.artworks(iiif.Params.model_validate({"url": f"{base}/old"}), web, "neutral"))
        assert [one.id.removeprefix(base) for one in result if isinstance(one, Artwork)] == ["/m2", "/m3"]


def test_pages_without_end_stop(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(iiif, "BARREN", 20)
    base = ""

    def answer(request: Request, count: int) -> Reply:
        number = int(request.path.rpartition("/")[2]) if request.path.startswith("/page/") else 0
        page = {"@id": f"{base}/page/{number}", "@type": "sc:Collection", "next": f"{base}/page/{number + 1}"}
        return Reply(json.dumps(page).encode()) if request.path != "/robots.txt" else Reply(status=404)

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


def test_a_file_that_is_nested_too_deeply_is_a_sentence(web: Web, tmp_path: Path) -> None:
    path = tmp_path / "deep.json"
    path.write_text("[" * 20_000 + "]" * 20_000)
    with pytest.raises(SourceError, match=r"deep\.json cannot be read as JSON: it is nested too deeply"):
        list(iiif.artworks(iiif.Params(path=path), web, "neutral"))
