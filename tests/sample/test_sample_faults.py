"""What goes wrong goes wrong as planned: the same faults for everybody, at the stated rates, and never for ever."""

from __future__ import annotations

import http.client
import socket
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from email.utils import parsedate_to_datetime
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
import requests
from runs import PATIENCE

from artmeta.domain.artwork import ImageAsset
from artmeta.errors import ConfigError, ExportError, ImageError
from artmeta.imaging.download import fetch_image
from artmeta.sample import defects
from artmeta.sample.defects import MAX_FAILURES, PERMANENT, TRANSIENT, FaultPlan, FaultSchedule
from artmeta.sample.museum import Museum
from artmeta.sample.records import IN_COPYRIGHT
from artmeta.sample.server import read_log, serve
from artmeta.web import Web


def always(fault: str) -> FaultPlan:
    return FaultPlan({fault: 1.0})


def test_a_plan_is_read_from_the_command_line():
    plan = FaultPlan.read("busy=0.05, truncate=0.03,,gone=1e-2", seed=4)
    assert plan == FaultPlan({"busy": 0.05, "truncate": 0.03, "gone": 0.01}, 4)
    assert FaultPlan.read("") == FaultPlan()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("bussy=0.1", "no fault called 'bussy'. Did you mean 'busy'"),
        ("busy", "'busy' is no fault with its rate"),
        ("busy=often", "'busy=often' is no fault"),
        ("busy=1.5", "rate of 'busy' is 1.5"),
        ("busy=-1", "between 0 and 1"),
        ("busy=0.6,reset=0.6", "add up to more than 1"),
        ("busy=nan", "rate of 'busy' is nan"),
    ],
)
def test_a_plan_that_cannot_be_followed_is_told_in_a_sentence(text: str, sentence: str):
    with pytest.raises(ConfigError) as raised:
        FaultPlan.read(text)
    assert sentence in str(raised.value)


def test_faults_come_at_their_rates_and_always_the_same():
    plan = FaultPlan({name: 0.02 * (place + 1) for place, name in enumerate(TRANSIENT)})
    drawn = [plan.transient(f"/images/w{n}.jpg", 0) for n in range(20_000)]
    for place, name in enumerate(TRANSIENT):
        assert drawn.count(name) / 20_000 == pytest.approx(0.02 * (place + 1), abs=0.006)
    assert drawn[:50] == [FaultPlan(plan.rates).transient(f"/images/w{n}.jpg", 0) for n in range(50)]
    assert drawn != [FaultPlan(plan.rates, seed=2).transient(f"/images/w{n}.jpg", 0) for n in range(20_000)]


def test_lasting_trouble_lasts():
    plan = FaultPlan(dict.fromkeys(PERMANENT, 0.05))
    drawn = Counter(plan.permanent(number) for number in range(5000))
    assert set(drawn) == {"", *PERMANENT}
    assert all(drawn[name] / 5000 == pytest.approx(0.05, abs=0.015) for name in PERMANENT)


def test_patience_is_rewarded():
    fortune = FaultSchedule(FaultPlan({"busy": 0.5, "reset": 0.5}))
    for address in map(str, range(50)):
        drawn = [bool(fortune.next_fault(address)) for _ in range(9)]
        assert drawn == ([True] * MAX_FAILURES + [False]) * 3


def test_a_busy_address_is_busy_at_the_next_attempt_too():
    plan = FaultPlan({"busy": 0.3})
    fortune = FaultSchedule(plan)
    struck = [address for address in map(str, range(200)) if fortune.next_fault(address) == "busy"]
    assert len(struck) > 30
    assert {fortune.next_fault(address) for address in struck} == {"busy"}
    assert {fortune.next_fault(address) for address in struck} == {""}


def first(
    plan: FaultPlan, path: str = "/images/w0001.jpg", museum: Museum | None = None, **requested: str
) -> requests.Response:
    with serve(museum or Museum(works=3, blended=True), port=0, plan=plan) as base:
        return requests.get(base + path, headers=requested, timeout=PATIENCE, allow_redirects=False)


