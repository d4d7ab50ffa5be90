"""What is computed ahead in the background is what would be computed here, and a lost process costs nothing."""

from __future__ import annotations

import os
from concurrent.futures.process import BrokenProcessPool

import pytest

from artmeta.background import background_processes
from artmeta.sample import works
from artmeta.sample.museum import Museum


def test_pictures_drawn_ahead_are_those_drawn_here_and_a_lost_process_is_made_up_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(works, "TRAINING", {"boat": 2})
    monkeypatch.setattr(works, "TESTING", 0)
    here, ahead = (Museum(works=3, small=True) for _ in range(2))
    with background_processes(1) as submit:
        ahead.draw_ahead(submit)
        assert [ahead.file(number) for number in (1, 2)] == [here.file(number) for number in (1, 2)]
        assert ahead.archive() == here.archive()
        process = submit(os.getpid).result()
        os.kill(process, 9)
        with pytest.raises(BrokenProcessPool):
            submit(os.getpid).result()
        ahead.draw_ahead(submit)  # the pool is known to be broken now
        assert ahead.file(3) == here.file(3)


def test_an_error_in_the_background_is_that_of_the_call() -> None:
    with background_processes(1) as submit, pytest.raises(ValueError, match="invalid literal"):
        submit(int, "x").result()
