"""Lists of a shape that loses works where it is not seen: records by id, no headings, rare delimiters, quoted rows."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from artmeta.errors import SourceError
from artmeta.sources._list_sample import sample_of
from artmeta.web import Web
from tests.sources.list_reading import kinds, message_of, read, works

BOAT, HOUSE = {"title": "Boat", "image": "a1.jpg"}, {"title": "House", "image": "a2.jpg"}
ROWS = ["id,title,date,image", "1,Boat,1850,a1.jpg", "2,House,1851,a2.jpg"]


def columns_of(text: str | bytes) -> dict[str, tuple[str, ...]]:
    content = text if isinstance(text, bytes) else text.encode()
    return {column.name: column.cells for column in sample_of(io.BytesIO(content), "list.csv").columns}


@pytest.mark.parametrize(
    "given",
    [
        {"1": BOAT, "2": HOUSE},
        {"count": 2, "works": {"1": BOAT, "2": HOUSE}},
        {"1": {**BOAT, "parts": [{"id": 9}]}, "2": HOUSE},
    ],
)
def test_records_by_id_are_works(web: Web, tmp_path: Path, given: object) -> None:
    columns = {"id": "id", "title": "title", "image": "image"}
    result = works(read(web, tmp_path / "list.json", json.dumps(given), columns=columns))
    assert [(work.id, work.title) for work in result] == [("1", "Boat"), ("2", "House")]


def test_a_record_that_has_objects_is_one_record() -> None:
    result = columns_of(json.dumps({"title": {"en": "Boat", "fr": "Bateau"}, "image": "a.jpg"}))
    assert result["title.fr"] == ("Bateau",)
    wrapped = {"api_v1": {"count": 1, "objects": [BOAT, HOUSE]}}
    assert columns_of(json.dumps(wrapped))["title"] == ("Boat", "House")


def test_a_list_without_headings_loses_no_work_unsaid(web: Web, tmp_path: Path) -> None:
    text = "\n".join(ROWS[1:]) + "\n"
    with pytest.raises(SourceError, match="line 1 looks like a work"):
        columns_of(text)
    result = read(web, tmp_path / "list.csv", text, columns={"id": "1", "image": "a1.jpg"})
    assert "a line of headings" in message_of(result, "no_heading") and kinds(result).count("artwork") == 1


@pytest.mark.parametrize("mark", [":", "^"])
def test_rare_delimiters_divide_columns(web: Web, tmp_path: Path, mark: str) -> None:
    text = "\n".join(ROWS).replace(",", mark) + "\n"
    assert columns_of(text)["image"] == ("a1.jpg", "a2.jpg")
    result = works(read(web, tmp_path / "list.csv", text, columns={"id": "id", "image": "image"}))
    assert [work.id for work in result] == ["1", "2"]
    assert list(columns_of("Dublin Core:Image\nhttps://m.example/1.jpg\n")) == ["Dublin Core:Image"]


def test_rows_that_are_quoted_as_a_whole_are_read(web: Web, tmp_path: Path) -> None:
    text = "\n".join(f'"{row}"' for row in [*ROWS, '3,""Sea, red"",1852,a3.jpg']) + "\n"
    assert columns_of(text)["title"] == ("Boat", "House", "Sea, red")
    result = works(read(web, tmp_path / "list.csv", text, columns={"title": "title", "image": "image"}))
    assert [work.title for work in result] == ["Boat", "House", "Sea, red"]
    assert columns_of('"title"\n"Boat, red"\n')["title"] == ("Boat, red",)


def test_columns_by_spaces_are_one_sentence() -> None:
    with pytest.raises(SourceError, match="not divided by a character"):
        columns_of("id   title   image\n1    Boat    a1.jpg\n")


@pytest.mark.parametrize("encoding", ["iso8859_2", "cp1250"])
def test_two_rows_are_enough_for_polish(encoding: str) -> None:
    text = "Nr inw.;Tytuł;Obraz\n1;Śmierć księcia Józefa;a.jpg\n2;Dziewczyna;b.jpg\n"
    assert columns_of(text.encode(encoding))["Tytuł"][0] == "Śmierć księcia Józefa"
