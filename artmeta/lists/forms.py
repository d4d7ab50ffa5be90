"""The form of a list by its first bytes: text, gzip, JSON, or a file that is no list."""

from __future__ import annotations

import gzip
import io
import re
import tempfile
import zipfile
import zlib
from typing import BinaryIO, cast

from artmeta import values
from artmeta.errors import SourceError, SourceTooLarge

START = 4096  # bytes that tell the form
CHUNK = 1 << 20  # bytes read at once
SPOOLED = 1 << 26  # bytes of an unpacked list that are kept in memory
LARGEST = 2_000_000_000  # bytes of an unpacked list: ten million rows; more is a compression bomb
GZIP = b"\x1f\x8b"
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x7f]")
_XML_ROOT = re.compile(r"<([A-Za-z_][\w.:-]*)(?=[\s>/])")
_AS_TEXT = "Save it as CSV (UTF-8)."
_PICTURES = "Give the folder of the pictures, or a list of them as CSV (UTF-8)."
_UNPACK = "Unpack it, and give the list or the folder of pictures in it."
NOT_UNPACKED = (
    (b"\x1f\x9d", "a compressed file"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file"),
)
# in which a tar is read, no list
_PACKED = (*NOT_UNPACKED, (b"BZh", "a bzip2 file"), (b"\xfd7zXZ", "an xz file"))
_SIGNS = (
    *_PACKED,
    (b"%PDF", "a PDF document"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook or Word document"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)


def decompressed(file: BinaryIO, name: str) -> BinaryIO:
    """Return a list as it is, or unpacked where it is gzip; raise SourceError, naming its form, if it is no list."""
    start = _start(file)
    if start.startswith(GZIP):
        file = _from_gzip(file, name)
        start = _start(file)
    if start.startswith(b"PK\x03\x04"):
        raise SourceError(f"{name} is {_kind_of_zip(file)}, not a text list.", _AS_TEXT)
    sign, kind = next((each for each in _SIGNS if start.startswith(each[0])), (b"", ""))
    if kind:
        hint = _UNPACK if (sign, kind) in _PACKED else _PICTURES if kind == "a picture" else _AS_TEXT
        raise SourceError(f"{name} is {kind}, not a text list.", hint)
    _refuse_markup(start, name)
    return file


def _from_gzip(file: BinaryIO, name: str) -> BinaryIO:
    """Unpack into memory, or above SPOOLED bytes into a temporary file without a name."""
    to = cast("BinaryIO", tempfile.SpooledTemporaryFile(SPOOLED))  # noqa: SIM115  its reader closes it
    try:
        with gzip.GzipFile(fileobj=file) as packed:
            while piece := packed.read(CHUNK):
                to.write(piece)
                if to.tell() > LARGEST:
                    raise SourceTooLarge(
                        f"{name} unpacks to more than {LARGEST:,} bytes; no list of works does."
                    )
    except (OSError, EOFError, zlib.error) as fault:
        raise SourceError(f"{name} is a gzip file that cannot be unpacked: {fault}.") from None
    to.seek(0)
    return to


def _start(file: BinaryIO) -> bytes:
    start = file.read(START)
    file.seek(0)
    return start


def _kind_of_zip(file: BinaryIO) -> str:
    try:
        names = zipfile.ZipFile(io.BytesIO(file.read())).namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return "a damaged workbook or zip archive"
    finally:
        file.seek(0)
    if any(each.startswith("xl/") for each in names):
        return "an Excel workbook"
    return (
        "an OpenDocument or Office file"
        if {"mimetype", "[Content_Types].xml"} & set(names)
        else "a zip archive"
    )


def _refuse_markup(start: bytes, name: str) -> None:
    """Raise SourceError for HTML and XML, naming the root element; a cell that begins with a tag is none."""
    text = values.decoded(start).lstrip()
    if not text.startswith("<"):
        return
    root = _XML_ROOT.search(text)
    element = root[1] if root else ""
    if element.lower() in ("html", "table", "head", "body") or text[:14].lower() == "<!doctype html":
        raise SourceError(f"{name} is an HTML page, not a list.", _AS_TEXT)
    if text.startswith("<?xml") or (root and root.start() == 0 and "xmlns" in text):
        raise SourceError(
            f"{name} is XML (its root element is <{element}>), not a list.",
            "Convert it to CSV with a column for each field, or give a source that artmeta reads: see docs/sources.md.",
        )


def is_json(file: BinaryIO) -> bool:
    """Whether a list begins as JSON does: with an array or an object."""
    return bool(re.match(r"\s*(\[\s*[\[{\]]|\{\s*[\"}])", values.decoded(_start(file))))


def is_binary(text: str) -> bool:
    """Whether a text is none: more than one in twenty is a control character other than tab or line end."""
    return len(_CONTROL.findall(text)) > 0.05 * len(text)
