"""The explorer in a browser, opened from a disk: views in the address, works behind numbers, files to take along."""

from __future__ import annotations

import csv
import io
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from browsing import serious_findings, visit
from builders import new_store
from report_builder import COLLECTION, EVIL, RUN, STARTED, fill, report, thumbnail

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.browser

REVIEW = {
    "review_id": "1",
    "collection": COLLECTION,
    "artwork_id": "w00010",
    "number": 1,
    "reviewer": "Ann",
    "decided_at": STARTED,
    "action": "correct",
    "topic_ids": ["aircraft", "houses"],
    "undoes": "",
    "shown_topics": ["horse-racing"],
    "shown_status": "unsure",
    "sha256": "w00010",
    "run_id": RUN,
    "model_name": "",
    "model_digest": "",
    "source": "page",
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("explorer")
    with new_store(folder / "museum.duckdb") as store:
        fill(store, works=300)
        store.insert("reviews", pd.DataFrame([REVIEW]))
        report(store, folder / "museum.html", thumbnail, works=True, max_pictures=60)
    return (folder / "museum.html").as_uri()


@pytest.fixture(scope="module")
def page(context: BrowserContext) -> Page:
    """Give the page that all tests here use one after another: loading it takes five times as long as another view."""
    return context.new_page()


def explore(page: Page, address: str, view: str = "", **how: object) -> None:
    """Show a view of the page; its document is loaded by the first call alone."""
    beside = address.removesuffix(".html") + "-works/"
    visit(page, f"{address}#explore{view}", beside=beside, **how)  # type: ignore[arg-type]


def saved(page: Page, button: str) -> str:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button).first.click()
    return Path(waiting.value.path()).read_text(encoding="utf-8-sig")


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_view_comes_back_from_its_address(page: Page, address: str) -> None:
    explore(page, address)
    page.locator("select[name=by]").select_option("venue")
    page.locator("select[name=years]").select_option("50")
    page.get_by_text("Topics (").click()
    page.get_by_role("checkbox", name="Aircraft").uncheck()
    page.get_by_role("tab", name="Table").first.click()
    page.get_by_label("Least confidence").fill("65")
    page.locator("select[name=status]").select_option("")
    page.get_by_label("Title, artist, number").fill("no. 12")
    page.get_by_text("fit this choice").wait_for()
    again = page.context.new_page()
    explore(again, address, page.evaluate("location.hash").removeprefix("#explore"))
    for one in (page, again):
        one.wait_for_selector(".tile")
    for shown in ("#shares-panel", "#explore-kept", ".results"):
        assert again.locator(shown).inner_text() == page.locator(shown).inner_text()
    assert again.locator("select[name=by]").input_value() == "venue"
    assert "Aircraft" not in again.locator("#shares-panel").inner_text()


def test_the_fields_of_the_works_stand_in_one_row_of_a_usual_window(page: Page, address: str) -> None:
    window = page.context.new_page()
    window.set_viewport_size({"width": 1280, "height": 900})
    explore(window, address)
    tops = window.locator("#explore-works .choice").evaluate_all("all => all.map((one) => one.offsetTop)")
    assert len(tops) == 7 and len(set(tops)) == 1
    window.close()


def test_an_address_with_odd_choices_shows_the_first_view(page: Page, address: str) -> None:
    explore(
        page, address, "?topic=none&years=7&share=odd&by=x&as=Film&least=many&list=Odd&order=Odd&works=yes"
    )
    page.wait_for_selector(".tile")
    assert page.locator("#shares-panel figure").count() == 5
    assert page.locator("#explore-kept").inner_text().startswith("At 0% or more")


def test_a_point_opens_its_works(page: Page, address: str) -> None:
    """The works of a point are those that its table counts, whole where their dates lie in one bin."""
    explore(page, address, "?as=Table&years=50&topic=houses")
    row = page.locator("#shares-panel tbody tr").nth(3)
    works = float(row.locator("button").inner_text())
    first = row.locator("td").nth(1).inner_text().split("–")[0]
    row.locator("button").click()
    page.wait_for_selector(".tile")
    result = table(saved(page, "CSV of these works"))
    assert len(result) >= works > 0
    assert {work["topic_id"] for work in result} == {"houses"}
    assert all(
        int(work["date_latest"]) >= int(first) and int(work["date_earliest"]) < int(first) + 50
        for work in result
    )


def test_a_drawing_is_used_with_the_keyboard(page: Page, address: str) -> None:
    explore(page, address, "?years=50")
    stage = page.locator("#shares-panel .stage").first
    stage.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    message = page.locator("#said").inner_text()
    assert re.match(r"Aircraft, \d+–\d+: \d", message)
    assert page.locator("#tip").inner_text() == message
    page.keyboard.press("Enter")
    page.wait_for_selector(".tile")
    assert page.locator("select[name=show]").input_value() == "aircraft"
    page.locator("#shares-Chart").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#shares-Table").get_attribute("aria-selected") == "true"


