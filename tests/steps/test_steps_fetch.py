"""A harvest among faults: every work ends with the right outcome, and the server has nothing to complain of."""

from __future__ import annotations

import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import duckdb
import pytest
from runs import FORKS, copy_of, tables

from artmeta.sample.defects import FaultPlan
from artmeta.sample.museum import Museum
from artmeta.sample.server import LogEntry, read_log, serve
from artmeta.settings import Settings
from artmeta.steps.context import CollectionFile, begin, finish, open_run
from artmeta.steps.fetch import fetch as run_fetch

WORKS = 400
RATE = 200  # requests a second
CONCURRENCY = 4
TRANSIENT = {
    "busy": 0.035,
    "too_many": 0.02,
    "drip": 0.03,
    "truncate": 0.035,
    "wrong_length": 0.03,
    "reset": 0.03,
    "empty": 0.03,
}
PERMANENT = dict.fromkeys(("gone", "html", "loop", "closed", "large", "noai"), 0.025)


def fetch_all(path: Path, data: Path) -> None:
    settings = Settings(data_dir=data)
    with open_run(begin(CollectionFile.load(path), settings), settings) as context:
        run_fetch(context)
        finish(context)


@cache
def museum(works: int) -> Museum:
    """Return a museum whose pictures are drawn once for all tests that visit it."""
    return Museum(works=works, blended=True)


@dataclass
class Visited:
    """A museum with faults, its plan, and the log of its server."""

    folder: Path
    plan: FaultPlan = field(default_factory=lambda: FaultPlan({**TRANSIENT, **PERMANENT}))
    works: int = WORKS

    def __post_init__(self) -> None:
        self.museum = museum(self.works)
        self.folder.mkdir(exist_ok=True)

    @contextmanager
    def open(self) -> Iterator[str]:
        with serve(self.museum, port=0, plan=self.plan, log=self.folder / "requests.jsonl") as base:
            yield base

    def log(self) -> list[LogEntry]:
        path = self.folder / "requests.jsonl"
        return sorted(read_log(path), key=lambda one: one.at) if path.exists() else []

    def visits(self) -> int:
        path = self.folder / "requests.jsonl"
        return path.read_bytes().count(b"\n") if path.exists() else 0

    def expected(self) -> dict[str, str]:
        return {record.id: self.plan.outcome(record.number) for record in self.museum.records()}

    def path(self, number: int) -> str:
        return f"/{'private' if self.plan.permanent(number) == 'closed' else 'images'}/w{number:04d}.jpg"

    def numbers(self, outcome: str) -> list[int]:
        return [number for number in range(1, self.works + 1) if self.plan.outcome(number) == outcome]

    def in_copyright(self) -> list[int]:
        return [one.number for one in self.museum.records() if "In copyright" in one.rights]


def collection(folder: Path, base: str, more: str = "") -> Path:
    path = folder / "museum.toml"
    path.write_text(f"""
title = "A museum with faults"
[source]
kind = "csv"
url = "{base}/collection.csv"
columns = {{ id = "id", title = "title", rights = "rights", image = "image" }}
[limits]
max_image_bytes = 200_000
[web]
allow_private_addresses = true
requests_per_second = {RATE}
concurrency = {CONCURRENCY}
backoff = 0.02
retries = 6
{more}
""")
    return path


def started(path: Path, data: Path) -> ForkServerProcess:
    process = FORKS.Process(target=fetch_all, args=(path, data), daemon=True)
    process.start()
    return process


def fetch(path: Path, data: Path) -> int | None:
    process = started(path, data)
    process.join()
    return process.exitcode


def outcomes(data: Path) -> dict[str, str]:
    with duckdb.connect(str(data / "artmeta.duckdb"), read_only=True) as store:
        return dict(store.execute("SELECT artwork_id, outcome FROM images").fetchall())


def after_first_run(data: Path) -> Path:
    """Return where the copy of the harvest's data folder and log lies, as they were after its first run."""
    return data.with_name(f"{data.name}-first")


@pytest.fixture(scope="module")
def harvested(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Visited, Path]]:
    data = tmp_path_factory.mktemp("harvest")
    visited = Visited(data / "museum")
    with visited.open() as base:
        ran = fetch(collection(data, base), data)
        assert ran == 0
        copy_of(data, after_first_run(data))
        yield visited, data


def test_every_work_ends_with_the_right_outcome(harvested: tuple[Visited, Path]) -> None:
    visited, data = harvested
    assert outcomes(data) == visited.expected()
    assert set(visited.expected().values()) == {"ok", "gone", "busy", "refused", "too_large"}
    log = visited.log()
    failed = [one for one in log if one.fault]
    assert len(failed) > 0.12 * len(log), "a fifth of the first requests went wrong"
    assert {one.fault for one in failed} == set(TRANSIENT)


def test_files_are_whole_and_named_by_their_content(harvested: tuple[Visited, Path]) -> None:
    visited, data = harvested
    good = {visited.museum.file(number).body for number in visited.numbers("ok")}
    assert {path.read_bytes() for path in (data / "images").rglob("*.jpg")} == good
    begun = [path for path in (data / "images" / ".begun").iterdir() if path.suffix == ".part"]
    assert begun == [] or all(path.stat().st_size for path in begun)


