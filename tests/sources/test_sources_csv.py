from __future__ import annotations

import csv as csv_module
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as given_that
from hypothesis import strategies as st
from list_reading import COLUMNS, HEADING, kinds, read
from scripted_server import Reply, pages, scripted

from artmeta.domain.artwork import Artwork
from artmeta.domain.run import Issue
from artmeta.errors import SourceError
from artmeta.sources import csv
from artmeta.web import Web


def test_a_row_is_an_artwork(web: Web, tmp_path: Path) -> None:
    text = HEADING + "7,A ship,c.1850,img/a.jpg,' boat dog ',train\n"
    (result,) = read(
        web, tmp_path / "list.csv", text, strip="'", topics_separator=" ", topics={"boat": "boats"}
    )
    assert isinstance(result, Artwork)
    assert (result.id, result.title, result.date.text, result.split) == ("7", "A ship", "c.1850", "training")
    assert result.given_topics == ("boats", "dog")
    assert result.images[0].url == (tmp_path / "img" / "a.jpg").resolve().as_uri()


def test_a_list_may_name_donors(web: Web, tmp_path: Path) -> None:
    text = "Image,Page,From\na.jpg,https://museum.example/1,Gift of Ada\n"
    columns = {"image": "Image", "url": "Page", "donor": "From"}
    (result,) = read(web, tmp_path / "list.csv", text, columns=columns)
    assert isinstance(result, Artwork) and result.donor == "Gift of Ada"


def test_odd_rows_are_issues_and_none_is_lost(web: Web, tmp_path: Path) -> None:
    rows = [
        "1,A,,a.jpg,x,train",
        "2,B,,N/A,x,train",
        ",C,,c.jpg,x,train",
        "1,A,,a.jpg,x,train",
        "1,A,,a.jpg,y,test",
        "3,D,,d.jpg,x",
        "4,E,,e.jpg,x,sideways",
        "5,F,,ftp://a.org/f.jpg,x,train",
        ",,,,,",
        "6,G,,g.jpg,x,",
    ]
    result = read(web, tmp_path / "list.csv", HEADING + "\n".join(rows) + "\n")
    assert kinds(result) == [
        "artwork",
        "no_image",
        "no_id",
        "duplicate",
        "duplicate_conflict",
        "row_shape",
        "unknown_split",
        "refused_image",
        "artwork",
        "empty_rows",
    ]
    names = [one.artwork_id for one in result if isinstance(one, Issue)]
    assert len(set(names)) == len(names), "each odd row has a row of its own in the store"
    assert "split" in result[4].message and "row 2" in result[4].message  # type: ignore[union-attr]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_delimiter_and_encoding_are_found_out(
    web: Web, tmp_path: Path, delimiter: str, encoding: str
) -> None:
    text = io.StringIO()
    writer = csv_module.writer(text, delimiter=delimiter)
    writer.writerow(HEADING.strip().split(","))
    writer.writerow(["1", "Dürer, and; a | thing – café", "1500", "a.jpg", "", ""])
    result = read(web, tmp_path / "list.csv", text.getvalue().encode(encoding))
    works = [one for one in result if isinstance(one, Artwork)]
    assert [work.title for work in works] == ["Dürer, and; a | thing – café"]
    assert ("encoding" in kinds(result)) == (encoding == "cp1252")


