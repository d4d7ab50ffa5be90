"""Results that are kept for the next run, such as charts."""

from __future__ import annotations

from pathlib import Path

import pytest

from artmeta.kept_results import kept, kept_result


class Program:
    """A drawing program that counts what it draws."""

    def __init__(self) -> None:
        self.drawings = 0

    def draw(self) -> str:
        self.drawings += 1
        return f"<svg>{self.drawings}</svg>"


def report(path: Path | None, program: Program, *heights: int, version: str = "1") -> list[str]:
    with kept(path):
        return [kept_result([version, {"height": height}], program.draw) for height in heights]


@pytest.fixture
def program() -> Program:
    return Program()


def test_a_chart_of_the_last_report_is_not_drawn_again(tmp_path: Path, program: Program) -> None:
    path = tmp_path / "charts" / "museum.json"
    first = report(path, program, 1, 2)
    assert report(path, program, 2, 1, 3) == [first[1], first[0], "<svg>3</svg>"]


def test_a_chart_that_the_last_report_did_not_have_is_drawn(tmp_path: Path, program: Program) -> None:
    path = tmp_path / "museum.json"
    for heights in ((1, 2), (2,), (1,)):
        report(path, program, *heights)
    assert program.drawings == 3


def test_another_version_of_the_program_draws_again(tmp_path: Path, program: Program) -> None:
    path = tmp_path / "museum.json"
    report(path, program, 1)
    assert report(path, program, 1, version="2") == ["<svg>2</svg>"]


def test_a_damaged_file_is_not_used(tmp_path: Path, program: Program) -> None:
    path = tmp_path / "museum.json"
    report(path, program, 1)
    path.write_text(path.read_text().replace("<svg>1", "<svg>7"))
    assert report(path, program, 1) == ["<svg>2</svg>"]


def test_a_report_is_written_where_no_chart_can_be_kept(tmp_path: Path, program: Program) -> None:
    (tmp_path / "charts").write_text("a file where the folder should be")
    assert report(tmp_path / "charts" / "museum.json", program, 1) == ["<svg>1</svg>"]
    assert report(None, program, 1) == ["<svg>2</svg>"]
