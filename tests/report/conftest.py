"""The Chromium that the tests of pages share, and the charts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

import pytest
from browsing import LAUNCH

from artmeta.report import charts

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page


@pytest.fixture(scope="session", autouse=True)
def _charts_drawn_once() -> Iterator[None]:
    """Draw a chart of one specification once: more than half of those that these tests draw are the same."""
    draw = charts._draw
    drawn = cache(lambda spec: draw(json.loads(spec)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(charts, "_draw", lambda spec: drawn(json.dumps(spec)))
        yield


@pytest.fixture(scope="module")
def context(chromium: str) -> Iterator[BrowserContext]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=LAUNCH)
        yield browser.new_context()
        browser.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """Give a new page of a profile that all tests of a file share: a profile for each takes half as long again."""
    page = context.new_page()
    yield page
    page.close()
