"""What does a command cost that has almost nothing to do: one new picture in a collection that was enriched before?

Run: `python -m bench.start FOLDER [--works 40] [--rounds 5] [--before COMMIT] [--only classify report]` with a folder
of topic folders. A model is trained on the folder, and a list of works with years and some of its pictures is enriched.
Then every round runs each command as a user does; before those that look at pictures, one new work is added.
With --before, a commit of artmeta is checked out, has a model and a database of its own, and takes turns.

CPU seconds are those of the process and all processes it waited for, from its start to its end. Prints Markdown.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from bench.throughput import checked_out

COMMANDS = {
    "classify": ["classify", "{pictures}", "--model", "bench", "--csv", "{home}/topics.csv"],
    "enrich --no-prefect": ["enrich", "bench-start", "--no-prefect"],
    "enrich": ["enrich", "bench-start"],
    "report": ["report", "bench-start"],
    "export": ["export", "bench-start", "--to", "csv"],
    "trends": ["trends", "bench-start"],
    "status": ["status"],
    "help": ["--help"],
}
ADDS_WORK = ("classify", "enrich")
FIRST_YEAR, YEARS = 1700, 200
Measured = tuple[float, float]  # CPU seconds, wall seconds


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--works", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--before", help="a commit to compare with")
    parser.add_argument("--only", choices=sorted(COMMANDS), nargs="+", default=list(COMMANDS))
    given = parser.parse_args()
    measured: dict[tuple[str, str], list[Measured]] = {}
    with tempfile.TemporaryDirectory() as place, checked_out(given.before, Path(place) / "code"):
        codes = {"now": Path.cwd()} | ({given.before: Path(place) / "code"} if given.before else {})
        versions = {name: Version(code, Path(place) / f"home-{name}") for name, code in codes.items()}
        for version in versions.values():
            version.prepare(given.folder.resolve(), given.works)
        for _ in range(given.rounds):
            for command in given.only:
                for name, version in versions.items():
                    measured.setdefault((command, name), []).append(version.measure(command))
    show(measured, given.rounds)


class Version:
    """A version of artmeta with its data in a folder of its own."""

    def __init__(self, code: Path, home: Path) -> None:
        self.home, self.pictures = home, home / "pictures"
        places = {"ARTMETA_DATA_DIR": f"{home}/data", "ARTMETA_REPORTS_DIR": f"{home}/reports"}
        self.env = {**os.environ, "PYTHONPATH": str(code)} | places
        self.env.pop("PYTHONDONTWRITEBYTECODE", None)  # a user's modules are compiled once

    def prepare(self, folder: Path, works: int) -> None:
        """Train the model, and enrich so many works."""
        self.pictures.mkdir(parents=True)
        originals = sorted(folder.rglob("*.jpg"))
        (self.home / "works.csv").write_text("id,title,year,image\n")
        for number in range(works):
            self._add(originals[number * len(originals) // works])
        self._run("train", str(folder), "--model", "bench", "--head", "logistic")
        self._run("init", "bench-start", "--place", str(self.home / "works.csv"), "--model", "bench")
        for command in ("enrich --no-prefect", "classify"):
            self.measure(command)

    def measure(self, command: str) -> Measured:
        """Run a command, which finds a new work if it looks at pictures."""
        if command.startswith(ADDS_WORK):
            self._add(self.pictures / "0.jpg")
        return self._run(*(word.format(pictures=self.pictures, home=self.home) for word in COMMANDS[command]))

    def _add(self, picture: Path) -> None:
        number = len(list(self.pictures.iterdir()))
        copy = shutil.copyfile(picture, self.pictures / f"{number}.jpg")
        with copy.open("ab") as file:  # bytes after a JPEG's end change its sha256 and nothing else
            file.write(number.to_bytes(4, "big"))
        with (self.home / "works.csv").open("a") as file:
            file.write(f"{number},Work {number},{FIRST_YEAR + 37 * number % YEARS},{copy}\n")

    def _run(self, *words: str) -> Measured:
        started, before = time.perf_counter(), os.times()
        command = [sys.executable, "-c", "from flows.start import main; main()", *words]
        ran = subprocess.run(
            command, check=False, cwd=self.home, env=self.env, capture_output=True, text=True
        )
        if ran.returncode:
            sys.exit(f"artmeta {' '.join(words)}: {ran.stderr}")
        after = os.times()
        cpu = after.children_user + after.children_system - before.children_user - before.children_system
        return cpu, time.perf_counter() - started


def show(measured: dict[tuple[str, str], list[Measured]], rounds: int) -> None:
    print(f"{rounds} rounds, {os.cpu_count()} cores\n")
    print("| command | artmeta | CPU s, median (least to most) | wall s, median |\n|---|---|---:|---:|")
    for (command, name), results in measured.items():
        cpu, wall = [one for one, _ in results], median(one for _, one in results)
        print(f"| {command} | {name} | {median(cpu):.2f} ({min(cpu):.2f} to {max(cpu):.2f}) | {wall:.1f} |")


if __name__ == "__main__":
    main()
