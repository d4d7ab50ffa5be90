"""Download of a picture, or reading of a local one: it is complete and decodable, or ImageError has the reason."""

from __future__ import annotations

import errno
import hashlib
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from artmeta import values
from artmeta.domain.artwork import ImageAsset
from artmeta.errors import BudgetSpent, ImageError, SourceError, SourceOverloaded
from artmeta.imaging.decode import decode, inspect
from artmeta.local_files import open_regular, path_below
from artmeta.picture_formats import HEAD, recognise

if TYPE_CHECKING:
    from artmeta.web import DownloadedFile, Web


@dataclass(frozen=True, slots=True)
class FetchedImage:
    """A whole picture on this machine: its content's sha256, its type by its bytes, its size as it is seen.

    For a file that was left where it lies, `etag` is made of its size and time of change: it is read again only
    when it has changed.
    """

    url: str
    path: Path
    sha256: str
    bytes: int
    mime: str
    width: int
    height: int
    etag: str = ""
    last_modified: str = ""
    not_modified: bool = False


def fetch_image(
    asset: ImageAsset,
    web: Web,
    images_dir: Path,
    max_bytes: int,
    previous: FetchedImage | None = None,
    root: Path | None = None,
    busy_before: bool = False,
) -> FetchedImage:
    """Fetch a picture into `images_dir`, named by its sha256; one at a file: address stays where it lies.

    A file: address must lie below `root`; without one, only addresses on the web are admitted.
    `previous` is what was fetched before: if the server has nothing newer, it comes back with `not_modified`.
    Where the address gives no picture, the asset's fallback is tried under the same rules; the result has its address.
    It is not tried where the server limits requests now (429, 503) or is given up for this run, unless the address was
    busy in the last run too (`busy_before`): some servers answer so for a picture that they cannot make.
    Raises ImageError with the kind gone, refused, too_large, busy or unreadable, and BudgetSpent; its hint says
    when a web address is requested again. A response that may be another one next time (a web page or text, an empty
    or incomplete body, an unexpected status, a redirect loop) is busy.
    """

    def fetched(url: str, previous: FetchedImage | None) -> FetchedImage:
        return _fetched(url, web, images_dir, max_bytes, previous, root)

    try:
        return _first_or_second(asset, previous, fetched, busy_before)
    except ImageError as fault:
        if not asset.url.startswith("http"):
            raise
        again = _next_request(fault.kind, web.policy.recheck_failed_days)
        raise ImageError(fault.message, f"{fault.hint} {again}".strip(), fault.kind) from fault


def _next_request(kind: str, days: float) -> str:
    """Return the sentence on when a picture's address is requested again."""
    if kind in ("busy", "refused") or not days:
        return "It is requested again in the next run."
    return f"It is requested again after {days:g} days (recheck_failed_days in [web])."


def _first_or_second(
    asset: ImageAsset,
    previous: FetchedImage | None,
    fetched: Callable[[str, FetchedImage | None], FetchedImage],
    busy_before: bool,
) -> FetchedImage:
    """Fetch the picture at the asset's address, or else at its fallback."""
    try:
        return fetched(asset.url, previous)
    except ImageError as fault:
        waits = isinstance(fault.__cause__, SourceOverloaded) and not busy_before
        if waits or not asset.fallback:
            raise
        first = fault
    try:
        image = fetched(asset.fallback, None)
    except ImageError as second:
        raise _both(first, second) from second
    # The next request goes to `url` again, for which the fallback's validators do not hold.
    return replace(image, etag="", last_modified="")


def _both(first: ImageError, second: ImageError) -> ImageError:
    """Combine the errors of both addresses; the result is temporary (busy) if the second one is, else as the first."""
    kind = "busy" if second.kind == "busy" else first.kind
    return ImageError(
        f"{first.message} The second address: {second.message}", first.hint or second.hint, kind
    )


