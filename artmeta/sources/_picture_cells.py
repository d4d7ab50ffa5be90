"""The pictures that a cell names: one or several, as addresses, links, file names or ids."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator
from urllib.parse import quote, unquote, urlsplit

from artmeta.domain.issues import note
from artmeta.domain.run import Issue
from artmeta.lists.json_rows import UNIT_SEPARATOR
from artmeta.picture_formats import has_picture_suffix
from artmeta.sources._image_api import base_address
from artmeta.sources._locations import ListLocation

# written where there is no address
MISSING = ("", "n/a", "na", "none", "null", "nan", "-", "?", "\\n", "#n/a")
COMMONS = "https://commons.wikimedia.org/wiki/Special:FilePath/{}?width=500"  # a width its servers keep ready
_COMMONS_PAGE = re.compile(r"https?://commons(?:\.m)?\.wikimedia\.org/wiki/(?:File|Image):([^?#]+)", re.I)
DIGEST = re.compile(r"[0-9a-f]{64}", re.I)
_LINK = re.compile(
    r"<a\b[^>]*?\bhref\s*=\s*[\"']?([^\"'\s>]+)|<img\b[^>]*?\bsrc\s*=\s*[\"']?([^\"'\s>]+)"
    r"|=(?:HYPERLINK|IMAGE)\(\s*\"([^\"]+)\"|!?\[[^\]]*\]\((https?://[^()\s]+)\)|<([^<>\s]+\.[^<>\s]+)>",
    re.I,
)
_AROUND = re.compile(
    r"<a\b[^>]*?\bhref\s*=\s*[\"']?([^\"'\s>]+)[^>]*>\s*<img\b[^>]*?\bsrc\s*=\s*[\"']?([^\"'\s>]+)[^>]*>",
    re.I,
)
_BETWEEN_ADDRESSES = re.compile(r"\s*([|,;\n])\s*(?=(?:https?:)?//)|(\s)\s*(?=https?://)", re.I)
_BETWEEN_NAMES = re.compile(r"\s*([|;,\n])\s*")
_HOST = re.compile(r"(?:www\.[\w-]+|(?:[\w-]+\.)+[a-z]{2,}|\d+(?:\.\d+){3}|[\w.-]+(?=:\d))(?::\d+)?/", re.I)
_SURE_HOST = re.compile(r"www\.|\d+(?:\.\d+){3}[:/]|[\w.-]+:\d+/", re.I)


class PictureCells:
    """Reads the cells of one list; it remembers the scheme of the addresses, for those that lack one."""

    def __init__(
        self,
        place: ListLocation,
        separator: str = "",
        template: str = "",
        no_picture: tuple[str, ...] = (),
        image_api: Callable[[str], str] | None = None,
    ) -> None:
        self.place, self.separator, self.template, self.image_api = place, separator, template, image_api
        self.placeholders = [each.lower() for each in no_picture if not DIGEST.fullmatch(each)]
        self.scheme = "https"
        self._several: dict[str, tuple[int, str]] = {}
        self._placeholders = 0

    def names(self, cell: str, row: str) -> list[str]:
        """List what a cell names, in order, without placeholders; `row` is how a note calls the row."""
        names = []
        for part in self._parts(cell, row):
            for name in _linked(part):
                if name.lower() not in MISSING:
                    names.append(self._filled(name))
        kept = [name for name in dict.fromkeys(names) if not self.is_placeholder(name)]
        self._placeholders += bool(names) and not kept
        return kept

    def is_placeholder(self, name: str) -> bool:
        """Whether an address holds a part that stands for 'no picture'."""
        return any(part in name.lower() for part in self.placeholders)

    def address(self, name: str) -> str:
        """Say where a picture is; raise SourceRefused if a server's list names a file of this machine."""
        whole = _file_on_commons(self._with_scheme(name))
        base = base_address(whole) if self.image_api else ""
        return self.image_api(base) if base and self.image_api else self.place.resolve(whole)

    @property
    def separators(self) -> dict[str, int]:
        """How many cells were divided at each separator that was not given."""
        return {mark: count for mark, (count, _) in self._several.items()}

    def notes(self) -> Iterator[Issue]:
        """Yield notes on the whole list: placeholders left out, separators that the collection file does not name."""
        if self._placeholders:
            yield note(
                "placeholders",
                f"{self._placeholders} rows name nothing but a placeholder (no_picture) as their picture.",
            )
        if self._several:
            marks = {mark: mark.replace("\n", "\\n") for mark in self._several}
            cells = "; ".join(
                f"{count} at '{marks[mark]}' (such as {row})" for mark, (count, row) in self._several.items()
            )
            yield note(
                "several_pictures",
                f"Cells that name several pictures were divided: {cells}. To divide every cell so, write "
                f'images_separator = "{next(iter(marks.values()))}" in [source].',
            )

    def _parts(self, cell: str, row: str) -> list[str]:
        whole = _unescaped(without_brackets(cell.replace("\r\n", "\n").replace("\r", "\n")))
        if UNIT_SEPARATOR in whole or self.separator:
            parts = re.split(
                "|".join(map(re.escape, [UNIT_SEPARATOR, *filter(None, [self.separator])])), whole
            )
            return [each for part in parts for each in self._between_addresses(part.strip())[1]]
        marks, parts = self._between_addresses(whole) if not _LINK.search(whole) else ([], [whole])
        if not marks and len(parts) == 1:
            marks, parts = self._between_names(parts[0])
        for mark in dict.fromkeys(marks):
            count, first = self._several.get(mark, (0, row))
            self._several[mark] = (count + 1, first)
        return parts

    def _between_addresses(self, whole: str) -> tuple[list[str], list[str]]:
        """Divide a cell before each further address; words that stand before the first one are no picture."""
        marks = [match[1] or " " for match in _BETWEEN_ADDRESSES.finditer(whole)]
        parts = _BETWEEN_ADDRESSES.sub(UNIT_SEPARATOR, whole).split(UNIT_SEPARATOR)
        addresses = [_without_words(part) for part in parts if "//" in part]
        return (marks[1 - len(addresses) :], addresses) if len(addresses) > 1 else ([], addresses or parts)

    def _between_names(self, whole: str) -> tuple[list[str], list[str]]:
        """Divide a cell in which each part is named as a picture file is, unless one file has that whole name."""
        parts = _BETWEEN_NAMES.split(whole)
        names, marks = parts[::2], parts[1::2]
        is_list = len(names) > 1 and "://" not in whole and all(has_picture_suffix(name) for name in names)
        return (marks, names) if is_list and not self.place.is_file(whole) else ([], [whole])

    def _filled(self, name: str) -> str:
        if not self.template or "://" in name:
            return name
        return self.template.replace(
            "{}", quote(name, safe="/:@,+%~!$&'()*=") if "://" in self.template else name
        )

    def _with_scheme(self, name: str) -> str:
        """Complete an address that lacks its scheme: '//host/path', 'www.host/path', and 'host.org/path'."""
        if "://" in name:
            self.scheme = urlsplit(name).scheme.lower() if name.lower().startswith("http") else self.scheme
            return name
        if name.startswith("//"):
            return f"{self.scheme}:{name}"
        host = _HOST.match(name) and (_SURE_HOST.match(name) or self._is_not_here(name))
        return f"{self.scheme}://{name}" if host else name

    def _is_not_here(self, name: str) -> bool:
        folder = self.place.folder
        return folder is not None and not (folder / name.partition("/")[0]).exists()


