"""Equal rows that passed equal expectations are not checked again; whatever differs is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from artmeta.expectations import Expectations
from artmeta.notes import read_note, write_note
from artmeta.validation import Outcome, check
from artmeta.validation.passed import KEPT, keep_passed, key_of, passed_before

KEPT_SENTENCE = "This outcome was kept."


def files(**columns: Any) -> pd.DataFrame:
    sound = {"readable": True, "differing": 0.0, "rows_too_many": [0.0, np.nan], "works_too_many": 0.0}
    return pd.DataFrame({"subject": ["m.csv", "m.parquet"]} | sound).assign(**columns)


def sentences(kept: Path, frame: pd.DataFrame) -> set[str]:
    return {one.sentence for one in check("export", frame, Expectations(), kept=kept)}


def changed(note: Path) -> None:
    """Give all outcomes in a note another sentence, by which they are known."""
    content = read_note(note) or {}
    write_note(
        note, {key: [row | {"sentence": KEPT_SENTENCE} for row in rows] for key, rows in content.items()}
    )


@pytest.mark.slow  # imports Great Expectations
def test_what_passed_is_kept_for_equal_rows_alone(tmp_path: Path) -> None:
    first = check("export", files(), Expectations(), kept=tmp_path)
    assert all(one.success for one in first)
    assert check("export", files(), Expectations(), kept=tmp_path) == first
    changed(tmp_path / "files.json")
    assert sentences(tmp_path, files()) == {KEPT_SENTENCE}
    assert KEPT_SENTENCE not in sentences(tmp_path, files(subject=["m.csv", "m.lido.xml"]))
    assert sentences(tmp_path, files()) == {KEPT_SENTENCE}  # both are kept
    (tmp_path / "files.json").write_text("{")
    assert {one.sentence for one in first} == sentences(tmp_path, files())


@pytest.mark.slow
def test_what_failed_is_checked_again(tmp_path: Path) -> None:
    for _ in range(2):
        outcomes = check("export", files(rows_too_many=[-1.0, 0.0]), Expectations(), kept=tmp_path)
        assert [one.expectation for one in outcomes if not one.success] == ["rows_read_back"]
    assert not (tmp_path / "files.json").exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda frame: frame.iloc[::-1].reset_index(drop=True),
        lambda frame: frame.assign(differing=frame["differing"].astype("float32")),
        lambda frame: frame.rename(columns={"differing": "other"}),
        lambda frame: frame.assign(rows_too_many=0.0),
        lambda frame: frame.head(1),
    ],
)
def test_a_key_is_of_the_values_their_types_and_their_order(
    change: Callable[[pd.DataFrame], pd.DataFrame],
) -> None:
    assert key_of([], files()) == key_of([], files()) != key_of([], change(files()))


@pytest.mark.parametrize(
    "subjects",
    [[1, "m"], pd.Series(["m", "\ud800"], dtype=object), pd.Categorical(["m.csv", "m.parquet"])],
    ids=["mixed", "surrogate", "categories"],
)
def test_a_frame_that_has_no_digest_has_no_key_and_its_outcomes_are_not_kept(
    subjects: Any, tmp_path: Path
) -> None:
    assert key_of([], files(subject=subjects)) == ""
    keep_passed(tmp_path / "note", "", [OUTCOME])
    assert not (tmp_path / "note").exists()


OUTCOME = Outcome("a", "b", True, "warning", {"count": np.int64(0), "examples": []}, "Met.")


def test_the_newest_outcomes_are_kept(tmp_path: Path) -> None:
    note = tmp_path / "kept" / "note"
    for number in (*range(KEPT), 0, KEPT):
        keep_passed(note, str(number), [replace(OUTCOME, column=str(number))])
    assert passed_before(note, "1") is None
    assert passed_before(note, "0") == [replace(OUTCOME, column="0")]
    assert passed_before(note, str(KEPT)) == [replace(OUTCOME, column=str(KEPT))]


def test_a_place_that_cannot_be_written_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    keep_passed(tmp_path / "file" / "note", "key", [OUTCOME])
    assert passed_before(tmp_path / "file" / "note", "key") is None
