"""The page as a visitor meets it: from a server and from a disk, by hand and by keyboard, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image
from tiny_models import LABELS, SIZE

from artmeta.domain.model_card import ModelCard
from artmeta.imaging.decode import decode
from artmeta.imaging.icc import matrix_profile
from artmeta.vision.export.formats import ExportRequest, export_model
from artmeta.vision.networks.network import Network
from bench.parity.browser import open_browser
from bench.parity.python_side import Reference
from bench.parity.served import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.browser

CARD = ModelCard(
    "tiny",
    1,
    "own",
    "own-1",
    "teachable-machine",
    "teachable-machine",
    "words",
    "1",
    LABELS,
    "",
    "60 works",
    "2026-01-02T03:04:05",
    "0",
    calibration={"thresholds": dict.fromkeys(LABELS, 1.0)},
)
WAIT = 60_000  # milliseconds; the first shaders take 10 s on two busy cores


@pytest.fixture(scope="module")
def site(libraries: Path, tiny_network: Network, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "page"
    export_model(ExportRequest(tiny_network, CARD, "centre", libraries), "web", folder)
    return folder


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with open_browser() as opened:
        yield opened


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A picture wider than high, lossless, so that both sides read the same bytes."""
    rows = np.random.default_rng(4).integers(0, 256, (9, 13, 3)).astype(np.uint8)
    Image.fromarray(rows).resize((520, 360), Image.Resampling.BICUBIC).save(tmp_path / "wide.png")
    return tmp_path / "wide.png"


def opened(browser: Browser, url: str, **options: Any) -> tuple[Page, list[str]]:
    """Open the page; note each fault and each request that leaves it."""
    page, noted = browser.new_context(**options).new_page(), []
    page.on(
        "console",
        lambda message: noted.append(message.text) if message.type in ("error", "warning") else None,
    )
    page.on("pageerror", lambda fault: noted.append(str(fault)))
    page.on("request", lambda request: noted.append(request.url) if _leaves(request.url, url) else None)
    page.goto(f"{url}index.html")
    page.wait_for_function("document.body.dataset.backend === 'webgl'", timeout=WAIT)
    return page, noted


def _leaves(requested: str, url: str) -> bool:
    return not requested.startswith((url, "data:", "blob:"))


