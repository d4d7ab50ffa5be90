from __future__ import annotations

import hashlib
import io
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest
from archive_reading import Jpeg, read, tarred, topics_and_notes, zipped
from damage import DAMAGES, files_below
from scripted_server import ranged, scripted

from artmeta.domain.artwork import Artwork
from artmeta.domain.run import Issue
from artmeta.errors import SourceError, SourceTooLarge
from artmeta.lists.forms import decompressed
from artmeta.sources import archive
from artmeta.web import Web

NAMES = ["dataset/training/boat/1.jpg", "dataset/training/horse racing/2.JPG", "dataset/testing/3.jpg"]


@pytest.mark.parametrize("suffix", ["zip", "tar", "tar.gz", "tar.xz", "tar.bz2"])
def test_the_lessons_archive(web: Web, tmp_path: Path, jpeg: Jpeg, suffix: str) -> None:
    content = {name: jpeg(colour) for name, colour in zip(NAMES, ("red", "blue", "red"), strict=True)}
    make = zipped if suffix == "zip" else tarred
    result = read(web, make(tmp_path / f"a.{suffix}", {**content, "__MACOSX/dataset/._1.jpg": b"x"}))
    assert [(one.id, one.given_topics, one.split) for one in result if isinstance(one, Artwork)] == [
        (NAMES[0], ("boat",), "training"),
        (NAMES[1], ("horse racing",), "training"),
        (NAMES[2], (), "testing"),
    ]
    paths = [Path(one.images[0].url.removeprefix("file://")) for one in result if isinstance(one, Artwork)]
    assert [path.read_bytes() for path in paths] == list(content.values())
    assert paths[0] == paths[2], "equal pictures are one file, named by its content"


def test_it_is_unpacked_once(web: Web, tmp_path: Path, jpeg: Jpeg) -> None:
    path = zipped(tmp_path / "a.zip", {"boat/1.jpg": jpeg(), "../evil.jpg": b"x"})
    first = read(web, path)
    with patch("artmeta.sources._unpacking.archive_entries", side_effect=AssertionError):
        assert read(web, path) == first


def test_nothing_escapes(web: Web, tmp_path: Path, jpeg: Jpeg) -> None:
    link, device = tarfile.TarInfo("boat/link.jpg"), tarfile.TarInfo("boat/dev.jpg")
    link.type, link.linkname, device.type = tarfile.SYMTYPE, "/etc/passwd", tarfile.CHRTYPE
    names = ["../1.jpg", "/tmp/2.jpg", "C:\\3.jpg", "boat\\..\\..\\4.jpg", "boat/../5.jpg"]
    path = tarred(tmp_path / "a.tar", {**dict.fromkeys(names, jpeg()), "boat/6.jpg": jpeg()}, link, device)
    result = read(web, path)
    assert [one.kind for one in result if isinstance(one, Issue)] == ["unsafe_path"] * 5 + ["not_a_file"] * 2
    assert [one.id for one in result if isinstance(one, Artwork)] == ["boat/6.jpg"]
    made = {file.name for file in tmp_path.rglob("*") if file.is_file() and file.suffix == ".jpg"}
    assert len(made) == 1 and len(made.pop()) == 64 + 4


