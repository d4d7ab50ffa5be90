"""Files of this machine that a record names: regular ones, below the folder that its source may read, and no others."""

from __future__ import annotations

import io
import os
import stat
from functools import lru_cache
from io import BufferedReader
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname


def path_of(url: str) -> Path:
    """Return the path that a file: address names; raise ValueError if it is none, or of another machine."""
    parts = urlsplit(url)
    if parts.scheme != "file" or parts.netloc not in ("", "localhost") or not parts.path.startswith("/"):
        raise ValueError(f"'{url}' names no file of this machine")
    return Path(url2pathname(parts.path))


def portable_url(url: str, folder: Path) -> str:
    """Return a file: address below a folder as one relative to it (`file:images/a.jpg`), any other as it is."""
    for start in _addresses(folder):
        if url.startswith(start):
            return f"file:{url.removeprefix(start)}"
    return url


def absolute_url(url: str, folder: Path) -> str:
    """Return the address that `portable_url` was given, with the folder where it is now."""
    relative = url.startswith("file:") and not url.startswith("file:/")
    return f"{folder.as_uri()}/{url.removeprefix('file:')}" if relative else url


@lru_cache(maxsize=8)
def _addresses(folder: Path) -> tuple[str, ...]:
    """Return the addresses of a folder: by its name, and by that of the folder that it links to."""
    return tuple(dict.fromkeys(f"{place.as_uri()}/" for place in (folder, folder.resolve())))


def path_below(url: str, root: Path | None) -> Path:
    """Return the path of a file: address, links resolved, if it lies below `root`; raise ValueError if not.

    A `root` of None stands for a source on the web, which may name no file of this machine.
    """
    path = path_of(url).resolve()
    if root is None:
        raise ValueError(f"a source on the web may not name a file of this machine ('{url}')")
    if not (path.is_relative_to(root) or path.is_relative_to(root.resolve())):
        raise ValueError(f"{path} does not lie below {root}")
    return path


def open_regular(path: Path) -> BufferedReader:
    """Open a file to read; raise ValueError, without waiting, if it is a device, a pipe, a socket or a folder.

    Raises OSError as `open` does.
    """
    # Without O_NONBLOCK, opening a pipe waits until somebody writes into it.
    number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        if not stat.S_ISREG(os.fstat(number).st_mode):
            raise ValueError(f"{path} is a device, a pipe or a folder, not a file")
        return os.fdopen(number, "rb")
    except BaseException:
        os.close(number)
        raise


def read_regular(path: Path) -> str:
    """Return the text of a regular file in UTF-8, without its byte order mark and with line ends as a line feed.

    Raises ValueError and OSError as `open_regular` does, and UnicodeDecodeError, which is a ValueError.
    """
    with open_regular(path) as file:
        return io.TextIOWrapper(file, encoding="utf-8-sig").read()
