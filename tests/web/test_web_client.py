from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from email.utils import formatdate
from pathlib import Path

import pytest
from damage import DAMAGES, files_below
from runs import PATIENCE
from scripted_server import Reply, Request, pages, scripted

from artmeta.errors import (
    BudgetSpent,
    ConfigError,
    SourceBusy,
    SourceChanged,
    SourceError,
    SourceGone,
    SourceRefused,
    SourceTooLarge,
    SourceUnexpected,
)
from artmeta.web import Web, WebPolicy, connecting

Visit = Callable[..., Web]


def test_it_says_who_comes(visit: Visit) -> None:
    with scripted(pages({"/a": b"x"})) as server, visit() as web:
        assert web.content(server.base + "/a") == b"x"
        agent = server.requests_of("/a")[0].headers["User-Agent"]
        assert agent.startswith("artmeta/") and "curator@example.org" in agent
        assert [one.path for one in server.log] == ["/robots.txt", "/a"]


def test_a_public_server_is_not_visited_without_a_contact(tmp_path: Path) -> None:
    with Web(WebPolicy(), tmp_path, "") as web, pytest.raises(ConfigError, match="ARTMETA_CONTACT"):
        web.content("http://museum.example/")


def test_robots_are_obeyed_also_after_a_redirect(visit: Visit) -> None:
    content = {
        "/robots.txt": b"User-agent: *\nDisallow: /private/\n",
        "/a": Reply(status=302, headers={"Location": "/private/a"}),
    }
    with scripted(pages(content)) as server, visit() as web:
        for path in ("/private/b", "/a"):
            with pytest.raises(SourceRefused, match="robots"):
                web.content(server.base + path)
        assert not [one for one in server.log if one.path.startswith("/private")]


@pytest.mark.parametrize(
    "path", ["/open/../private/a", "/%70rivate/a", "/open/%2E%2E/private/a", "/./private/a"]
)
def test_no_spelling_of_a_path_slips_past_robots(visit: Visit, path: str) -> None:
    rules = {"/robots.txt": b"User-agent: *\nDisallow: /private/\n", "/private/a": b"x"}
    with scripted(pages(rules)) as server, visit() as web:
        with pytest.raises(SourceError):
            web.content(server.base + path)
        assert not [one for one in server.log if "rivate" in one.path]


def test_private_addresses_are_refused(visit: Visit) -> None:
    with scripted(pages({"/a": b"x"})) as server, visit(allow_private_addresses=False) as web:
        for host in (server.base, server.base.replace("127.0.0.1", "localhost")):
            with pytest.raises(SourceRefused, match="private"):
                web.content(host + "/a")
        assert server.log == []


def test_a_redirect_to_a_private_address_is_refused(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "is_permitted", lambda address, allow: address == "127.0.0.1")
    content = {"/a": Reply(status=302, headers={"Location": "http://127.0.0.2/b"})}
    with (
        scripted(pages(content)) as server,
        visit() as web,
        pytest.raises(SourceRefused, match=r"127\.0\.0\.2"),
    ):
        web.content(server.base + "/a")


