"""A log says how fast work goes on, also where a single piece takes many seconds."""

from __future__ import annotations

import pytest

from artmeta import progress


@pytest.mark.parametrize(
    ("done", "seconds", "message"), [(1, 7.0, "0.14/s"), (90, 20.0, "4.5/s"), (4000, 16.0, "250/s")]
)
def test_a_line_tells_the_pace(
    done: int,
    seconds: float,
    message: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    times = iter([0.0, 3.0, 3.0 + seconds])
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(times))
    monkeypatch.setattr(progress, "LOG_EVERY", 5.0)
    with progress.progress("train", 5000, "epochs") as tick:
        tick(1)
        tick(done)
    assert capsys.readouterr().err == f"train: {done + 1} of 5000 epochs, {message}\n"


def test_the_start_of_workers_is_no_part_of_the_rate(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    times = iter([0.0, 60.0, 70.0])
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(times))
    with progress.progress("embed", 500) as tick:
        tick(1)
        tick(200)
    assert capsys.readouterr().err == "embed: 1 of 500 works\nembed: 201 of 500 works, 20/s\n"
