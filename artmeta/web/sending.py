"""Requests over pooled connections; the body of a response is still to be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
from urllib3 import BaseHTTPResponse, HTTPConnectionPool, Retry, Timeout
from urllib3.exceptions import ClosedPoolError, HTTPError, InvalidHeader, LocationValueError

from artmeta.errors import SourceBusy, SourceError
from artmeta.web.connecting import CheckedAdapter
from artmeta.web.policy import WebPolicy
from artmeta.web.proxies import certificates, proxies_of, unreachable

REDIRECTS = {301, 302, 303, 307, 308}
AGAIN = "Check that its server runs and the address is right; the next run requests it again."
ONCE = Retry(0, read=False)  # retries are made in `retrying`


@dataclass(frozen=True, slots=True)
class Response:
    """A response: status, headers, and in `raw` the body."""

    url: str
    raw: BaseHTTPResponse

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.raw.status

    @property
    def reason(self) -> str:
        """The reason phrase."""
        return self.raw.reason or ""

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers, found in any case; one given twice is joined by commas."""
        return self.raw.headers

    @property
    def redirect(self) -> str | None:
        """The target of a redirect; servers write UTF-8 into this header, which HTTP reads as Latin-1."""
        location = self.headers.get("Location") if self.status in REDIRECTS else None
        return location.encode("latin-1", "replace").decode("utf-8", "replace") if location else None

    def close(self) -> None:
        """Return the connection to its pool if the body was read to its end, else close it."""
        self.raw.close()
        self.raw.release_conn()


class Sender:
    """The connections of one run; safe for many threads.

    The requests library selects the proxy, certificates and pool of a host, once a host; its sessions, cookies and
    prepared requests, which cost half of a small request, are not used.
    """

    def __init__(self, policy: WebPolicy) -> None:
        self.adapter = CheckedAdapter(policy.allow_private_addresses, policy.concurrency)
        self.verify = certificates()
        self._timeout = Timeout(connect=policy.connect_timeout, read=policy.read_timeout)
        self._pools: dict[str, tuple[HTTPConnectionPool, bool]] = {}

    def get(self, url: str, headers: Mapping[str, str]) -> Response:
        """Request a URL; raise SourceBusy if its host cannot be reached, SourceError if the URL is not valid."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        try:
            pool, whole = self._pools.get(origin) or self._open(origin)
            raw = pool.urlopen(
                "GET",
                url if whole else url[len(origin) :],
                headers=headers,
                redirect=False,
                assert_same_host=False,
                preload_content=False,
                decode_content=False,
                retries=ONCE,
                timeout=self._timeout,
            )
        except (InvalidHeader, LocationValueError, ValueError) as fault:
            raise SourceError(f"{url} cannot be requested: {fault}.") from fault
        except (HTTPError, OSError) as fault:
            if isinstance(fault, ClosedPoolError):
                self._pools.pop(origin, None)
            raise SourceBusy(f"{url} cannot be reached: {unreachable(fault, url)}.", AGAIN) from fault
        return Response(url, raw)

    def close(self) -> None:
        """Close all connections."""
        self._pools.clear()
        self.adapter.close()

    def _open(self, origin: str) -> tuple[HTTPConnectionPool, bool]:
        """Return an origin's pool, and whether its proxy takes whole addresses."""
        request = requests.Request("GET", origin).prepare()
        proxies = proxies_of(origin)
        pool: Any = self.adapter.get_connection_with_tls_context(request, self.verify, proxies=proxies)
        self.adapter.cert_verify(pool, origin, self.verify, None)  # type: ignore[no-untyped-call]
        whole = "://" in self.adapter.request_url(request, proxies)
        self._pools[origin] = pool, whole
        return pool, whole
