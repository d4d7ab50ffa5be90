from __future__ import annotations

import hashlib
import io
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest
from damage import DAMAGES, files_below
from scripted_server import ranged, scripted

from artmeta.domain.artwork import Artwork
from artmeta.domain.run import Issue
from artmeta.errors import SourceError, SourceTooLarge
from artmeta.sources import archive
from artmeta.web import Web

Jpeg = Callable[..., bytes]
NAMES = ["dataset/training/boat/1.jpg", "dataset/training/horse racing/2.JPG", "dataset/testing/3.jpg"]


def zipped(path: Path, content: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, body in content.items():
            file.writestr(name, body)
    return path


def tarred(path: Path, content: dict[str, bytes], *others: tarfile.TarInfo) -> Path:
    mode = {"tar": "w", "gz": "w:gz", "xz": "w:xz", "bz2": "w:bz2"}[path.suffix[1:]]
    with tarfile.open(path, mode) as file:  # type: ignore[call-overload]
        for name, body in content.items():
            info = tarfile.TarInfo(name)
            info.size = len(body)
            file.addfile(info, io.BytesIO(body))
        for other in others:
            file.addfile(other)
    return path


def read(web: Web, path: Path, **given: object) -> list[Artwork | Issue]:
    return list(archive.artworks(archive.Params.model_validate({"path": path, **given}), web, "neutral"))


@pytest.mark.parametrize("suffix", ["zip", "tar", "tar.gz", "tar.xz", "tar.bz2"])
def test_the_lessons_archive(web: Web, tmp_path: Path, jpeg: Jpeg, suffix: str) -> None:
    content = {name: jpeg(colour) for name, colour in zip(NAMES, ("red", "blue", "red"), strict=True)}
    make = zipped if suffix == "zip" else tarred
    found = read(web, make(tmp_path / f"a.{suffix}", {**content, "__MACOSX/dataset/._1.jpg": b"x"}))
    assert [(one.id, one.given_topics, one.split) for one in found if isinstance(one, Artwork)] == [
        (NAMES[0], ("boat",), "training"), (NAMES[1], ("horse racing",), "training"), (NAMES[2], (), "testing"),
    ]  # fmt: skip
    paths = [Path(one.images[0].url.removeprefix("file://")) for one in found if isinstance(one, Artwork)]
    assert [path.read_bytes() for path in paths] == list(content.values())
    assert paths[0] == paths[2], "equal pictures are one file, named by its content"


def test_it_is_unpacked_once(web: Web, tmp_path: Path, jpeg: Jpeg) -> None:
    path = zipped(tmp_path / "a.zip", {"boat/1.jpg": jpeg(), "../evil.jpg": b"x"})
    first = read(web, path)
    with patch("artmeta.sources._unpacking.opened", side_effect=AssertionError):
        assert read(web, path) == first


def test_nothing_escapes(web: Web, tmp_path: Path, jpeg: Jpeg) -> None:
    link, device = tarfile.TarInfo("boat/link.jpg"), tarfile.TarInfo("boat/dev.jpg")
    link.type, link.linkname, device.type = tarfile.SYMTYPE, "/etc/passwd", tarfile.CHRTYPE
    names = ["../1.jpg", "/tmp/2.jpg", "C:\\3.jpg", "boat\\..\\..\\4.jpg", "boat/../5.jpg"]
    path = tarred(tmp_path / "a.tar", {**dict.fromkeys(names, jpeg()), "boat/6.jpg": jpeg()}, link, device)
    found = read(web, path)
    assert [one.kind for one in found if isinstance(one, Issue)] == ["unsafe_path"] * 5 + ["not_a_file"] * 2
    assert [one.id for one in found if isinstance(one, Artwork)] == ["boat/6.jpg"]
    made = {file.name for file in tmp_path.rglob("*") if file.is_file() and file.suffix == ".jpg"}
    assert len(made) == 1 and len(made.pop()) == 64 + 4


def test_a_link_in_a_zip_is_no_file(web: Web, tmp_path: Path, jpeg: Jpeg) -> None:
    path = zipped(tmp_path / "a.zip", {"boat/1.jpg": jpeg()})
    with zipfile.ZipFile(path, "a") as file:
        link = zipfile.ZipInfo("boat/2.jpg")
        link.external_attr = 0o120777 << 16
        file.writestr(link, "/etc/passwd")
    assert [one.kind for one in read(web, path) if isinstance(one, Issue)] == ["not_a_file"]


def test_bombs_are_left(web: Web, tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {f"{i}.jpg": bytes(5_000_000) for i in range(3)})
    for limit in ({"max_bytes": 9_000_000}, {"max_files": 2}):
        with pytest.raises(SourceTooLarge, match="raise the limit"):
            read(web, path, **limit)
    with patch("artmeta.sources._unpacking.GRACE", 1_000_000), pytest.raises(SourceTooLarge, match="bomb"):
        read(web, path)
    assert not list((tmp_path / "cache").rglob("*.part"))


def test_a_tar_with_a_huge_header_is_left(web: Web, tmp_path: Path) -> None:
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.XHDTYPE, 1 << 40
    path = tmp_path / "a.tar"
    path.write_bytes(
        info.tobuf(tarfile.USTAR_FORMAT) if info.size < 8**11 else info.tobuf(tarfile.GNU_FORMAT)
    )
    with pytest.raises(SourceError):
        read(web, path)


def test_one_damaged_entry_costs_one_picture(web: Web, tmp_path: Path, jpeg: Jpeg) -> None:
    path = zipped(tmp_path / "a.zip", {"boat/1.jpg": jpeg("red"), "boat/2.jpg": jpeg("blue")})
    content = bytearray(path.read_bytes())
    at = content.index(b"boat/1.jpg") + len("boat/1.jpg") + 20
    content[at : at + 8] = b"\x00" * 8
    path.write_bytes(content)
    found = read(web, path)
    assert [one.kind if isinstance(one, Issue) else one.id for one in found] == ["unreadable", "boat/2.jpg"]


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"PK\x03\x04rubbish", b"\x1f\x8brubbish", b"\xfd7zXZ\x00rubbish"]
)
def test_what_is_no_archive_is_a_sentence(web: Web, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(content)
    with pytest.raises(SourceError, match=r"a\.zip"):
        read(web, tmp_path / "a.zip")


def test_an_archive_on_a_server_is_fetched_once(web: Web, tmp_path: Path, jpeg: Jpeg) -> None:
    body = zipped(tmp_path / "a.zip", {"boat/1.jpg": jpeg()}).read_bytes()
    with scripted(lambda asked, count: ranged(body, asked)) as server:
        params = archive.Params.model_validate({"url": server.base + "/dataset.zip"})
        first = list(archive.artworks(params, web, "neutral"))
        assert list(archive.artworks(params, web, "neutral")) == first
        assert "If-None-Match" in server.asked("/dataset.zip")[1].headers


@pytest.mark.parametrize("damage", DAMAGES)
def test_any_damaged_file_of_the_cache_is_restored(web: Web, tmp_path: Path, jpeg: Jpeg, damage: str) -> None:
    """The archive, its notes and the unpacked pictures: afterwards they are what they were, with the same time."""
    body = zipped(tmp_path / "a.zip", {"boat/1.jpg": jpeg("red"), "boat/2.jpg": jpeg("blue")}).read_bytes()
    folder = web.cache_dir / "archives"
    with scripted(lambda asked, count: ranged(body, asked)) as server:
        params = archive.Params.model_validate({"url": server.base + "/dataset.zip"})
        first = list(archive.artworks(params, web, "neutral"))
        pictures = {path: path.stat() for path in files_below(folder / "files")}
        kinds = {path.relative_to(folder).parts[0] for path in files_below(folder)}
        assert kinds >= {"packed", "fetched", "unpacked", "files"}
        for path in files_below(folder):
            DAMAGES[damage](path)
            assert list(archive.artworks(params, web, "neutral")) == first
            for picture, was in pictures.items():
                assert hashlib.sha256(picture.read_bytes()).hexdigest() == picture.stem
                assert (picture.stat().st_size, picture.stat().st_mtime) == (was.st_size, was.st_mtime)
