"""Names of archive entries that are not flagged as UTF-8."""

from __future__ import annotations

import io
import struct
import tarfile
import zipfile
import zlib
from pathlib import Path

import pytest
from archive_reading import Jpeg, read, topics_and_notes, zipped

from artmeta.sources import archive
from artmeta.web import Web


def zipped_as(path: Path, names: dict[str, bytes], content: bytes) -> Path:
    """Write a zip whose names are not flagged as UTF-8; `names` maps ASCII ones to them, of equal length."""
    zipped(path, {name: content + name.encode() for name in names})
    packed = path.read_bytes()
    for name, stored in names.items():
        assert len(stored) == len(name)
        packed = packed.replace(name.encode(), stored)
    path.write_bytes(packed)
    return path


def renamed(*names: str, encoding: str) -> dict[str, bytes]:
    """Map ASCII names of the right length to names in an encoding."""
    stored = [name.encode(encoding) for name in names]
    return {f"{place:0>{len(name)}}": name for place, name in enumerate(stored)}


def test_names_that_are_utf_8_without_the_flag(web: Web, tmp_path: Path, jpeg: Jpeg) -> None:
    names = renamed("Ha\u0308user/1.jpg", "B\u00e4ume/2.jpg", "\u7d75/3.jpg", encoding="utf-8")
    path = zipped_as(tmp_path / "finder.zip", names, jpeg())
    topics, notes = topics_and_notes(read(web, path))
    assert topics == {("H\u00e4user",), ("B\u00e4ume",), ("\u7d75",)}
    assert not notes


@pytest.mark.parametrize(
    ("encoding", "topic"),
    [("cp932", "\u7d75\u753b"), ("cp866", "\u0434\u043e\u043c"), ("cp850", "\u00e9glise")],
)
def test_names_in_another_encoding_are_told_and_read_if_it_is_given(
    web: Web, tmp_path: Path, jpeg: Jpeg, encoding: str, topic: str
) -> None:
    path = zipped_as(tmp_path / "a.zip", renamed(f"{topic}/1.jpg", encoding=encoding), jpeg())
    _, notes = topics_and_notes(read(web, path))
    assert "1 name is not UTF-8" in notes["encoding"] and "encoding =" in notes["encoding"]
    topics, notes = topics_and_notes(read(web, path, encoding=encoding))
    assert topics == {(topic,)} and not notes


def test_a_tar_with_names_in_another_encoding(web: Web, tmp_path: Path, jpeg: Jpeg) -> None:
    with tarfile.open(tmp_path / "a.tar", "w", format=tarfile.GNU_FORMAT, encoding="latin-1") as file:
        info = tarfile.TarInfo("\u00e9glise/1.jpg")
        info.size = len(jpeg())
        file.addfile(info, io.BytesIO(jpeg()))
    topics, notes = topics_and_notes(read(web, tmp_path / "a.tar"))
    assert topics == {("\u00e9glise",)} and "encoding" in notes
    assert not topics_and_notes(read(web, tmp_path / "a.tar", encoding="cp1252"))[1]


def test_a_name_in_the_unicode_field_comes_first(web: Web, tmp_path: Path, jpeg: Jpeg) -> None:
    stored = "\u00e9glise/1.jpg".encode("cp850")
    field = b"\x01" + struct.pack("<I", zlib.crc32(stored)) + "\u00e9glise/1.jpg".encode()
    info = zipfile.ZipInfo("0" * len(stored))
    info.extra = struct.pack("<HH", 0x7075, len(field)) + field
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as file:
        file.writestr(info, jpeg())
    packed = (tmp_path / "a.zip").read_bytes()
    (tmp_path / "a.zip").write_bytes(packed.replace(b"0" * len(stored), stored))
    assert topics_and_notes(read(web, tmp_path / "a.zip")) == ({("\u00e9glise",)}, {})


def test_an_encoding_that_is_none_is_a_sentence(tmp_path: Path) -> None:
    for name in ("klingon", "hex", "rot13", "idna"):
        with pytest.raises(ValueError, match="no known encoding"):
            archive.Params.model_validate({"path": tmp_path / "a.zip", "encoding": name})
