from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artmeta.web.bodies import text_of
from artmeta.web.sniff import sniff


@given(st.text())
def test_utf8_is_read_whatever_is_declared(text: str) -> None:
    if not text.startswith("\ufeff"):
        assert text_of(text.encode(), "ISO-8859-1") == text


@given(
    st.binary(max_size=200), st.sampled_from([None, "", "utf-8", "iso-8859-1", "klingon", "utf-16", "rot13"])
)
def test_any_bytes_become_text(body: bytes, declared: str | None) -> None:
    assert isinstance(text_of(body, declared), str)


@pytest.mark.parametrize(
    ("body", "declared", "text"),
    [
        ("Dürer".encode("cp1252"), None, "Dürer"),
        ("Dürer – “x”".encode("cp1252"), "ISO-8859-1", "Dürer – “x”"),
        ("Дюрер".encode("koi8-r"), "koi8-r", "Дюрер"),
        ("Dürer".encode("utf-16"), None, "Dürer"),
        ("\ufeffDürer".encode(), "latin-1", "Dürer"),
        ("Künstler: Dürer ".encode() + b"\xff", "ISO-8859-1", "Künstler: Dürer \ufffd"),
    ],
)
def test_encodings(body: bytes, declared: str | None, text: str) -> None:
    assert text_of(body, declared) == text


@pytest.mark.parametrize(
    ("start", "mime"),
    [
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        (b"PK\x03\x04", "application/zip"),
        (b"  <!DOCTYPE HTML><html>", "text/html"),
        (b'\xef\xbb\xbf{"a":1}', "application/json"),
        (b"<?xml version='1.0'?><svg>", "image/svg+xml"),
        (b"hello", "text/plain"),
        (b"", "application/octet-stream"),
        (b"\0" * 257 + b"ustar", "application/x-tar"),
        (b"\x00\x01\x02", "application/octet-stream"),
    ],
)
def test_content_is_sniffed(start: bytes, mime: str) -> None:
    assert sniff(start) == mime
