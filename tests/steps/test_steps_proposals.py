"""What a new collection file says of pictures and columns that are easily mistaken, and which columns it leaves."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from PIL import Image

from artmeta.errors import ArtmetaError
from artmeta.settings import Settings
from artmeta.steps.scaffold import ScaffoldOptions, write_collection_file
from tests.steps.test_steps_scaffold import columns_of, here, listed, works_of

__all__ = ["here"]  # a fixture


def text_of(settings: Settings) -> str:
    return (settings.data_dir / "collections" / "new.toml").read_text()


def test_names_with_windows_paths_lie_beside_the_list_and_need_no_template(here: Settings) -> None:
    for number in (1, 2, 3, 5):
        Image.new("RGB", (9, 9)).save(here.data_dir.parent / f"a{number}.jpg")
    cells = ["C:\\Bilder\\a1.jpg", ".\\a2.jpg", "file:///C:/Bilder/a3.jpg", "a4.jpg", "a5"]
    cells.append(f"C:\\{'é' * 300}.jpg")  # longer than a name can be
    made = listed(here, "id,image\n" + "".join(f"{n},{cell}\n" for n, cell in enumerate(cells)))
    params: Any = made.source.params
    assert params.image_template == ""
    result = [work.images[0].url for work in works_of(made, here)]
    assert [unquote(Path(url).name) for url in result] == [
        *(f"a{n}.jpg" for n in range(1, 5)),
        "a5",
        cells[-1][3:],
    ]
    assert all(url.startswith(here.data_dir.parent.resolve().as_uri()) for url in result)


def test_arrays_in_cells_and_pages_of_commons_are_addresses(here: Settings) -> None:
    rows = [
        '1,"[""https://m.example/1.jpg"", ""https://m.example/2.jpg""]"',
        "2,\"['https://m.example/3.jpg']\"",
        "3,https://commons.wikimedia.org/wiki/File:Old_House.jpg",
    ]
    made = listed(here, "\n".join(["id,image", *rows]) + "\n")
    assert [[image.url for image in work.images] for work in works_of(made, here)] == [
        ["https://m.example/1.jpg", "https://m.example/2.jpg"],
        ["https://m.example/3.jpg"],
        ["https://commons.wikimedia.org/wiki/Special:FilePath/Old%20House.jpg?width=500"],
    ]


def test_words_for_no_picture_are_proposed(here: Settings) -> None:
    rows = [f"{n},{'kein Bild' if n % 2 else f'a{n}.jpg'}" for n in range(10)]
    params: Any = listed(here, "\n".join(["id,Bild", *rows]) + "\n").source.params
    assert params.no_picture == ("kein Bild",)


def test_a_column_of_manifests_is_no_column_of_pictures(here: Settings) -> None:
    rows = [f"{n},https://m.example/{n}/manifest.json" for n in range(3)]
    listed(here, "\n".join(["id,image", *rows]) + "\n")
    text = text_of(here)
    assert "the cells of 'image' are IIIF manifests" in text and 'read those with kind = "iiif"' in text


def test_the_columns_that_are_left_are_named(here: Settings) -> None:
    listed(here, "id,title,date,image,date,Höhe\n1,Boat,1850,a.jpg,1851,30\n")
    (line,) = [line for line in text_of(here).splitlines() if line.startswith("# not used: ")]
    assert line.startswith("# not used: Höhe, date (there more than once")


@pytest.mark.parametrize(
    ("heading", "cells", "expected"),
    [
        (
            "REF;TITR;AUTR;MILL;IMG",
            "M{};Boat;Doe;1850;{}.jpg",
            {"id": "REF", "title": "TITR", "artist": "AUTR", "date": "MILL", "image": "IMG"},
        ),
        (
            "Obj No;Dat_von;Dat_bis;Bild",
            "{};1850;1860;{}.jpg",
            {"id": "Obj No", "date_begin": "Dat_von", "date_end": "Dat_bis", "image": "Bild"},
        ),
        (
            "Title;Nationality;BeginDate;EndDate;Gender;Date;CreditLine;ImageURL",
            "Boat {};French;1841;1907;male;1896;Gift of Doe;{}.jpg",
            {
                "title": "Title",
                "artist_gender": "Gender",
                "date": "Date",
                "donor": "CreditLine",
                "image": "ImageURL",
            },
        ),
    ],
)
def test_headings_of_houses(here: Settings, heading: str, cells: str, expected: dict[str, str]) -> None:
    made = listed(here, "\n".join([heading, *(cells.format(n, n) for n in range(4))]) + "\n")
    assert columns_of(made) == expected


@pytest.mark.parametrize(
    ("source", "place", "sentence"),
    [
        ("iiif", "list.csv", "is no manifest or collection of IIIF"),
        ("", "1.jpg", "Give the folder of the pictures"),
    ],
)
def test_a_place_of_another_kind_is_one_sentence(
    here: Settings, monkeypatch: pytest.MonkeyPatch, source: str, place: str, sentence: str
) -> None:
    monkeypatch.chdir(here.data_dir.parent)
    Path("list.csv").write_text("id,image\n1,a.jpg\n")
    Image.new("RGB", (9, 9)).save("1.jpg")
    with pytest.raises(ArtmetaError) as fault:
        write_collection_file("new", ScaffoldOptions(source, place, model="mine"), here)
    assert sentence in str(fault.value) and not list(here.data_dir.rglob("*.toml"))


def test_marks_of_filemaker_within_a_cell(here: Settings) -> None:
    made = listed(here, "id,title,image\n1,Boat\vat sea,a.jpg\x1db.jpg\n")
    (work,) = works_of(made, here)
    assert work.title == "Boat\nat sea" and len(work.images) == 2