def test_backslashes_of_a_zip_without_slashes_separate_folders(web: Web, tmp_path: Path, jpeg: Jpeg) -> None:
    names = ["boats\\", "boats\\a1.jpg", "houses\\b 1.jpg", "..\\c.jpg", "boats\\..\\..\\d.jpg", "\\e.jpg"]
    result = read(web, zipped(tmp_path / "a.zip", {name: jpeg() for name in names}))
    works = [one for one in result if isinstance(one, Artwork)]
    assert [(one.id, one.given_topics) for one in works] == [
        ("boats/a1.jpg", ("boats",)),
        ("houses/b 1.jpg", ("houses",)),
    ]
    assert [one.kind for one in result if isinstance(one, Issue) and one.kind == "unsafe_path"] == [
        "unsafe_path"
    ] * 3


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
    result = read(web, path)
    assert [one.kind if isinstance(one, Issue) else one.id for one in result] == ["unreadable", "boat/2.jpg"]


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"PK\x03\x04rubbish", b"\x1f\x8brubbish", b"\xfd7zXZ\x00rubbish"]
)
def test_what_is_no_archive_is_a_sentence(web: Web, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(content)
    with pytest.raises(SourceError, match=r"a\.zip"):
        read(web, tmp_path / "a.zip")


@pytest.mark.parametrize(("make", "outer"), [(zipped, "a.zip"), (tarred, "a.tar")])
def test_an_archive_within_an_archive_is_an_issue(
    make: Callable[..., Path], outer: str, web: Web, tmp_path: Path, jpeg: Jpeg
) -> None:
    inner = zipped(tmp_path / "inner.zip", {"other/2.jpg": jpeg()}).read_bytes()
    names = ("inner.zip", "b/other.TAR.gz", "boat/c.7z")
    both = make(tmp_path / outer, {"boat/1.jpg": jpeg(), "readme.txt": b"x"} | dict.fromkeys(names, inner))
    result = read(web, both)
    assert [each.id for each in result if isinstance(each, Artwork)] == ["boat/1.jpg"]
    issues = {
        each.artwork_id: each.message for each in result if isinstance(each, Issue) and each.kind == "archive"
    }
    assert [*issues] == sorted(names, key=names.index) and "unpack it" in issues["inner.zip"]
    assert any("1 file that is no picture" in each.message for each in result if isinstance(each, Issue))
    with pytest.raises(SourceError, match="holds no pictures") as fault:
        read(web, tarred(tmp_path / "b.tar", {"inner.zip": inner}))
    assert "unpack it by hand" in fault.value.hint


@pytest.mark.parametrize(
    ("sign", "form"), [(b"7z\xbc\xaf", "7-Zip archive"), (b"\x28\xb5\x2f\xfd", "Zstandard file")]
)
def test_an_archive_of_another_form_is_called_by_its_name(
    web: Web, tmp_path: Path, sign: bytes, form: str
) -> None:
    (tmp_path / "a").write_bytes(sign + bytes(600))
    with pytest.raises(SourceError, match=f"a is a {form}, which is not read here"):
        read(web, tmp_path / "a")
    with pytest.raises(SourceError, match=f"a is a {form}, not a text list") as fault:
        decompressed(io.BytesIO(sign + bytes(600)), "a")
    assert fault.value.hint.startswith("Unpack it")


def test_an_archive_on_a_server_is_fetched_once(web: Web, tmp_path: Path, jpeg: Jpeg) -> None:
    body = zipped(tmp_path / "a.zip", {"boat/1.jpg": jpeg()}).read_bytes()
    with scripted(lambda requested, count: ranged(body, requested)) as server:
        params = archive.Params.model_validate({"url": server.base + "/dataset.zip"})
        first = list(archive.artworks(params, web, "neutral"))
        assert list(archive.artworks(params, web, "neutral")) == first
        assert "If-None-Match" in server.requests_of("/dataset.zip")[1].headers


@pytest.mark.parametrize("damage", DAMAGES)
def test_any_damaged_file_of_the_cache_is_restored(web: Web, tmp_path: Path, jpeg: Jpeg, damage: str) -> None:
    """The archive, its notes and the unpacked pictures: afterwards they are what they were, with the same time."""
    body = zipped(tmp_path / "a.zip", {"boat/1.jpg": jpeg("red"), "boat/2.jpg": jpeg("blue")}).read_bytes()
    folder = web.cache_dir / "archives"
    with scripted(lambda requested, count: ranged(body, requested)) as server:
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


@pytest.mark.parametrize("suffix", ["", ".jpg"])
def test_a_long_name_of_an_entry_is_not_that_of_a_file(
    web: Web, tmp_path: Path, jpeg: Jpeg, suffix: str
) -> None:
    name = f"No. {'x' * 300}{suffix}"
    result = read(web, zipped(tmp_path / "a.zip", {name: jpeg(), "2.jpg": jpeg("red")}))
    assert sorted(one.id for one in result if isinstance(one, Artwork)) == ["2.jpg", name]


@pytest.mark.parametrize("suffix", ["zip", "tar.gz"])
def test_entries_are_known_by_their_content_and_the_rest_is_counted(
    web: Web, tmp_path: Path, jpeg: Jpeg, suffix: str
) -> None:
    large = jpeg() + bytes(3_000_000)
    content = {
        "boat/noext": large,
        "boat/x.JPG_original": jpeg("blue"),
        "house/same.jpg": jpeg("blue"),
        "a.txt": b"text",
        "@eaDir/boat/1.jpg": jpeg(),
        "boat/.DS_Store": b"x",
        "Boat/2.jpg": jpeg("green"),
    }
    make = zipped if suffix == "zip" else tarred
    result = read(web, make(tmp_path / f"a.{suffix}", content))
    kept = {one.id: one for one in result if isinstance(one, Artwork)}
    assert set(kept) == {"boat/noext", "boat/x.JPG_original", "house/same.jpg", "Boat/2.jpg"}
    assert Path(kept["boat/noext"].images[0].url.removeprefix("file://")).read_bytes() == large
    topics, notes = topics_and_notes(result)
    assert topics == {("boat",), ("house",)}
    assert set(notes) == {"not_pictures", "system_files", "topic_spelling", "picture_in_topics"}
    assert "1 file " in notes["not_pictures"] and "2 hidden" in notes["system_files"]
