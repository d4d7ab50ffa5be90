"""The request policy: the [web] table of a collection file, with rate limits, timeouts, retries and budgets."""

from __future__ import annotations

import threading
import time

from pydantic import Field

from artmeta.config import StrictTable
from artmeta.errors import BudgetSpent


class Budget(StrictTable):
    """Limits of one run's requests; None is without limit ([limits] counts the works)."""

    max_bytes: int | None = Field(default=None, ge=1)
    max_hours: float | None = Field(default=None, gt=0)


class WebPolicy(StrictTable):
    """Limits of all requests; the defaults suit a small museum's server."""

    # Per host; robots.txt can only lower it. A person who browses makes about as many.
    requests_per_second: float = Field(default=2.0, gt=0)
    # Open requests per host; a browser opens 6.
    concurrency: int = Field(default=2, ge=1, le=64)
    # Seconds.
    connect_timeout: float = Field(default=10.0, gt=0)
    # Seconds of silence within a body.
    read_timeout: float = Field(default=30.0, gt=0)
    # For one whole body, which ends a slow transfer; a response with its headers and redirects may take twice that.
    max_seconds: float = Field(default=300.0, gt=0)
    # Further tries: with the backoff below they cover about 15 s.
    retries: int = Field(default=4, ge=0, le=20)
    # Seconds before the first further try; doubled each time, plus jitter.
    backoff: float = Field(default=0.5, ge=0)
    # Seconds; a host that asks to wait longer is left for the next run.
    max_wait: float = Field(default=300.0, gt=0)
    # Seconds between two requests; a host whose robots.txt asks for more is not read. A hundred works take 100 minutes.
    max_crawl_delay: float = Field(default=60.0, gt=0)
    # RFC 9309 asks for five at least.
    max_redirects: int = Field(default=5, ge=0, le=20)
    # A page, list or manifest: a list of 300,000 works is about this long.
    max_page_bytes: int = Field(default=100_000_000, ge=1)
    # An archive of pictures, fetched as one file.
    max_archive_bytes: int = Field(default=20_000_000_000, ge=1)
    # Failures in a row after which requests to a host pause for `breaker_seconds`, doubled each time.
    breaker_failures: int = Field(default=8, ge=1)
    breaker_seconds: float = Field(default=20.0, gt=0)
    # Pauses in a row after which no more requests go to the host in this run.
    breaker_rests: int = Field(default=3, ge=0)
    # How long the page of a single work is used from the cache without revalidation; lists are always requested.
    page_max_age_hours: float = Field(default=24.0, ge=0)
    # Days after which a picture is revalidated, and fetched only if it has changed; None: never.
    recheck_days: float | None = Field(default=None, ge=0)
    # Days after which a picture that a server did not have, or that could not be used, is requested again.
    recheck_failed_days: float = Field(default=7.0, ge=0)
    allow_private_addresses: bool = False
    budget: Budget = Budget()

    @property
    def page_max_age(self) -> float:
        """Return `page_max_age_hours` in seconds."""
        return self.page_max_age_hours * HOUR


HOUR = 3600.0


class TransferBudget:
    """Limit of transferred bytes and of time, shared by all threads; raises BudgetSpent once it is reached."""

    def __init__(self, budget: Budget) -> None:
        self.budget, self.bytes = budget, 0
        self._started, self._lock = time.monotonic(), threading.Lock()

    def spend(self, count: int) -> None:
        """Note bytes that have arrived."""
        with self._lock:
            self.bytes += count

    def check(self) -> None:
        """Raise BudgetSpent if no further request is allowed."""
        limit, hours = self.budget.max_bytes, self.budget.max_hours
        if limit is not None and self.bytes >= limit:
            raise BudgetSpent(f"The budget of {limit:,} bytes is used up.", _LATER)
        if hours is not None and time.monotonic() - self._started >= hours * HOUR:
            raise BudgetSpent(f"The budget of {hours:g} hours is used up.", _LATER)


_LATER = "Run again to go on where this run stopped, or raise the limit in [web.budget]."
