"""A page of the report in a real browser, and what axe-core finds on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LAUNCH = ["--no-sandbox", "--disable-gpu"]


def visit(
    browser: Browser,
    address: str,
    width: int = 1280,
    scripts: bool = True,
    scheme: str = "light",
    beside: str = "",
) -> Page:
    """Open a page; it must write nothing to the console, and load nothing but what lies in the folder `beside`."""
    page = browser.new_context(
        viewport={"width": width, "height": 900},
        java_script_enabled=scripts,
        color_scheme=scheme,  # type: ignore[arg-type]
    ).new_page()
    messages: list[str] = []
    requests: list[str] = []
    page.on("console", lambda message: messages.append(message.text))
    page.on("pageerror", lambda fault: messages.append(str(fault)))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(address)
    page.wait_for_timeout(100)
    assert messages == []
    others = {url for url in requests if not url.startswith("data:")} - {address.partition("#")[0]}
    assert all(beside and url.startswith(beside) for url in others), others
    return page


def serious_findings(page: Page) -> list[str]:
    """Return what axe-core finds of its two upper grades of impact, serious and critical."""
    from axe_playwright_python.sync_playwright import Axe

    violations = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:200]}"
        for each in violations
        if each["impact"] in ("serious", "critical")
    ]
