from __future__ import annotations

import json
import re
from importlib.resources import files
from string import Template
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from rdflib import Graph
from scripted_server import Reply, Request, scripted

from artmeta.domain.artwork import Artwork, ImageAsset
from artmeta.domain.run import Issue
from artmeta.errors import SourceChanged, SourceRefused
from artmeta.sources import wikidata
from artmeta.sources._wikidata_item import WikidataClaim, commons_image, date_text, year_of
from artmeta.web import Web

ITEM = "http://www.wikidata.org/entity/"


def cell(value: str) -> dict[str, str]:
    return {"type": "uri" if value.startswith("http") else "literal", "value": value}


def row(item: str, field: str, value: str, **more: str) -> dict[str, Any]:
    return {
        name: cell(text)
        for name, text in {"item": ITEM + item, "field": field, "value": value, **more}.items()
    }


SHIP = [
    row("Q1", "title", "The Ship"),
    row("Q1", "creator", ITEM + "Q9", valueLabel="Ann Painter"),
    row("Q1", "gender", ITEM + "Q6581072", valueLabel="female"),
    row("Q1", "birth", "1801-01-01T00:00:00Z"),
    row("Q1", "inception", "1850-01-01T00:00:00Z", precision="9", circa=ITEM + "Q5727902"),
    row("Q1", "material", ITEM + "Q296955", valueLabel="oil paint"),
    row("Q1", "material", ITEM + "Q12321255", valueLabel="canvas"),
    row("Q1", "collection", ITEM + "Q7", valueLabel="A Museum"),
    row("Q1", "inventory", "1923.45"),
    row("Q1", "depicts", ITEM + "Q11446", valueLabel="ship"),
    row("Q1", "depicts", ITEM + "Q165", valueLabel="sea"),
    row("Q1", "image", "http://commons.wikimedia.org/wiki/Special:FilePath/The%20Ship.jpg"),
    row("Q1", "copyright", ITEM + "Q19652", valueLabel="public domain"),
    row("Q1", "artuk", "the-ship-45"),
]


class Service:
    """Answers the two questions for some items; `robots` is its robots.txt."""

    def __init__(
        self, items: dict[str, list[dict[str, Any]]], robots: bytes = b"", repeat: bool = False
    ) -> None:
        self.items, self.robots, self.repeat = items, robots, repeat

    def __call__(self, request: Request, count: int) -> Reply:
        if request.path == "/robots.txt":
            return Reply(self.robots)
        query = parse_qs(urlsplit(request.path).query)["query"][0]
        if "OFFSET" in query:
            limit, offset = (int(re.search(rf"{word} (\d+)", query)[1]) for word in ("LIMIT", "OFFSET"))  # type: ignore[index]
            offset = 0 if self.repeat else offset
            rows = [{"item": cell(ITEM + item)} for item in list(self.items)[offset : offset + limit]]
        else:
            rows = [
                one
                for item in re.findall(r"wd:(Q\d+)", query.partition("VALUES")[2].partition("}")[0])
                for one in self.items[item]
            ]
        return Reply(json.dumps({"head": {"vars": []}, "results": {"bindings": rows}}).encode())


def harvest(web: Web, service: Any, **given: object) -> list[Artwork | Issue]:
    with scripted(service) as server:
        params = wikidata.Params.model_validate(
            {"endpoint": f"{server.base}/sparql", "having": "P1679", **given}
        )
        return list(wikidata.artworks(params, web, "neutral"))


def test_an_item_is_an_artwork(web: Web) -> None:
    (work,) = harvest(web, Service({"Q1": SHIP}))
    assert isinstance(work, Artwork)
    assert (work.id, work.title, work.artist, work.artist_gender) == (
        "wikidata:Q1",
        "The Ship",
        "Ann Painter",
        "female",
    )
    assert (work.artist_birth, work.medium, work.venue) == (1801, "canvas; oil paint", "A Museum")
    assert (work.date.text, work.date.circa, work.accession_number) == ("c. 1850", True, "1923.45")
    assert (work.rights, work.given_topics) == ("public_domain", ("ship", "sea"))
    assert work.url == "https://artuk.org/discover/artworks/the-ship-45"
    assert work.images[0].url == (
        "https://upload.wikimedia.org/wikipedia/commons/thumb/b/bc/The_Ship.jpg/500px-The_Ship.jpg"
    )


def test_depicted_items_become_topics(web: Web) -> None:
    (work,) = harvest(web, Service({"Q1": SHIP}), topics={"Q11446": "boat"})
    assert work.given_topics == ("boat",)  # type: ignore[union-attr]


