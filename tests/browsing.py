"""A page of the report in a real browser, and what axe-core finds on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

LAUNCH = ["--no-sandbox", "--disable-gpu"]
# axe-core takes 2 ms an element. Of the rows, entries and marks side by side, the first four show every kind.
ALIKE = ":is(tr, li, option, figure, details, svg *):nth-of-type(n + 5)"


def visit(page: Page, address: str, width: int = 1280, scheme: str = "light", beside: str = "") -> None:
    """Load an address; it must write nothing to the console, and load nothing but what lies in the folder `beside`."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
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


def serious_findings(page: Page, inside: str = "html") -> list[str]:
    """Return what axe-core finds inside an element of its two upper grades of impact, serious and critical.

    Takes elements off the page first: those of `ALIKE`.
    """
    from axe_playwright_python.sync_playwright import Axe

    page.locator(ALIKE).evaluate_all("all => all.forEach(one => one.remove())")
    violations = Axe().run(page, inside).response["violations"]
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:200]}"
        for each in violations
        if each["impact"] in ("serious", "critical")
    ]
