"""Outcomes gathered into batches: a stop hands on what was gathered before it, unless it cannot be written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from artmeta.errors import BudgetSpent
from artmeta.imaging.download import FetchedImage
from artmeta.steps.pictures import BATCH, Outcome, PictureRequest, _batches


def outcomes(number: int) -> Iterator[Outcome]:
    for one in range(number):
        url = f"https://museum.example/{one}.jpg"
        file = FetchedImage(url, Path("image.jpg"), "0" * 64, 1, "image/jpeg", 1, 1)
        yield PictureRequest(url, "museum.example", (), None), file


def spent(number: int) -> Iterator[Outcome]:
    yield from outcomes(number)
    raise BudgetSpent("The budget of works is used up.")


def test_no_outcome_is_left_out() -> None:
    assert [len(batch) for batch in _batches(outcomes(2 * BATCH + 3))] == [BATCH, BATCH, 3]


def test_what_was_gathered_before_a_stop_is_handed_on() -> None:
    sizes = []
    with pytest.raises(BudgetSpent):
        for batch in _batches(spent(BATCH + 3)):
            sizes.append(len(batch))
    assert sizes == [BATCH, 3]


def test_a_taker_that_cannot_write_ends_it() -> None:
    """A full disk while a batch is written: closing must not ask for one more to be written."""
    batches = _batches(outcomes(BATCH + 3))
    next(batches)
    batches.close()