def test_busy_and_too_many():
    assert first(always("busy")).status_code == 503
    forms = set()
    for seed in range(12):
        before = time.time()
        answer = first(FaultPlan({"too_many": 1.0}, seed))
        assert answer.status_code == 429
        after = answer.headers["Retry-After"]
        forms.add(after.isdecimal())
        if after.isdecimal():
            assert 0 <= int(after) <= 1
        else:
            assert before - 1 <= parsedate_to_datetime(after).timestamp() <= time.time() + 1
    assert forms == {True, False}


def test_an_outage_darkens_every_address_for_a_while(monkeypatch: pytest.MonkeyPatch):
    now = [0.0]
    monkeypatch.setattr(defects, "time", SimpleNamespace(monotonic=lambda: now[0]))
    seed = next(
        s for s in range(500) if FaultPlan({"outage": 0.01}, s).transient("/images/w0001.jpg", 0) == "outage"
    )
    with serve(Museum(works=3, blended=True), port=0, plan=FaultPlan({"outage": 0.01}, seed)) as base:
        assert requests.get(f"{base}/images/w0001.jpg", timeout=PATIENCE).status_code == 503
        assert requests.get(f"{base}/collection.csv", timeout=PATIENCE).status_code == 503
        assert requests.get(f"{base}/robots.txt", timeout=PATIENCE).status_code == 200
        now[0] = defects.OUTAGE_SECONDS
        assert requests.get(f"{base}/collection.csv", timeout=PATIENCE).status_code == 200


def test_a_drip_is_slow_but_whole():
    museum = Museum(works=3, blended=True)
    start = time.monotonic()
    assert first(always("drip"), museum=museum).content == museum.file(1).body
    assert time.monotonic() - start > 0.4


@pytest.mark.parametrize("fault", ["truncate", "wrong_length", "reset", "empty"])
def test_torn_answers_are_errors_for_a_plain_client(fault: str):
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        first(always(fault))


def test_a_reset_is_a_reset():
    with serve(Museum(works=3, blended=True), port=0, plan=always("reset")) as base:
        parts = urlsplit(base)
        for path in ("/images/w0001.jpg", "/images/w0002.jpg", "/images/w0003.jpg"):
            with socket.create_connection((parts.hostname, parts.port), timeout=PATIENCE) as line:
                line.sendall(f"GET {path} HTTP/1.1\r\nHost: here\r\n\r\n".encode())
                with pytest.raises(ConnectionResetError):
                    while line.recv(1000):
                        pass


def test_a_truncated_body_can_be_taken_up_where_it_broke_off():
    museum = Museum(works=3, blended=True)
    with serve(museum, port=0, plan=FaultPlan({"truncate": 1.0})) as base:
        parts = urlsplit(base)
        got = b""
        for _ in range(MAX_FAILURES + 1):
            line = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE)
            line.request("GET", "/images/w0001.jpg", headers={"Range": f"bytes={len(got)}-"} if got else {})
            answer = line.getresponse()
            assert answer.status == (206 if got else 200)
            try:
                got += answer.read()
            except http.client.IncompleteRead as torn:
                got += torn.partial
    assert got == museum.file(1).body


