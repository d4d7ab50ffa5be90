"""Rows whose quotation marks break the rules of CSV, and that every row is a work or an issue."""

from __future__ import annotations

import csv as csv_module
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, settings
from hypothesis import given as given_that
from hypothesis import strategies as st
from list_reading import kinds, message_of, read, works

from artmeta.domain.artwork import Artwork
from artmeta.web import Web

COLUMNS = {"id": "Nr", "title": "Title", "image": "Image"}
HEADING = "Nr;Title;Date;Image\n"


def titles(web: Web, path: Path, *rows: str, **given: object) -> list[str]:
    result = read(web, path, HEADING + "".join(f"{row}\n" for row in rows), columns=COLUMNS, **given)
    return [work.title for work in works(result)]


@pytest.mark.parametrize(
    ("row", "title"),
    [
        ('1;"Untitled". Study;1900;a.jpg', '"Untitled". Study'),
        ('1;"Untitled;1900;a.jpg', '"Untitled'),
        ('1;Board 10" x 12";1900;a.jpg', 'Board 10" x 12"'),
        ('1;"Boat" and "House";1900;a.jpg', '"Boat" and "House"'),
        ('1;"The "Victory"; at sea";1900;a.jpg', 'The "Victory"; at sea'),
        ('1;"The \\"Victory\\"; at sea";1900;a.jpg', 'The "Victory"; at sea'),
        ('1;"The ""Victory""; at sea";1900;a.jpg', 'The "Victory"; at sea'),
        ('1;"two\nlines";1900;a.jpg', "two\nlines"),
    ],
)
def test_a_row_is_read_in_the_way_that_gives_it_all_its_cells(
    web: Web, tmp_path: Path, row: str, title: str
) -> None:
    assert titles(web, tmp_path / "list.csv", "0;House;1899;z.jpg", row, "2;Tree;1901;b.jpg") == [
        "House",
        title,
        "Tree",
    ]


def test_two_marks_far_apart_do_not_swallow_the_rows_between(web: Web, tmp_path: Path) -> None:
    rows = ['1;"Boat;1900;a.jpg', "2;House;1901;b.jpg", '3;Tree";1902;c.jpg', "4;Cat;1903;d.jpg"]
    assert titles(web, tmp_path / "list.csv", *rows) == ['"Boat', "House", 'Tree"', "Cat"]


def test_marks_that_were_read_as_letters_are_said(web: Web, tmp_path: Path) -> None:
    text = HEADING + '1;"A". B;;a.jpg\n2;"C". D;;b.jpg\n3;"E \\"F\\"";;c.jpg\n4;"G "H" I; J";;d.jpg\n'
    result = read(web, tmp_path / "list.csv", text, columns=COLUMNS)
    assert "2 of 4 rows" in message_of(result, "quotation_marks_literal") and "row 2" in message_of(
        result, "quotation_marks_literal"
    )
    assert "escape = " in message_of(result, "quotation_marks_escaped") and message_of(
        result, "quotation_marks_inner"
    )


def test_quoting_and_escape_can_be_given(web: Web, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    assert titles(web, path, '1;"A";;a.jpg', quoting="none") == ['"A"']
    assert titles(web, path, '1;"A \\"B\nC\\"";;a.jpg', escape="\\") == ['A "B\nC"']


def test_a_row_without_its_cells_names_the_cause_and_costs_no_other(web: Web, tmp_path: Path) -> None:
    text = HEADING + '1;A; B;;a.jpg;\n2;C\n3;"D;\n4;E;;e.jpg\n'
    result = read(web, tmp_path / "list.csv", text, columns=COLUMNS)
    assert kinds(result) == ["row_shape", "row_shape", "row_shape", "artwork"]
    causes = [one.message for one in result if not isinstance(one, Artwork)]
    assert "a delimiter within a cell" in causes[0] and "line break within a cell" in causes[1]
    assert "Row 4" in causes[2] and "never closed" in causes[2]


def test_a_list_of_unclosed_marks_is_read_in_the_time_its_rows_take(web: Web, tmp_path: Path) -> None:
    rows = [f'{number};"Boat {number};1900;{number}.jpg' for number in range(3000)]
    assert len(titles(web, tmp_path / "list.csv", *rows)) == 3000


LETTERS = st.text(st.sampled_from('ab"\\; ,\n\r\té'), max_size=8)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given_that(rows=st.lists(st.tuples(LETTERS, LETTERS), min_size=1, max_size=8))
@example(rows=[(";;\r", ";")])  # each line of the row has as many delimiters as the heading
@example(rows=[(";;\r;", "")])
def test_a_list_by_the_rules_is_read_by_the_rules(
    web: Web, tmp_path: Path, rows: list[tuple[str, str]]
) -> None:
    text = io.StringIO()
    full = [[str(number), title, date, "a.jpg"] for number, (title, date) in enumerate(rows)]
    csv_module.writer(text, delimiter=";", quoting=csv_module.QUOTE_ALL).writerows(
        [HEADING.strip().split(";"), *full]
    )
    result = read(web, tmp_path / "list.csv", text.getvalue(), columns=COLUMNS)
    assert [work.title for work in works(result)] == [title.strip() for title, _ in rows]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given_that(cells=st.lists(st.text(st.sampled_from('ab"\\ ,é'), max_size=8), min_size=1, max_size=8))
def test_no_line_is_lost_whatever_its_marks(web: Web, tmp_path: Path, cells: list[str]) -> None:
    rows = "".join(f"{number};{title};;{number}.jpg\n" for number, title in enumerate(cells))
    result = read(web, tmp_path / "list.csv", HEADING + rows, columns=COLUMNS)
    assert [work.id for work in works(result)] == [str(number) for number in range(len(cells))]
