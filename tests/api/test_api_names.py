"""What `import artmeta` offers, how little it imports, and dates as data frames hold them."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib.resources import files
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import artmeta
from artmeta.errors import InputError

ROOT = Path(__file__).parents[2]
LIGHT = 0.2  # CPU seconds of `import artmeta`, Python's own start included
MEASURE = (
    "import time, artmeta, sys; print(time.process_time(), *(name.partition('.')[0] for name in sys.modules))"
)


def test_importing_it_takes_little_and_no_library() -> None:
    ran = [
        subprocess.run(
            [sys.executable, "-c", MEASURE], capture_output=True, text=True, check=True
        ).stdout.split()
        for _ in range(3)
    ]
    assert min(float(seconds) for seconds, *_ in ran) < LIGHT
    assert {"numpy", "pandas", "pydantic", "duckdb", "PIL", "sklearn", "scipy"}.isdisjoint(ran[0][1:])


def test_every_name_is_there_and_says_what_it_is() -> None:
    for name in artmeta.__all__:
        assert getattr(artmeta, name) and name in dir(artmeta)
    documented = [name for name in artmeta.__all__ if name != "__version__"]
    assert all(getattr(artmeta, name).__doc__ for name in documented)
    with pytest.raises(AttributeError, match="no attribute 'predict'"):
        artmeta.predict  # type: ignore[attr-defined] # noqa: B018
    assert files("artmeta").joinpath("py.typed").is_file()


def test_the_version_is_stated_in_one_place() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert artmeta.__version__ == project["version"]
    assert f"## {project['version']} (" in (ROOT / "CHANGELOG.md").read_text()


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "status"),
    [
        ("c. 1850", 1845, 1855, "read"),
        (1850, 1850, 1850, "read"),
        (np.int64(1850), 1850, 1850, "read"),
        ("before 1600", None, 1600, "read"),
        ("a sunny day", None, None, "unread"),
        ("", None, None, "undated"),
        (None, None, None, "undated"),
        (float("nan"), None, None, "undated"),
        (pd.NA, None, None, "undated"),
    ],
)
def test_dates_are_read_as_a_data_frame_holds_them(
    text: str, earliest: int | None, latest: int | None, status: str
) -> None:
    span = artmeta.read_date(text)
    assert (span.earliest, span.latest, span.status) == (earliest, latest, status)


@pytest.mark.parametrize("value", [1850.5, ["1850"], True, b"1850", pd.Timestamp("1850-01-01")])
def test_what_is_no_date_by_its_type_is_one_sentence(value: object) -> None:
    with pytest.raises(InputError, match="Give a text, a year or None"):
        artmeta.read_date(value)  # type: ignore[arg-type]


def test_an_unknown_profile_is_one_sentence() -> None:
    with pytest.raises(artmeta.ArtmetaError, match=r"no date profile called 'tat'.*Did you mean 'tate'"):
        artmeta.read_date("1850", "tat")


def test_a_store_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(artmeta.ArtmetaError, match="There is no database"):
        artmeta.open_store(tmp_path)
    (tmp_path / "notes.duckdb").write_text("words")
    with pytest.raises(artmeta.ArtmetaError, match=r"notes\.duckdb"):
        artmeta.open_store(tmp_path / "notes.duckdb")
