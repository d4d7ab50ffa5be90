"""What the cells of a picture column hold: several pictures, links, ids, image servers, placeholders."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import unquote

import pytest
from list_reading import kinds, message_of, read, works
from scripted_server import Reply, pages, scripted

from artmeta.sources import csv, folder
from artmeta.sources._image_api import base_address
from artmeta.web import Web

COLUMNS = {"id": "Nr", "image": "Image"}
A, B = "https://m.example/a.jpg", "https://m.example/b.jpg"


def pictures(web: Web, folder: Path, *cells: str, **given: object) -> list[list[str]]:
    """Read cells of pictures; local files are named by their path within `folder`."""
    rows = [{"Nr": str(number), "Image": cell} for number, cell in enumerate(cells)]
    result = works(read(web, folder / "list.json", json.dumps(rows), columns=COLUMNS, **given))
    here = folder.resolve().as_uri() + "/"
    return [
        [unquote(image.url.removeprefix(here)) if here in image.url else image.url for image in work.images]
        for work in result
    ]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (f"{A}|{B}", [A, B]),
        (f"{A}, {B}", [A, B]),
        (f"{A} ; {B}", [A, B]),
        (f"{A}\r\n{B}", [A, B]),
        (f"{A} {B}", [A, B]),
        (f"{A};{A}", [A]),
        (f"Front: {A}, back: {B}", [A, B]),
        ("a.jpg; b/c.png", ["a.jpg", "b/c.png"]),
        ("Smith, boat.jpg", ["Smith, boat.jpg"]),
        ("https://m.example/resize/w_200,h_100/a.jpg", ["https://m.example/resize/w_200,h_100/a.jpg"]),
        (
            "https://m.example/get?url=https://n.example/a.jpg",
            ["https://m.example/get?url=https://n.example/a.jpg"],
        ),
        (f'<a href="{A}">picture</a>', [A]),
        (f"<a href='{A}'>one</a> <a href='{B}'>two</a>", [A, B]),
        (f'<a target="_blank" href="{A}"><img src="{B}"></a>', [A]),
        (f'<a href="https://m.example/works/1"><img alt="" src="{B}"/></a>', [B]),
        (f"&lt;img src=&quot;{A}&quot;&gt;", [A]),
        (f'=HYPERLINK("{A}";"picture")', [A]),
        (f"![boat]({A})", [A]),
        (f"<{A}>", [A]),
        ("//m.example/a.jpg", [A]),
        ("www.m.example/a.jpg", ["https://www.m.example/a.jpg"]),
        ("m.example/a.jpg", [A]),
        ("127.0.0.1:8080/a.jpg", ["https://127.0.0.1:8080/a.jpg"]),
        ("folder.one/a.jpg", ["folder.one/a.jpg"]),
    ],
)
def test_a_cell_names_pictures(web: Web, tmp_path: Path, cell: str, expected: list[str]) -> None:
    (tmp_path / "folder.one").mkdir()
    assert pictures(web, tmp_path, cell) == [expected]


def test_an_address_without_a_scheme_has_that_of_the_others(web: Web, tmp_path: Path) -> None:
    assert pictures(web, tmp_path, "http://m.example/a.jpg", "//m.example/b.jpg")[1] == [
        "http://m.example/b.jpg"
    ]


def test_a_file_whose_name_holds_a_separator_is_one_picture(web: Web, tmp_path: Path) -> None:
    (tmp_path / "a.jpg;b.jpg").touch()
    assert len(pictures(web, tmp_path, "a.jpg;b.jpg")[0]) == 1


def test_separators_can_be_given_and_are_said_where_they_are_not(web: Web, tmp_path: Path) -> None:
    assert pictures(web, tmp_path, "a#b", images_separator="#") == [["a", "b"]]
    text = f"Nr;Image\n1;{A}|{B}\n2;{A}\n3;{B}|{A}\n"
    result = read(web, tmp_path / "list.csv", text, columns=COLUMNS)
    assert 'images_separator = "|"' in message_of(result, "several_pictures")
    assert "2 at '|'" in message_of(result, "several_pictures") and "row 2" in message_of(
        result, "several_pictures"
    )
    assert (
        kinds(read(web, tmp_path / "l.csv", text, columns=COLUMNS, images_separator="|")) == ["artwork"] * 3
    )


def test_a_template_makes_addresses_of_ids_and_names(web: Web, tmp_path: Path) -> None:
    template = "https://m.example/iiif/{}/full/512,/0/default.jpg"
    assert pictures(web, tmp_path, "a 1", A, "", image_template=template) == [
        [template.replace("{}", "a%201")],
        [A],
    ]
    assert pictures(web, tmp_path, "x", image_template="scans/{}.tif") == [["scans/x.tif"]]
    result = read(web, tmp_path / "l.csv", "Nr;T\n7;x\n", columns={"id": "Nr"}, image_template=template)
    assert works(result)[0].images[0].url == template.replace("{}", "7")
    with pytest.raises(ValueError, match="needs one"):
        pictures(web, tmp_path, "a", image_template="https://m.example/")


@pytest.mark.parametrize(
    ("address", "base"),
    [
        ("https://m.example/iiif/2/a1/info.json", "https://m.example/iiif/2/a1"),
        ("https://m.example/images/a1/info.json", "https://m.example/images/a1"),
        ("https://m.example/iiif/3/a1.jp2", "https://m.example/iiif/3/a1.jp2"),
        ("https://iiif.m.example/0f-1", "https://iiif.m.example/0f-1"),
        ("https://m.example/cgi/iipsrv.fcgi?IIIF=a1.tif", "https://m.example/cgi/iipsrv.fcgi?IIIF=a1.tif"),
        ("https://m.example/iiif/2/a1/full/max/0/default.jpg", ""),
        ("https://m.example/iiif/2/a1/full/pct:50/0/native", ""),
        ("https://m.example/iiif/a1/manifest.json", ""),
        ("https://m.example/iiif/pictures/a1.jpg", ""),
        (A, ""),
    ],
)
def test_the_image_api_is_recognised(address: str, base: str) -> None:
    assert base_address(address) == base


def info(level: int, **more: object) -> Reply:
    message_of = {
        "@context": "http://iiif.io/api/image/2/context.json",
        "profile": [f"http://iiif.io/api/image/2/level{level}.json"],
    }
    return Reply(
        json.dumps({**message_of, "width": 2000, "height": 1000, **more}).encode(),
        headers={"Content-Type": "application/json"},
    )


def test_image_servers_are_asked_what_they_allow(web: Web, tmp_path: Path) -> None:
    sizes = [{"width": 300, "height": 150}, {"width": 600, "height": 300}]
    files = {
        "/iiif/2/a/info.json": info(2),
        "/one/b/info.json": info(1),
        "/zero/c/info.json": info(0, sizes=sizes),
    }
    with scripted(pages(files)) as server:
        cells = ["/iiif/2/a", "/iiif/2/again", "/one/b/info.json", "/zero/c/info.json", "/none/d/info.json"]
        result = pictures(web, tmp_path, *(server.base + cell for cell in cells))
        assert [url.removeprefix(server.base) for (url,) in result] == [
            "/iiif/2/a/full/!512,512/0/default.jpg",
            "/iiif/2/again/full/!512,512/0/default.jpg",
            "/one/b/full/512,/0/default.jpg",
            "/zero/c/full/600,300/0/default.jpg",
            "/none/d/full/512,/0/default.jpg",
        ]
        assert not server.requests_of("/iiif/2/again/info.json")


def test_placeholders_are_no_pictures(web: Web, tmp_path: Path) -> None:
    text = "Nr;Image\n1;https://m.example/No_Image.png\n2;a.jpg\n3;b.jpg|https://m.example/no_image.png\n"
    result = read(
        web, tmp_path / "list.csv", text, columns=COLUMNS, no_picture=["no_image"], images_separator="|"
    )
    assert kinds(result) == ["no_image", "artwork", "artwork", "placeholders"]
    assert len(works(result)[1].images) == 1 and "1 rows" in message_of(result, "placeholders")


def test_a_list_beside_a_folder_names_several_files(web: Web, tmp_path: Path) -> None:
    for name in ("a.jpg", "b.jpg"):
        (tmp_path / name).touch()
    (tmp_path / "list.csv").write_text("Nr;Image\n1;a.jpg|b.jpg|c.jpg\n")
    params = folder.Params.model_validate(
        {"path": tmp_path, "metadata": tmp_path / "list.csv", "columns": COLUMNS, "images_separator": "|"}
    )
    (work,) = list(folder.artworks(params, web, "neutral"))
    assert [image.url.rpartition("/")[2] for image in work.images] == ["a.jpg", "b.jpg", "c.jpg"]  # type: ignore[union-attr]


def test_a_list_on_a_server_completes_addresses_by_its_own(web: Web) -> None:
    with scripted(
        pages({"/list.csv": Reply(b"Nr;Image\n1;//m.example/a.jpg\n2;m.example/b.jpg\n")})
    ) as server:
        params = csv.Params.model_validate({"url": f"{server.base}/list.csv", "columns": COLUMNS})
        urls = [one.images[0].url for one in works(list(csv.artworks(params, web, "neutral")))]
    assert urls == ["https://m.example/a.jpg", f"{server.base}/m.example/b.jpg"]
