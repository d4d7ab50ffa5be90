"""A list of dates in a file, and the command that shows how it is read."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from typer.testing import CliRunner

from artmeta.cli import app
from artmeta.dates.lists import COLUMNS, read_list, write_list
from artmeta.domain.dates import DateSpan
from artmeta.errors import ArtmetaError, ConfigError, ExportError, SourceError

TEXTS = ["c. 1850", "after 1900", "300 BC", "n.d.", "soon", "soon", '1850, "late"']


@pytest.fixture
def museum(tmp_path: Path) -> Path:
    path = tmp_path / "museum.csv"
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["id", "date_text"])
        writer.writerows(enumerate(TEXTS))
    return path


def test_columns_and_values(museum: Path, tmp_path: Path) -> None:
    out = tmp_path / "read.csv"
    summary = write_list(read_list(museum, "date_text", "neutral"), out)
    rows = list(csv.reader(out.open(newline="", encoding="utf-8-sig")))
    assert tuple(rows[0]) == COLUMNS == ("text", "earliest", "latest", "open", "circa", "status")
    assert rows[1] == ["c. 1850", "1845", "1855", "", "true", "read"]
    assert rows[2] == ["after 1900", "1900", "", "end", "false", "read"]
    assert rows[3] == ["300 BC", "-300", "-300", "", "false", "read"]
    assert rows[4] == ["n.d.", "", "", "", "false", "undated"]
    assert [row[0] for row in rows[1:]] == TEXTS
    assert (summary.read, summary.undated, summary.unread, summary.open, summary.circa) == (3, 1, 3, 1, 1)
    assert summary.texts_unread[0] == ("soon", 2)


def test_an_assumed_year_is_written_and_the_end_stays_open(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("d\nnach 1537\n")
    write_list(read_list(tmp_path / "a.csv", "d", "cranach"), tmp_path / "b.csv")
    assert (tmp_path / "b.csv").read_text().splitlines()[1] == "nach 1537,1537,1553,end,false,read"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_delimiters_and_encodings(tmp_path: Path, delimiter: str, encoding: str) -> None:
    path = tmp_path / "list.csv"
    lines = (delimiter.join(cells) for cells in (["a", "Datierung", "b"], ["1", "spätes 19. Jh.", "2"]))
    path.write_bytes("\r\n".join(lines).encode(encoding))
    (span,) = dates_in(path, "Datierung")
    assert (span.earliest, span.latest) == (1867, 1899)


def dates_in(path: Path, column: str, encoding: str = "") -> list[DateSpan]:
    actual = read_list(path, column, "neutral", encoding)
    return [one for one in actual if isinstance(one, DateSpan)]


@pytest.mark.parametrize("encoding", ["cp1250", "cp1251", "mac_roman", "utf-16", "cp1253"])
def test_any_encoding_is_found_out_as_in_a_collection(tmp_path: Path, encoding: str) -> None:
    words = {
        "cp1250": "začátek století, průmyslová výroba",
        "cp1251": "начало XIX века, неизвестный художник",
        "mac_roman": "début du siècle, huile sur toile, détruit en été",
        "utf-16": "um 1900, Öl",
        "cp1253": "αρχές του αιώνα, άγνωστος ζωγράφος",
    }[encoding]
    path = tmp_path / "list.csv"
    path.write_bytes(("id;Dates;note\r\n" + f"1;{words};\r\n" * 40).encode(encoding))
    actual = [span.text for span in dates_in(path, "Dates")]
    assert actual == [words] * 40


def test_an_encoding_that_is_given_counts(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("id,d\n1,ß 1850\n".encode("cp850"))
    assert [span.text for span in dates_in(path, "d", "cp850")] == ["ß 1850"]
    with pytest.raises(ConfigError, match="'cp99999': this is no known encoding"):
        list(read_list(path, "d", "neutral", "cp99999"))


@pytest.mark.parametrize(
    "content",
    [
        "Inventory of the museum,,\n\nid,d,e\n1,1850,x\n2,1860,y\n",
        "sep=;\nid;d\n1;1850\n2;1860\n",
        '[{"id": 1, "d": "1850"}, {"id": 2, "d": 1860}]',
    ],
)
def test_lines_above_the_heading_and_json_are_read_as_in_a_collection(tmp_path: Path, content: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(content)
    assert [span.earliest for span in dates_in(path, "d")] == [1850, 1860]


def test_empty_cells_are_undated_and_a_row_without_the_cell_is_an_issue(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("id,d,note\n1\n2,,\n3,1850,\n")
    summary = write_list(read_list(path, "d", "neutral"), tmp_path / "out.csv")
    assert (summary.undated, summary.read) == (1, 1)
    assert [issue.artwork_id for issue in summary.issues] == ["row 2"]
    result = CliRunner().invoke(app, ["dates", "read", str(path), "--column", "d"])
    assert "Row 2 of" in result.output and "it has 1 cells, not 3" in result.output


def test_an_unknown_column_names_the_nearest(museum: Path) -> None:
    with pytest.raises(SourceError, match=r"no column 'datetext'.*'date_text'"):
        list(read_list(museum, "datetext", "neutral"))


def test_an_empty_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").touch()
    with pytest.raises(SourceError, match="is empty"):
        list(read_list(tmp_path / "empty.csv", "d", "neutral"))


@pytest.mark.parametrize("content", [b"\x00\x81\x8d" * 100, b"a,b\n\x81\xff\xfe\x8f\n"])
def test_a_file_that_is_no_text_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "picture.csv"
    path.write_bytes(content)
    with pytest.raises(ArtmetaError, match=r"not a text list|no column"):
        list(read_list(path, "d", "neutral"))


def test_a_missing_file_and_a_folder_are_one_sentence(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(ArtmetaError, match="cannot be opened"):
            list(read_list(path, "d", "neutral"))


def test_a_place_that_cannot_be_written_keeps_what_was_there(museum: Path, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="could not be written"):
        write_list(read_list(museum, "date_text", "neutral"), museum / "out.csv")


def test_a_fault_halfway_leaves_no_half_list(museum: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("old")
    with pytest.raises(SourceError):
        write_list(read_list(museum, "none", "neutral"), out)
    assert out.read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["museum.csv", "out.csv"]


def test_the_command_reads_and_tells_what_is_not_read(museum: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    result = CliRunner().invoke(
        app, ["dates", "read", str(museum), "--column", "date_text", "--profile", "tate", "--csv", str(out)]
    )
    assert result.exit_code == 0, result.output
    assert "7 dates: 3 read, 1 undated, 3 unread." in result.output
    assert "unread, 2 times: 'soon'" in result.output and "unread, 1 time: " in result.output
    assert out.read_text(encoding="utf-8-sig").startswith("text,earliest,latest,open,circa,status")


def test_the_command_lists_the_profiles() -> None:
    result = CliRunner().invoke(app, ["dates", "profiles"])
    assert result.exit_code == 0 and "Carnegie Museum of Art" in result.output and "neutral" in result.output
