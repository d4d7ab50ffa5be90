"""The map of 100,000 works: time and memory of the layout, size of the folder, time until a browser answers a click.

    python -m bench.work_map [--works 100000]

The embeddings are drawn (clusters in 1,280 dimensions); the contact sheets repeat 400 pictures of the sample museum.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import numpy as np
from numpy.typing import NDArray

from artmeta.imaging.contact_sheet import CELLS, COLUMNS, contact_sheet
from artmeta.npm import library
from artmeta.report.map_page import MapWork, WorkMap, write_map_page
from artmeta.sample.museum import Museum
from artmeta.steps.work_map.write import CELL, LIBRARIES
from artmeta.vision.projection import project
from bench.parity.chromium import find_chromium

WIDTH, TOPICS = 1280, 12
CLICKS = 10


def embeddings(keys: Sequence[str]) -> NDArray[np.float32]:
    """Draw the embedding of each work, the same whenever it is asked for."""
    centres = np.random.default_rng(0).normal(size=(60, WIDTH)).astype(np.float32)
    rows = [np.random.default_rng(int(key)).normal(size=WIDTH).astype(np.float32) * 1.5 for key in keys]
    return np.stack(rows) + centres[[int(key) % 60 for key in keys]]


def work(number: int) -> MapWork:
    return MapWork(
        f"w{number:07}", f"A view of place {number}", f"Painter {number % 5000}", f"1900.{number}",
        str(1700 + number % 250), 1700 + number % 250, f"Venue {number % 40}", "https://museum.example/works",
        f"topic {number % 60 % TOPICS}", 0.9, ("sure", "unsure", "unfamiliar")[number % 3], True,
    )  # fmt: skip


def build(count: int, folder: Path) -> None:
    started, cpu = time.perf_counter(), time.process_time()
    made = project([str(number) for number in range(count)], embeddings)
    print(
        f"layout: {time.process_time() - cpu:.0f} CPU s (drawing included), {time.perf_counter() - started:.0f} s"
    )
    museum, pictures = Museum(works=CELLS, small=True, blended=True), folder / "pictures"
    pictures.mkdir()
    for number in range(1, CELLS + 1):
        museum.picture(number).save(pictures / f"{number}.jpg")
    sheet = contact_sheet([pictures / f"{number}.jpg" for number in range(1, CELLS + 1)], CELL)
    names = [f"{number:04}.jpg" for number in range(-(-count // CELLS))]
    (folder / "sheets").mkdir()
    for name in names:
        (folder / "sheets" / name).write_bytes(sheet)
    libraries = [library(package, Path("data/cache")) for package in LIBRARIES]
    content = WorkMap(
        "Bench", "drawn", [work(number) for number in range(count)], made.positions, made.neighbours, names, CELL,
        COLUMNS, 10,
    )  # fmt: skip
    started = time.perf_counter()
    write_map_page(content, libraries, folder)
    print(f"page: {time.perf_counter() - started:.1f} s; peak of memory {_peak():.0f} MB")
    for part in ("data", "sheets"):
        print(f"{part}: {sum(file.stat().st_size for file in (folder / part).iterdir()) / 1e6:.1f} MB")


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class Quiet(SimpleHTTPRequestHandler):
    """A server that does not write a line for each request."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def browse(folder: Path, count: int, screenshot: Path) -> None:
    from playwright.sync_api import sync_playwright

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    arguments = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=arguments)
        page = browser.new_page(viewport={"width": 1280, "height": 860})
        started = time.perf_counter()
        page.goto(f"http://127.0.0.1:{server.server_port}/index.html")
        page.wait_for_selector("html[data-ready]", timeout=120_000)
        print(f"open until drawn: {time.perf_counter() - started:.2f} s")
        page.screenshot(path=screenshot)
        box = page.locator("#points").bounding_box()
        assert box is not None
        spent = []
        for x, y in page.evaluate(PLACES, [count // CLICKS * click for click in range(CLICKS)]):
            page.mouse.move(box["x"] + x, box["y"] + y)
            page.evaluate("document.getElementById('work').hidden = true")
            started = time.perf_counter()
            page.mouse.click(box["x"] + x, box["y"] + y)
            page.wait_for_selector("#work:not([hidden])")
            spent.append(time.perf_counter() - started)
        print(f"click until the work is shown: median {np.median(spent):.2f} s, longest {max(spent):.2f} s")
        browser.close()
    server.shutdown()


PLACES = """(works) => {
    const canvas = document.getElementById("points");
    const bytes = Uint8Array.from(atob(window.artmeta_points.positions), (letter) => letter.charCodeAt(0));
    const places = new Float32Array(bytes.buffer);
    const [width, height] = [canvas.clientWidth / 2, canvas.clientHeight / 2];
    const half = Math.min(width, height);
    return works.map((work) => [width + places[2 * work] * half, height - places[2 * work + 1] * half]);
}"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--works", type=int, default=100_000)
    parser.add_argument("--screenshot", type=Path, default=Path("reports/work-map.png"))
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        build(chosen.works, Path(folder))
        browse(Path(folder), chosen.works, chosen.screenshot)


if __name__ == "__main__":
    main()
