from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from artmeta.domain.artwork import Artwork
from artmeta.domain.run import Issue
from artmeta.errors import SourceError
from artmeta.sources import folder
from artmeta.sources._locations import ListLocation
from artmeta.web import Web

Jpeg = Callable[..., bytes]


def fill(root: Path, names: str, content: bytes = b"x") -> None:
    for name in names.split():
        path = root / name.replace("horse_racing", "horse racing")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def read(web: Web, root: Path, **given: object) -> list[Artwork | Issue]:
    return list(folder.artworks(folder.Params.model_validate({"path": root, **given}), web, "neutral"))


def works(result: list[Artwork | Issue]) -> dict[str, tuple[tuple[str, ...], str]]:
    return {one.id: (one.given_topics, one.split) for one in result if isinstance(one, Artwork)}


def notes(result: list[Artwork | Issue]) -> dict[str, str]:
    return {one.kind: one.message for one in result if isinstance(one, Issue) and not one.artwork_id}


def test_topic_folders(web: Web, tmp_path: Path) -> None:
    fill(
        tmp_path,
        "boat/1.jpg boat/sail/2.JPEG horse_racing/3.Png top.tif boat/.DS.jpg __MACOSX/boat/4.jpg notes.txt",
    )
    result = read(web, tmp_path)
    assert works(result) == {
        "boat/1.jpg": (("boat",), ""),
        "boat/sail/2.JPEG": (("boat",), ""),
        "horse racing/3.Png": (("horse racing",), ""),
        "top.tif": ((), ""),
    }
    left_out = notes(result)
    assert "1 file that is no picture" in left_out["not_pictures"] and "notes.txt" in left_out["not_pictures"]
    assert "2 hidden" in left_out["system_files"] and "__MACOSX" in left_out["system_files"]


def test_the_lessons_layout(web: Web, tmp_path: Path) -> None:
    fill(tmp_path, "dataset/training/boat/1.jpg dataset/training/house/2.jpg dataset/testing/3.jpg")
    assert works(read(web, tmp_path)) == {
        "dataset/training/boat/1.jpg": (("boat",), "training"),
        "dataset/training/house/2.jpg": (("house",), "training"),
        "dataset/testing/3.jpg": ((), "testing"),
    }


def test_outer_folders_are_passed_through(web: Web, tmp_path: Path) -> None:
    fill(tmp_path, "all/pictures/boat/1.jpg all/pictures/house/2.jpg")
    assert {topics for topics, _ in works(read(web, tmp_path)).values()} == {("boat",), ("house",)}


def test_one_topic_alone_is_still_a_topic(web: Web, tmp_path: Path) -> None:
    fill(tmp_path, "boat/1.jpg boat/2.jpg")
    assert {topics for topics, _ in works(read(web, tmp_path)).values()} == {("boat",)}


def test_folders_that_are_no_topics(web: Web, tmp_path: Path) -> None:
    fill(tmp_path, "1850/1.jpg 1851/2.jpg")
    assert {topics for topics, _ in works(read(web, tmp_path, topic_folders=False)).values()} == {()}


@pytest.mark.parametrize("names", ["", "notes.txt", "boat/.hidden.jpg"])
def test_an_empty_folder_is_a_sentence(web: Web, tmp_path: Path, names: str) -> None:
    fill(tmp_path, names)
    with pytest.raises(SourceError, match="holds no pictures"):
        read(web, tmp_path)


def test_no_folder(web: Web, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="There is no folder"):
        read(web, tmp_path / "none")
    fill(tmp_path, "1.png")
    with pytest.raises(SourceError, match="is a file, not a folder"):
        read(web, tmp_path / "1.png")


