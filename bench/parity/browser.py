"""A real browser without a window computes what a visitor's browser would."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from artmeta.errors import ModelError
from artmeta.vision.networks.network import InputScale
from bench.parity.chromium import find_chromium
from bench.parity.stages import Stages

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# Without these Chromium offers no WebGL on a machine without a graphics card, and tfjs silently computes on `cpu`.
FLAGS = ("--use-angle=swiftshader", "--ignore-gpu-blocklist", "--no-sandbox")
MILLISECONDS = 120_000  # ml5 and its first shaders take 20 s on two busy cores


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Start a Chromium; raise ModelError if there is none, or nothing here that drives it."""
    chromium = find_chromium()
    if chromium is None:
        raise ModelError(
            "No Chromium is on this machine, so nothing can be compared with a browser.",
            "Install it (apt install chromium), or name one in ARTMETA_CHROMIUM.",
        )
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise ModelError(
            "The Python package playwright, which drives the browser, is not installed.",
            "Install it beside artmeta: pip install playwright (its own browsers are not needed).",
        ) from None
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


class BrowserSession:
    """One tool's page with the model loaded: give it pixels or a file, it answers with scores."""

    def __init__(self, page: Page, backend: str) -> None:
        self.page, self.backend = page, backend

    def scores(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        """What the tool says of pixels [size, size, 3], one score a topic."""
        return _row(self._call("scoresOfPixels", _text(pixels), pixels.shape[0]))

    def scores_of_file(self, url: str) -> NDArray[np.float32]:
        """What the tool says of a picture file that it crops and scales by itself."""
        return _row(self._call("scoresOfFile", url))

    def stages(self, pixels: NDArray[np.uint8], scale: InputScale | None = None) -> Stages:
        """What pixels are after each step; only the plain TensorFlow.js page can tell, and take another scale."""
        other = [scale.factor[0], scale.offset[0]] if scale else None
        return _unpacked(self._call("stagesOfPixels", _text(pixels), other))

    def stages_of_file(self, url: str) -> Stages:
        """The same from a file, read as artmeta's web page reads it."""
        return _unpacked(self._call("stagesOfFile", url))

    def _call(self, function: str, *values: Any) -> Any:
        from playwright.sync_api import Error

        try:
            return self.page.evaluate(f"values => window.{function}(...values)", list(values))
        except Error as fault:
            raise ModelError(
                f"The browser failed at {self.page.title()}: {fault.message.splitlines()[0]}"
            ) from fault


def open_session(browser: Browser, page_url: str, model_url: str, facts: Mapping[str, Any]) -> BrowserSession:
    """Open a tool's page and load the model in it; raise ModelError with the browser's words if it cannot."""
    from playwright.sync_api import Error

    page = browser.new_page()
    page.set_default_timeout(MILLISECONDS)
    try:
        page.goto(page_url)
        backend = page.evaluate("values => window.load(...values)", [model_url, dict(facts)])
    except Error as fault:
        reason = fault.message.splitlines()[0]
        raise ModelError(f"The browser could not load the model with {page.title()}: {reason}") from fault
    return BrowserSession(page, str(backend))


def _text(pixels: NDArray[np.uint8]) -> str:
    return base64.b64encode(np.ascontiguousarray(pixels).tobytes()).decode()


def _row(values: Sequence[float]) -> NDArray[np.float32]:
    return np.asarray(values, dtype=np.float32)


def _unpacked(packed: Mapping[str, str]) -> Stages:
    return Stages(**{step: np.frombuffer(base64.b64decode(values), "<f4") for step, values in packed.items()})
