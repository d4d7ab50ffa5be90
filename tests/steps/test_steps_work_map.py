"""The map of a collection: made again it changes nothing; a browser finds works by click, search and address."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from runs import copy_of

from artmeta.errors import ExportError, StoreError
from artmeta.settings import Settings
from artmeta.steps.results import open_finished
from artmeta.steps.work_map.write import write_map

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture(scope="module")
def settings(enriched: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("map")
    return Settings(data_dir=copy_of(enriched, folder / "data"), reports_dir=folder / "reports", workers=1)


@pytest.fixture(scope="module")
def name(museum_port: int) -> str:
    return f"sample-{museum_port}"


@pytest.fixture(scope="module")
def page_file(settings: Settings, name: str) -> Path:
    with open_finished(name, "", settings) as context:
        return write_map(context)


def times(folder: Path) -> dict[str, int]:
    return {file.name: file.stat().st_mtime_ns for file in folder.iterdir()}


def test_what_is_there_is_not_made_again(settings: Settings, name: str, page_file: Path) -> None:
    sheets, layouts = page_file.parent / "sheets", settings.cache_dir / "maps"
    before = times(sheets) | times(layouts)
    points = (page_file.parent / "data" / "points.js").read_bytes()
    (sheets / "of-an-earlier-run.jpg").write_bytes(b"")
    with open_finished(name, "", settings) as context:
        write_map(context)
    assert times(sheets) | times(layouts) == before
    assert (page_file.parent / "data" / "points.js").read_bytes() == points
    for layout in layouts.iterdir():
        layout.write_bytes(b"PK damaged")
    with open_finished(name, "", settings) as context:
        write_map(context)
    assert (page_file.parent / "data" / "points.js").read_bytes() == points


def test_without_thumbnails_no_picture_leaves_the_house(
    settings: Settings, name: str, tmp_path: Path
) -> None:
    with open_finished(name, "", settings) as context:
        page = write_map(context, tmp_path / "bare", cell=0)
    assert not list(page.parent.rglob("*.jpg"))


def test_a_page_that_is_none_of_ours_is_kept(settings: Settings, name: str, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<h1>Our museum</h1>")
    with (
        open_finished(name, "", settings) as context,
        pytest.raises(ExportError, match="a page that artmeta did not write"),
    ):
        write_map(context, tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["index.html"]


def test_a_collection_that_is_not_there(settings: Settings) -> None:
    with (
        pytest.raises(StoreError, match="no collection called 'samplle'"),
        open_finished("samplle", "", settings),
    ):
        pass


@pytest.fixture(scope="module")
def served(page_file: Path) -> Iterator[str]:
    handler = partial(_Quiet, directory=str(page_file.parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/index.html"
        server.shutdown()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def page(chromium: str) -> Iterator[Page]:
    from playwright.sync_api import sync_playwright

    arguments = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield browser.new_page(viewport={"width": 1200, "height": 800})
        browser.close()


def open_page(page: Page, address: str) -> list[str]:
    errors: list[str] = []
    page.on("pageerror", lambda fault: errors.append(str(fault)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_selector("html[data-ready]")
    return errors


@pytest.mark.browser
def test_works_are_found_by_search_and_by_address(page: Page, served: str) -> None:
    errors = open_page(page, served)
    assert page.locator("#message").is_hidden()
    page.fill("#search", "sample-museum-of-nowhere")
    assert page.locator("#found h2").inner_text() == "No work has these words"
    page.fill("#search", "e")
    page.locator("#found .wall button").nth(1).press("Enter")
    title = page.locator("#work h2").inner_text()
    assert page.locator("#work .wall button").count() == 12
    page.select_option("#colour", "period")
    page.wait_for_function("location.hash.includes('colour=period')")
    address = page.url
    assert "work=" in address
    open_page(page, address)
    assert page.locator("#work h2").inner_text() == title
    assert page.locator("#colour").input_value() == "period"
    assert errors == []


@pytest.mark.browser
def test_a_click_on_a_point_shows_its_work_and_a_filter_hides_it(page: Page, page_file: Path) -> None:
    open_page(page, page_file.as_uri())
    assert page.locator("#work").is_hidden()
    box = page.locator("#points").bounding_box()
    assert box is not None
    place = page.evaluate(PLACE_OF_POINT, 0)
    page.mouse.move(box["x"] + place[0], box["y"] + place[1])
    page.mouse.click(box["x"] + place[0], box["y"] + place[1])
    page.wait_for_selector("#work:not([hidden])")
    topic = page.locator("#work dd").filter(has_text="%").inner_text().rsplit(" (", 1)[0]
    assert colour_at(page, box["x"] + place[0], box["y"] + place[1]) != PAPER
    page.locator("#legend label", has_text=topic).locator("input").uncheck()
    while colour_at(page, box["x"] + place[0], box["y"] + place[1]) != PAPER:  # until a next frame is drawn
        page.wait_for_timeout(20)


@pytest.mark.browser
def test_the_outermost_points_are_seen_after_the_window_has_changed_its_shape(
    page: Page, page_file: Path
) -> None:
    size = page.viewport_size
    open_page(page, page_file.as_uri())
    for shape in ({"width": 1000, "height": 1000}, {"width": 1400, "height": 600}):
        page.set_viewport_size(shape)  # type: ignore[arg-type]
        for outermost in page.evaluate(OUTERMOST):
            see_point(page, outermost)
    page.set_viewport_size(size)  # type: ignore[arg-type]


def see_point(page: Page, number: int) -> None:
    while True:  # until the next frame is drawn; the test's time limit ends it if the point is cut
        box, place = page.locator("#points").bounding_box(), page.evaluate(PLACE_OF_POINT, number)
        assert box is not None
        if colour_at(page, box["x"] + place[0], box["y"] + place[1]) != PAPER:
            return
        page.wait_for_timeout(20)


@pytest.mark.browser
def test_the_point_of_the_chosen_work_is_marked_in_the_ink_of_a_dark_page(page: Page, served: str) -> None:
    page.emulate_media(color_scheme="dark")
    open_page(page, served)
    page.fill("#search", "e")
    page.locator("#found .wall button").first.press("Enter")
    box = page.locator("#points").bounding_box()
    assert box is not None
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)  # where the view moves it
    while min(colour_at(page, *middle)) < 200:  # no category is as bright
        page.wait_for_timeout(20)
    page.emulate_media(color_scheme="light")


@pytest.mark.browser
def test_a_button_shows_the_whole_map_again(page: Page, served: str) -> None:
    open_page(page, served)
    page.fill("#search", "e")
    page.locator("#found .wall button").first.press("Enter")  # the view goes to its point
    page.locator("#whole").press("Enter")
    for outermost in page.evaluate(OUTERMOST):
        see_point(page, outermost)


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_periods_can_be_told_from_a_light_and_from_a_dark_page(page: Page, served: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    open_page(page, f"{served}#colour=period")
    colours = [int_colour(each) for each in page.evaluate(COLOURS)]
    page.emulate_media(color_scheme="light")
    paper, *periods = map(luminance, colours)
    assert min((max(paper, one) + 0.05) / (min(paper, one) + 0.05) for one in periods) >= 3
    assert periods[:-1] == sorted(periods[:-1])  # the last are the undated works


def int_colour(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", text))


def luminance(colour: tuple[int, ...]) -> float:
    """Return the relative luminance of a colour of sRGB (WCAG 2.2)."""
    linear = [(value / 255 + 0.055) ** 2.4 / 1.055**2.4 if value > 10 else value / 3294 for value in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


# the colours of the page, and of the periods in their order
COLOURS = """() => [document.body, ...document.querySelectorAll("#legend i")]
    .map((one) => getComputedStyle(one).backgroundColor)"""
PAPER = (252, 251, 248)


def colour_at(page: Page, x: float, y: float) -> tuple[int, int, int]:
    clip = {"x": x, "y": y, "width": 1, "height": 1}
    seen = Image.open(io.BytesIO(page.screenshot(clip=clip))).convert("RGB")  # type: ignore[arg-type]
    return seen.getpixel((0, 0))  # type: ignore[return-value]


OUTERMOST = """() => {
    const bytes = Uint8Array.from(atob(window.artmeta_points.positions), (letter) => letter.charCodeAt(0));
    const xs = [...new Float32Array(bytes.buffer)].filter((_, place) => place % 2 === 0);
    return [xs.indexOf(Math.min(...xs)), xs.indexOf(Math.max(...xs))];
}"""
# A point in pixels of the canvas, whose shorter side spans -1.05 to 1.05 at the start.
PLACE_OF_POINT = """(number) => {
    const canvas = document.getElementById("points");
    const bytes = Uint8Array.from(atob(window.artmeta_points.positions), (letter) => letter.charCodeAt(0));
    const [x, y] = new Float32Array(bytes.buffer).slice(2 * number);
    const half = Math.min(canvas.clientWidth, canvas.clientHeight) / 2 / 1.05;
    return [canvas.clientWidth / 2 + x * half, canvas.clientHeight / 2 - y * half];
}"""