def test_a_name_that_changes_its_address_gains_nothing(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name is looked up once a connection; what was checked is what is connected to."""
    looked_up = []

    def lookup(host: str, port: int, **kind: object) -> list[tuple[object, ...]]:
        looked_up.append(host)
        address = "127.0.0.2" if len(looked_up) > 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    monkeypatch.setattr(connecting, "is_permitted", lambda address, allow: address == "127.0.0.1")
    with scripted(pages({"/a": Reply(b"x", headers={"Connection": "close"})})) as server, visit() as web:
        base = server.base.replace("127.0.0.1", "museum.example")
        with pytest.raises(SourceRefused, match=r"127\.0\.0\.2"):
            for _ in range(3):
                web._requester.close()
                web.content(base + "/a")


def test_a_name_that_is_not_known_is_a_sentence(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    def lookup(*args: object, **kind: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    with visit(retries=0) as web, pytest.raises(SourceBusy, match=r"museum\.example") as caught:
        web.content("http://museum.example/")
    assert caught.value.message == (
        "http://museum.example/robots.txt cannot be reached: "
        "Failed to resolve 'museum.example' ([Errno -2] Name or service not known)."
    )


def test_a_server_that_is_down_is_one_sentence_with_its_port(visit: Visit) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with visit(retries=0) as web, pytest.raises(SourceBusy) as caught:
        web.content(f"http://127.0.0.1:{port}/a")
    assert (
        caught.value.message == f"http://127.0.0.1:{port}/robots.txt cannot be reached: Connection refused."
    )
    assert caught.value.hint


@pytest.mark.parametrize(
    ("reply", "fault"),
    [
        (Reply(status=404), SourceGone),
        (Reply(status=410), SourceGone),
        (Reply(status=403), SourceRefused),
        (Reply(status=451), SourceRefused),
        (Reply(status=400), SourceUnexpected),
        (Reply(status=500), SourceBusy),
        (Reply(b"x", headers={"X-Robots-Tag": "noai, noimageai"}), SourceRefused),
        (Reply(b"x", headers={"X-Robots-Tag": "noindex, artmeta: noimageai"}), SourceRefused),
        (Reply(status=302, headers={"Location": "/a"}), SourceUnexpected),
        (Reply(status=302, headers={"Location": "file:///etc/passwd"}), SourceRefused),
        (Reply(b"x" * 2000), SourceTooLarge),
        (Reply(gzip.compress(b"x" * 2000), headers={"Content-Encoding": "gzip"}), SourceTooLarge),
    ],
)
def test_every_answer_has_its_meaning(visit: Visit, reply: Reply, fault: type[SourceError]) -> None:
    with scripted(pages({"/a": reply})) as server, visit(retries=1, max_page_bytes=1000) as web:
        with pytest.raises(SourceError) as raised:
            web.content(server.base + "/a")
        assert type(raised.value) is fault
        assert server.base in str(raised.value) or "file:" in str(raised.value)


def test_another_robots_tag_is_not_ours(visit: Visit) -> None:
    reply = Reply(b"x", headers={"X-Robots-Tag": "otherbot: noai, noindex"})
    with scripted(pages({"/a": reply})) as server, visit() as web:
        assert web.content(server.base + "/a") == b"x"


def test_trouble_is_outlived_and_retry_after_kept(visit: Visit) -> None:
    def answer(request: Request, count: int) -> Reply:
        if request.path != "/a":
            return Reply(status=404)
        return [Reply(status=503), Reply(status=429, headers={"Retry-After": "1"}), Reply(b"x")][
            min(count, 2)
        ]

    with scripted(answer) as server, visit() as web:
        assert web.content(server.base + "/a") == b"x"
        first, second, third = (one.at for one in server.requests_of("/a"))
        assert second - first < 0.5
        assert third - second >= 1


def test_pages_are_revalidated(visit: Visit) -> None:
    def answer(request: Request, count: int) -> Reply:
        if request.headers.get("If-None-Match") == '"1"':
            return Reply(status=304)
        return Reply(b"x", headers={"ETag": '"1"'})

    with scripted(answer) as server, visit() as web:
        assert web.content(server.base + "/a") == web.content(server.base + "/a") == b"x"
        assert "If-None-Match" in server.requests_of("/a")[1].headers
        assert web.content(server.base + "/a", max_age=60) == b"x"
        assert len(server.requests_of("/a")) == 2


def test_a_damaged_cache_counts_as_absent(visit: Visit, tmp_path: Path) -> None:
    with scripted(pages({"/a": Reply(b"x", headers={"ETag": '"1"'})})) as server, visit() as web:
        web.content(server.base + "/a")
        for path in (tmp_path / "cache").rglob("*.body"):
            path.write_bytes(b"half")
        assert web.content(server.base + "/a", max_age=60) == b"x"


@pytest.mark.parametrize("damage", DAMAGES)
def test_any_damaged_file_of_the_page_cache_counts_as_absent(
    visit: Visit, tmp_path: Path, damage: str
) -> None:
    with scripted(pages({"/a": Reply(b"x" * 50, headers={"ETag": '"1"'})})) as server, visit() as web:
        web.content(server.base + "/a", max_age=60)
        for path in files_below(tmp_path / "cache" / "pages"):
            if not path.exists():
                continue
            DAMAGES[damage](path)
            before = len(server.requests_of("/a"))
            assert web.content(server.base + "/a", max_age=60) == b"x" * 50
            assert len(server.requests_of("/a")) == before + 1
            assert "If-None-Match" not in server.requests_of("/a")[-1].headers


def test_a_page_from_the_future_is_asked_for_again(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted(pages({"/a": b"x"})) as server, visit() as web:
        now = time.time
        monkeypatch.setattr(time, "time", lambda: now() + 1e6)
        web.content(server.base + "/a")
        monkeypatch.undo()
        for _ in range(2):
            assert web.content(server.base + "/a", max_age=60) == b"x"
        assert len(server.requests_of("/a")) == 2


def test_a_slow_drip_ends(visit: Visit) -> None:
    started = time.monotonic()
    with (
        scripted(pages({"/a": Reply(b"x" * 2000, drip=0.05)})) as server,
        visit(max_seconds=0.3, retries=0) as web,
    ):
        with pytest.raises(SourceBusy, match=r"more than 0\.3 s"):
            web.content(server.base + "/a")
        assert time.monotonic() - started < 50  # the body takes 100 s


def test_no_more_requests_are_open_than_agreed(visit: Visit) -> None:
    lock, now, most = threading.Lock(), [0], [0]
    both = threading.Barrier(2, timeout=PATIENCE)

    def answer(request: Request, count: int) -> Reply:
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        if request.path != "/robots.txt":
            both.wait()
        with lock:
            now[0] -= 1
        return Reply(b"x") if request.path != "/robots.txt" else Reply(status=404)

    with scripted(answer) as server, visit(concurrency=2) as web, ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda n: web.content(f"{server.base}/{n}"), range(16))) == [b"x"] * 16
    assert most == [2]


def test_the_rate_is_kept(visit: Visit) -> None:
    with scripted(pages({f"/{i}": b"x" for i in range(6)})) as server, visit(requests_per_second=20) as web:
        started = time.monotonic()
        for i in range(6):
            web.content(f"{server.base}/{i}")
        assert time.monotonic() - started > 0.25, "five intervals of 50 ms"


def test_the_budget_ends(visit: Visit) -> None:
    with scripted(pages({"/a": b"x" * 100})) as server, visit(budget={"max_bytes": 150}) as web:
        web.content(server.base + "/a")
        web.content(server.base + "/a")
        with pytest.raises(BudgetSpent, match="150 bytes"):
            web.content(server.base + "/a")


def test_json_that_is_none_is_a_changed_source(visit: Visit) -> None:
    with (
        scripted(pages({"/a": b"<html>", "/b": b"[" * 100_000, "/c": b'{"a": 1}'})) as server,
        visit() as web,
    ):
        assert web.json(server.base + "/c") == {"a": 1}
        for path in ("/a", "/b"):
            with pytest.raises(SourceChanged, match=path):
                web.json(server.base + path)


def test_no_cookie_is_sent_back(visit: Visit) -> None:
    with scripted(pages({"/a": Reply(b"x", headers={"Set-Cookie": "a=b"})})) as server, visit() as web:
        web.content(server.base + "/a")
        web.content(server.base + "/a")
        assert "Cookie" not in server.requests_of("/a")[1].headers


def test_retry_after_as_a_date_is_waited_out(visit: Visit) -> None:
    def answer(request: Request, count: int) -> Reply:
        if request.path != "/a":
            return Reply(status=404)
        when = formatdate(time.time() + 1, usegmt=True)
        return Reply(b"x") if count else Reply(status=503, headers={"Retry-After": when})

    with scripted(answer) as server, visit() as web:
        assert web.content(server.base + "/a") == b"x"
        first, second = (one.at for one in server.requests_of("/a"))
        assert 0.95 <= second - first < 3
