from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from scripted_server import Answer, Reply, Request, scripted

from artmeta.domain.artwork import Artwork
from artmeta.domain.run import Issue
from artmeta.errors import SourceChanged, SourceRefused
from artmeta.sources import artuk
from artmeta.sources._artuk_page import ArtukPage
from artmeta.web import Web

PAGE = (Path(__file__).parents[1] / "fixtures" / "artuk" / "artwork.html").read_text(encoding="utf-8")
URL = "https://artuk.org/discover/artworks/the-etoile-at-anchor-45"


def read(text: str) -> Artwork:
    return ArtukPage(text, URL).artwork("artuk:the-etoile-at-anchor-45", ("boat",), 800, "neutral")


def test_a_page_is_read() -> None:
    work = read(PAGE)
    assert (work.title, work.artist) == ("The ‘Étoile’ at Anchor", "Ann Painter (1801–1870)")
    assert (work.venue, work.medium, work.accession_number) == (
        "A Museum, Norwich",
        "oil on canvas",
        "1923.45",
    )
    assert (work.date.text, work.rights, work.given_topics) == ("c.1850–1855", "cc_by_nc_nd", ("boat",))
    assert work.images[0].url == "https://images.example/w800h800/collection/NFK/AM/NFK_AM_1923_45-001.jpg"


@pytest.mark.parametrize(
    ("was", "becomes", "field"),
    [
        ('<h1 class="artwork-title">', '<h1 class="title">', "h1.artwork-title"),
        ('<h3 class="venue">', '<h4 class="venue">', "h3.venue"),
        ("<h5>Date</h5>", "<h5>Dating</h5>", "'date', and 'dating'"),
        ("<h5>Title</h5>", "<h5>Name</h5>", "Title"),
        ("artwork-details", "details", "Title"),
        ("<h5>Medium</h5>", "<dt>Medium</dt>", "masonry-item h5"),
        ("single_img", "image", "single_img"),
        ("<img src=", "<img data-src=", "img"),
    ],
)
def test_a_changed_page_stops_and_names_page_and_field(was: str, becomes: str, field: str) -> None:
    with pytest.raises(SourceChanged, match=field) as raised:
        read(PAGE.replace(was, becomes))
    assert URL in str(raised.value)


def test_an_undated_work_without_a_licence(web: Web) -> None:
    text = PAGE.replace('<div class="masonry-item"><h5>Date</h5><p>c.1850–1855</p></div>', "")
    work = read(text.replace('id="download-artwork"', ""))
    assert (work.date.status, work.rights) == ("undated", "unknown")


def listing(urls: Iterable[str], more: bool) -> bytes:
    items = "".join(f'<li><a href="{url}"><span class="title">A</span></a></li>' for url in urls)
    return json.dumps({"html": f'<ul class="listing-grid">{items}</ul>', "load_more": more}).encode()


class Museum:
    """Lists `years`, one work each (0 is undated), in pages of two; each work's page is the fixture."""

    def __init__(self, years: list[int], pages: dict[int, Reply] | None = None) -> None:
        self.years, self.pages = years, pages or {}

    def __call__(self, request: Request, count: int) -> Reply:
        path = request.path.partition("?")[0]
        if path.startswith("/discover/artworks/view_as/"):
            assert request.headers["X-Requested-With"] == "XMLHttpRequest"
            return Reply(self.listing(path))
        if path.startswith("/discover/artworks/"):
            number = int(path.rpartition("-")[2])
            return self.pages.get(
                number, Reply(PAGE.encode(), headers={"Content-Type": "text/html; charset=ISO-8859-1"})
            )
        return Reply(status=404)

    def listing(self, path: str) -> bytes:
        words = dict(
            pair.split(":") for pair in path.split("/search/")[1].split("/page/", maxsplit=1)[0].split("--")
        )
        first, last = int(words.get("date-from", -1)), int(words.get("date-to", 9999))
        result = [
            i
            for i, year in enumerate(self.years)
            if first <= year <= last and (year or "date-from" not in words)
        ]
        number = int(path.rpartition("/")[2])
        part = result[(number - 1) * 2 : number * 2]
        return listing((f"/discover/artworks/work-{i}?from=list" for i in part), number * 2 < len(result))


def harvest(web: Web, museum: Answer, **given: object) -> list[Artwork | Issue]:
    with scripted(museum) as server:
        params = artuk.Params.model_validate(
            {"terms_accepted": True, "base_url": server.base, "topics": ["boats"], **given}
        )
        return list(artuk.artworks(params, web, "neutral"))


def test_nothing_is_read_before_the_terms_are_accepted(web: Web) -> None:
    museum = Museum([1850])
    with scripted(museum) as server:
        params = artuk.Params.model_validate({"base_url": server.base, "topics": ["boats"]})
        with pytest.raises(SourceRefused, match="terms_accepted = true"):
            list(artuk.artworks(params, web, "neutral"))
        assert server.log == []