def _fetched(
    url: str, web: Web, images_dir: Path, max_bytes: int, previous: FetchedImage | None, root: Path | None
) -> FetchedImage:
    """Fetch or find the picture at one address."""
    try:
        values.address(url)
    except ValueError as fault:
        raise ImageError(f"The picture's address {values.text(url)!r} cannot be used: {fault}.") from None
    if url.startswith("file:"):
        return _local(url, max_bytes, previous, root)
    with _as_image_error():
        file = web.download(url, images_dir, max_bytes, _as_downloaded(previous))
    if file.not_modified and previous is not None:
        return replace(previous, not_modified=True)
    if file.bytes == 0 or file.mime in _WHAT:
        file.path.unlink(missing_ok=True)
        kind = "unreadable" if file.mime == "application/pdf" else "busy"
        raise ImageError(f"{url} is not a picture but {_WHAT.get(file.mime, 'an empty file')}.", kind=kind)
    try:
        content = None if file.content is None else io.BytesIO(file.content)
        mime, width, height = inspect(file.path, content)
        if not _ends_well(file, mime):
            decode(file.path)
    except ImageError as fault:
        kind = "busy" if fault.kind == "unreadable" and _may_pass(file) else fault.kind
        file.path.unlink(missing_ok=True)
        raise ImageError(fault.message.replace(file.path.name, url), fault.hint, kind) from fault
    return FetchedImage(
        url, file.path, file.sha256, file.bytes, mime, width, height, file.etag, file.last_modified
    )


def _may_pass(file: DownloadedFile) -> bool:
    """Whether an unreadable file is a temporary failure of the server: a text, or a truncated picture."""
    if file.mime in _ENDS:
        return not _ends_well(file, file.mime)
    with file.path.open("rb") as stream:
        head = stream.read(HEAD)
    return recognise(head) is None and not any(byte in _CONTROLS for byte in head)


def _ends_well(file: DownloadedFile, mime: str) -> bool:
    """Whether a file ends as its format does; one that does not, or that has no end mark, is decoded to be sure.

    To decode every picture here would take twice as long as to fetch it; damage within is found when it is embedded.
    """
    mark = _ENDS.get(mime)
    if mark is None:
        return False
    if file.content is not None:
        return file.content.endswith(mark)
    with file.path.open("rb") as stream:
        stream.seek(-min(len(mark), file.bytes), 2)
        return stream.read() == mark


_ENDS = {"image/jpeg": b"\xff\xd9", "image/png": b"IEND\xaeB`\x82", "image/gif": b"\x3b"}
# bytes that no text in an encoding based on ASCII has
_CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\f\r")
_WHAT = {
    "text/html": "a web page",
    "text/plain": "plain text",
    "text/xml": "an XML text",
    "application/json": "a JSON text",
    "application/pdf": "a PDF document",
}


def _local(url: str, max_bytes: int, previous: FetchedImage | None, root: Path | None) -> FetchedImage:
    try:
        path = path_below(url, root)
    except (ValueError, RuntimeError) as fault:  # RuntimeError: links in a ring
        raise ImageError(f"The picture is refused, for {fault}.", kind="refused") from None
    try:
        return _read_local(url, path, max_bytes, previous)
    except FileNotFoundError:
        raise ImageError(f"There is no picture {path}.", kind="gone") from None
    except ValueError as fault:
        raise ImageError(f"The picture is refused, for {fault}.", kind="refused") from None
    except OSError as fault:
        kind = "unreadable" if fault.errno in _OF_THE_NAME else _OF_THE_SYSTEM.get(type(fault), "busy")
        raise ImageError(
            f"The picture {path} cannot be read: {fault.strerror or fault}.", kind=kind
        ) from fault


def _read_local(url: str, path: Path, max_bytes: int, previous: FetchedImage | None) -> FetchedImage:
    with open_regular(path) as file:
        stat = os.fstat(file.fileno())
        etag = f"{stat.st_size}-{stat.st_mtime_ns}"
        if previous is not None and previous.etag == etag:
            return replace(previous, not_modified=True)
        if stat.st_size > max_bytes:
            raise ImageError(
                f"{path} has {stat.st_size:,} bytes; at most {max_bytes:,} are read.",
                "Make a smaller copy, or raise limits.max_image_bytes.",
                "too_large",
            )
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return FetchedImage(url, path, digest, stat.st_size, *inspect(path, file), etag)


_OF_THE_NAME = (errno.ENAMETOOLONG, errno.EINVAL, errno.ELOOP)
_OF_THE_SYSTEM: dict[type[OSError], str] = {NotADirectoryError: "gone", PermissionError: "refused"}


@contextmanager
def _as_image_error() -> Iterator[None]:
    """Say of a fault of the source what it means for the picture."""
    try:
        yield
    except BudgetSpent:
        raise
    except SourceError as fault:
        raise ImageError(fault.message, fault.hint, fault.kind) from fault


def _as_downloaded(previous: FetchedImage | None) -> DownloadedFile | None:
    if previous is None:
        return None
    from artmeta.web import DownloadedFile

    facts = (previous.path, previous.sha256, previous.bytes, previous.mime)
    return DownloadedFile(*facts, previous.etag, previous.last_modified)