def test_pages_and_batches_lose_nothing(web: Web) -> None:
    items = {f"Q{i}": [{**one, "item": cell(ITEM + f"Q{i}")} for one in SHIP] for i in range(1, 12)}
    items["Q5"] = []
    items["Q6"] = [one for one in items["Q6"] if one["field"]["value"] != "image"]
    result = harvest(web, Service(items), page_size=3, batch=2)
    assert [one.kind if isinstance(one, Issue) else one.id for one in result] == [
        *(f"wikidata:Q{i}" for i in range(1, 5)),
        "no_record",
        "no_image",
        *(f"wikidata:Q{i}" for i in range(7, 12)),
    ]


def test_an_unknown_painter_is_nobody(web: Web) -> None:
    rows = [*SHIP[:1], {**row("Q1", "creator", ""), "value": {"type": "bnode", "value": "t123"}}, SHIP[-3]]
    (work,) = harvest(web, Service({"Q1": rows}))
    assert work.artist == ""  # type: ignore[union-attr]


def test_robots_are_obeyed_unless_it_is_used_as_an_api(web: Web) -> None:
    service = Service({"Q1": SHIP}, b"User-agent: *\nDisallow: /sparql\n")
    with pytest.raises(SourceRefused, match="as_api = true"):
        harvest(web, service)
    assert len(harvest(web, service, as_api=True)) == 1


def answer(rows: Any) -> Any:
    return lambda request, count: (
        Reply(status=404) if "robots" in request.path else Reply(json.dumps(rows).encode())
    )


@pytest.mark.parametrize(
    ("rows", "field"),
    [
        ({}, r"results\.bindings"),
        ({"results": {"bindings": {}}}, r"results\.bindings"),
        ({"results": {"bindings": [{"thing": cell("Q1")}]}}, "'item'"),
        ({"results": {"bindings": [{"item": cell("Q1")}]}}, "'field'"),
        ({"results": {"bindings": [row("Q1", "colour", "red")]}}, "'colour'"),
        ({"results": {"bindings": [row("Q1", "inception", "1850", precision="x")]}}, "'x'"),
    ],
)
def test_a_changed_answer_stops_and_names_the_field(web: Web, rows: Any, field: str) -> None:
    with pytest.raises(SourceChanged, match=field) as raised:
        harvest(web, answer(rows))
    assert "/sparql" in str(raised.value)


def test_single_odd_rows_are_issues(web: Web) -> None:
    blank = {"item": {"type": "bnode", "value": "t1"}}
    listed = [blank, {"item": cell(ITEM + "L99")}, {"item": cell(ITEM + "Q0")}, {}, None]
    details = [*SHIP, row("Q7", "title", "Another"), blank, None]

    def service(request: Request, count: int) -> Reply:
        if request.path == "/robots.txt":
            return Reply(b"")
        rows = [*listed, {"item": cell(ITEM + "Q1")}] if "OFFSET" in request.path else details
        return Reply(json.dumps({"results": {"bindings": rows}}).encode())

    result = harvest(web, service)
    assert [one.id for one in result if isinstance(one, Artwork)] == ["wikidata:Q1"]
    issues = [one for one in result if isinstance(one, Issue)]
    assert [one.artwork_id for one in issues] == [
        *(f"row {n}" for n in range(1, 6)),
        "the answer for Q1 to Q1",
    ]
    assert "3 rows of the answer for Q1 to Q1" in issues[-1].message


def test_a_list_without_a_sound_row_stops(web: Web) -> None:
    with pytest.raises(SourceChanged, match="row 2 of the list has no 'item'"):
        harvest(web, answer({"results": {"bindings": [{}, {"item": cell(ITEM + "L99")}]}}))


def test_a_list_that_repeats_itself_stops(web: Web) -> None:
    with pytest.raises(SourceChanged, match="repeats"):
        harvest(web, Service({f"Q{i}": SHIP for i in range(1, 9)}, repeat=True), page_size=2, batch=100)


