"""The HTTP client of one run: pages, JSON and downloads, with caching, retries, robots.txt and rate limits."""

from __future__ import annotations

import json
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from artmeta import values
from artmeta.errors import SourceChanged
from artmeta.web.bodies import chunks, text_of
from artmeta.web.downloads import NOT_MODIFIED, PARTIAL, PartialDownload, validators
from artmeta.web.hosts import Host
from artmeta.web.journal import DownloadedFile, DownloadJournal
from artmeta.web.pages import CachedPage, PageCache
from artmeta.web.policy import TransferBudget, WebPolicy
from artmeta.web.requester import Requester
from artmeta.web.retrying import with_retries
from artmeta.web.robots import AGENT, MAX_BYTES, Robots

if TYPE_CHECKING:
    from artmeta.web.sending import Response

K = TypeVar("K")
V = TypeVar("V")


class Web:
    """All requests of one run; safe for many threads. `contact` is sent with every request.

    Every method raises SourceBusy (also after all tries), SourceGone, SourceRefused, SourceTooLarge,
    BudgetSpent or another SourceError, each with a sentence that names the address.
    """

    def __init__(self, policy: WebPolicy, cache_dir: Path, contact: str = "") -> None:
        self.policy, self.cache_dir = policy, cache_dir
        self.budget = TransferBudget(policy.budget)
        self._hosts: _PerKey[str, Host] = _PerKey(lambda name: Host(name, policy))
        agent = f"{AGENT}/{version('artmeta')} ({f'+{contact}' if contact else 'no contact given'})"
        self._requester = Requester(policy, agent, contact, self._hosts, self.budget)
        self._robots = Robots(self._robots_text)
        self._pages = PageCache(cache_dir / "pages")
        self._files: dict[str, threading.Lock] = defaultdict(threading.Lock)
        self._journals = _PerKey(DownloadJournal)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None
    ) -> None:
        self._requester.close()
        for journal in self._journals.values():
            journal.close()

    def content(self, url: str, *, max_age: float = 0.0) -> bytes:
        """Return a page's bytes; a cached one younger than `max_age` seconds is used without a request."""
        return self._page(url, {}, max_age).body

    def text(self, url: str, *, max_age: float = 0.0) -> str:
        """Return a page as text: UTF-8 if it is that, whatever its header declares."""
        page = self._page(url, {}, max_age)
        return text_of(page.body, page.charset)

    def json(
        self, url: str, *, headers: Mapping[str, str] | None = None, max_age: float = 0.0, api: bool = False
    ) -> Any:
        """Return a page as parsed JSON; raise SourceChanged if it is something else.

        With `api`, the address is a programming interface used as its manual allows: robots.txt, which is for
        crawlers, is not applied to it.
        """
        page = self._page(url, {"Accept": "application/json", **(headers or {})}, max_age, api)
        text = values.decoded(page.body)
        try:
            return json.loads(text)
        except (ValueError, RecursionError) as fault:
            raise SourceChanged(
                f"{url} does not answer with JSON: {fault}; it begins {text[:60]!r}."
            ) from None

    def download(
        self, url: str, folder: Path, max_bytes: int, previous: DownloadedFile | None = None
    ) -> DownloadedFile:
        """Fetch a file into `folder`, named by its sha256; a partial one is resumed, a `previous` one kept."""
        with self._files[url]:
            journal = self._journals[folder]
            if previous is None and (whole := journal.find(url)):
                return whole
            partial = PartialDownload(url, journal)
            size = [partial.size]

            def advanced() -> bool:
                before, size[0] = size[0], partial.size
                return size[0] > before

            return with_retries(self.policy, lambda: self._fetch(url, partial, max_bytes, previous), advanced)

    def acknowledge(self, url: str, folder: Path) -> None:
        """Record that the caller has stored a download; until then, downloading it again costs no request."""
        self._journals[folder].acknowledge(url)
        self._files.pop(url, None)

    def _fetch(
        self, url: str, partial: PartialDownload, max_bytes: int, previous: DownloadedFile | None
    ) -> DownloadedFile:
        # Identity, because a range of a compressed body cannot be joined to an earlier one.
        headers = {"Accept-Encoding": "identity", **(partial.headers or validators(previous))}
        with self._requester.response(url, headers, self._robots.check) as response:
            if response.status == NOT_MODIFIED and previous is not None:
                return replace(previous, not_modified=True)
            limit = max_bytes - (partial.size if response.status == PARTIAL else 0)
            partial.take(response, chunks(response, limit, self.policy.max_seconds, self.budget))
        return partial.finish()

    def _page(self, url: str, headers: Mapping[str, str], max_age: float, api: bool = False) -> CachedPage:
        key = "\n".join([url, *(f"{name}: {value}" for name, value in sorted(headers.items()))])
        cached = self._pages.get(key)
        if cached and cached.is_fresh(max_age):
            return cached
        return with_retries(self.policy, lambda: self._read(url, headers, key, cached, api))

    def _read(
        self, url: str, headers: Mapping[str, str], key: str, cached: CachedPage | None, api: bool
    ) -> CachedPage:
        request_headers = {**headers, **(cached.validators if cached else {})}
        with self._requester.response(url, request_headers, None if api else self._robots.check) as response:
            if response.status == NOT_MODIFIED and cached:
                self._pages.renew(key, cached)
                return cached
            page = self._whole(response, self.policy.max_page_bytes)
        self._pages.put(key, page)
        return page

    def _whole(self, response: Response, limit: int) -> CachedPage:
        body = b"".join(chunks(response, limit, self.policy.max_seconds, self.budget))
        from requests.utils import get_encoding_from_headers

        headers = response.headers
        charset = get_encoding_from_headers(headers) or ""
        etag, last_modified = headers.get("ETag", ""), headers.get("Last-Modified", "")
        return CachedPage(response.url, body, charset, etag, last_modified, time.time())

    def _robots_text(self, url: str) -> bytes:
        def read() -> bytes:
            with self._requester.response(url, {}, None) as response:
                return self._whole(response, 10 * MAX_BYTES).body

        return with_retries(self.policy, read)


class _PerKey(dict[K, V]):
    """Values that `make` builds from their keys when they are first looked up; safe for many threads."""

    def __init__(self, make: Callable[[K], V]) -> None:
        super().__init__()
        self._make, self._lock = make, threading.Lock()

    def __missing__(self, key: K) -> V:
        with self._lock:
            if key not in self:
                self[key] = self._make(key)
            return dict.__getitem__(self, key)