def test_a_search_must_be_named() -> None:
    with pytest.raises(ValueError, match="say which artworks"):
        artuk.Params.model_validate({"terms_accepted": True})


def test_all_pages_of_a_listing_are_read(web: Web) -> None:
    result = harvest(web, Museum([1850] * 5), topic_ids={"boats": "boat"})
    assert [one.id for one in result if isinstance(one, Artwork)] == [f"artuk:work-{i}" for i in range(5)]
    assert result[0].given_topics == ("boat",)  # type: ignore[union-attr]
    assert result[0].title == "The ‘Étoile’ at Anchor", "UTF-8, whatever the header says"  # type: ignore[union-attr]


def test_a_work_in_two_topics_has_both(web: Web) -> None:
    result = harvest(web, Museum([1850]), topics=["boats", "sea"])
    assert [one.given_topics for one in result if isinstance(one, Artwork)] == [("boats", "sea")]


def test_the_cap_is_cut_by_period(web: Web) -> None:
    years = [*range(1800, 1820), 0, 0]
    result = harvest(web, Museum(years), max_pages=3)
    assert sorted(one.id for one in result if isinstance(one, Artwork)) == sorted(
        f"artuk:work-{i}" for i in range(20)
    )
    (cut,) = [one for one in result if isinstance(one, Issue)]
    assert cut.kind == "cut_by_period" and "without a date" in cut.message


def test_faults_of_single_pages_are_issues(web: Web) -> None:
    closed = PAGE.replace("<head>", '<head><meta name="robots" content="noai, noimageai">')
    replies = {
        0: Reply(status=404),
        1: Reply(status=403),
        2: Reply(status=503),
        3: Reply(closed.encode()),
        4: Reply(PAGE.replace('<img src="https', '<a href="https').encode()),
    }
    result = harvest(web, Museum([1850] * 6, replies))
    assert [one.kind if isinstance(one, Issue) else "artwork" for one in result] == [
        "gone",
        "refused",
        "busy",
        "refused",
        "no_image",
        "artwork",
    ]


def test_pages_with_unusual_answers_are_issues(web: Web) -> None:
    loop, bad = {"Location": "/discover/artworks/work-5"}, {"Location": "http://[x/"}
    replies = {n: Reply(status=status) for n, status in enumerate((400, 414, 418, 204, 300))}
    replies |= {5: Reply(status=302, headers=loop), 6: Reply(status=302, headers=bad)}
    replies |= {7: Reply(b"x", headers={"Content-Length": str(10**12)})}
    result = harvest(web, Museum([1850] * 9, replies))
    assert [one.artwork_id for one in result if isinstance(one, Issue)] == [
        f"artuk:work-{n}" for n in range(8)
    ]
    assert [one.id for one in result if isinstance(one, Artwork)] == ["artuk:work-8"]


def test_one_changed_page_is_an_issue_and_nothing_but_changed_pages_stop_the_harvest(web: Web) -> None:
    changed = Reply(PAGE.replace("artwork-title", "heading").encode())
    work, issue = harvest(web, Museum([1850] * 2, {1: changed}))
    assert isinstance(work, Artwork) and isinstance(issue, Issue)
    assert (issue.artwork_id, issue.kind) == ("artuk:work-1", "odd_record")
    assert "work-1: the page has no 'h1.artwork-title'" in issue.message
    with pytest.raises(SourceChanged, match=r"work-0: the page has no 'h1\.artwork-title'"):
        harvest(web, Museum([1850], {0: changed}))


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"{}", "'html' and 'load_more'"),
        (b'{"html": "<p>x</p>", "load_more": 0}', "listing-grid"),
        (
            b'{"html": "<ul class=listing-grid><li><a href=/x>A</a></li></ul>", "load_more": 0}',
            "link to an artwork",
        ),
        (b"<html>", "JSON"),
    ],
)
def test_a_changed_listing_stops(web: Web, body: bytes, field: str) -> None:
    with pytest.raises(SourceChanged, match=field):
        harvest(web, lambda request, count: Reply(status=404) if "robots" in request.path else Reply(body))


def test_a_listing_that_runs_in_a_ring_stops(web: Web) -> None:
    def answer(request: Request, count: int) -> Reply:
        if "robots" in request.path or "/page/500" in request.path:
            return Reply(status=404) if "robots" in request.path else Reply(listing([], False))
        return Reply(listing(["/discover/artworks/work-0"], True))

    with pytest.raises(SourceChanged, match="page repeats earlier ones"):
        harvest(web, answer)


def test_a_picture_named_by_its_path_lies_on_the_page_s_server() -> None:
    url = read(PAGE.replace("https://images.example/", "/")).images[0].url
    assert url == "https://artuk.org/w800h800/collection/NFK/AM/NFK_AM_1923_45-001.jpg"
