"""Rules of robots.txt (RFC 9309), with wildcards and crawl delays."""

from __future__ import annotations

import threading
from collections.abc import Callable
from urllib.parse import SplitResult

from protego import Protego

from artmeta.errors import SourceBusy, SourceError, SourceRefused, SourceTooLarge
from artmeta.web.hosts import Host, HostDown

AGENT = "artmeta"
MAX_BYTES = 512_000  # RFC 9309 asks a reader to take 500 KiB at least; the rest is ignored


class Robots:
    """The robots.txt of each origin, read once a run before the first request."""

    def __init__(self, fetch: Callable[[str], bytes]) -> None:
        """`fetch` returns the bytes at an address or raises a SourceError."""
        self._fetch = fetch
        self._rules: dict[str, Protego] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def check(self, parts: SplitResult, url: str, host: Host) -> None:
        """Raise SourceRefused if robots.txt forbids it, SourceBusy if it is out of reach; obey its delay."""
        rules = self._of(f"{parts.scheme}://{parts.netloc}", host)
        if not rules.can_fetch(url, AGENT):
            raise SourceRefused(f"robots.txt of {parts.netloc} asks robots not to read {parts.path or '/'}.")

    def _of(self, origin: str, host: Host) -> Protego:
        with self._lock:
            lock = self._locks.setdefault(origin, threading.Lock())
        with lock:
            if origin not in self._rules:
                self._rules[origin] = self._read(origin)
                host.slow_down(_delay(self._rules[origin]))
            return self._rules[origin]

    def _read(self, origin: str) -> Protego:
        """Read the rules; a missing file allows all, a host in trouble allows nothing (RFC 9309, 2.3.1)."""
        try:
            text = self._fetch(f"{origin}/robots.txt")
        except (SourceBusy, SourceTooLarge) as fault:
            raise HostDown(fault.message, fault.hint) from None  # its message names the address
        except SourceError:
            text = b""
        return Protego.parse(text[:MAX_BYTES].decode("utf-8", errors="replace"))


def _delay(rules: Protego) -> float:
    """Return the seconds between two requests that robots.txt requests (Crawl-delay or Request-rate)."""
    rate = rules.request_rate(AGENT)
    try:
        per_request = rate.seconds / rate.requests if rate and rate.requests else 0.0
    except OverflowError:  # more seconds than a float holds: a malformed line, ignored as such
        per_request = 0.0
    return max(float(rules.crawl_delay(AGENT) or 0.0), per_request)
