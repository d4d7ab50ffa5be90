"""A data folder with pictures, a model and collection files, the processes that work on it, and what holds there."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import duckdb
from PIL import Image, ImageDraw

ARTMETA = [sys.executable, "-c", "from flows.cli import main; main()"]
PREFECT = [sys.executable, "-m", "prefect", "--no-prompt"]
POOL = "nights"
PATIENCE = 1800  # seconds; the machine may have other work
SHAPES = ("ellipse", "rectangle", "line")
COLLECTION = """\
title = "{name}"
exports = ["csv"]
[source]
kind = "folder"
path = "{pictures}"
[model]
name = "shapes"
[expectations]
min_artworks = {least}
"""
# columns that differ between equal runs: ids, times, durations, how often a run was resumed, where its file lay
APART = {"run_id", "gone_run_id", "seconds", "resumed", "config_path"}
NIGHTLY, KILLED, LARGE = ("castle", "tower"), "quay", "harbour"


class Museum:
    """A data folder with pictures, a model and collection files, and the processes that work on it."""

    def __init__(self, root: Path, port: int) -> None:
        self.root, self.data, self.api = root, root / "data", f"http://127.0.0.1:{port}/api"
        self.port = port
        self.environment = os.environ | {
            "PREFECT_HOME": str(root / "prefect"),
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "PREFECT_API_URL": self.api,
            **self.folders(self.data),
        }

    def folders(self, data: Path) -> dict[str, str]:
        """Return the environment for artmeta's folders."""
        return {"ARTMETA_DATA_DIR": str(data), "ARTMETA_REPORTS_DIR": str(data / "reports")}

    def run(self, *words: str, **environment: str) -> None:
        """Run a command to its end; raise CalledProcessError if it fails."""
        subprocess.run(
            list(words),
            check=True,
            env=self.environment | environment,
            cwd=self.root,
            stdout=subprocess.DEVNULL,
        )

    def start(self, *words: str, log: str) -> subprocess.Popen[bytes]:
        """Start a process group of its own, which `kill` ends at once."""
        with (self.root / f"{log}.log").open("ab") as output:
            return subprocess.Popen(
                list(words),
                env=self.environment,
                cwd=self.root,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def start_server(self) -> subprocess.Popen[bytes]:
        """Start a Prefect server, or start it again with the database it had."""
        server = self.start(*PREFECT, "server", "start", "--port", str(self.port), log="server")
        await_(lambda: _answers(f"{self.api}/health"), "the server answers")
        return server

    def rows(self, query: str, data: Path | None = None) -> list[tuple[Any, ...]]:
        """Answer a query from a database to which no process writes."""
        with duckdb.connect(str((data or self.data) / "artmeta.duckdb"), read_only=True) as store:
            return store.execute(query).fetchall()

    def draw(self, name: str, count: int, seed: int) -> Path:
        """Draw pictures of random shapes into a folder, by their numbers; return it."""
        folder = self.root / "pictures" / name
        folder.mkdir(parents=True, exist_ok=True)
        for number in range(count):
            draw_one(
                folder / f"{number:05}.jpg", SHAPES[number % 3], random.Random(f"{name} {seed} {number}")
            )
        return folder

    def add_collection(self, name: str, pictures: Path, data: Path | None = None, least: int = 1) -> Path:
        """Write the file of a collection of a folder of pictures; return its path."""
        file = (data or self.data) / "collections" / f"{name}.toml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(COLLECTION.format(name=name, pictures=pictures, least=least))
        return file


def draw_one(path: Path, shape: str, dice: random.Random) -> None:
    image = Image.new("RGB", (64, 64), tuple(dice.randrange(256) for _ in range(3)))
    box = [dice.randrange(4, 28), dice.randrange(4, 28), dice.randrange(36, 60), dice.randrange(36, 60)]
    colour = tuple(dice.randrange(256) for _ in range(3))
    getattr(ImageDraw.Draw(image), shape)(box, fill=colour, width=4)
    image.save(path)


def await_(condition: Callable[[], Any], what: str) -> Any:
    """Wait until something holds, and return it."""
    deadline = time.monotonic() + PATIENCE
    while not (value := condition()):
        if time.monotonic() > deadline:
            raise SystemExit(f"NOT SEEN within {PATIENCE} s: {what}")
        time.sleep(0.5)
    return value


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def claim(holds: bool, what: str) -> None:
    if not holds:
        raise SystemExit(f"DOES NOT HOLD: {what}")
    say(f"holds: {what}")


def say(text: str) -> None:
    print(f"- {text}", flush=True)


@contextmanager
def ended_at_last() -> Iterator[list[subprocess.Popen[bytes]]]:
    """Give a list for processes, whose groups are killed at the end."""
    processes: list[subprocess.Popen[bytes]] = []
    try:
        yield processes
    finally:
        for process in processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