def test_each_failure_is_an_issue_with_a_reason(harvested: tuple[Visited, Path]) -> None:
    visited, data = harvested
    with duckdb.connect(str(data / "artmeta.duckdb"), read_only=True) as store:
        issues = store.execute("SELECT artwork_id, kind, message FROM issues WHERE step = 'fetch'").fetchall()
        reasons = store.execute("SELECT outcome, reason FROM images WHERE outcome <> 'ok'").fetchall()
    troubled = set(range(1, WORKS + 1)) - set(visited.numbers("ok")) - set(visited.in_copyright())
    assert Counter(kind for _, kind, _ in issues) == Counter(
        visited.plan.outcome(number) for number in troubled
    )
    assert all(len(message) > 20 for _, _, message in issues)
    assert all(len(reason) > 20 for _, reason in reasons)


def test_the_servers_log_has_nothing_to_complain_of(harvested: tuple[Visited, Path]) -> None:
    visited, _ = harvested
    log = visited.log()
    times = [one.at for one in log]
    assert not [one for one in log if one.path.startswith("/private/")]
    unasked = {visited.path(number) for number in visited.in_copyright()}
    assert unasked and not [one for one in log if one.path in unasked]
    for first, last in zip(times, times[2 * RATE + CONCURRENCY :], strict=False):
        assert last - first > 1.8, "more requests in two seconds than allowed"
    refused = [one for one in log if one.retry_after]
    assert refused
    for one in refused:
        early = [at for at in times if one.at + 0.5 < at < one.at + one.retry_after - 0.02]
        assert early == [], "Retry-After was not kept"  # 0.5 s for what was on its way already


def test_a_second_run_asks_for_nothing_but_the_list_and_what_may_pass(
    harvested: tuple[Visited, Path],
) -> None:
    visited, data = harvested
    before = len(visited.log())
    assert fetch(next(data.glob("*.toml")), data) == 0
    passing = {
        visited.path(number)
        for number in range(1, WORKS + 1)
        if visited.plan.outcome(number) == "busy" or visited.plan.permanent(number) == "noai"
    }
    first, *others = [one.path for one in visited.log()[before:]]
    assert first == "/robots.txt" and others[0] == "/collection.csv"
    paths = {path.removesuffix("?again") for path in others}  # a loop leads over a second address
    assert paths == {"/collection.csv"} | passing - {
        visited.path(number) for number in visited.in_copyright()
    }


def sent_twice(log: list[LogEntry], sizes: dict[str, int]) -> int:
    """How many files had more bytes sent than they hold."""
    sent: dict[str, int] = defaultdict(int)
    for visit in log:
        if (
            visit.path in sizes and visit.status in (200, 206) and visit.fault != "reset"
        ):  # a reset drops what is sent
            sent[visit.path] += visit.sent
    return sum(sent[path] > size for path, size in sizes.items())


@pytest.mark.slow
def test_ten_kills_change_nothing_and_cost_only_the_open_files(
    harvested: tuple[Visited, Path], tmp_path: Path
) -> None:
    kills, dice = 10, random.Random(5)
    whole, killed = after_first_run(harvested[1]), Visited(tmp_path / "killed museum")
    data = tmp_path / "killed"
    data.mkdir()
    done = 0
    with killed.open() as base:
        path = collection(data, base)
        for _ in range(kills):
            process = started(path, data)
            visits = killed.visits() + dice.randrange(2, WORKS // kills)
            while process.is_alive() and killed.visits() < visits:
                time.sleep(0.01)
            done += process.is_alive()
            process.kill()
            process.join()
        last = fetch(path, data)
        assert last == 0
    assert done == kills, "a run ended before it was killed"
    assert outcomes(data) == outcomes(whole)
    apart = (
        "url",
        "config_text",
        "config_digest",
        "record_digest",
        "message",
        "reason",
    )  # they hold the port
    here, there = tables(data, apart), tables(whole, apart)
    assert [name for name in there if here[name] != there[name]] == []
    files = {p.name for p in (data / "images").rglob("*.jpg")}
    assert files == {p.name for p in (whole / "images").rglob("*.jpg")}
    sizes = {killed.path(number): len(killed.museum.file(number).body) for number in killed.numbers("ok")}
    assert sent_twice(killed.log(), sizes) <= kills * CONCURRENCY
    assert sent_twice(read_log(whole / "museum" / "requests.jsonl"), sizes) == 0


def test_the_budget_ends_a_run_well_and_the_next_one_goes_on(tmp_path: Path) -> None:
    visited = Visited(tmp_path / "museum", FaultPlan(PERMANENT), works=60)
    with visited.open() as base:
        path = collection(tmp_path, base, "[web.budget]\nmax_bytes = 60000")
        first = fetch(path, tmp_path)
        assert first == 0
        some = Counter(outcomes(tmp_path).values())
        assert some["pending"] > 5 and some["ok"] > 5
        with duckdb.connect(str(tmp_path / "artmeta.duckdb"), read_only=True) as store:
            assert store.execute("SELECT count(*) FROM issues WHERE kind = 'budget_spent'").fetchall() == [
                (1,)
            ]
        for _ in range(6):
            assert fetch(path, tmp_path) == 0
        assert outcomes(tmp_path) == visited.expected()
