"""Dates in two columns, rights in a house's own words, and what databases write for nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from list_reading import kinds, message_of, read, works

from artmeta.config import validated
from artmeta.domain.dates import DateSpan
from artmeta.errors import ConfigError
from artmeta.sources import csv
from artmeta.web import Web

COLUMNS = {"id": "Nr", "image": "Image"}


def date_of(web: Web, path: Path, text: str, begin: str, end: str, *columns: str) -> DateSpan:
    names = {"date": "Text", "date_begin": "From", "date_end": "To"}
    chosen = {"date": "From", "date_end": "To"} if not columns else {key: names[key] for key in columns}
    table = f"Nr;Image;Text;From;To\n1;a.jpg;{text};{begin};{end}\n"
    return works(read(web, path / "list.csv", table, columns={**COLUMNS, **chosen}))[0].date


@pytest.mark.parametrize(
    ("begin", "end", "expected"),
    [
        ("1850", "1860", (1850, 1860, False)),
        ("1850.0", "1860.0", (1850, 1860, False)),
        ("-50", "-10", (-50, -10, False)),
        ("c. 1850", "1860", (1845, 1860, True)),
        ("1850-01-01", "1852-12-31", (1850, 1852, False)),
        ("1850", "", (1850, 1850, False)),
        ("1850", "0", (1850, 1850, False)),
        ("", "1860", (None, 1860, False)),
    ],
)
def test_an_end_column_beside_the_first_year(
    web: Web, tmp_path: Path, begin: str, end: str, expected: tuple[int | None, int | None, bool]
) -> None:
    result = date_of(web, tmp_path, "", begin, end)
    assert (result.earliest, result.latest, result.circa, result.status) == (*expected, "read")
    assert result.text and end.strip("0") in result.text


@pytest.mark.parametrize(("begin", "end"), [("1860", "1850"), ("1850", "later"), ("soon", "1850")])
def test_years_that_cannot_be_read_are_never_guessed(web: Web, tmp_path: Path, begin: str, end: str) -> None:
    result = date_of(web, tmp_path, "", begin, end)
    assert (result.status, result.text) == ("unread", f"{begin} - {end}")


@pytest.mark.parametrize(("begin", "end"), [("", ""), ("0", "0"), ("NULL", "\\N")])
def test_without_years_a_work_is_undated(web: Web, tmp_path: Path, begin: str, end: str) -> None:
    assert date_of(web, tmp_path, "", begin, end).status == "undated"


@pytest.mark.parametrize(
    ("text", "begin", "end", "expected"),
    [
        ("c. 1850", "1845", "1853", (1845, 1853, True)),
        ("about the time of the war", "1914", "1918", (1914, 1918, False)),
        ("1880s", "", "", (1880, 1889, False)),
        ("1880s", "1880", "", (1880, 1889, False)),
        ("1850", "1860", "1850", (1850, 1850, False)),
        ("", "1850", "1851", (1850, 1851, False)),
        ("ca. 1400–1350 B.C.", "-1400", "-1350", (-1400, -1350, True)),
        ("", "-2000", "-1000", (-2000, -1000, False)),
        ("", "-50", "20", (-50, 20, False)),
    ],
)
def test_a_text_beside_two_columns_of_years(
    web: Web, tmp_path: Path, text: str, begin: str, end: str, expected: tuple[int, int, bool]
) -> None:
    result = date_of(web, tmp_path, text, begin, end, "date", "date_begin", "date_end")
    assert (result.earliest, result.latest, result.circa) == expected and result.text == (
        text or f"{begin} - {end}"
    )


@pytest.mark.parametrize(
    "heading", ["ObjectEndDate", "Datierung bis", "dating.yearLate", "date_fin", "Rok do"]
)
def test_a_column_of_last_years_that_is_not_read_is_said(web: Web, tmp_path: Path, heading: str) -> None:
    text = f"Nr;Image;Year;{heading}\n1;a.jpg;1850;1860\n"
    result = read(web, tmp_path / "list.csv", text, columns={**COLUMNS, "date": "Year"})
    assert f"'{heading}'" in message_of(result, "unread_years") and "date_end" in message_of(
        result, "unread_years"
    )
    result = read(web, tmp_path / "list.csv", text, columns={**COLUMNS, "date": "Year", "date_end": heading})
    assert kinds(result) == ["artwork"]


def test_rights_in_a_houses_own_words(web: Web, tmp_path: Path) -> None:
    text = "Nr;Image;Open\n1;a.jpg;True\n2;b.jpg;false\n3;c.jpg;CC BY 4.0\n4;d.jpg;\n"
    table = {"true": "public_domain", "False": "in_copyright", "": "unknown"}
    result = works(
        read(web, tmp_path / "list.csv", text, columns={**COLUMNS, "rights": "Open"}, rights=table)
    )
    assert [work.rights for work in result] == ["public_domain", "in_copyright", "cc_by", "unknown"]
    assert [work.images[0].rights for work in result] == [work.rights for work in result]
    assert result[1].rights_text == "false"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"rights": {"yes": "free"}}, "'yes' = 'free' is no licence; known are public_domain"),
        ({"rights": {"yes": "cc0"}}, "name its column as 'columns.rights'"),
        ({"encoding": "ansi-x"}, "no known encoding"),
        ({"quoting": "all"}, "'source.quoting' = 'all'"),
    ],
)
def test_a_wrong_value_is_one_sentence(tmp_path: Path, given: dict[str, object], sentence: str) -> None:
    with pytest.raises(ConfigError) as fault:
        validated(csv.Params, {"path": tmp_path, "columns": COLUMNS, **given}, ("source",))
    assert sentence in fault.value.message and "Value error" not in fault.value.message


def test_nothing_in_the_words_of_databases_and_spreadsheets(web: Web, tmp_path: Path) -> None:
    text = "Nr;Image;Title;Date\n1;a.jpg;\\N;NULL\n2;\\N;None;1850\n3;#N/A;x;1850\n4;d.jpg;None;\\N\n"
    result = works(read(web, tmp_path / "l.csv", text, columns={**COLUMNS, "title": "Title", "date": "Date"}))
    assert [(work.id, work.title, work.date.status) for work in result] == [
        ("1", "", "undated"),
        ("4", "None", "undated"),
    ]
