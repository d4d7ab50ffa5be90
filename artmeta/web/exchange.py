"""One request and its answer: checked, paced, redirected by hand, and its status read for what it means."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import SplitResult, urljoin

import requests

from artmeta.errors import ConfigError, SourceBusy, SourceError, SourceGone, SourceRefused
from artmeta.web.addresses import checked, is_literal_private
from artmeta.web.budget import Purse
from artmeta.web.connecting import CheckedAdapter
from artmeta.web.hosts import Host
from artmeta.web.policy import WebPolicy

Check = Callable[[SplitResult, str, Host], None]

BUSY = {
    408,
    425,
    429,
    500,
    502,
    503,
    504,
    520,
    521,
    522,
    523,
    524,
}  # may be well in a moment (52x: Cloudflare's)
WAITING = {429, 503}  # where Retry-After has a meaning (RFC 9110, 10.2.3)
GOOD = {200, 203, 206, 304, 416}
CLOSED = {401, 402, 403, 407, 451}
NO_AI = {"noai", "noimageai"}  # X-Robots-Tag values by which a host keeps its works out of machine learning


class Exchange:
    """The connections of one run; safe for many threads."""

    def __init__(
        self, policy: WebPolicy, agent: str, contact: str, hosts: Mapping[str, Host], purse: Purse
    ) -> None:
        self.policy, self.contact, self.hosts, self.purse = policy, contact, hosts, purse
        self.agent = agent
        self.adapter = CheckedAdapter(policy.allow_private_addresses, policy.concurrency)
        self.verify = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("SSL_CERT_FILE") or True
        self._proxies: dict[str, dict[str, str]] = {}

    @contextmanager
    def answer(
        self, url: str, headers: Mapping[str, str], check: Check | None
    ) -> Iterator[requests.Response]:
        """Ask for a URL and follow its redirects; `check(parts, url, host)` is called for each address first.

        Yields an answer with status 200, 203, 206, 304 or 416 whose body is still to be read. Raises
        SourceBusy, SourceGone, SourceRefused or SourceError for all others.
        """
        seen = [url]
        while True:
            parts = checked(url)
            self._introduce(parts.hostname or "", url)
            host = self.hosts[parts.netloc]
            if check:
                check(parts, url, host)
            self.purse.check()
            with host.turn(), self._sent(url, headers, host) as response:
                target = _redirect_target(response)
                if target is None:
                    _judge(response, host)
                    yield response
                    return
                url = urljoin(url, target)
            if url in seen or len(seen) > self.policy.max_redirects:
                raise SourceError(
                    f"{seen[0]} redirects in a loop or too often ({len(seen)} times), last to {url}."
                )
            seen.append(url)

    @contextmanager
    def _sent(self, url: str, headers: Mapping[str, str], host: Host) -> Iterator[requests.Response]:
        asked = {"User-Agent": self.agent, "Accept-Encoding": "gzip, deflate", "Accept": "*/*", **headers}
        timeouts = (self.policy.connect_timeout, self.policy.read_timeout)
        try:
            # Past the session, whose cookies, hooks and merging of settings cost a third of a small request.
            request = requests.Request("GET", url, headers=asked).prepare()
            response = self.adapter.send(
                request, stream=True, timeout=timeouts, verify=self.verify, proxies=self._proxies_of(url)
            )
        except (requests.ConnectionError, requests.Timeout) as fault:
            host.failed()
            raise SourceBusy(f"{url} cannot be reached: {_reason(fault)}.") from fault
        except (requests.RequestException, ValueError) as fault:
            raise SourceError(f"{url} cannot be asked for: {_reason(fault)}.") from fault
        try:
            with response:
                yield response
        except SourceBusy:
            host.failed()
            raise

    def _introduce(self, host: str, url: str) -> None:
        """A guest says who comes: public servers are only visited with an address they can write to."""
        if not (self.contact or self.policy.allow_private_addresses or is_literal_private(host)):
            raise ConfigError(
                f"{url} lies on a public server, and there is no address it could write to.",
                "Set ARTMETA_CONTACT to your e-mail address or web page.",
            )

    def _proxies_of(self, url: str) -> dict[str, str]:
        """Find the house's proxy for a host; the machine itself is never asked for through one."""
        parts = checked(url)
        if parts.netloc not in self._proxies:
            local = is_literal_private(parts.hostname or "")
            self._proxies[parts.netloc] = {} if local else requests.utils.get_environ_proxies(url)
        return self._proxies[parts.netloc]

    def close(self) -> None:
        """Close all connections."""
        self.adapter.close()


def _redirect_target(response: requests.Response) -> str | None:
    """Where an answer sends its reader; servers write UTF-8 into this header, which HTTP reads as Latin-1."""
    location = response.headers.get("Location") if response.is_redirect else None
    return location.encode("latin-1", "replace").decode("utf-8", "replace") if location else None


def _judge(response: requests.Response, host: Host) -> None:
    """Raise what a status means; note whether the host is well."""
    status, url = response.status_code, response.url
    if status in BUSY:
        if status in WAITING and (seconds := _retry_after(response)) is not None:
            host.rest(seconds)
        raise SourceBusy(f"{url} answers {status} {response.reason}: busy or in trouble.")
    host.succeeded()
    if status in (404, 410):
        raise SourceGone(f"{url} is not there ({status}).")
    if status in CLOSED:
        raise SourceRefused(f"{url} is closed to us ({status} {response.reason}).")
    if status not in GOOD:
        raise SourceError(f"{url} answers {status} {response.reason}.")
    _check_ai(response)


def _check_ai(response: requests.Response) -> None:
    """Honour X-Robots-Tag, with or without a robot's name before it: `noai`, `artmeta: noai, noimageai`."""
    for line in response.headers.get("X-Robots-Tag", "").lower().split(","):
        agent, colon, value = line.rpartition(":")
        if value.strip() in NO_AI and (not colon or agent.strip() in ("artmeta", "*")):
            raise SourceRefused(
                f"{response.url} asks that machines do not learn from it (X-Robots-Tag: {value.strip()})."
            )


def _retry_after(response: requests.Response) -> float | None:
    """Read Retry-After, in seconds or as a date."""
    given = response.headers.get("Retry-After", "").strip()
    if given.isdecimal():
        return float(given)
    try:
        when = parsedate_to_datetime(given)
    except ValueError:
        return None
    seconds = (when.replace(tzinfo=when.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
    return max(0.0, seconds + 1.0)  # a date names a whole second: it is waited out


def _reason(fault: Exception) -> str:
    inner = fault.args[0] if fault.args else fault
    return str(getattr(inner, "reason", inner))