def test_metadata_finds_its_pictures(web: Web, tmp_path: Path) -> None:
    fill(tmp_path, "boat/A.jpg rest/b.png rest/c.jpg")
    text = "File,Title,When,No\nboat\\a.JPG,A ship,1850,1\nb,B,,2\nmissing.jpg,M,,3\n,N,,4\n"
    (tmp_path / "list.csv").write_text(text)
    columns = {"image": "File", "title": "Title", "date": "When", "id": "No"}
    result = read(web, tmp_path, metadata=tmp_path / "list.csv", columns=columns)
    assert works(result) == {"1": (("boat",), ""), "2": (("rest",), ""), "rest/c.jpg": (("rest",), "")}
    assert result[0].title == "A ship"  # type: ignore[union-attr]
    kinds = [one.kind for one in result if isinstance(one, Issue)]
    assert kinds == ["no_image", "no_image", "without_record"]


def test_metadata_needs_columns(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="belong together"):
        folder.Params.model_validate({"path": tmp_path, "metadata": tmp_path / "a.csv"})


@pytest.mark.parametrize(
    "name",
    [
        "@eaDir/1.jpg/SYNOPHOTO_M.jpg",
        "#recycle/2.jpg",
        "$RECYCLE.BIN/$R1.jpg",
        "System Volume Information/3.jpg",
        ".Trashes/501/4.jpg",
        "._1.jpg",
        "__MACOSX/._5.jpg",
        "thumbs.DB",
        "Desktop.ini",
        ".DS_Store",
        "@Recycle/6.jpg",
    ],
)
def test_what_a_system_keeps_is_passed_over_once(web: Web, tmp_path: Path, name: str) -> None:
    for path in ("boat/1.jpg", f"boat/{name}", name):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(path.encode())
    result = read(web, tmp_path)
    assert works(result) == {"boat/1.jpg": (("boat",), "")}
    assert list(notes(result)) == ["system_files"] and ": 2 hidden" in notes(result)["system_files"]


def test_pictures_are_known_by_their_content_too(web: Web, tmp_path: Path, jpeg: Jpeg) -> None:
    fill(tmp_path, "noext x.JPG_original x.jpeg2000 1850.1", jpeg())
    fill(tmp_path, "x.unknown", b"\x00\x00\x00\x0cJXL \r\n\x87\n")
    fill(tmp_path, "page", b"%PDF-1.7\n")
    fill(tmp_path, "raw.dng x.heif", b"\x00\x00")
    fill(tmp_path, "notes.txt list.json", b"BMW, PDF and II*")
    result = read(web, tmp_path)
    assert sorted(works(result)) == sorted(
        ["noext", "x.JPG_original", "x.jpeg2000", "1850.1", "x.unknown", "page", "raw.dng", "x.heif"]
    )
    assert "2 files" in notes(result)["not_pictures"]


def test_linked_folders_are_counted_and_loops_do_no_harm(web: Web, tmp_path: Path) -> None:
    root, other = tmp_path / "root", tmp_path / "other"
    fill(root, "boat/1.jpg house/2.jpg")
    fill(other, "3.jpg")
    (root / "elsewhere").symlink_to(other, target_is_directory=True)
    (root / "boat" / "loop").symlink_to(root, target_is_directory=True)
    (root / "again").symlink_to(root / "boat", target_is_directory=True)
    (root / "boat" / "lost.jpg").symlink_to(tmp_path / "nowhere.jpg")
    (root / "boat" / "linked.jpg").symlink_to(root / "house" / "2.jpg")
    result = read(web, root)
    assert set(works(result)) == {"boat/1.jpg", "boat/linked.jpg", "house/2.jpg"}
    assert "3 links to folders" in notes(result)["linked_folders"]
    assert "1 links that lead nowhere" in notes(result)["broken_links"]


def test_topics_are_compared_in_one_unicode_form_and_whatever_their_case(web: Web, tmp_path: Path) -> None:
    composed, apart = "B\u00e4ume", "Ba\u0308ume"
    for number, topic in enumerate([composed, apart, "Boats", "boats", "boats"]):
        fill(tmp_path, f"{topic}/{number}.jpg", bytes([number]))
    result = read(web, tmp_path)
    assert {topics for topics, _ in works(result).values()} == {(composed,), ("boats",)}
    assert "'Boats' as 'boats'" in notes(result)["topic_spelling"]


