"""Rate limits of a host: concurrent requests, requests a second, Retry-After, and a circuit breaker."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from artmeta.errors import SourceBusy, SourceOverloaded
from artmeta.web.policy import WebPolicy

log = logging.getLogger("artmeta")
WORTH_A_LINE = 10.0  # seconds; a shorter wait is not announced


class ResponseTimeout(SourceBusy):
    """A response that did not come to its end in time; only a part that grew is worth another try."""


class HostDown(SourceOverloaded):
    """A host that is unavailable for longer than this run waits; a retry in this run does not help."""


class Host:
    """The rate limiter of one host; safe for many threads. `clock` and `sleep`, in seconds, are replaced in tests."""

    def __init__(
        self,
        name: str,
        policy: WebPolicy,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.name, self.policy = name, policy
        self.interval = 1.0 / policy.requests_per_second
        self._clock, self._sleep = clock, sleep
        self._places = threading.BoundedSemaphore(policy.concurrency)
        self._lock = threading.Lock()
        self._next_start = self._not_before = 0.0
        self._failures = self._rests = 0
        self._unsaid = ""  # why a wait is longer than usual, until that is logged

    @contextmanager
    def slot(self) -> Iterator[None]:
        """Wait for a free slot of this host; raise HostDown if the wait is too long."""
        with self._places:
            while not self._start():
                pass
            yield

    def _start(self) -> bool:
        """Wait for the next start; return False if a pause was requested meanwhile."""
        with self._lock:
            now = self._clock()
            start = max(now, self._next_start, self._not_before)
            if self._not_before - now > self.policy.max_wait:
                raise HostDown(
                    f"{self.name} asks to be left alone for {self._not_before - now:,.0f} s; at most "
                    f"{self.policy.max_wait:,.0f} s are waited.",
                    "Run again later, or raise max_wait in the collection's [web] table.",
                )
            if self.interval > max(self.policy.max_crawl_delay, 1.0 / self.policy.requests_per_second):
                raise HostDown(
                    f"robots.txt of {self.name} asks for {self.interval:,.0f} s between two requests; at most "
                    f"{self.policy.max_crawl_delay:,.0f} s are waited.",
                    "Raise max_crawl_delay in the collection's [web] table to wait that long.",
                )
            if self._rests > self.policy.breaker_rests:
                raise HostDown(
                    f"{self.name} failed {self._failures} times in a row and is given up for this run.",
                    "Run again later; what is already here is kept.",
                )
            self._next_start = start + self.interval
        if start > now:
            self._announce(start - now)
            self._sleep(start - now)
        with self._lock:
            return self._clock() >= self._not_before

    def _announce(self, seconds: float) -> None:
        """Log once the reason and the end of a wait."""
        if not self._unsaid or seconds < WORTH_A_LINE:
            return
        until = datetime.now().astimezone() + timedelta(seconds=seconds)
        reason, self._unsaid = self._unsaid, ""
        log.info("%s %s; the next request goes out at %s.", self.name, reason, f"{until:%H:%M:%S}")

    def slow_down(self, interval: float) -> None:
        """Keep at least `interval` seconds between requests, as robots.txt requests."""
        if interval > self.interval:
            self.interval = interval
            self._unsaid = f"asks in its robots.txt for {interval:,.0f} s between two requests"

    def rest(self, seconds: float) -> None:
        """Pause requests for so many seconds, as Retry-After requests."""
        with self._lock:
            self._not_before = max(self._not_before, self._clock() + seconds)
            self._unsaid = f"asks to be left alone for {seconds:,.0f} s (Retry-After)"

    def succeeded(self) -> None:
        """Reset the count of failures."""
        with self._lock:
            self._failures = self._rests = 0

    def failed(self) -> None:
        """Count a failure; enough of them in a row open the circuit, each time for longer."""
        with self._lock:
            self._failures += 1
            if self._failures % self.policy.breaker_failures == 0:
                seconds = self.policy.breaker_seconds * 2.0**self._rests
                self._rests += 1
                self._not_before = max(self._not_before, self._clock() + seconds)
                self._unsaid = (
                    f"failed {self._failures} times in a row and is left alone for {seconds:,.0f} s"
                )
