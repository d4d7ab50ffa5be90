"""A guest on museums' servers: what it asks for, it asks once, politely, and within limits."""

from __future__ import annotations

import json
import threading
import time
from collections import defaultdict
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import requests

from artmeta.errors import SourceChanged
from artmeta.web.bodies import json_text_of, pieces, text_of
from artmeta.web.budget import Purse
from artmeta.web.downloads import NOT_MODIFIED, PARTIAL, Begun, unchanged, validators
from artmeta.web.exchange import Exchange
from artmeta.web.hosts import Host
from artmeta.web.ledger import Downloaded, Ledger
from artmeta.web.pages import Page, PageCache
from artmeta.web.policy import WebPolicy
from artmeta.web.retrying import retried
from artmeta.web.robots import AGENT, MAX_BYTES, Robots
from artmeta.web.sending import Answer


class Web:
    """All requests of one run; safe for many threads. `contact` is told to every server.

    Every method raises SourceBusy (also after all tries), SourceGone, SourceRefused, SourceTooLarge,
    BudgetSpent or another SourceError, each with a sentence that names the address.
    """

    def __init__(self, policy: WebPolicy, cache_dir: Path, contact: str = "") -> None:
        self.policy, self.cache_dir = policy, cache_dir
        self.purse = Purse(policy.budget)
        self._hosts = _Hosts(policy)
        agent = f"{AGENT}/{version('artmeta')} ({f'+{contact}' if contact else 'no contact given'})"
        self._exchange = Exchange(policy, agent, contact, self._hosts, self.purse)
        self._robots = Robots(self._robots_text)
        self._pages = PageCache(cache_dir / "pages")
        self._files: dict[str, threading.Lock] = defaultdict(threading.Lock)
        self._ledgers = _Ledgers()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None
    ) -> None:
        self._exchange.close()
        for ledger in self._ledgers.values():
            ledger.close()

    def content(self, url: str, *, headers: Mapping[str, str] | None = None, max_age: float = 0.0) -> bytes:
        """Read a page's bytes; one kept here and younger than `max_age` seconds is taken as it is."""
        return self._page(url, headers or {}, max_age).body

    def text(self, url: str, *, headers: Mapping[str, str] | None = None, max_age: float = 0.0) -> str:
        """Read a page as text: UTF-8 if it is that, whatever its header says."""
        page = self._page(url, headers or {}, max_age)
        return text_of(page.body, page.charset)

    def json(
        self, url: str, *, headers: Mapping[str, str] | None = None, max_age: float = 0.0, api: bool = False
    ) -> Any:
        """Read a page as JSON; raise SourceChanged if it is something else.

        `api` says that the address is an interface for programs, used as its manual asks: robots.txt, which
        speaks to crawlers, is not asked about it. Everything else holds.
        """
        page = self._page(url, {"Accept": "application/json", **(headers or {})}, max_age, api)
        text = json_text_of(page.body)
        try:
            return json.loads(text)
        except (ValueError, RecursionError) as fault:
            raise SourceChanged(
                f"{url} does not answer with JSON: {fault}; it begins {text[:60]!r}."
            ) from None

    def download(self, url: str, folder: Path, max_bytes: int, known: Downloaded | None = None) -> Downloaded:
        """Fetch a file into `folder`, named by its sha256; one begun is resumed, a `known` one kept."""
        with self._files[url]:
            ledger = self._ledgers[folder]
            if known is None and (whole := ledger.find(url)):
                return whole
            begun = Begun(url, ledger)
            size = [begun.size]

            def advanced() -> bool:
                before, size[0] = size[0], begun.size
                return size[0] > before

            return retried(self.policy, lambda: self._fetch(url, begun, max_bytes, known), advanced)

    def settle(self, url: str, folder: Path) -> None:
        """Say that a download was taken note of; until then, asking for it again costs no request."""
        self._ledgers[folder].settle(url)
        self._files.pop(url, None)

    def _fetch(self, url: str, begun: Begun, max_bytes: int, known: Downloaded | None) -> Downloaded:
        # Identity, because a range of a compressed body cannot be joined to an earlier one.
        headers = {"Accept-Encoding": "identity", **(begun.headers or validators(known))}
        with self._exchange.answer(url, headers, self._robots.check) as answer:
            if answer.status == NOT_MODIFIED and known is not None:
                return unchanged(known)
            limit = max_bytes - (begun.size if answer.status == PARTIAL else 0)
            begun.take(answer, pieces(answer, limit, self.policy.max_seconds, self.purse))
        return begun.finish()

    def _page(self, url: str, headers: Mapping[str, str], max_age: float, api: bool = False) -> Page:
        key = "\n".join([url, *(f"{name}: {value}" for name, value in sorted(headers.items()))])
        kept = self._pages.get(key)
        if kept and kept.is_fresh(max_age):
            return kept
        return retried(self.policy, lambda: self._read(url, headers, key, kept, api))

    def _read(self, url: str, headers: Mapping[str, str], key: str, kept: Page | None, api: bool) -> Page:
        asked = {**headers, **(kept.validators if kept else {})}
        with self._exchange.answer(url, asked, None if api else self._robots.check) as answer:
            if answer.status == NOT_MODIFIED and kept:
                self._pages.renew(key, kept)
                return kept
            page = self._whole(answer, self.policy.max_page_bytes)
        self._pages.put(key, page)
        return page

    def _whole(self, answer: Answer, limit: int) -> Page:
        body = b"".join(pieces(answer, limit, self.policy.max_seconds, self.purse))
        said = answer.headers
        charset = requests.utils.get_encoding_from_headers(said) or ""
        return Page(
            answer.url, body, charset, said.get("ETag", ""), said.get("Last-Modified", ""), time.time()
        )

    def _robots_text(self, url: str) -> bytes:
        def read() -> bytes:
            with self._exchange.answer(url, {}, None) as answer:
                return self._whole(answer, 10 * MAX_BYTES).body

        return retried(self.policy, read)


class _Hosts(dict[str, Host]):
    """One pace a host, made when it is first visited."""

    def __init__(self, policy: WebPolicy) -> None:
        super().__init__()
        self._policy, self._lock = policy, threading.Lock()

    def __missing__(self, name: str) -> Host:
        with self._lock:
            if name not in self:
                self[name] = Host(name, self._policy)
            return dict.__getitem__(self, name)


class _Ledgers(dict[Path, Ledger]):
    """One ledger a folder, read when it is first needed."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()

    def __missing__(self, folder: Path) -> Ledger:
        with self._lock:
            if folder not in self:
                self[folder] = Ledger(folder)
            return self[folder]
