"""Media types by content: a server's Content-Type is not relied on."""

from __future__ import annotations

from artmeta.picture_formats import HEAD, recognise

START = HEAD  # bytes that distinguish all formats below

# Media types and suffixes of picture formats, by their names in `picture_formats`.
_PICTURES = {
    "JPEG": ("image/jpeg", ".jpg"),
    "PNG": ("image/png", ".png"),
    "GIF": ("image/gif", ".gif"),
    "WebP": ("image/webp", ".webp"),
    "AVIF": ("image/avif", ".avif"),
    "TIFF": ("image/tiff", ".tif"),
    "BMP": ("image/bmp", ".bmp"),
    "JPEG 2000": ("image/jp2", ".jp2"),
    "PDF": ("application/pdf", ""),
    "SVG": ("image/svg+xml", ""),
}
SUFFIXES = {**dict(_PICTURES.values()), "application/zip": ".zip"}
_PACKED: tuple[tuple[int, bytes, str], ...] = (
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"PK\x05\x06", "application/zip"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"\xfd7zXZ\x00", "application/x-xz"),
    (0, b"BZh", "application/x-bzip2"),
    (257, b"ustar", "application/x-tar"),
)


def sniff(start: bytes) -> str:
    """Return the media type of the first `START` bytes; application/octet-stream if it is unknown."""
    picture = recognise(start)
    if picture is not None and picture.name in _PICTURES:
        return _PICTURES[picture.name][0]
    if packed := next((mime for at, magic, mime in _PACKED if start.startswith(magic, at)), ""):
        return packed
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return "text/html"
    if text.startswith(b"<?xml"):
        return "text/xml"
    if text.startswith((b"{", b"[")):
        return "application/json"
    return "text/plain" if text and b"\x00" not in start and text.isascii() else "application/octet-stream"
