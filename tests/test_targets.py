"""What a command cannot write, and a value it does not know, is refused when its line is read, before any work."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from artmeta import files
from artmeta.cli.models import Form, Quantise
from artmeta.domain.model_card import Head
from artmeta.errors import WriteError
from flows.cli import app

FILES = ("classify . --model m --csv", "why x --page", "why x --heat-map", "dates read x --column d --csv")
FOLDERS = (
    "evaluate --model m --out",
    "lesson --out",
    "models export m --to web --out",
    "export c --folder",
    "trends c --csv",
)
VALUES = (
    "train . --model m --head nonsense",
    "models export m --to nonsense",
    "models export m --to web --quantise x",
)


@pytest.mark.parametrize("words", FILES + FOLDERS)
def test_a_place_that_cannot_be_written_is_refused_at_once(words: str, home: Path) -> None:
    """Nothing of what the command names is there: had the work begun, its fault would be another."""
    (home / "file").touch()
    with pytest.raises(WriteError, match="file/below"):
        app([*words.split(), str(home / "file" / "below")])


@pytest.mark.parametrize("words", FILES)
def test_a_folder_is_no_file_to_write(words: str, home: Path) -> None:
    with pytest.raises(WriteError, match="Is a directory"):
        app([*words.split(), str(home)])


@pytest.mark.parametrize("words", VALUES)
def test_a_value_that_is_not_known_is_refused_at_once(
    words: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        app(words.split())
    assert end.value.code == 2 and "is not one of" in capsys.readouterr().err


def test_a_place_that_is_tried_is_left_as_it_was(home: Path) -> None:
    files.check_file(home / "new" / "table.csv")
    files.check_folder(home / "new" / "folder")
    assert list(home.iterdir()) == []


def test_the_choices_are_those_that_the_library_knows() -> None:
    from artmeta.vision.export import formats
    from artmeta.vision.hyperparameters import FINE_TUNED, HEADS

    assert get_args(Form) == formats.FORMS
    assert {kind for kinds in formats.QUANTISED.values() for kind in kinds} == set(get_args(Quantise))
    assert set(get_args(Head)) == {*HEADS, FINE_TUNED}