def when(value: str = "", precision: int = 9, **more: Any) -> WikidataClaim:
    return WikidataClaim("inception", value, precision=precision, **more)


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ([when("1850-01-01T00:00:00Z")], "1850"),
        ([when("1850-05-06T00:00:00Z", 11)], "1850"),
        ([when("1857-01-01T00:00:00Z", 8)], "1850s"),
        ([when("1900-01-01T00:00:00Z", 7)], "19th century"),
        ([when("1801-01-01T00:00:00Z", 7, circa=True)], "c. 19th century"),
        ([when("2000-01-01T00:00:00Z", 6)], "2nd millennium"),
        ([when("-0043-01-01T00:00:00Z")], "44 BC"),
        ([when("-0099-01-01T00:00:00Z", 7)], "1st century BC"),
        (
            [when("1850-01-01T00:00:00Z", start="1848-01-01T00:00:00Z", end="1852-01-01T00:00:00Z")],
            "1848-1852",
        ),
        ([when("1850-01-01T00:00:00Z", start="1848-01-01T00:00:00Z")], "after 1848"),
        ([when("1850-01-01T00:00:00Z", end="1852-01-01T00:00:00Z")], "before 1852"),
        ([when("1850-01-01T00:00:00Z"), when("1852-01-01T00:00:00Z")], "1850 or 1852"),
        ([when("t1")], ""),
        ([], ""),
    ],
)
def test_dates_are_said_as_a_museum_would(claim: list[WikidataClaim], text: str) -> None:
    assert date_text(claim) == text


def test_years() -> None:
    assert [year_of(time) for time in ("+1850-01-01T00", "0000-01-01T", "-0001-01-01T", "x", "")] == [
        1850,
        -1,
        -2,
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("A%20b.tif", "lossy-page1-500px-A_b.tif.jpg"),
        ("A.svg", "500px-A.svg.png"),
        ("%C3%89.png", "500px-%C3%89.png"),
        ("%C3%89" * 78 + ".png", "500px-" + "%C3%89" * 78 + ".png"),
        ("%C3%89" * 79 + ".PNG", "500px-thumbnail.png"),
        ("a" * 157 + ".tif", "lossy-page1-500px-thumbnail.tif.jpg"),
    ],
)
def test_thumbnails(name: str, ending: str) -> None:
    options = wikidata.Params.model_validate({"having": "P1679"})
    image = commons_image(f"http://commons.wikimedia.org/wiki/Special:FilePath/{name}", options)
    file, _, last = image.url.rpartition("/")
    assert last == ending
    assert image.fallback == ("" if name.endswith(".svg") else file.replace("/thumb/", "/"))
    assert commons_image("https://elsewhere.org/a.jpg", options) == ImageAsset("https://elsewhere.org/a.jpg")


def test_which_items_must_be_said() -> None:
    for given in ({}, {"collection": "7"}, {"having": "Q1"}, {"having": "P1", "image_width": 512}):
        with pytest.raises(ValueError):
            wikidata.Params.model_validate(given)


@pytest.mark.parametrize("item", ["Q1> } DROP ALL #", "Q1 wd:Q2", "Q", "Q0", "Q1\n", "Q١", "Q1}"])
def test_an_id_that_is_none_never_enters_a_question(web: Web, item: str) -> None:
    asked_for: list[str] = []

    def answer(request: Request, count: int) -> Reply:
        if request.path == "/robots.txt":
            return Reply(b"")
        asked_for.append(request.path)
        return Reply(
            json.dumps({"results": {"bindings": [{"item": {"type": "uri", "value": ITEM + item}}]}}).encode()
        )

    with pytest.raises(SourceChanged, match="'item'"):
        harvest(web, answer)
    assert len(asked_for) == 1


def test_an_art_uk_number_is_escaped_in_the_page_address(web: Web) -> None:
    (work,) = harvest(web, Service({"Q1": [*SHIP[:-1], row("Q1", "artuk", "../../x?y=<z>")]}))
    assert isinstance(work, Artwork)
    assert work.url == "https://artuk.org/discover/artworks/..%2F..%2Fx%3Fy%3D%3Cz%3E"


LABELS = """
PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX wdt: <http://www.wikidata.org/prop/direct/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
wd:Q1 rdfs:label "The Ship"@en, "Zeilschip"@nl, "A Ship"@mul ; wdt:P170 wd:Q9, wd:Q10, wd:Q11 .
wd:Q2 rdfs:label "Ohne Titel"@mul .
wd:Q9 rdfs:label "Ann Painter"@mul .
wd:Q10 rdfs:label "Rembrandt"@en, "Rembrandt van Rijn"@mul .
wd:Q11 rdfs:label "Jan"@nl .
"""


def test_the_label_for_all_languages_stands_in_for_a_missing_one() -> None:
    query = Template(files("artmeta.sources").joinpath("_wikidata_details.rq").read_text("utf-8"))
    graph = Graph().parse(data=LABELS, format="turtle")
    result = graph.query(query.substitute(items="wd:Q1 wd:Q2", language="en"))
    labels = {str(one.value): str(one.valueLabel or "") for one in result if str(one.field) == "creator"}
    assert labels == {ITEM + "Q9": "Ann Painter", ITEM + "Q10": "Rembrandt", ITEM + "Q11": ""}
    assert {str(one.value) for one in result if str(one.field) == "title"} == {"The Ship", "Ohne Titel"}
