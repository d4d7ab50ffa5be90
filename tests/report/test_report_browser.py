"""The page as a browser shows it: silent, offline, usable by keyboard, on a telephone and on paper."""

from __future__ import annotations

import math
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browsing import visit
from builders import new_store
from report_builder import fill, report, thumbnail

from artmeta.domain.explanation import Explanation
from artmeta.report.explanation_page import IllustratedExplanation, write_explanation_page

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("report")
    with new_store(folder / "museum.duckdb") as store:
        fill(store, works=300)
        report(store, folder / "museum.html", thumbnail)
    return (folder / "museum.html").as_uri()


@pytest.fixture(scope="module")
def shown(context: BrowserContext, address: str) -> dict[str, Page]:
    """Give the page in light and in dark colours, each loaded once: that takes longer than most tests on it."""
    pages = {scheme: context.new_page() for scheme in ("light", "dark")}
    for scheme, page in pages.items():
        visit(page, address, scheme=scheme)
    return pages


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_silent_and_asks_nobody(shown: dict[str, Page], scheme: str) -> None:
    page = shown[scheme]
    assert page.locator("main > section").count() >= 12
    assert page.locator("img").evaluate_all("all => all.every(one => one.complete && one.naturalWidth > 0)")


def test_a_telephone_needs_no_sideways_scrolling(page: Page, address: str) -> None:
    visit(page, address, width=320)
    for width in (320, 360, 768):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_flags_can_be_chosen_by_kind_with_the_keyboard(shown: dict[str, Page]) -> None:
    page = shown["light"]
    groups = page.locator("#flags .group:visible")
    kinds = groups.count()
    assert kinds == 4
    button = page.locator('.filter button[data-kind="unreadable_image"]')
    button.focus()
    page.keyboard.press("Enter")
    assert groups.count() == 1
    assert button.get_attribute("aria-pressed") == "true"
    page.locator('.filter button[data-kind=""]').click()
    assert groups.count() == kinds


def test_a_cell_opens_its_pictures(shown: dict[str, Page]) -> None:
    page = shown["light"]
    works = page.locator("#agreement .work")
    assert works.count() and not works.first.is_visible()
    page.locator("#agreement .matrix td.wrong a").first.click()
    page.wait_for_function("document.querySelectorAll('#agreement .cell[open]').length === 1")
    assert page.locator("#agreement .cell[open] .work").first.is_visible()


def test_a_bar_says_its_words_at_the_pointer(shown: dict[str, Page]) -> None:
    page = shown["light"]
    page.locator("#topics_over_time svg:visible path[aria-label]").nth(8).hover()
    assert "works" in page.locator("#tip").inner_text()
    page.mouse.move(2, 2)
    assert page.locator("#tip").is_hidden()


def test_without_scripts_everything_is_there(context: BrowserContext, address: str) -> None:
    assert context.browser is not None
    page = context.browser.new_context(java_script_enabled=False).new_page()
    visit(page, address)
    assert page.locator("#flags .group").count() == 4
    assert page.locator(".filter").is_hidden()
    assert page.locator("#confidence svg").first.count() == 1


def test_every_heading_figure_and_picture_has_a_name(shown: dict[str, Page]) -> None:
    page = shown["light"]
    levels = page.locator("h1, h2, h3, h4").evaluate_all("all => all.map(one => Number(one.tagName[1]))")
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert page.locator("[role=img]").evaluate_all(
        "all => all.every(one => one.getAttribute('aria-label').length > 20)"
    )
    assert page.locator("img").evaluate_all("all => all.every(one => one.alt)")
    ids = page.locator("[id]").evaluate_all("all => all.map(one => one.id)")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_the_paper(shown: dict[str, Page], scheme: str) -> None:
    """WCAG 2.2, 1.4.3: a contrast of 4.5 for text; 1.4.11: of 3 for what a chart is drawn with."""
    ratios = shown[scheme].evaluate(CONTRASTS)
    for name in ("ink", "muted", "link", "good", "note", "warning", "serious"):
        assert ratios[name] >= 4.5, name
    for name in ("chart-1", "chart-2"):
        assert ratios[name] >= 3, name


def test_paper_is_white_and_holds_it_all(shown: dict[str, Page]) -> None:
    page = shown["dark"]
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).getPropertyValue('--ink').trim()") == "#1e1c19"
    assert page.locator("nav").is_hidden()
    assert len(page.pdf(format="A4")) > 50_000


CONTRASTS = """() => {
  const style = getComputedStyle(document.documentElement);
  const light = name => {
    const hex = style.getPropertyValue("--" + name).trim();
    const parts = [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16) / 255)
      .map(part => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
  };
  const ratio = name => {
    const both = [light(name), light("paper")].sort((a, b) => b - a);
    return (both[0] + 0.05) / (both[1] + 0.05);
  };
  const names = ["ink", "muted", "link", "good", "note", "warning", "serious", "chart-1", "chart-2"];
  return Object.fromEntries(names.map(name => [name, ratio(name)]));
}"""


def test_a_long_path_stays_within_the_page_that_explains_it(page: Page, tmp_path: Path) -> None:
    subject = "/scans/" + "a" * 300 + "/picture.jpg"
    topics = (("boat", 0.9), ("house", 0.1))
    explanation = Explanation(
        subject, Path("picture.jpg"), topics, "sure", 0.8, 0.5, 1.8, math.nan, math.nan, ()
    )
    page_file = write_explanation_page(
        [IllustratedExplanation(explanation, None, None, ())], tmp_path / "why.html"
    )
    visit(page, page_file.as_uri(), width=390)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