def test_lasting_trouble_of_pictures():
    assert first(always("gone")).status_code == 404
    assert first(always("forbidden")).status_code == 403
    page = first(always("html"))
    assert (page.status_code, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    there, back = first(always("loop")), first(always("loop"), "/images/w0001.jpg?again")
    assert (there.status_code, there.headers["Location"]) == (302, "/images/w0001.jpg?again")
    assert back.headers["Location"] == "/images/w0001.jpg"
    assert first(always("moved")).headers["Location"] == "/moved/w0001.jpg"
    large = first(always("large"))
    assert (large.headers["Content-Type"], len(large.content)) == ("image/jpeg", 300_003)
    museum = Museum(works=3, blended=True)
    kept_back = first(always("noai"), museum=museum)
    assert (kept_back.headers["X-Robots-Tag"], kept_back.content) == ("noai", museum.file(1).body)
    assert first(always("moved"), "/moved/w0001.jpg", museum).content == museum.file(1).body


def test_closed_pictures_lie_where_robots_txt_forbids():
    listed = first(always("closed"), "/collection.csv").text
    assert "private/w0001.jpg" in listed and "images/" not in listed
    assert "Disallow: /private/" in first(always("closed"), "/robots.txt").text


def test_a_copy_from_before_the_trouble_is_not_called_current():
    tag = first(FaultPlan()).headers["ETag"]
    assert first(FaultPlan(), **{"If-None-Match": tag}).status_code == 304
    assert first(always("gone"), **{"If-None-Match": tag}).status_code == 404


def test_the_log_tells_every_request(tmp_path: Path):
    log = tmp_path / "logs" / "requests.jsonl"
    with serve(Museum(works=3, blended=True), port=0, plan=FaultPlan({"too_many": 1.0}), log=log) as base:
        before = time.time()
        agent = {"User-Agent": "tester", "Range": "bytes=0-9"}
        for _ in range(3):
            requests.get(f"{base}/images/w0002.jpg?x=1", headers=agent, timeout=PATIENCE)
        requests.get(f"{base}/nothing", timeout=PATIENCE)
    entries = read_log(log)
    with log.open("a") as file:
        file.write('{"at": 1.5, "path": "/im')
    assert read_log(log) == entries, "a line that is being written does not count"
    assert [(one.path, one.status, one.fault) for one in entries] == [
        ("/images/w0002.jpg?x=1", 429, "too_many"),
        ("/images/w0002.jpg?x=1", 429, "too_many"),
        ("/images/w0002.jpg?x=1", 206, ""),
        ("/nothing", 429, "too_many"),
    ]
    assert (entries[2].sent, entries[2].range, entries[2].agent, entries[2].method) == (
        10,
        "bytes=0-9",
        "tester",
        "GET",
    )
    assert entries[0].retry_after == 1
    assert before <= entries[0].at <= entries[1].at <= time.time()


def test_a_log_that_cannot_be_written_is_told_in_a_sentence(tmp_path: Path):
    with pytest.raises(ExportError, match="not be written"), serve(Museum(works=1), port=0, log=tmp_path):
        pass


def test_every_picture_ends_as_it_must_through_all_trouble(tmp_path: Path, visitor: Callable[..., Web]):
    """A fifth of the requests fail in mixed ways, a quarter of the works have lasting trouble."""
    rates = {
        "busy": 0.05,
        "too_many": 0.003,
        "outage": 0.002,
        "drip": 0.01,
        "truncate": 0.06,
        "wrong_length": 0.03,
        "reset": 0.05,
        "empty": 0.02,
    }
    lasting = ("gone", "html", "loop", "moved", "forbidden", "closed", "large", "noai")
    plan = FaultPlan({**rates, **dict.fromkeys(lasting, 0.04)})
    museum, log, web = Museum(works=160, blended=True), tmp_path / "log.jsonl", visitor()

    def outcome(number: int) -> str:
        url = f"{base}/{'private' if plan.permanent(number) == 'closed' else 'images'}/w{number:04d}.jpg"
        try:
            got = fetch_image(ImageAsset(url), web, tmp_path / "images", 200_000)
        except ImageError as fault:
            return fault.kind
        assert got.path.read_bytes() == museum.file(number).body
        return "ok"

    numbers = range(1, museum.works + 1)
    with serve(museum, port=0, plan=plan, log=log) as base, ThreadPoolExecutor(4) as pool:
        ended = dict(zip(numbers, pool.map(outcome, numbers), strict=True))
    # Rights are read before a picture is asked for, so that here they do not count.
    due = {number: plan.outcome(number) for number in numbers if museum.record(number).rights != IN_COPYRIGHT}
    assert {number: ended[number] for number in due} == due
    assert set(due.values()) == {"ok", "gone", "busy", "refused", "too_large"}
    entries = read_log(log)
    assert {one.fault for one in entries} >= {"busy", "truncate", "wrong_length", "reset", "empty"}
    assert not [one for one in entries if one.path.startswith("/private/")], "robots.txt was obeyed"
    for messages in (one for one in entries if one.fault == "too_many"):
        early = [
            one for one in entries if messages.at + 0.05 < one.at < messages.at + messages.retry_after - 1
        ]
        assert not early, "Retry-After was obeyed"


def test_the_docs_list_every_fault():
    page = (Path(__file__).parents[2] / "docs" / "sample-museum.md").read_text(encoding="utf-8")
    for name, sentence in (TRANSIENT | PERMANENT).items():
        assert f"| `{name}` | {sentence} |" in page