def test_the_slider_says_what_a_confidence_keeps(page: Page, address: str) -> None:
    explore(page, address, "?least=0")
    kept = page.locator("#explore-kept")
    works, all_ = (int(number) for number in re.findall(r"(\d+) of (\d+) works", kept.inner_text())[0])
    assert works == all_
    page.get_by_label("Least confidence").fill("90")
    fewer = int(re.findall(r"(\d+) of \d+ works", kept.inner_text())[0])
    assert fewer < works
    page.get_by_role("button", name="Show these works").click()
    page.wait_for_selector(".tile")
    result = table(saved(page, "CSV of these works"))
    assert len(result) == fewer
    assert min(float(work["confidence"]) for work in result) >= 0.9


def test_works_are_found_and_shown_in_three_ways(page: Page, address: str) -> None:
    explore(page, address, "?works=yes")
    page.get_by_label("Title, artist, number").fill("VÍEW 123")
    page.get_by_text("1 work fits this choice").wait_for()
    for shape, place in (
        ("Wall", ".tiles > .tile"),
        ("Timeline", ".timeline .tile"),
        ("Table", ".results tbody tr"),
    ):
        page.locator("select[name=list]").select_option(shape)
        page.locator(place, has_text="A view of the town, no. 123").wait_for()
        assert page.locator(place).count() == 1


def test_a_review_stands_with_its_work(page: Page, address: str) -> None:
    explore(page, address, "?status=reviewed")
    page.locator(".tile").wait_for()
    assert page.locator(".tile .title").inner_text() == "A view of the town, no. 10"
    assert page.locator(".tile .review").inner_text() == "corrected by review: Aircraft, Houses"


def test_texts_are_texts(page: Page, address: str) -> None:
    explore(page, address, "?find=" + EVIL.replace(" ", "+").replace("#", ""))
    page.wait_for_selector(".tile")
    assert page.locator(".tile .title").inner_text() == EVIL


def test_a_picture_is_there(page: Page, address: str) -> None:
    explore(page, address, "?works=yes&status=")
    page.wait_for_selector(".tile img")
    assert page.locator(".tile img").first.evaluate("one => one.decode().then(() => one.naturalWidth)") > 0


def test_without_its_folder_the_page_says_what_is_missing(page: Page, address: str, tmp_path: Path) -> None:
    page_file = Path(address.removeprefix("file://"))
    shutil.copy(page_file, tmp_path / "alone.html")
    page.goto((tmp_path / "alone.html").as_uri() + "#explore?works=yes")
    page.get_by_text("The lists of works are not here").wait_for()
    assert page.locator("#shares-panel figure").count() == 5


def test_every_table_and_drawing_can_be_taken_along(page: Page, address: str) -> None:
    explore(page, address, "?as=CSV&curve=SVG")
    shares = table(saved(page, "Download museum-shares.csv"))
    assert {"topic_id", "first_year", "works", "of", "share_low"} <= set(shares[0])
    drawing = saved(page, "Download museum-confidence.svg")
    assert drawing.startswith("<svg") and "var(" not in drawing
    topics = table(saved(page, "CSV: Likeliest topic of"))
    assert sum(int(row["Works"]) for row in topics) > 200
    assert abs(sum(float(row["Share of works with a topic"]) for row in topics) - 1) < 1e-3
    tables = page.locator("main > section:not(#explore)")
    assert tables.locator(".scroll").count() == tables.locator(".file", has_text="CSV: ").count()
    assert tables.locator("figure").count() == tables.locator("figure .file").count()


@pytest.mark.parametrize(
    ("scheme", "view", "inside"),
    [
        ("light", "list=Wall", "html"),
        ("dark", "list=Timeline&topic=houses", "html"),
        # One topic, and the explorer alone: each of hundreds of cells takes 20 ms, and all are of one kind.
        ("light", "list=Table&as=Table&topic=houses&years=50", "#explore"),
    ],
)
def test_axe_finds_nothing_serious_in_the_explorer(
    page: Page, address: str, scheme: str, view: str, inside: str
) -> None:
    explore(page, address, f"?works=yes&by=venue&{view}", scheme=scheme)
    page.wait_for_selector(".results :is(.tile, tbody tr)")
    assert serious_findings(page, inside) == []


def test_a_telephone_shows_the_explorer_without_sideways_scrolling(page: Page, address: str) -> None:
    explore(page, address, "?works=yes&by=venue&list=Timeline", width=320)
    page.wait_for_selector(".tile")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
