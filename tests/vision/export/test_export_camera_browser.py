"""The page with a camera: a stand-in of Chromium's own, so that no device is needed."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_export_page_browser import WAIT, opened, site
from tiny_models import LABELS

from bench.parity.browser import FLAGS
from bench.parity.served import served

pytestmark = pytest.mark.browser

__all__ = ["site"]


def test_a_picture_is_taken_with_the_camera(site: Path, chromium: str) -> None:
    from playwright.sync_api import sync_playwright

    pretended = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
    with sync_playwright() as driver, served(site) as url:
        browser = driver.chromium.launch(executable_path=chromium, args=[*FLAGS, *pretended])
        page, noted = opened(browser, url, permissions=["camera"])
        page.click("#camera")
        page.wait_for_selector("#shutter:visible", timeout=WAIT)
        assert page.evaluate("document.activeElement.id") == "shutter"
        page.keyboard.press("Enter")
        page.wait_for_selector("#placard:visible", timeout=WAIT)
        assert page.inner_text("#topic") in LABELS
        assert page.locator("#video").is_hidden()
        browser.close()
    assert noted == []
