"""Does a harvest of 5,000 works survive a museum that fails one request in five, and ten kills, and stay polite?

Run: `python -m bench.faults [--works 5000] [--kills 10] [--rate 150]`; prints what was found and stops at the first
broken promise. The sample museum misbehaves by plan and writes a log of its own; a first harvest runs undisturbed, a
second is killed at random moments and taken up again each time. Both must end with the outcome that the plan allows
for every work, in equal tables and files; the logs must show the rate kept, Retry-After kept, no forbidden request, and
no byte of a finished file sent twice.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from artmeta.sample.defects import FaultPlan
from artmeta.sample.museum import Museum
from artmeta.sample.server import LogEntry, read_log, serve

FAULTS = (
    "busy=0.05,too_many=0.01,outage=0.002,drip=0.02,truncate=0.05,wrong_length=0.04,reset=0.04,"
    "gone=0.02,html=0.02,loop=0.01,moved=0.03,forbidden=0.02,closed=0.02"
)
CONCURRENCY = 8
FETCH = """
import sys; from pathlib import Path
from artmeta.settings import Settings
from artmeta.steps.context import CollectionFile, begin, finish, open_run
from artmeta.steps.fetch import fetch
settings = Settings(data_dir=Path(sys.argv[2]))
with open_run(begin(CollectionFile.load(Path(sys.argv[1])), settings), settings) as context:
    fetch(context)
    finish(context)
"""


@dataclass(frozen=True)
class Harvest:
    """A data folder, the collection that fills it, and the server's log."""

    folder: Path
    collection: Path
    log: Path

    @property
    def command(self) -> list[str]:
        """The fetch step as a process of its own."""
        return [sys.executable, "-c", FETCH, str(self.collection), str(self.folder / "data")]

    def requests(self) -> list[LogEntry]:
        """What the server saw, in the order in which it came."""
        return sorted(read_log(self.log), key=lambda one: one.at)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--works", type=int, default=5000)
    arguments.add_argument("--kills", type=int, default=10)
    arguments.add_argument("--rate", type=float, default=150)
    given = arguments.parse_args()
    museum, plan = Museum(1, given.works, small=True, blended=True), FaultPlan.read(FAULTS)
    with tempfile.TemporaryDirectory() as folder:
        with opened(museum, plan, Path(folder) / "whole", given.rate) as whole:
            started = time.monotonic()
            subprocess.run(whole.command, check=True, capture_output=True)
            print(f"undisturbed: {time.monotonic() - started:.0f} s, {fault_summary(whole.requests())}")
        check(whole, museum, plan, given.rate, kills=0)
        with opened(museum, plan, Path(folder) / "killed", given.rate) as killed:
            kill(killed, given.works, given.kills)
            subprocess.run(killed.command, check=True, capture_output=True)
            print(f"killed {given.kills} times: {fault_summary(killed.requests())}")
        check(killed, museum, plan, given.rate, given.kills)
        assert outcomes(whole) == outcomes(killed) and files(whole) == files(killed)
        print("both ended alike")


@contextmanager
def opened(museum: Museum, plan: FaultPlan, folder: Path, rate: float) -> Iterator[Harvest]:
    """Open the museum, and write the collection file that visits it."""
    folder.mkdir()
    harvest = Harvest(folder, folder / "faulty.toml", folder / "log.jsonl")
    with serve(museum, port=0, plan=plan, log=harvest.log) as base:
        harvest.collection.write_text(f"""
title = "A museum with faults"
[source]
kind = "csv"
url = "{base}/collection.csv"
columns = {{ id = "id", title = "title", rights = "rights", image = "image" }}
[web]
allow_private_addresses = true
requests_per_second = {rate}
concurrency = {CONCURRENCY}
backoff = 0.1
retries = 6
breaker_seconds = 1  # an outage, which lasts 0.4 s, opens the circuit each time
""")
        yield harvest


