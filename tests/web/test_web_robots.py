from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from artmeta.errors import SourceBusy, SourceError, SourceGone, SourceRefused, SourceTooLarge
from artmeta.web.hosts import Host, HostDown
from artmeta.web.policy import WebPolicy
from artmeta.web.robots import Robots

RULES = b"""User-agent: *
Disallow: /private/*.jpg$
Crawl-delay: 2.5

User-agent: artmeta
Disallow: /*?print=
Request-rate: 1/4
"""


def check(text: bytes | Exception, *paths: str) -> tuple[list[str], Host]:
    def fetch(url: str) -> bytes:
        assert url == "https://museum.org/robots.txt"
        if isinstance(text, Exception):
            raise text
        return text

    host, robots, refused = Host("museum.org", WebPolicy()), Robots(fetch), []
    for path in paths:
        url = f"https://museum.org{path}"
        try:
            robots.check(urlsplit(url), url, host)
        except SourceRefused:
            refused.append(path)
    return refused, host


def test_wildcards_and_delays() -> None:
    refused, host = check(RULES, "/private/a.jpg", "/works/1?print=1", "/works/1")
    assert refused == ["/works/1?print=1"]
    assert host.interval == 4


def test_rules_for_everybody() -> None:
    refused, host = check(RULES.split(b"User-agent: artmeta")[0], "/private/a.jpg", "/private/a.jpg?x", "/a")
    assert refused == ["/private/a.jpg"]
    assert host.interval == 2.5


@pytest.mark.parametrize(
    "fault", [SourceGone("404"), SourceRefused("403"), SourceError("400"), b"\xff\x00<html>"]
)
def test_without_rules_all_is_allowed(fault: bytes | Exception) -> None:
    assert check(fault, "/a") == ([], check(b"", "/a")[1]) or check(fault, "/a")[0] == []


def test_a_host_in_trouble_allows_nothing() -> None:
    url = "https://museum.org/robots.txt"
    for fault in (SourceBusy(f"{url} answers 503."), SourceTooLarge(f"{url} has no end.")):
        with pytest.raises(HostDown, match=rf"^{url} (answers 503|has no end)\.$"):
            check(fault, "/a")


def test_a_rate_beyond_any_number_is_ignored() -> None:
    rate = f"User-agent: *\nDisallow: /private\nRequest-rate: 1/{'9' * 400}s\n".encode()
    refused, host = check(rate, "/private", "/a")
    assert refused == ["/private"]
    assert host.interval == check(b"", "/a")[1].interval
