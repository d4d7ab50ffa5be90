"""The page as a whole: everything is on it, whatever the museum holds, and no text of the museum becomes code."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from builders import new_store
from report_builder import EVIL, fill, report, thumbnail

from artmeta import plugins
from artmeta.errors import ExportError
from artmeta.report.render import PACKAGE, questions
from artmeta.store.database import Store

SECTIONS = plugins.names(PACKAGE)
# Sections that stay away where there is nothing of the kind.
ASKED_FOR = {"certificates", "comparison", "ground_truth", "reviews"}


class Links(HTMLParser):
    """Everything in a page that could make a browser ask for something, and every tag's balance."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.hrefs: list[str] = []
        self.scripts = 0
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.scripts += tag == "script"
        self.hrefs += [given["href"]] if tag == "a" else []
        self.fetched += [given[name] for name in ("src", "srcset", "poster", "data") if name in given]
        self.fetched += [given["href"]] if tag == "link" else []
        if tag in ("section", "table", "details", "ul", "ol", "figure", "div", "main", "dl"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("section", "table", "details", "ul", "ol", "figure", "div", "main", "dl"):
            assert self.open.pop() == tag


def read(page: str) -> Links:
    links = Links()
    links.feed(page)
    assert not links.open
    return links


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Give a store with a run over 200 works; read it, do not change it."""
    with new_store(tmp_path_factory.mktemp("filled") / "museum.duckdb") as store:
        fill(store, works=200)
        yield store


@pytest.fixture(scope="module")
def page(filled: Store, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give the report of that run."""
    return report(filled, tmp_path_factory.mktemp("page") / "reports" / "museum.html", thumbnail)


def test_the_page_holds_every_section_and_asks_nobody_for_anything(page: str) -> None:
    links = read(page)
    for name in set(SECTIONS) - (ASKED_FOR - {"comparison"}):
        assert f'id="{name}"' in page
        assert f'href="#{name}"' in page
    assert all(address.startswith("data:") for address in links.fetched)
    assert "url(" not in page and "@import" not in page
    assert len([address for address in links.fetched if address.startswith("data:image/jpeg")]) > 20


def test_a_sentence_in_a_list_does_not_look_like_a_button(page: str) -> None:
    assert '<li class="plain">' not in page  # the class of the explorer's buttons
    assert "<li>" in page


def test_museum_texts_never_become_code(page: str) -> None:
    links = read(page)
    assert links.scripts == 2  # the page's own, and the explorer's numbers
    assert EVIL not in page
    assert "&lt;script&gt;alert(&#39;title&#39;)&lt;/script&gt;" in page
    assert not [address for address in links.hrefs if not address.startswith(("#", "https://", "http://"))]


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://museum.example/works/1", True),
        ("http://192.168.1.7/works/1", True),
        ("http://127.0.0.1:8607/works/1", False),
        ("http://localhost/works/1", False),
        ("http://[::1]:80/works/1", False),
        ("javascript:alert(1)", False),
        ("file:///works/1", False),
        ("http://[broken/works/1", False),
    ],
)
def test_a_link_opens_on_other_machines_and_later_too(url: str, linked: bool) -> None:
    from artmeta.report.links import linked_address

    assert linked_address(url) == (url if linked else "")


def test_only_the_pages_own_script_may_run(page: str) -> None:
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in page
    assert "default-src 'none'" in page


@pytest.mark.parametrize(
    ("works", "topics", "dated", "classified"),
    [
        (0, 5, True, True),
        (1, 1, True, True),
        (40, 1, True, True),
        (60, 30, True, True),
        (40, 5, False, True),
        (40, 5, True, False),
        (40, 5, False, False),
    ],
    ids=["no works", "one work", "one topic", "30 topics", "no dates", "no predictions", "nothing known"],
)
def test_any_museum_gives_a_whole_page(
    store: Store, tmp_path: Path, works: int, topics: int, dated: bool, classified: bool
) -> None:
    fill(store, works, topics, dated=dated, classified=classified)
    page = report(store, tmp_path / "museum.html", thumbnail)
    read(page)
    assert not re.search(
        r"\b(nan|NaN|None|NaT|<NA>|inf)\b", re.sub(r"<(script|style)>.*?</\1>", "", page, flags=re.DOTALL)
    )
    assert all(f'id="{name}"' in page for name in SECTIONS if name not in ASKED_FOR)


def test_an_empty_store_gives_a_page_that_says_so(store: Store, tmp_path: Path) -> None:
    from artmeta.report.render import write_report

    answers = {name: store.rows(name, **values) for name, values in questions("none").items()}
    run = {
        "title": "Nothing",
        "run_id": "none",
        "model_name": None,
        "model_version": None,
        "started_at": None,
    }
    page = write_report(answers, run, tmp_path / "empty.html", lambda path: None).read_text()
    assert "holds no works yet" in page
    read(page)


def test_the_number_of_pictures_is_kept(filled: Store, tmp_path: Path) -> None:
    page = report(filled, tmp_path / "museum.html", lambda path: b"jpeg", max_thumbnails=20)
    flagged = page.split('<section id="flags"')[1].split("<section id=")[0]
    assert flagged.count('<li class="work">') == 20
    assert "more of this kind are in the database" in page
    assert "The page shows the first 20 works" in page


def test_a_picture_that_cannot_be_shown_leaves_its_place(filled: Store, tmp_path: Path) -> None:
    page = report(filled, tmp_path / "museum.html", lambda path: None)
    assert "data:image/jpeg" not in page
    assert page.count("no picture") >= page.count('<li class="work">') > 0


def test_a_page_is_replaced_in_one_step_or_not_at_all(filled: Store, page: str, tmp_path: Path) -> None:
    to = tmp_path / "reports" / "museum.html"
    to.parent.mkdir()
    to.write_text(page)

    def breaks(path: str) -> bytes | None:
        raise ExportError("The disk went away.")

    with pytest.raises(ExportError):
        report(filled, to, breaks)
    assert to.read_text() == page
    assert [path.name for path in to.parent.iterdir()] == ["museum.html"]


def test_a_folder_that_cannot_be_written_is_one_sentence(filled: Store, tmp_path: Path) -> None:
    (tmp_path / "reports").write_text("a file where the folder should be")
    with pytest.raises(ExportError, match="could not be written"):
        report(filled, tmp_path / "reports" / "museum.html")