def test_two_files_that_one_unicode_form_makes_equal_are_two_works(web: Web, tmp_path: Path) -> None:
    fill(tmp_path, "boat/\u00e9.jpg boat/e\u0301.jpg boat/a\u0308.jpg")
    result = set(works(read(web, tmp_path)))
    assert result == {"boat/\u00e9.jpg", "boat/\u00e9.jpg (decomposed)", "boat/\u00e4.jpg"}


def test_a_picture_in_two_topic_folders_is_told(web: Web, tmp_path: Path) -> None:
    fill(tmp_path, "boat/1.jpg house/2.jpg", b"the same")
    fill(tmp_path, "boat/3.jpg boat/4.jpg", b"one topic")
    fill(tmp_path, "house/5.jpg", b"alike in size"[:9])
    sentence = notes(read(web, tmp_path))["picture_in_topics"]
    assert sentence.startswith("1 picture lies") and "boat/1.jpg and house/2.jpg (boat and house)" in sentence
    assert "picture_in_topics" not in notes(read(web, tmp_path, topic_folders=False))


def test_a_name_that_is_not_utf_8_is_counted(web: Web, tmp_path: Path) -> None:
    fill(tmp_path, "boat/1.jpg")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/boat/caf\xe9.jpg")).write_bytes(b"x")
    result = read(web, tmp_path)
    assert list(works(result)) == ["boat/1.jpg"]
    assert "caf\\xe9.jpg" in notes(result)["unreadable_names"]


def test_a_list_finds_names_in_another_unicode_form(web: Web, tmp_path: Path) -> None:
    fill(tmp_path, "h/Mu\u0308hle.jpg h/Stra\u00dfe.jpg h/A.jpg h/a.jpg")
    rows = "File,No\nh/M\u00fchle.jpg,1\nSTRASSE,2\nh/a.jpg,3\nh/A.jpg,4\n"
    (tmp_path / "list.csv").write_text(rows, encoding="utf-8")
    columns = {"image": "File", "id": "No"}
    result = read(web, tmp_path, metadata=tmp_path / "list.csv", columns=columns)
    assert {one.id: one.images[0].url.rsplit("/", 1)[1] for one in result if isinstance(one, Artwork)} == {
        "1": "Mu%CC%88hle.jpg",
        "2": "Stra%C3%9Fe.jpg",
        "3": "a.jpg",
        "4": "A.jpg",
    }


def test_a_list_without_a_folder_finds_them_too(web: Web, tmp_path: Path) -> None:
    fill(tmp_path, "Ha\u0308user/Mu\u0308hle.jpg")
    given = "H\u00e4user/M\u00fchle.jpg"
    assert (
        ListLocation(folder=tmp_path).resolve(given) == (tmp_path / "Ha\u0308user/Mu\u0308hle.jpg").as_uri()
    )
    assert ListLocation(folder=tmp_path).resolve("H\u00e4user/other.jpg").endswith("/Ha%CC%88user/other.jpg")


def test_a_name_in_another_case_is_found_where_one_file_has_it(tmp_path: Path) -> None:
    """Lists of Windows and macOS, whose disks tell no capitals from small letters."""
    fill(tmp_path, "Scans/A.JPG Scans/b.jpg Scans/B.jpg Scans/B.JPG")
    found = {
        name: ListLocation(folder=tmp_path).resolve(name).rpartition("/")[2]
        for name in (
            "scans/a.jpg",
            "SCANS\\A.jpg",
            "scans/b.jpg",
            "scans/B.JPG",
            "scans/b.JPG",
            "scans/c.jpg",
        )
    }
    assert list(found.values()) == ["A.JPG", "A.JPG", "b.jpg", "B.JPG", "b.JPG", "c.jpg"]


def test_links_in_a_ring_are_passed_over(web: Web, tmp_path: Path) -> None:
    fill(tmp_path, "1.jpg")
    (tmp_path / "2.jpg").symlink_to("2.jpg")
    result = read(web, tmp_path)
    assert list(works(result)) == ["1.jpg"]
    assert "1 links that lead nowhere" in notes(result)["broken_links"]
