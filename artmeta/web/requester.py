"""A request and its response: address checks, rate limits, redirects, and the exception for each status."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urljoin

from artmeta import values
from artmeta.errors import (
    ConfigError,
    SourceBusy,
    SourceGone,
    SourceOverloaded,
    SourceRefused,
    SourceUnexpected,
)
from artmeta.web.addresses import checked_url, host_of, is_literal_private, normalised_url
from artmeta.web.deadlines import Deadline, Watchdog
from artmeta.web.hosts import Host, ResponseTimeout
from artmeta.web.policy import TransferBudget, WebPolicy

if TYPE_CHECKING:
    from artmeta.web.sending import Response, Sender

Check = Callable[[SplitResult, str, Host], None]

# Temporary errors (52x: Cloudflare's).
BUSY = {408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524}
WAITING = {429, 503}  # where Retry-After has a meaning (RFC 9110, 10.2.3)
GOOD = {200, 203, 206, 304, 416}
# What a request must carry for a status to be a response to it (RFC 9110, 15.3.7, 15.4.5, 15.5.17).
CONDITIONS = {206: {"range"}, 304: {"if-none-match", "if-modified-since"}, 416: {"range"}}
CLOSED = {401, 402, 403, 451}
PROXY_CLOSED = 407
NO_AI = {"noai", "noimageai"}  # X-Robots-Tag values by which a host keeps its works out of machine learning


class Requester:
    """Sends the requests of one run; safe for many threads."""

    def __init__(
        self, policy: WebPolicy, agent: str, contact: str, hosts: Mapping[str, Host], budget: TransferBudget
    ) -> None:
        self.policy, self.contact, self.hosts, self.budget = policy, contact, hosts, budget
        self.agent = agent
        self._sender: Sender | None = None
        self._opening = threading.Lock()
        self._watchdog = Watchdog()

    @contextmanager
    def response(self, url: str, headers: Mapping[str, str], check: Check | None) -> Iterator[Response]:
        """Request a URL and follow its redirects; `check(parts, url, host)` is called for each address first.

        Yields a response with status 200, 203, 206, 304 or 416 whose body is still to be read. Raises
        SourceBusy, SourceGone, SourceRefused or SourceUnexpected for all others; a 206, 304 or 416 that the
        headers did not request is SourceBusy.
        """
        url = normalised_url(url)  # first: robots.txt is applied to the address that is requested
        visited, left = [url], 2 * self.policy.max_seconds
        while True:
            parts = checked_url(url)
            self._check_contact(parts.hostname or "", url)
            host = self.hosts[host_of(parts)]
            if check:
                check(parts, url, host)
            self.budget.check()
            with host.slot(), self._sent(url, headers, host, left) as (response, deadline):
                target = response.redirect
                if target is None:
                    _check_status(response, host)
                    _check_requested(response, headers)
                    yield response
                    return
                url, left = _target(url, target), deadline.left
            if url in visited or len(visited) > self.policy.max_redirects:
                raise SourceUnexpected(
                    f"{visited[0]} redirects in a loop or too often ({len(visited)} times), last to {url}."
                )
            visited.append(url)

    @contextmanager
    def _sent(
        self, url: str, headers: Mapping[str, str], host: Host, seconds: float
    ) -> Iterator[tuple[Response, Deadline]]:
        """Send a request whose response must be complete within `seconds`."""
        request_headers = {
            "User-Agent": self.agent,
            "Accept-Encoding": "gzip, deflate",
            "Accept": "*/*",
            **headers,
        }
        with self._watchdog.watch(seconds) as deadline:
            try:
                response = self._opened().get(url, request_headers)
                try:
                    yield response, deadline
                finally:
                    response.close()
            except SourceBusy as fault:
                host.failed()
                if deadline.expired:
                    raise self._too_slow(url) from fault
                raise
            if deadline.expired:  # a body of unknown length seems to end where its connection is shut
                host.failed()
                raise self._too_slow(url)

    def _opened(self) -> Sender:
        """Return the connections; the libraries for them are imported with the first request: a folder needs none."""
        with self._opening:
            if self._sender is None:
                from artmeta.web.sending import Sender

                self._sender = Sender(self.policy)
            return self._sender

    def _too_slow(self, url: str) -> ResponseTimeout:
        return ResponseTimeout(f"{url} did not answer in full within {2 * self.policy.max_seconds:g} s.")

    def _check_contact(self, host: str, url: str) -> None:
        """Raise ConfigError for a public server if no contact address is configured."""
        if not (self.contact or self.policy.allow_private_addresses or is_literal_private(host)):
            raise ConfigError(
                f"{url} lies on a public server, and there is no address it could write to.",
                "Set ARTMETA_CONTACT to your e-mail address or web page.",
            )

    def close(self) -> None:
        """Close all connections."""
        if self._sender is not None:
            self._sender.close()


def _check_status(response: Response, host: Host) -> None:
    """Raise the exception of a status; report success or failure to the rate limiter."""
    status, url = response.status, response.url
    if status in BUSY:
        if status in WAITING and (seconds := _retry_after(response)) is not None:
            host.rest(seconds)
        kind = SourceOverloaded if status in WAITING else SourceBusy
        raise kind(f"{url} answers {status} {response.reason}: busy or in trouble.")
    host.succeeded()
    if status in (404, 410):
        raise SourceGone(f"{url} is not there ({status}).")
    if status == PROXY_CLOSED:
        raise SourceUnexpected(
            f"The proxy on the way to {url} wants a name and a password ({status} {response.reason}).",
            "Write them into HTTP_PROXY and HTTPS_PROXY: http://name:password@host:port.",
        )
    if status in CLOSED:
        raise SourceRefused(f"{url} is closed to us ({status} {response.reason}).")
    if status not in GOOD:
        raise SourceUnexpected(f"{url} answers {status} {response.reason}.")
    _check_machine_use(response)


def _check_requested(response: Response, headers: Mapping[str, str]) -> None:
    """Raise SourceBusy for a part, or for a reference to a copy held here, that was not requested."""
    conditions = CONDITIONS.get(response.status)
    if conditions and conditions.isdisjoint(map(str.lower, headers)):
        raise SourceBusy(
            f"{response.url} answers {response.status} {response.reason} to a request for the whole content."
        )


def _check_machine_use(response: Response) -> None:
    """Honour X-Robots-Tag, with or without a robot's name before it: `noai`, `artmeta: noai, noimageai`."""
    for line in response.headers.get("X-Robots-Tag", "").lower().split(","):
        agent, colon, value = line.rpartition(":")
        if value.strip() in NO_AI and (not colon or agent.strip() in ("artmeta", "*")):
            raise SourceRefused(
                f"{response.url} asks that machines do not learn from it (X-Robots-Tag: {value.strip()})."
            )


def _target(url: str, location: str) -> str:
    """Return where a redirect leads."""
    try:
        return normalised_url(urljoin(url, location))
    except ValueError as fault:
        raise SourceUnexpected(f"{url} redirects to an address that cannot be read: {fault}.") from None


def _retry_after(response: Response) -> float | None:
    """Return Retry-After in seconds, given as such or as a date; None if it is neither."""
    value = response.headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdecimal():
        seconds = values.whole_number(value)
        return math.inf if seconds is None else float(seconds)
    when = values.http_date(value)
    if when is None:
        return None
    # A date names a whole second, which is waited out.
    return max(0.0, (when - datetime.now(UTC)).total_seconds() + 1.0)
