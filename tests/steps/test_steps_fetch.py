"""A harvest among faults: every work ends with the right outcome, and the server has nothing to complain of."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from fault_museum import LARGE, RETRY_AFTER, FaultMuseum, Visit, picture
from runs import tables

WORKS = 400
RATE = 100  # requests a second
CONCURRENCY = 4
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


def collection(folder: Path, base: str, more: str = "") -> Path:
    path = folder / "museum.toml"
    path.write_text(f"""
title = "A museum with faults"
[source]
kind = "csv"
url = "{base}/list.csv"
columns = {{ id = "id", title = "title", rights = "rights", image = "image" }}
[limits]
max_image_bytes = {LARGE - 100_000}
[web]
allow_private_addresses = true
requests_per_second = {RATE}
concurrency = {CONCURRENCY}
backoff = 0.02
retries = 6
{more}
""")
    return path


def fetch(path: Path, data: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", FETCH, str(path), str(data)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=240)


def outcomes(data: Path) -> dict[str, str]:
    with duckdb.connect(str(data / "artmeta.duckdb"), read_only=True) as store:
        return dict(store.execute("SELECT artwork_id, outcome FROM images").fetchall())


@pytest.fixture(scope="module")
def harvested(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[FaultMuseum, Path]]:
    museum, data = FaultMuseum(WORKS), tmp_path_factory.mktemp("harvest")
    with museum.open() as base:
        ran = fetch(collection(data, base), data)
        assert ran.returncode == 0, ran.stderr
        yield museum, data


def test_every_work_ends_with_the_right_outcome(harvested: tuple[FaultMuseum, Path]) -> None:
    museum, data = harvested
    expected = {f"work-{number}": museum.outcome(number) for number in range(WORKS)}
    assert outcomes(data) == expected
    failed = [visit for visit in museum.log if visit.fault]
    assert len(failed) > 0.12 * len(museum.log), "a fifth of the first requests went wrong"
    assert len({visit.fault for visit in failed}) == 7


def test_files_are_whole_and_named_by_their_content(harvested: tuple[FaultMuseum, Path]) -> None:
    museum, data = harvested
    good = {picture(number) for number in range(WORKS) if museum.outcome(number) == "ok"}
    assert {path.read_bytes() for path in (data / "images").rglob("*.jpg")} == good
    begun = [path for path in (data / "images" / ".begun").iterdir() if path.suffix == ".part"]
    assert begun == [] or all(path.stat().st_size for path in begun)


def test_each_failure_is_an_issue_with_a_reason(harvested: tuple[FaultMuseum, Path]) -> None:
    museum, data = harvested
    with duckdb.connect(str(data / "artmeta.duckdb"), read_only=True) as store:
        told = store.execute("SELECT artwork_id, kind, message FROM issues WHERE step = 'fetch'").fetchall()
        reasons = store.execute("SELECT outcome, reason FROM images WHERE outcome <> 'ok'").fetchall()
    assert Counter(kind for _, kind, _ in told) == Counter(
        museum.outcome(n) for n in range(WORKS) if museum.trouble(n) not in ("", "in_copyright")
    )
    assert all(len(message) > 20 for _, _, message in told)
    assert all(len(reason) > 20 for _, reason in reasons)


def test_the_servers_log_has_nothing_to_complain_of(harvested: tuple[FaultMuseum, Path]) -> None:
    museum, _ = harvested
    times = sorted(visit.at for visit in museum.log)
    assert not [visit for visit in museum.log if visit.path.startswith("/private/")]
    unasked = {museum.path(n) for n in range(WORKS) if museum.trouble(n) == "in_copyright"}
    assert not [visit for visit in museum.log if visit.path in unasked]
    for first, last in zip(times, times[2 * RATE + CONCURRENCY :], strict=False):
        assert last - first > 1.8, "more requests in two seconds than allowed"
    for moment in (visit.at for visit in museum.log if visit.status == 429):
        early = [at for at in times if moment + 0.5 < at < moment + RETRY_AFTER - 0.02]
        assert early == [], "Retry-After was not kept"  # 0.5 s for what was on its way already


def test_a_second_run_asks_for_nothing_but_the_list_and_what_was_refused(
    harvested: tuple[FaultMuseum, Path],
) -> None:
    museum, data = harvested
    before = len(museum.log)
    base_free = next(path for path in data.glob("*.toml"))
    assert fetch(base_free, data).returncode == 0
    refused = {museum.path(number) for number in range(WORKS) if museum.trouble(number) == "noai"}
    first, second, *others = [visit.path for visit in museum.log[before:]]
    assert [first, second] == ["/robots.txt", "/list.csv"]
    assert set(others) == refused


def sent_twice(log: list[Visit], sizes: dict[str, int]) -> int:
    """How many files had more bytes sent than they hold."""
    sent: dict[str, int] = defaultdict(int)
    for visit in log:
        if visit.path in sizes:
            sent[visit.path] += visit.sent
    return sum(sent[path] > size for path, size in sizes.items())


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_ten_kills_change_nothing_and_cost_only_the_open_files(tmp_path: Path) -> None:
    kills, dice = 10, random.Random(5)
    whole, killed = FaultMuseum(WORKS), FaultMuseum(WORKS)
    with whole.open() as base:
        (tmp_path / "whole").mkdir()
        assert fetch(collection(tmp_path / "whole", base), tmp_path / "whole").returncode == 0
    data = tmp_path / "killed"
    data.mkdir()
    done = 0
    with killed.open() as base:
        path = collection(data, base)
        for _ in range(kills):
            process = subprocess.Popen(
                [sys.executable, "-c", FETCH, str(path), str(data)], stderr=subprocess.DEVNULL
            )
            visits = len(killed.log) + dice.randrange(2, WORKS // kills)
            while process.poll() is None and len(killed.log) < visits:
                time.sleep(0.01)
            done += process.poll() is None
            process.send_signal(signal.SIGKILL)
            process.wait()
        last = fetch(path, data)
        assert last.returncode == 0, last.stderr
    assert done == kills, "a run ended before it was killed"
    assert outcomes(data) == outcomes(tmp_path / "whole")
    apart = (
        "url",
        "config_text",
        "config_digest",
        "record_digest",
        "message",
        "reason",
    )  # they hold the port
    here, there = tables(data, apart), tables(tmp_path / "whole", apart)
    assert [name for name in there if here[name] != there[name]] == []
    files = {p.name for p in (data / "images").rglob("*.jpg")}
    assert files == {p.name for p in (tmp_path / "whole" / "images").rglob("*.jpg")}
    sizes = {killed.path(n): len(picture(n)) for n in range(WORKS) if killed.outcome(n) == "ok"}
    assert sent_twice(killed.log, sizes) <= kills * CONCURRENCY
    assert sent_twice(whole.log, sizes) == 0


def test_the_budget_ends_a_run_well_and_the_next_one_goes_on(tmp_path: Path) -> None:
    museum = FaultMuseum(60, share=0)
    with museum.open() as base:
        path = collection(tmp_path, base, "[web.budget]\nmax_bytes = 60000")
        first = fetch(path, tmp_path)
        assert first.returncode == 0, first.stderr
        some = Counter(outcomes(tmp_path).values())
        assert some["pending"] > 5 and some["ok"] > 5
        with duckdb.connect(str(tmp_path / "artmeta.duckdb"), read_only=True) as store:
            assert store.execute("SELECT count(*) FROM issues WHERE kind = 'budget_spent'").fetchall() == [
                (1,)
            ]
        for _ in range(6):
            assert fetch(path, tmp_path).returncode == 0
        assert outcomes(tmp_path) == {f"work-{n}": museum.outcome(n) for n in range(60)}
