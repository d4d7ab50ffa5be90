"""Requests go through the proxy of the environment, none to this machine; a proxy's fault is a sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from artmeta.errors import SourceBusy, SourceError, SourceUnexpected
from artmeta.web import Web
from artmeta.web.webhook import post_json

Visit = Callable[..., Web]
CONTENT = b"through the proxy"


@dataclass
class Proxy:
    """A proxy on this machine that answers for every host; `refusal` is the status that it answers with instead."""

    address: str = ""
    refusal: int = 0
    requests: list[str] = field(default_factory=list)


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    mine = Proxy()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            mine.requests.append(
                f"{self.command} {self.path} {self.headers.get('Proxy-Authorization', '')}".strip()
            )
            self.send_response(mine.refusal or 200)
            self.send_header("Content-Length", str(len(CONTENT)))
            self.end_headers()
            self.wfile.write(CONTENT)

        do_GET = do_POST = do_CONNECT = answer  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    for name in ("http_proxy", "https_proxy", "no_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        mine.address = f"127.0.0.1:{server.server_port}"
        monkeypatch.setenv("HTTP_PROXY", f"http://ann:secret@{mine.address}")
        monkeypatch.setenv("HTTPS_PROXY", f"http://{mine.address}")
        yield mine
        server.shutdown()


def test_pages_and_webhooks_go_through_the_proxy(proxy: Proxy, visit: Visit) -> None:
    with visit() as web:
        assert web.content("http://museum.example/a?b=c") == CONTENT
    post_json("http://hooks.example/secret", {"text": "failed"})
    basic = "Basic YW5uOnNlY3JldA=="
    assert proxy.requests == [
        f"GET http://museum.example/robots.txt {basic}",
        f"GET http://museum.example/a?b=c {basic}",
        f"POST http://hooks.example/secret {basic}",
    ]


def test_this_machine_and_hosts_of_no_proxy_are_reached_directly(
    proxy: Proxy, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    with visit() as web:
        assert web.content(f"http://{proxy.address}/here") == CONTENT
        post_json(f"http://{proxy.address}/hook", {})
        assert proxy.requests == ["GET /robots.txt", "GET /here", "POST /hook"]
        monkeypatch.setenv("NO_PROXY", "museum.example")
        with pytest.raises(SourceBusy, match=r"museum\.example"):
            web.content("http://museum.example/")
    with pytest.raises(SourceError, match=r"hooks\.museum\.example did not take .*cannot be reached"):
        post_json("http://hooks.museum.example/", {})
    assert len(proxy.requests) == 3


@pytest.mark.parametrize(
    ("status", "why"), [(407, "refuses .*407.*, which wants a name and a password"), (403, "refuses .*403")]
)
def test_a_proxy_that_refuses_a_tunnel_is_named(proxy: Proxy, visit: Visit, status: int, why: str) -> None:
    proxy.refusal = status
    named = f"the proxy {proxy.address} of HTTPS_PROXY {why}"
    with visit(retries=0) as web, pytest.raises(SourceBusy, match=f"museum.example.*{named}"):
        web.content("https://museum.example/")
    with pytest.raises(SourceError, match=f"hooks.example did not take the notification: {named}"):
        post_json("https://hooks.example/secret", {})
    assert proxy.requests[0] == "CONNECT museum.example:443"


def test_a_proxy_that_wants_a_password_for_a_page_is_no_refusal_of_the_museum(
    proxy: Proxy, visit: Visit
) -> None:
    proxy.refusal = 407
    with visit(retries=0) as web, pytest.raises(SourceUnexpected, match=r"proxy on the way .* wants a name"):
        web.content("http://museum.example/")


def test_a_proxy_that_does_not_answer_is_named_without_its_password(
    proxy: Proxy, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://ann:secret@127.0.0.1:9")
    message = r"the proxy 127\.0\.0\.1:9 of HTTP_PROXY does not answer"
    with visit(retries=0) as web, pytest.raises(SourceBusy, match=message) as fault:
        web.content("http://museum.example/")
    assert "secret" not in str(fault.value)
    with pytest.raises(SourceError, match=message):
        post_json("http://hooks.example/", {})


def test_prefects_client_reaches_this_machines_server_directly(proxy: Proxy) -> None:
    script = "import flows, httpx, sys; print(httpx.get(sys.argv[1]).text)"
    ran = subprocess.run(
        [sys.executable, "-c", script, f"http://{proxy.address}/api/health"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "NO_PROXY": "museum.example"},
    )
    assert ran.stdout.encode().strip() == CONTENT and proxy.requests == ["GET /api/health"]
