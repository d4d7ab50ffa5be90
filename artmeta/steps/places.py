"""The place of a new collection: a folder, an archive, a list, a IIIF collection, or a service."""

from __future__ import annotations

import ipaddress
import json
import re
import tarfile
import zipfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

from artmeta.errors import ConfigError
from artmeta.plugins import names
from artmeta.values import expanded

# sources that one path, or but for 'folder' one address, describes
PATHS = ("folder", "archive", "csv", "iiif")
_ARCHIVES = (".zip", ".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz", ".txz")
_LISTS = (".csv", ".tsv", ".txt", ".tab", ".csv.gz", ".tsv.gz", ".jsonl", ".ndjson")
_SEARCH = re.compile(r"(topic|venue|makers|keyword|work_type):([^/]+?)(?=--|/|$)")
_TERMS = "terms_accepted = false    # true once you have read https://artuk.org/about/terms-of-use and agree"
_ITEM = re.compile(r"(?:https?://www\.wikidata\.org/(?:wiki|entity)/)?([QP]\d+)")


def is_address(place: str) -> bool:
    """Whether a place is an address on the web."""
    return "://" in place


def kind_of(place: str) -> str:
    """Return the source that reads a place, a folder where none is given; raise ConfigError where that is not clear."""
    if not place:
        return "folder"
    if is_address(place) or _ITEM.fullmatch(place):
        return _kind_of_address(place)
    path = expanded(place)
    if path.is_dir():
        return "folder"
    if not path.is_file():
        raise ConfigError(
            f"There is no file or folder {place}.", "Give the folder, list or archive of the works."
        )
    if tarfile.is_tarfile(path) or (zipfile.is_zipfile(path) and not _is_workbook(path)):
        return "archive"
    return "iiif" if _is_iiif(path) else "csv"


def _kind_of_address(place: str) -> str:
    parts = urlsplit(place)
    path, host = parts.path.lower(), parts.hostname or ""
    if _ITEM.fullmatch(place):
        return "wikidata"
    if host.endswith("artuk.org"):
        return "artuk"
    if path.endswith(_ARCHIVES):
        return "archive"
    if path.endswith(_LISTS):
        return "csv"
    if "iiif" in place.lower() or re.search(r"manifest|collection.*\.json", path):
        return "iiif"
    raise ConfigError(
        f"What {place} holds cannot be told from its address.",
        f"Say it: --source with one of {', '.join(names('artmeta.sources'))}.",
    )


def _is_workbook(path: Path) -> bool:
    with zipfile.ZipFile(path) as file:
        return any(each.startswith(("xl/", "word/", "content.xml")) for each in file.namelist())


def _is_iiif(path: Path) -> bool:
    try:
        given = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(given, dict) and (
        "iiif.io" in str(given.get("@context", "")) or "sc:" in str(given.get("@type", ""))
    )


def check(source: str, place: str) -> None:
    """Raise ConfigError, in one sentence, if a place is not there or is not what a source reads."""
    if not place:
        return
    if source not in PATHS or is_address(place):
        if source == "folder":
            raise ConfigError(f"{place} is an address, not a folder.", "Give a folder of this machine.")
        return
    path = expanded(place)
    if source == "folder" and not path.is_dir():
        raise ConfigError(f"There is no folder {place}.", _what_it_is(path))
    if source != "folder" and not path.is_file():
        raise ConfigError(f"There is no file {place}.", _what_it_is(path))
    if source == "iiif" and not _is_iiif(path):
        raise ConfigError(f"{place} is no manifest or collection of IIIF.", _what_it_is(path))


def _what_it_is(path: Path) -> str:
    if path.is_dir():
        return "It is a folder: give the file itself, or --source folder."
    return (
        f"It is a file: leave --source away, or say --source {kind_of(str(path))}."
        if path.is_file()
        else "See that its name is right."
    )


def is_private(host: str) -> bool:
    """Whether a host is this machine or one in a private network, by its number or as localhost."""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return host == "localhost"


def host_of(place: str) -> str:
    """Return the host of an address, '' of a path."""
    return (urlsplit(place).hostname or "") if is_address(place) else ""


def resolved(source: str, place: str) -> str:
    """Make a path absolute, since the collection file lies elsewhere than the user; leave other places as they are."""
    given = not place or is_address(place) or source not in PATHS
    return place if given else str(expanded(place).resolve())


def place_lines(source: str, place: str) -> list[str]:
    """Return the lines of [source] that name a place; raise ConfigError where a source has none of that form."""
    given = json.dumps(place or "...", ensure_ascii=False)
    if source in PATHS:
        key = "url" if is_address(place) or (source == "iiif" and not place) else "path"
        return [f"{key} = {given}"]
    if source == "wikidata":
        item = _ITEM.fullmatch(place)
        if place and not item:
            raise ConfigError(
                f"'{place}' is no item or property of Wikidata.", "Give one such as Q3330707 or P1679."
            )
        number = item[1] if item else "..."
        key = "having" if number.startswith("P") else "collection"
        return [f'{key} = "{number}"   # the works of this collection, or those that have this property']
    if source == "artuk":
        return [_TERMS, *_artuk_search(place)]
    return [f"url = {given}"]


def _artuk_search(place: str) -> list[str]:
    """Return the keys of a search at Art UK: those in the address of a listing, else a topic."""
    if not is_address(place):
        return [
            f"topics = {json.dumps([place or '...'], ensure_ascii=False)}   # or venue, makers, keyword, work_type"
        ]
    search = {key: unquote(value) for key, value in _SEARCH.findall(urlsplit(place).path)}
    if not search:
        raise ConfigError(
            f"{place} is no listing of Art UK.", "Give a topic, or the address of a search with its filters."
        )
    lines = [
        f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in search.items() if key != "topic"
    ]
    return [*lines, *([f"topics = {json.dumps([search['topic']])}"] if "topic" in search else [])]
