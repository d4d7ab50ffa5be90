from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from artmeta.domain.artwork import Artwork
from artmeta.domain.run import Issue
from artmeta.errors import SourceError
from artmeta.sources import folder
from artmeta.web import Web

Jpeg = Callable[..., bytes]


def fill(root: Path, names: str, content: bytes = b"x") -> None:
    for name in names.split():
        path = root / name.replace("horse_racing", "horse racing")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def read(web: Web, root: Path, **given: object) -> list[Artwork | Issue]:
    return list(folder.artworks(folder.Params.model_validate({"path": root, **given}), web, "neutral"))


def works(found: list[Artwork | Issue]) -> dict[str, tuple[tuple[str, ...], str]]:
    return {one.id: (one.given_topics, one.split) for one in found if isinstance(one, Artwork)}


def test_topic_folders(web: Web, tmp_path: Path) -> None:
    fill(
        tmp_path,
        "boat/1.jpg boat/sail/2.JPEG horse_racing/3.Png top.tif boat/.DS.jpg __MACOSX/boat/4.jpg notes.txt",
    )
    found = read(web, tmp_path)
    assert works(found) == {
        "boat/1.jpg": (("boat",), ""), "boat/sail/2.JPEG": (("boat",), ""),
        "horse racing/3.Png": (("horse racing",), ""), "top.tif": ((), ""),
    }  # fmt: skip
    (left_out,) = [one for one in found if isinstance(one, Issue)]
    assert left_out.kind == "not_pictures" and "notes.txt" in left_out.message


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


def test_metadata_finds_its_pictures(web: Web, tmp_path: Path) -> None:
    fill(tmp_path, "boat/A.jpg rest/b.png rest/c.jpg")
    text = "File,Title,When,No\nboat\\a.JPG,A ship,1850,1\nb,B,,2\nmissing.jpg,M,,3\n,N,,4\n"
    (tmp_path / "list.csv").write_text(text)
    columns = {"image": "File", "title": "Title", "date": "When", "id": "No"}
    found = read(web, tmp_path, metadata=tmp_path / "list.csv", columns=columns)
    assert works(found) == {"1": (("boat",), ""), "2": (("rest",), ""), "rest/c.jpg": (("rest",), "")}
    assert found[0].title == "A ship"  # type: ignore[union-attr]
    kinds = [one.kind for one in found if isinstance(one, Issue)]
    assert kinds == ["no_image", "no_image", "without_record"]


def test_metadata_needs_columns(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="belong together"):
        folder.Params.model_validate({"path": tmp_path, "metadata": tmp_path / "a.csv"})
