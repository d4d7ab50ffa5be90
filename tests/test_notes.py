"""A note that is not as it was written counts as absent, whatever happened to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from damage import DAMAGES

from artmeta.notes import read_note, same_file, sealed, unsealed, write_note

NOTE = {"url": "https://museum.example/ä", "bytes": 17, "files": [["a", 1]], "at": 1.5}


def test_a_note_comes_back(tmp_path: Path) -> None:
    write_note(tmp_path / "inner" / "note.json", NOTE)
    assert read_note(tmp_path / "inner" / "note.json") == unsealed(sealed(NOTE)) == NOTE


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_note_counts_as_absent(tmp_path: Path, damage: str) -> None:
    write_note(tmp_path / "note.json", NOTE)
    DAMAGES[damage](tmp_path / "note.json")
    assert read_note(tmp_path / "note.json") is None


def test_no_byte_of_a_note_can_be_changed() -> None:
    text = sealed(NOTE).encode()
    for place in range(len(text)):
        changed = bytearray(text)
        changed[place] ^= 1
        assert unsealed(bytes(changed)) in (None, NOTE)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{}",
        '"x"',
        '{"seal": 1}',
        '{"seal": ["x"]}',
        "[" * 100_000,
        b"\xff\xfe\x00",
        "1e999",
    ],
)
def test_what_is_no_note_is_none(text: str | bytes) -> None:
    assert unsealed(text) is None


def test_a_file_is_the_same_by_size_time_and_content(tmp_path: Path) -> None:
    path, digest = tmp_path / "a", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    path.write_bytes(b"abc")
    now = path.stat().st_mtime_ns
    assert same_file(path, 3, digest) and same_file(path, 3, digest, now - 1) and same_file(path, 3, "", now)
    assert not same_file(path, 3, "", now - 1) and not same_file(path, 4, digest, now)
    assert not same_file(tmp_path / "b", 3, digest)
