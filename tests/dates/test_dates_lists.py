"""A list of dates in a file, and the command that shows how it is read."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from typer.testing import CliRunner

from artmeta.cli import app
from artmeta.dates.lists import COLUMNS, read_list, write_list
from artmeta.errors import ArtmetaError, ConfigError, ExportError

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
    (span,) = read_list(path, "Datierung", "neutral")
    assert (span.earliest, span.latest) == (1867, 1899)


def test_short_rows_and_empty_cells_are_undated(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("id,d\n1\n2,\n3,1850\n")
    assert [span.status for span in read_list(path, "d", "neutral")] == ["undated", "undated", "read"]


def test_an_unknown_column_names_the_nearest(museum: Path) -> None:
    with pytest.raises(ConfigError, match=r"no column 'datetext'.*'date_text'"):
        list(read_list(museum, "datetext", "neutral"))


def test_an_empty_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").touch()
    with pytest.raises(ConfigError, match="It is empty"):
        list(read_list(tmp_path / "empty.csv", "d", "neutral"))


@pytest.mark.parametrize("content", [b"\x00\x81\x8d" * 100, b"a,b\n\x81\xff\xfe\x8f\n"])
def test_a_file_that_is_no_text_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "picture.csv"
    path.write_bytes(content)
    with pytest.raises(ArtmetaError, match=r"no text file|no column"):
        list(read_list(path, "d", "neutral"))


def test_a_missing_file_and_a_folder_are_one_sentence(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(ArtmetaError, match="cannot be read as a list"):
            list(read_list(path, "d", "neutral"))


def test_a_place_that_cannot_be_written_keeps_what_was_there(museum: Path, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="could not be written"):
        write_list(read_list(museum, "date_text", "neutral"), museum / "out.csv")


def test_a_fault_halfway_leaves_no_half_list(museum: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("old")
    with pytest.raises(ConfigError):
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
    assert "unread, 2 times: 'soon'" in result.output
    assert out.read_text(encoding="utf-8-sig").startswith("text,earliest,latest,open,circa,status")


def test_the_command_lists_the_profiles() -> None:
    result = CliRunner().invoke(app, ["dates", "profiles"])
    assert result.exit_code == 0 and "Carnegie Museum of Art" in result.output and "neutral" in result.output
