"""What libraries write to the standard error descriptor itself is suppressed, and nothing after that."""

from __future__ import annotations

import os

import pytest

from artmeta.quiet import STDERR, quiet


def test_blocks_of_two_threads_may_overlap(capfd: pytest.CaptureFixture[str]) -> None:
    """The first block ends while the second one, of another thread, goes on."""
    first, second = quiet(), quiet()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    os.write(STDERR, b"suppressed\n")
    second.__exit__(None, None, None)
    os.write(STDERR, b"after\n")
    assert capfd.readouterr().err == "after\n"


def test_an_exception_passes_and_the_descriptor_is_restored(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ZeroDivisionError), quiet():
        os.write(STDERR, b"suppressed\n")
        raise ZeroDivisionError
    os.write(STDERR, b"after\n")
    assert capfd.readouterr().err == "after\n"
