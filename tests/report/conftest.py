"""The Chromium that the tests of pages share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from browsing import LAUNCH

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page


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