@pytest.fixture(scope="module")
def visited(site: Path, browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """Give the page from a server, and what it noted: its shaders take 3 CPU s to compile each time it is opened."""
    with served(site) as url:
        yield opened(browser, url)


def give(page: Page, *files: Path) -> None:
    page.set_input_files("#file", [str(file) for file in files])
    page.wait_for_function(
        "!/^(Ready\\.|Looking|Load)/.test(document.querySelector('#status').textContent)", timeout=WAIT
    )


def shown(page: Page) -> tuple[str, str, list[str]]:
    values = page.locator("#bars .value").all_text_contents()
    return page.inner_text("#topic"), page.inner_text("#confidence"), values


def test_the_page_says_what_python_says(
    visited: tuple[Page, list[str]], photo: Path, tiny_network: Network
) -> None:
    page, noted = visited
    give(page, photo)
    assert_says_what_python_says(page, photo, tiny_network)
    assert noted == []


def test_the_page_says_it_from_a_disk(
    site: Path, browser: Browser, photo: Path, tiny_network: Network
) -> None:
    page, noted = opened(browser, f"{site.as_uri()}/")
    give(page, photo)
    assert_says_what_python_says(page, photo, tiny_network)
    assert noted == []


def assert_says_what_python_says(page: Page, photo: Path, tiny_network: Network) -> None:
    expected = Reference(tiny_network).stages(decode(photo, SIZE)).scores
    topic, confidence, values = shown(page)
    result = page.evaluate("seen.at(-1).scores")
    assert np.abs(np.asarray(result) - expected[[0, 1, 2]]).max() < 2e-3, (
        "the browser shrinks as Python does, within rounding"
    )
    assert topic == LABELS[int(expected.argmax())]
    assert confidence == f"{max(result):.2f}"
    assert values == [f"{value:.2f}" for value in sorted(result, reverse=True)]
    assert page.locator("#doubt").is_visible(), "below the topic's threshold the page says that it is unsure"


def odd_pictures(folder: Path, photo: Path) -> list[Path]:
    """Save the photo turned by its EXIF data, and in wide colours, in each form that does so."""
    muted = Image.blend(
        Image.open(photo), Image.new("RGB", (520, 360), "grey"), 0.5
    )  # within sRGB after conversion
    exif, files = Image.Exif(), list[Path]()
    wide = matrix_profile(((0.7347, 0.2653), (0.1596, 0.8404), (0.0366, 0.0001)), (0.34567, 0.35850), 1.8)
    for form, options in {
        "png": {},
        "webp": {"lossless": True},
        "avif": {"quality": 100},
        "jpg": {"quality": 100},
    }.items():
        for orientation in (1, 2, 3, 4, 5, 6, 7, 8) if form in ("png", "webp") else (3, 6):
            exif[0x0112] = orientation
            files.append(folder / f"{orientation}.{form}")
            muted.save(files[-1], exif=exif, icc_profile=wide if orientation in (1, 6) else b"", **options)
    return files


def test_profiles_and_orientations_are_seen_as_python_sees_them(
    visited: tuple[Page, list[str]], photo: Path, tmp_path: Path
) -> None:
    files = odd_pictures(tmp_path, photo)
    page, noted = visited
    before = page.evaluate("seen.length")
    give(page, *files)
    result = page.evaluate("from => seen.slice(from).map((one) => Array.from(one.pixels))", before)
    assert len(result) == len(files) and noted == []
    for file, pixels in zip(files, result, strict=True):
        expected = decode(file, SIZE).astype(int)
        difference = np.abs(np.array(pixels).reshape(expected.shape) - expected)
        assert difference.mean() < 2, f"{file.name}: colours by their profile, corners in their places"


def test_many_pictures_at_once_and_a_file_that_is_none(
    visited: tuple[Page, list[str]], photo: Path, tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("no picture")
    page, noted = visited
    before = page.locator("#gallery button").count()
    give(page, photo, tmp_path / "notes.txt", photo)
    assert "Could not be read as a picture: notes.txt" in page.inner_text("#status")
    assert page.locator("#gallery button").count() == before + 2
    assert page.locator("#placard").is_visible()
    with page.expect_download() as download:
        page.click("#save")
    lines = Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()
    give(page, tmp_path / "notes.txt")
    page.locator("#placard").wait_for(state="hidden")  # the last answer was another picture's
    assert lines[0] == "file,topic,confidence,Aircraft,Boat,House"
    assert len(lines) == 1 + before + 2
    assert noted == []


def test_a_picture_given_while_the_model_loads_is_looked_at_then(
    site: Path, browser: Browser, photo: Path
) -> None:
    with served(site) as url:
        page = browser.new_page()
        held: list[Route] = []

        def hold(route: Route) -> None:
            held.append(route)

        page.route("**/model.json", hold)
        page.goto(f"{url}index.html")
        page.set_input_files("#file", [str(photo)])
        assert page.inner_text("#status").startswith("Loading the model. It then looks at what you gave")
        while not held:
            page.wait_for_timeout(20)
        held[0].continue_()
        page.locator("#placard").wait_for(timeout=WAIT)


def test_it_is_worked_by_keyboard_and_fits_a_phone(site: Path, browser: Browser, photo: Path) -> None:
    with served(site) as url:
        page, _ = opened(browser, url, viewport={"width": 360, "height": 740}, has_touch=True)
        reached = []
        for _ in range(4):
            page.keyboard.press("Tab")
            reached.append(page.evaluate("document.activeElement.id || document.activeElement.tagName"))
        assert reached[:3] == ["file", "camera", "SUMMARY"]
        page.keyboard.press("Shift+Tab")
        give(page, photo)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        heights = page.evaluate(
            "[...document.querySelectorAll('.button, button')].map((one) => one.offsetHeight)"
        )
        assert min(height for height in heights if height) >= 44, "a finger needs 44 pixels"
        assert page.get_attribute("#status", "role") == "status"
        assert page.get_attribute("#placard", "aria-live") == "polite"


def test_without_a_camera_it_says_so(visited: tuple[Page, list[str]]) -> None:
    page, _ = visited
    page.click("#camera")
    page.wait_for_function("document.querySelector('#status').textContent.includes('instead')", timeout=WAIT)
    assert "Choose a picture instead" in page.inner_text("#status")
