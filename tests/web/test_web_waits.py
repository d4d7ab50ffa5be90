"""No answer and no wish of a host keeps a run waiting longer than its policy says, and a long wait is announced."""

from __future__ import annotations

import itertools
import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest
from scripted_server import Reply, Request, pages, scripted

from artmeta.errors import SourceBusy, SourceError
from artmeta.web import Web, WebPolicy
from artmeta.web.hosts import Host, HostDown

Visit = Callable[..., Web]
SECONDS = 0.3  # max_seconds
SLACK = 3.0  # on a busy machine; without a deadline these answers last for ever
STEP = 0.02

GZIP = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n\x1f\x8b\x08\x08" + bytes(6)
ENDLESS: dict[str, tuple[bytes, bytes]] = {  # what is sent at once, and what again and again
    "silence": (b"", b""),
    "status": (b"", b"H"),
    "interim answers": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "a header": (b"HTTP/1.1 200 OK\r\nX-A: ", b"a"),
    "a body": (b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", b"a"),
    "a gzip that gives nothing": (GZIP, b"a"),
    "a chunk's size": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;", b"a"),
    "trailers": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n", b"X-A: a\r\n"),
    "a redirect": (b"HTTP/1.1 302 Found\r\nLocation: /b\r\nX-A: ", b"a"),
}


@contextmanager
def endless(first: bytes, again: bytes) -> Iterator[str]:
    """Answer /robots.txt with 404 and everything else without end."""
    server, ended = socket.create_server(("127.0.0.1", 0)), threading.Event()

    def answer(peer: socket.socket) -> None:
        with peer, suppress(OSError):
            while b"/robots.txt" in peer.recv(10_000):
                peer.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            peer.sendall(first)
            while not ended.wait(STEP):
                peer.sendall(again)

    def serve() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=answer, args=(server.accept()[0],), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
    finally:
        ended.set()
        server.close()


@pytest.mark.parametrize("part", ENDLESS)
def test_an_answer_without_end_is_left_in_time(visit: Visit, part: str) -> None:
    with endless(*ENDLESS[part]) as base, visit(max_seconds=SECONDS, retries=2) as web:
        started = time.monotonic()
        with pytest.raises(SourceBusy, match=rf"{base}/a .*(0\.3|0\.6) s"):
            web.content(f"{base}/a")
        assert time.monotonic() - started < 2 * SECONDS + SLACK


def test_redirects_share_one_deadline(visit: Visit) -> None:
    def answer(request: Request, count: int) -> Reply:
        if request.path == "/robots.txt":
            return Reply(status=404)
        time.sleep(0.8 * SECONDS)
        return Reply(status=302, headers={"Location": f"{request.path}a"})

    with scripted(answer) as server, visit(max_seconds=SECONDS, retries=0, max_redirects=20) as web:
        with pytest.raises(SourceBusy, match=r"0\.6 s"):
            web.content(server.base + "/a")
        assert len([one for one in server.log if one.path != "/robots.txt"]) <= 3


def test_a_slow_download_goes_on_as_long_as_it_grows(visit: Visit) -> None:
    body = bytes(range(20))

    def answer(request: Request, count: int) -> Reply:
        if request.path == "/robots.txt":
            return Reply(status=404)
        start = int(request.headers.get("Range", "bytes=0-").removeprefix("bytes=").rstrip("-"))
        more = {"Content-Range": f"bytes {start}-{len(body) - 1}/{len(body)}"} if start else {}
        return Reply(body[start:], 206 if start else 200, {"ETag": '"a"', **more}, drip=0.05)

    with scripted(answer) as server, visit(max_seconds=SECONDS, retries=1) as web:
        got = web.download(server.base + "/a", web.cache_dir / "files", 1000)
        assert got.path.read_bytes() == body
        assert len(server.requests_of("/a")) > 2


@pytest.mark.parametrize(
    ("wish", "value"),
    [
        ("Crawl-delay", "100000"),
        ("Crawl-delay", "9" * 30),
        ("Request-rate", "1/100000"),
    ],
)
def test_a_host_that_asks_for_too_much_patience_is_left(visit: Visit, wish: str, value: str) -> None:
    rules = f"User-agent: *\n{wish}: {value}\n".encode()
    with scripted(pages({"/robots.txt": rules, "/a": b"x"})) as server, visit() as web:
        with pytest.raises(HostDown, match=r"robots\.txt .* at most 60 s .* max_crawl_delay"):
            web.content(server.base + "/a")
        assert [one.path for one in server.log] == ["/robots.txt"]


@pytest.mark.parametrize(
    "wish",
    ["100000", "9" * 5000, "Fri, 31 Dec 9999 23:59:59 GMT"],
)
def test_retry_after_has_a_ceiling(visit: Visit, wish: str) -> None:
    reply = Reply(status=429, headers={"Retry-After": wish})
    with scripted(pages({"/a": reply})) as server, visit() as web:
        with pytest.raises(HostDown, match=r"at most 300 s .* max_wait"):
            web.content(server.base + "/a")
        assert len(server.requests_of("/a")) == 1


@pytest.mark.parametrize(
    "wish",
    [
        "",
        "soon",
        "-1",
        "1.5",
        "Fri, 31 Dec 9999 23:59:59 -2359",
        "Fri, 31 Dec 9999 23:59:59 +9999999",
        "Fri, 99 Foo 0000 99:99:99 XYZ",
        "Mon, 01 Jan 0001 00:00:00 +2359",
        ",",
        "\xff\xfe",
    ],
)
def test_a_retry_after_that_is_none_is_no_wish(visit: Visit, wish: str) -> None:
    reply = Reply(status=429, headers={"Retry-After": wish})
    with scripted(pages({"/a": reply})) as server, visit(retries=1) as web:
        with pytest.raises(SourceBusy, match="429"):
            web.content(server.base + "/a")
        assert len(server.requests_of("/a")) == 2


def test_a_long_wait_is_announced_once(caplog: pytest.LogCaptureFixture) -> None:
    now = itertools.count(0.0, 0.001)
    slept: list[float] = []
    host = Host("museum.example", WebPolicy(), clock=lambda: next(now) + sum(slept), sleep=slept.append)
    with caplog.at_level(logging.INFO, "artmeta"):
        host.rest(120)
        for _ in range(2):
            with host.slot():
                pass
        host.slow_down(20)
        for _ in range(3):
            with host.slot():
                pass
    first, second = [record.getMessage() for record in caplog.records]
    assert first.startswith(
        "museum.example asks to be left alone for 120 s (Retry-After); the next request goes out at "
    )
    assert second.startswith("museum.example asks in its robots.txt for 20 s between two requests; the next")


def test_a_pace_that_the_collection_itself_asks_for_has_no_ceiling() -> None:
    slow = WebPolicy(requests_per_second=0.001)
    slept: list[float] = []
    host = Host("museum.example", slow, clock=lambda: sum(slept), sleep=slept.append)
    host.slow_down(500)
    for _ in range(2):
        with host.slot():
            pass
    assert slept == [1000]


ODD_HEADERS = [
    {"Content-Type": "text/html; charset=utf-8\x00"},
    {"Content-Type": "text/html; charset=" + "x" * 5000},
    {"Content-Type": "text/html; charset=punycode"},
    {"Content-Type": "text/html; charset=hex"},
    {"Content-Type": ";;;="},
    {"ETag": "\x01\x02"},
    {"ETag": "\xff"},
    {"Last-Modified": "\x7f"},
    {"X-Robots-Tag": ":,:,"},
    {"Content-Range": "bytes " + "9" * 5000},
    {"X-A": "a" * 60_000},
    {f"X-{number}": "a" for number in range(90)},
]


@pytest.mark.parametrize("headers", ODD_HEADERS, ids=str)
def test_odd_headers_cost_nothing(visit: Visit, headers: dict[str, str]) -> None:
    with scripted(pages({"/a": Reply("Étoile".encode("cp1252"), headers=headers)})) as server, visit() as web:
        assert web.text(server.base + "/a") == "Étoile"
        with suppress(SourceError):  # a validator that cannot be sent back
            web.text(server.base + "/a")


@pytest.mark.parametrize(
    "headers",
    [
        {"Location": "http://["},
        {"Location": "http://a:b:c/"},
        {"Location": "\x00"},
        {"Location": "//"},
        {"Location": "http://" + "a" * 300 + ".example/"},
        {"Location": "http://museum.example:99999/"},
    ],
    ids=str,
)
def test_an_odd_redirect_is_a_sentence(visit: Visit, headers: dict[str, str]) -> None:
    with scripted(pages({"/a": Reply(status=302, headers=headers)})) as server, visit(retries=0) as web:
        with pytest.raises(SourceError) as raised:
            web.content(server.base + "/a")
        assert len(str(raised.value)) > 20


def test_a_length_of_thousands_of_digits_is_no_length(visit: Visit) -> None:
    reply = Reply(b"x", headers={"Content-Length": "9" * 5000, "Connection": "close"}, drip=1)
    with (
        scripted(pages({"/a": reply})) as server,
        visit(retries=0, read_timeout=0.2) as web,
        pytest.raises(SourceBusy),
    ):
        web.content(server.base + "/a")
