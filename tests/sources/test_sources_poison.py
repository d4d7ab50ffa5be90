"""Every field of every source holds every odd value once: each record is a work or an issue, and nothing is raised."""

from __future__ import annotations

import csv as csv_file
import io
import json
import zipfile
from collections.abc import Callable
from html import escape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import duckdb
import pytest
from poison import TEXTS, VALUES, poisoned
from scripted_server import Reply, Request, scripted
from test_sources_artuk import PAGE, listing
from test_sources_iiif import manifest2, manifest3
from test_sources_wikidata import ITEM, SHIP, cell, row

from artmeta.domain.artwork import Artwork
from artmeta.domain.run import Issue
from artmeta.settings import Settings
from artmeta.sources import archive, artuk, csv, folder, iiif, wikidata
from artmeta.steps.context import CollectionFile, begin, finish, open_run
from artmeta.steps.fetch import fetch
from artmeta.web import Web

Found = list[Artwork | Issue]
FIELDS = (
    "id",
    "title",
    "artist",
    "artist_gender",
    "date",
    "medium",
    "accession_number",
    "venue",
    "donor",
    "url",
    "rights",
    "topics",
    "split",
    "image",
)


def check(result: Found, records: int, exact: bool = True) -> None:
    """Whether works and issues are as many as the records, and all that they hold can be stored and shown."""
    counted = [one for one in result if isinstance(one, Artwork) or one.artwork_id]
    assert len(counted) == records if exact else len(counted) >= records
    assert any(isinstance(one, Artwork) for one in result) and any(isinstance(one, Issue) for one in result)
    ids = [one.id for one in result if isinstance(one, Artwork)]
    assert len(ids) == len(set(ids))
    for one in result:
        texts = (
            (one.artwork_id, one.message)
            if isinstance(one, Issue)
            else (one.id, one.title, one.url, one.rights_text)
        )
        assert not any("\x00" in text or "\x1b" in text for text in texts)
        assert all(text.encode() is not None for text in texts)


def table() -> tuple[bytes, int]:
    """Write a list whose cells hold each text in each column; texts that end a row or a cell are quoted."""
    to = io.StringIO(newline="")
    writer = csv_file.writer(to)
    writer.writerow(FIELDS)
    number = 0
    for field in FIELDS:
        for text in (one for one in TEXTS if "\x00" not in one):
            number += 1
            sound = dict.fromkeys(FIELDS, "x") | {
                "id": f"w{number}",
                "image": f"{number}.jpg",
                "split": "training",
            }
            writer.writerow((sound | {field: text}).values())
    return to.getvalue().encode("utf-8", "surrogatepass"), number


@pytest.mark.parametrize("local", [True, False])
def test_a_list(web: Web, tmp_path: Path, local: bool) -> None:
    body, records = table()
    columns = {name: name for name in FIELDS}
    (tmp_path / "list.csv").write_bytes(body)
    with scripted(
        lambda request, _: Reply(body) if request.path == "/list.csv" else Reply(status=404)
    ) as server:
        place = {"path": tmp_path / "list.csv"} if local else {"url": server.base + "/list.csv"}
        params = csv.Params.model_validate({**place, "columns": columns})
        check(list(csv.artworks(params, web, "neutral")), records)


def test_all_that_comes_of_a_list_is_stored(tmp_path: Path) -> None:
    """The step that lists and fetches: every record is a work with its outcome, or an issue; run again, as before."""
    body, records = table()
    (tmp_path / "list.csv").write_bytes(body)
    columns = ", ".join(f'{name} = "{name}"' for name in FIELDS)
    text = f'title = "A list"\n[source]\nkind = "csv"\npath = "list.csv"\ncolumns = {{ {columns} }}\n'
    file, settings = CollectionFile.write(text, tmp_path / "odd.toml"), Settings(data_dir=tmp_path / "data")
    counted = []
    for _ in range(2):
        with open_run(begin(file, settings), settings) as context:
            fetch(context)
            finish(context)
        with duckdb.connect(str(settings.database), read_only=True) as store:
            counted.append(store.execute(STORED).fetchone())
    assert counted[0] == counted[1] and sum(counted[0] or ()) == records


STORED = """SELECT
    (SELECT count(*) FROM artworks WHERE gone_run_id IS NULL),
    (SELECT count(*) FROM issues ANTI JOIN artworks USING (artwork_id) WHERE artwork_id <> '')
"""


def test_a_folder_with_a_list(web: Web, tmp_path: Path) -> None:
    body, records = table()
    (tmp_path / "list.csv").write_bytes(body)
    for number in range(1, records + 1):
        (tmp_path / f"{number}.jpg").touch()
    params = folder.Params.model_validate(
        {"path": tmp_path, "metadata": tmp_path / "list.csv", "columns": {name: name for name in FIELDS}}
    )
    check(
        list(folder.artworks(params, web, "neutral")), records, exact=False
    )  # and pictures that no row names


NAMES = [
    text
    for text in TEXTS
    if text.strip("./ \\") and "\x00" not in text and "/" not in text and len(text) < 200
]


