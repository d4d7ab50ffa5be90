"""How large is the report of a large collection, and how fast does it open, find works and show those of a point?

Run: `python -m bench.scale --works 100000 --topics 12 --keep FOLDER --only report`, then
`python -m bench.report_page FOLDER/reports/museum.html`; prints a Markdown table. The page is opened from the disk in
this machine's Chromium, without a window, in a new context each time. CPU seconds are those of the page's own process,
the fairer ones where others use the machine too.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from bench.parity.browser import open_browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROUNDS = 5
PAINTED = "() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("page", type=Path)
    page: Path = arguments.parse_args().page.resolve()
    lists = sorted(page.with_name(f"{page.stem}-works").glob("*.js"))
    print(f"Page {page.stat().st_size / 1e6:.2f} MB; {len(lists)} lists of works,", end=" ")
    print(f"{sum(each.stat().st_size for each in lists) / 1e6:.0f} MB.\n")
    print(f"| what | median s of {ROUNDS} | CPU s |\n|---|---:|---:|")
    with open_browser() as browser:
        for name, act in (("open", opened), ("click a point", clicked), ("search all works", searched)):
            measured = [timed(browser, page.as_uri(), act) for _ in range(ROUNDS)]
            print(
                f"| {name} | {' | '.join(f'{statistics.median(each):.2f}' for each in zip(*measured, strict=True))} |"
            )


def timed(browser: Browser, address: str, act: Callable[[Page, str], float]) -> tuple[float, float]:
    """Return the seconds that an act takes, and the CPU seconds of the page's process from its opening on."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    try:
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Performance.enable")
        seconds = act(page, address)
        metrics = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
        return seconds, metrics["ProcessTime"]
    finally:
        context.close()


def opened(page: Page, address: str) -> float:
    """Open the page until it is painted; the explorer is drawn by then."""
    started = time.perf_counter()
    page.goto(address)
    page.evaluate(PAINTED)
    seconds = time.perf_counter() - started
    assert page.locator("#shares-panel figure").count()
    return seconds


def clicked(page: Page, address: str) -> float:
    opened(page, f"{address}#explore")
    started = time.perf_counter()
    page.locator("#shares-panel .stage").first.click(position={"x": 120, "y": 60})
    page.locator(".tile").first.wait_for()
    return time.perf_counter() - started


def searched(page: Page, address: str) -> float:
    """Search words that the last work of all has; all lists are read for it."""
    opened(page, f"{address}#explore")
    started = time.perf_counter()
    page.get_by_label("Title, artist or accession number").fill("quay 77777")
    page.get_by_text("1 work fits this choice").wait_for(timeout=120_000)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
