"""The review page in a browser: by keyboard, past a server that is killed, by two reviewers, and closed to others."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from browsing import LAUNCH, serious_findings
from review_museum import served, stored, works
from runs import copy_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
UNSURE = [work.id for work in works() if work.status == "unsure"]
SHOWN = "() => !document.querySelector('#work').hidden"
AT_REST = """() => Object.keys(localStorage).filter(each => each.startsWith("artmeta-review"))
    .every(each => localStorage[each] === "[]")"""


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=LAUNCH)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def addresses(museum: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, list[str]]]:
    """Give a data folder and addresses of its page, for tests that decide nothing: a server takes 2 CPU s to start."""
    data = copy_of(museum, tmp_path_factory.mktemp("undecided") / "data")
    with served(data, "Ann", "Bob", "Cid") as (_, each):
        yield data, each


def visit(browser: Browser, address: str) -> Page:
    """Open the page in a profile of its own, as another reviewer's browser has."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(address)
    page.wait_for_function(SHOWN)
    return page


def press(page: Page, *keys: str) -> None:
    """Press keys about one work, and wait until the next one is shown and the decision is confirmed."""
    before = page.locator("#title").inner_text()
    for key in keys:
        page.keyboard.press(key)
    page.wait_for_function("before => document.querySelector('#title').textContent !== before", arg=before)
    page.wait_for_function(AT_REST)


def test_twenty_works_by_keyboard_with_an_undo_and_a_killed_server(browser: Browser, data: Path) -> None:
    with served(data, "Ann") as (_, (address,)):
        page = visit(browser, address)
        for _ in range(6):
            press(page, "Enter")  # accept
        press(page, "3", "Enter")  # correct: a house
        press(page, "1", "2", "Enter")  # two topics
        press(page, "r")
        press(page, "s")
        press(page, "u")  # the skip
        press(page, "u")  # the rejection
        assert (
            page.locator("#proposal").inner_text()
            == "The model proposes Boats and ships, confidence 50%, status unsure."
        )
        press(page, "Enter")
        rejected = page.locator("#title").inner_text()
        before = stored(data)
    page.keyboard.press("r")  # the server is not there
    page.wait_for_selector("#notice:not([hidden])")
    assert "1 decision waits in this browser" in page.locator("#notice").inner_text()
    with served(data, "Ann", port=urlsplit(address).port or 0) as (_, (again,)):
        assert stored(data) == before
        page.reload()
        assert "does not open the review page" in page.locator("h1").inner_text()
        page.goto(again)
        page.wait_for_function(SHOWN)
        page.wait_for_function(AT_REST)
        for _ in range(10):
            press(page, "Enter")
        page.wait_for_function(
            "() => document.querySelector('#counts').textContent.startsWith('20 of 30 decided, 20 by you')"
        )
    reviews = stored(data)
    held = {work for _, work, action, _ in reviews if action not in ("skip", "undo")}
    assert len(held) == 20 and held < set(UNSURE)
    assert [action for *_, action, _ in reviews].count("undo") == 2
    titles = {work.title: work.id for work in works()}
    assert [r for r in reviews[len(before) :] if r[1] == titles[rejected]] == [
        ("Ann", titles[rejected], "reject", ())
    ]
    assert [topics for *_, action, topics in reviews if action == "correct"] == [
        ("house",),
        ("aircraft", "boat"),
    ]
    assert len(reviews) == 20 + 2 + 2  # twenty decisions; a skip and a rejection with their undoing


def test_two_reviewers_are_served_different_works_and_both_decisions_are_kept(
    browser: Browser, data: Path
) -> None:
    with served(data, "Ann", "Bob") as (_, (for_ann, for_bob)):
        ann, bob = visit(browser, for_ann), visit(browser, for_bob)
        for _ in range(4):
            press(ann, "Enter")
            press(bob, "r")
        decided = [(who, work) for who, work, *_ in stored(data)]
        assert len({work for _, work in decided}) == len(decided) == 8
        bob.select_option("select[name=state]", "second")
        bob.wait_for_function(
            "() => document.querySelector('#remarks').textContent.includes('Ann decided: Boats and ships.')"
        )
        press(bob, "3", "Enter")
        bob.select_option("select[name=state]", "disputed")
        bob.wait_for_function(
            "() => document.querySelector('#remarks').textContent.includes('Bob decided: Houses.')"
        )
    reviews = stored(data)
    both = reviews[-1][1]
    assert [(who, action) for who, work, action, _ in reviews if work == both] == [
        ("Ann", "accept"),
        ("Bob", "correct"),
    ]


def test_the_page_is_silent_offline_and_shows_the_nearest_training_works(
    browser: Browser, addresses: tuple[Path, list[str]]
) -> None:
    address = addresses[1][0]
    page = browser.new_context(viewport={"width": 390, "height": 800}, color_scheme="dark").new_page()
    heard: list[str] = []
    requested: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda fault: heard.append(str(fault)))
    page.on("request", lambda request: requested.append(request.url))
    page.goto(address)
    page.wait_for_selector("#neighbours img")
    assert page.locator("#neighbours li").count() >= 3
    for place in ("#picture", "#neighbours img"):
        page.wait_for_function("at => document.querySelector(at).naturalWidth > 0", arg=place)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
    assert heard == []
    assert {urlsplit(url).netloc for url in requested} == {urlsplit(address).netloc}
    page.select_option("select[name=status]", "sure")
    page.wait_for_function("() => document.querySelector('#counts').textContent.startsWith('0 of 3 decided')")
    page.select_option("select[name=period]", index=1)
    page.wait_for_selector("#empty:not([hidden])")


def test_axe_finds_nothing_serious(browser: Browser, addresses: tuple[Path, list[str]]) -> None:
    page = visit(browser, addresses[1][1])
    page.wait_for_selector("#neighbours img")
    page.keyboard.press("2")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert serious_findings(page) == []


def test_a_page_of_another_origin_cannot_post(browser: Browser, addresses: tuple[Path, list[str]]) -> None:
    data, (*_, address) = addresses
    with other_site() as elsewhere:
        page = visit(browser, address)
        work = page.evaluate("() => fetch('/next').then(answer => answer.json()).then(answer => answer.work)")
        review = {"id": "from-elsewhere", "artwork_id": work["artwork_id"], "action": "reject", "topics": [],
                  "undoes": "", "shown": work["shown"]}  # fmt: skip
        other = page.context.new_page()  # with the same cookies
        other.goto(elsewhere)
        outcome = other.evaluate(FORGE, [f"http://{urlsplit(address).netloc}/reviews", json.dumps(review)])
        assert outcome == ["no answer", "no answer"]
    assert stored(data) == []


FORGE = """async ([address, body]) => {
  const sent = [];
  for (const type of ["application/json", "text/plain"]) {
    const options = { method: "POST", credentials: "include", headers: { "Content-Type": type }, body };
    if (type === "text/plain") options.mode = "no-cors";
    const answer = await fetch(address, options).catch(() => null);
    sent.push(answer === null || answer.type === "opaque" ? "no answer" : "answer");
  }
  return sent;
}"""


class EmptyPage(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Elsewhere</title>")

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@contextmanager
def other_site() -> Iterator[str]:
    """Serve an empty page at another origin of this machine."""
    with HTTPServer(("127.0.0.1", 0), EmptyPage) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