def kill(harvest: Harvest, works: int, kills: int) -> None:
    """Kill the harvest as the kernel does, each time after it has asked for some more pictures."""
    dice = random.Random(7)
    for _ in range(kills):
        process = subprocess.Popen(harvest.command, stderr=subprocess.DEVNULL)
        before = lines(harvest.log) + dice.randrange(5, max(6, works // kills))
        while process.poll() is None and lines(harvest.log) < before:
            time.sleep(0.02)
        assert process.poll() is None, "the run ended before it was killed"
        os.kill(process.pid, signal.SIGKILL)
        process.wait()


def lines(path: Path) -> int:
    return path.read_bytes().count(b"\n") if path.exists() else 0


def check(harvest: Harvest, museum: Museum, plan: FaultPlan, rate: float, kills: int) -> None:
    """Hold a harvest to its promises."""
    requests, counts = harvest.requests(), outcomes(harvest)
    expected = {record.id: plan.outcome(record.number) for record in museum.records()}
    wrong = {work: (counts.get(work), want) for work, want in expected.items() if counts.get(work) != want}
    assert not wrong, f"{len(wrong)} works ended wrongly, such as {list(wrong.items())[:3]}"
    assert len(counts) == museum.works
    print(f"  every one of {museum.works:,} works ended rightly: {dict(Counter(counts.values()))}")
    assert not [one for one in requests if one.path.startswith("/private/")], "a forbidden path was asked for"
    busiest = max(_in_a_second(requests))
    assert busiest <= rate + CONCURRENCY, f"{busiest} requests in one second"
    print(f"  no forbidden request; at most {busiest} requests in any second, {rate:g} allowed")
    moments = [one.at for one in requests if one.retry_after]
    early = [one for at in moments for one in requests if at + 0.5 < one.at < at + 0.95]
    assert not early, f"{len(early)} requests came within Retry-After"
    print(f"  Retry-After kept {len(moments)} times")
    twice = sent_twice(requests, harvest)
    assert len(twice) <= kills * CONCURRENCY, f"{len(twice)} files were sent twice: {twice[:3]}"
    print(
        f"  {len(twice)} files had bytes sent twice, {kills * CONCURRENCY} were open at most when it was killed"
    )


def _in_a_second(requests: list[LogEntry]) -> Iterator[int]:
    first = 0
    for last, one in enumerate(requests):
        while one.at - requests[first].at >= 1:
            first += 1
        yield last - first + 1


def sent_twice(requests: list[LogEntry], harvest: Harvest) -> list[str]:
    """Find the pictures of which more was sent than they hold; what a reset tore down on its way does not count."""
    sizes: dict[str, int] = {}
    with duckdb.connect(str(harvest.folder / "data" / "artmeta.duckdb"), read_only=True) as store:
        for url, size in store.execute("SELECT url, bytes FROM images WHERE outcome = 'ok'").fetchall():
            sizes["/" + url.split("/", 3)[3]] = size
    sent: dict[str, int] = defaultdict(int)
    for one in requests:
        if one.path in sizes and one.status in (200, 206) and one.fault != "reset":
            sent[one.path] += one.sent
    return [path for path, size in sizes.items() if sent[path] > size]


def outcomes(harvest: Harvest) -> dict[str, str]:
    with duckdb.connect(str(harvest.folder / "data" / "artmeta.duckdb"), read_only=True) as store:
        return dict(store.execute("SELECT artwork_id, outcome FROM images").fetchall())


def files(harvest: Harvest) -> set[str]:
    return {path.name for path in (harvest.folder / "data" / "images").rglob("*.jpg")}


def fault_summary(requests: list[LogEntry]) -> str:
    faults = Counter(one.fault for one in requests if one.fault)
    return f"{len(requests):,} requests, {sum(faults.values()) / len(requests):.0%} failed: {dict(faults)}"


if __name__ == "__main__":
    main()