def without_brackets(cell: str) -> str:
    """Return the texts of a JSON or Python array, as programs write them into one cell, between UNIT_SEPARATOR."""
    if cell[:1] != "[" or cell[-1:] != "]":
        return cell
    for text in (cell, cell.replace("'", '"')):
        try:
            texts = json.loads(text)
        except (ValueError, RecursionError):
            continue
        if texts and all(isinstance(each, str) for each in texts):
            return UNIT_SEPARATOR.join(texts)
    return cell


def _file_on_commons(address: str) -> str:
    """Return where the file lies that a page of Wikimedia Commons is about; other addresses as they are."""
    page = _COMMONS_PAGE.fullmatch(address)
    return COMMONS.format(quote(unquote(page[1]).replace("_", " "))) if page else address


def _unescaped(text: str) -> str:
    """Read HTML entities where a cell holds HTML; elsewhere only &amp;, since &copy= may be part of an address."""
    return html.unescape(text) if "<" in text or "&lt;" in text else text.replace("&amp;", "&")


def _without_words(address: str) -> str:
    """Leave out words after a picture's address, as in 'https://... , back:'."""
    first = address.split(maxsplit=1)[0].rstrip(",;|")
    return first if has_picture_suffix(urlsplit(first).path) else address


def _linked(part: str) -> list[str]:
    """Take addresses out of HTML, Markdown and spreadsheet formulas; of a link around a picture, the picture's file."""
    links = _LINK.findall(_AROUND.sub(_larger, part))
    return [next(filter(None, groups)) for groups in links] or [part.strip()]


def _larger(match: re.Match[str]) -> str:
    target, shown = match[1], match[2]
    return f"<{target if has_picture_suffix(urlsplit(target).path) else shown}>"
