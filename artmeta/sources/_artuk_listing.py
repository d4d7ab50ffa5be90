"""Art UK's listings: twenty works a page, at most ten thousand, so that a larger search is split by period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urljoin, urlsplit

from artmeta.errors import SourceChanged

if TYPE_CHECKING:
    from artmeta.web import Web

FIRST_YEAR, LAST_YEAR = 1, 2100  # all dates lie within these
REPEATS = 3  # pages in a row without a new work: one may be an error, three are a cycle
_AJAX = {"X-Requested-With": "XMLHttpRequest"}


class ArtukListing:
    """Reads listings; `notes` are about the result as a whole."""

    def __init__(self, base_url: str, max_pages: int, web: Web) -> None:
        self.base, self.max_pages, self.web = base_url.rstrip("/"), max_pages, web
        self.notes: list[tuple[str, str]] = []

    def urls(self, search: Mapping[str, str], first: int | None, last: int | None) -> Iterator[str]:
        """Yield the pages' addresses of all works that a search finds, each once.

        A search that reaches the cap is read again by halves of its period. Then undated works, which no period
        holds, are out of reach; `notes` says so.
        """
        known_urls: set[str] = set()
        periods: list[tuple[int | None, int | None]] = [(first, last)]
        while periods:
            start, end = periods.pop()
            if self._is_full(search, start, end) and (halves := _halves(start, end)):
                if start is None or end is None:
                    self._note_cut(search)
                periods += reversed(halves)
                continue
            for url in self._pages(search, start, end):
                if url not in known_urls:
                    known_urls.add(url)
                    yield url

    def _is_full(self, search: Mapping[str, str], start: int | None, end: int | None) -> bool:
        """Whether the last page that a listing can have shows works: then there may be more behind it."""
        if not self._page(search, start, end, 1)[1]:
            return False
        return bool(self._page(search, start, end, self.max_pages)[0])

    def _pages(self, search: Mapping[str, str], start: int | None, end: int | None) -> Iterator[str]:
        known_urls: set[str] = set()
        repeated = 0
        for number in range(1, self.max_pages + 1):
            urls, more = self._page(search, start, end, number)
            new = [url for url in dict.fromkeys(urls) if url not in known_urls]
            repeated = 0 if new or not urls else repeated + 1
            if repeated >= REPEATS:
                raise SourceChanged(
                    f"{self._url(search, start, end, number)}: the page repeats earlier ones."
                )
            known_urls.update(new)
            yield from new
            if not more:
                return

    def _page(
        self, search: Mapping[str, str], start: int | None, end: int | None, number: int
    ) -> tuple[list[str], bool]:
        """Read one page: the addresses of its works, and whether more follow."""
        url = self._url(search, start, end, number)
        return read_listing(self.web.json(url, headers=_AJAX), url, self.base)

    def _url(self, search: Mapping[str, str], start: int | None, end: int | None, number: int) -> str:
        dates = {"date-from": start, "date-to": end}
        keys = {**search, **{key: str(year) for key, year in dates.items() if year is not None}}
        words = "--".join(f"{quote(key)}:{quote(value, safe='')}" for key, value in keys.items())
        return f"{self.base}/discover/artworks/view_as/grid/search/{words}/page/{number}?_ajax=1"

    def _note_cut(self, search: Mapping[str, str]) -> None:
        words = ", ".join(f"{key} '{value}'" for key, value in search.items()) or "the whole of it"
        self.notes.append(
            (
                "cut_by_period",
                f"Art UK lists at most {self.max_pages * 20:,} works of {words}; it was read by periods, so that "
                "works without a date are missing.",
            )
        )


def read_listing(answer: Any, url: str, base: str) -> tuple[list[str], bool]:
    """Read a listing's answer: `html` with the entries, and `load_more`; raise SourceChanged on any other shape."""
    from selectolax.lexbor import LexborHTMLParser

    match answer:
        case {"html": str(html), "load_more": bool() | int() | str() | None as more}:
            pass
        case _:
            raise SourceChanged(f"{url}: the answer has no 'html' and 'load_more'.")
    tree = LexborHTMLParser(html)
    entries = tree.css("ul.listing-grid > li") or tree.css("body > li")
    if html.strip() and not entries and not tree.css("ul.listing-grid"):
        raise SourceChanged(f"{url}: the listing has no entries ('ul.listing-grid > li').")
    return [_entry_url(entry, url, base) for entry in entries], bool(more)


def _entry_url(entry: Any, url: str, base: str) -> str:
    link = entry.css_first("a[href*='/discover/artworks/']")
    if link is None:
        raise SourceChanged(f"{url}: an entry has no link to an artwork's page ('a[href]').")
    parts = urlsplit(urljoin(base + "/", link.attributes["href"] or ""))
    return str(parts._replace(query="", fragment="").geturl())


def _halves(start: int | None, end: int | None) -> list[tuple[int | None, int | None]]:
    """Cut a period in two; nothing if it is a single year."""
    first = FIRST_YEAR if start is None else start
    last = LAST_YEAR if end is None else end
    if first >= last:
        return []
    middle = (first + last) // 2
    return [(first, middle), (middle + 1, last)]