def test_a_folder_of_odd_names(web: Web, tmp_path: Path) -> None:
    for number, name in enumerate(NAMES):
        (tmp_path / f"{name}{number}").mkdir()
        (tmp_path / f"{name}{number}" / f"{name}.jpg").touch()
    broken = bytes(tmp_path / "boat") + b"\xff\xfe.jpg"  # a name that is no UTF-8
    Path(broken.decode("utf-8", "surrogateescape")).touch()
    result = list(folder.artworks(folder.Params.model_validate({"path": tmp_path}), web, "neutral"))
    counted = [one for one in result if isinstance(one, Artwork) or one.artwork_id]
    assert len(counted) >= len(NAMES)
    assert all(json.dumps(one.id).encode() for one in result if isinstance(one, Artwork))


def test_an_archive_of_odd_names(web: Web, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as file:
        for number, text in enumerate(text for text in TEXTS if "\x00" not in text):
            file.writestr(f"{number}/{text}.jpg", b"x")
    result = list(
        archive.artworks(archive.Params.model_validate({"path": tmp_path / "a.zip"}), web, "neutral")
    )
    assert any(isinstance(one, Artwork) for one in result)


@pytest.mark.parametrize("make", [manifest2, manifest3])
def test_iiif(web: Web, tmp_path: Path, make: Callable[..., dict[str, object]]) -> None:
    """Manifests within one collection; each with pairs of metadata, rights, a provider and a home page."""
    more = {
        "metadata": [
            {"label": "Date", "value": "1850"},
            {"label": {"en": ["Creator"]}, "value": {"none": ["Ann"]}},
        ],
        "rights": "http://creativecommons.org/publicdomain/zero/1.0/",
        "navDate": "1850-01-01T00:00:00Z",
        "requiredStatement": {"label": "By", "value": "A museum"},
        "provider": [{"id": "https://m.example", "label": "M"}],
        "homepage": [{"id": "https://m.example/home"}],
    }
    manifests = list(poisoned(make(**more), (*TEXTS[:20], *VALUES[len(TEXTS) :])))
    for number, manifest in enumerate(manifests):
        for key in ("id", "@id"):
            if manifest.get(key) in ("https://m.example/1", "https://m.example/2"):
                manifest[key] = f"https://m.example/manifest/{number}"
    whole = {
        "id": "https://m.example/all",
        "type": "Collection",
        "label": "All",
        "items": [make(), *manifests],
    }
    (tmp_path / "all.json").write_text(json.dumps(whole))
    with scripted(lambda request, _: Reply(status=404)):
        params = iiif.Params.model_validate({"path": tmp_path / "all.json", "odd_manifests": "skip"})
        check(list(iiif.artworks(params, web, "neutral")), len(manifests) + 1, exact=False)


def test_wikidata(web: Web) -> None:
    """One item for each poisoned row: the item's own id is what ties a row to its question."""
    items = {"Q1": SHIP}
    for place, sentence in enumerate(SHIP):
        for odd in poisoned({name: cell_ for name, cell_ in sentence.items() if name != "item"}):
            item = f"Q{len(items) + 1}"
            rows = [one | {"item": cell(ITEM + item)} for one in (*SHIP[:place], odd, *SHIP[place + 1 :])]
            items[item] = rows
    sample = dict(list(items.items())[::7])

    def answer(request: Request, count: int) -> Reply:
        if request.path == "/robots.txt":
            return Reply(status=404)
        query = parse_qs(urlsplit(request.path).query)["query"][0]
        if "OFFSET" in query:
            rows = [row(item, "x", "x") for item in sample] if "OFFSET 0" in query else []
        else:
            rows = [
                one
                for item, sentence in sample.items()
                if f"wd:{item} " in query.replace("}", " ")
                for one in sentence
            ]
        return Reply(json.dumps({"results": {"bindings": rows}}).encode())

    with scripted(answer) as server:
        params = wikidata.Params.model_validate({"collection": "Q7", "endpoint": server.base + "/sparql"})
        check(list(wikidata.artworks(params, web, "neutral")), len(sample))


ELEMENTS = (
    "The ‘Étoile’ at Anchor</h1>",
    "Ann Painter (1801–1870)</a></h2>",
    "A Museum, Norwich",
    "c.1850–1855",
    "oil on canvas",
    "1923.45</p>",
    "CC BY-NC-ND",
    "https://images.example/w1200h1200/collection/NFK/AM/NFK_AM_1923_45-001.jpg",
    "<h5>Title",
    "<h5>Date",
)


def test_art_uk(web: Web) -> None:
    pages = [PAGE]
    for element in ELEMENTS:
        shown = element.partition("</")[0].removeprefix("<h5>")
        pages += [
            PAGE.replace(element, element.replace(shown, escape(text))) for text in TEXTS[len(pages) % 2 :: 2]
        ]
    body = [page.encode("utf-8", "surrogatepass") for page in pages]

    def answer(request: Request, count: int) -> Reply:
        path = request.path.partition("?")[0]
        if path.startswith("/discover/artworks/view_as/"):
            first = path.endswith("/page/1")
            return Reply(
                listing((f"/discover/artworks/w-{n}" for n in range(len(pages) if first else 0)), False)
            )
        return Reply(status=404) if path == "/robots.txt" else Reply(body[int(path.rpartition("-")[2])])

    with scripted(answer) as server:
        params = artuk.Params.model_validate(
            {"terms_accepted": True, "base_url": server.base, "topics": ["boats"]}
        )
        check(list(artuk.artworks(params, web, "neutral")), len(pages))