def test_a_broken_byte_costs_only_itself(web: Web, tmp_path: Path) -> None:
    text = HEADING.encode() + "1,Dürer à Paris,,a.jpg,,\n2,B".encode() + b"\xff,,b.jpg,,\n"
    result = read(web, tmp_path / "list.csv", text)
    assert kinds(result) == ["encoding", "artwork", "artwork"]
    assert [one.title for one in result[1:]] == ["Dürer à Paris", "B\ufffd"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "is empty"),
        ("\n\n", "is empty"),
        (HEADING, "no rows"),
        ("No,Title,Date,Imag,Labels,Subset\n1,,,a,,\n", "mean 'Imag'"),
        ("No,No,Title,Date,Image,Labels,Subset\n", "2 columns called 'No'"),
        (b"PK\x03\x04\x00\x00", "not a text list"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(
    web: Web, tmp_path: Path, text: str | bytes, sentence: str
) -> None:
    with pytest.raises(SourceError, match=sentence):
        read(web, tmp_path / "list.csv", text)


def test_no_list(web: Web, tmp_path: Path) -> None:
    params = csv.Params.model_validate({"path": tmp_path / "none.csv", "columns": COLUMNS})
    with pytest.raises(SourceError, match=r"none\.csv cannot be opened"):
        list(csv.artworks(params, web, "neutral"))


def test_a_list_on_a_server(web: Web) -> None:
    text = (
        HEADING
        + "1,A,,img/a.jpg,,\n2,B,,http://other.org/b.jpg,,\n3,C,,file:///etc/passwd,,\n4,D,,/d.jpg,,\n"
    ).encode()
    with scripted(pages({"/x/list.csv": Reply(text, headers={"ETag": '"1"'})})) as server:
        params = csv.Params.model_validate({"url": server.base + "/x/list.csv", "columns": COLUMNS})
        result = list(csv.artworks(params, web, "neutral"))
        urls = [one.images[0].url for one in result if isinstance(one, Artwork)]
        assert urls == [server.base + "/x/img/a.jpg", "http://other.org/b.jpg", server.base + "/d.jpg"]
        assert kinds(result)[2] == "refused_image"


def test_ids_by_pattern_and_without_an_id_column(web: Web, tmp_path: Path) -> None:
    text = (
        "Image,Page\na.jpg,https://artuk.org/discover/artworks/a-1\nb.jpg,N/A\nc.jpg,https://elsewhere.org/\n"
    )
    given = {
        "columns": {"image": "Image", "url": "Page"},
        "id_prefix": "artuk:",
        "id_pattern": "artworks/([^/?#]+)",
    }
    result = read(web, tmp_path / "list.csv", text, **given)
    assert result[0].id == "artuk:a-1"  # type: ignore[union-attr]
    assert kinds(result) == ["artwork", "no_id", "no_id"]
    result = read(web, tmp_path / "list.csv", text, id_from_picture=True, **given)
    assert [one.id for one in result] == ["artuk:a-1", "b.jpg", "c.jpg"]  # type: ignore[union-attr]


def test_rights_are_read(web: Web, tmp_path: Path) -> None:
    text = "Image,Rights\na.jpg,CC BY-NC 4.0\nb.jpg,\n"
    result = read(web, tmp_path / "l.csv", text, columns={"image": "Image", "rights": "Rights"}, rights="CC0")
    assert [one.rights for one in result] == ["cc_by_nc", "cc0"]  # type: ignore[union-attr]


def test_params_want_one_place_and_a_sound_pattern(tmp_path: Path) -> None:
    for given in (
        {},
        {"path": tmp_path, "url": "http://a.org"},
        {"path": tmp_path, "id_pattern": "("},
        {"path": tmp_path, "id_pattern": "abc"},
    ):
        with pytest.raises(ValueError):
            csv.Params.model_validate({"columns": COLUMNS, **given})


CELL = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\x00"), max_size=12)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given_that(rows=st.lists(st.lists(CELL, min_size=6, max_size=6), min_size=1, max_size=12))
def test_rows_in_equal_artworks_and_issues_out(web: Web, tmp_path: Path, rows: list[list[str]]) -> None:
    text = io.StringIO()
    csv_module.writer(text).writerows([HEADING.strip().split(","), *rows])
    filled = sum(any(cell.strip() for cell in row) for row in rows)
    try:
        result = read(web, tmp_path / "list.csv", text.getvalue())
    except SourceError as fault:
        assert filled == 0 and "no rows" in str(fault)
        return
    assert sum(isinstance(one, Artwork) or one.artwork_id != "" for one in result) == filled
