"""The comparison finds the first step that differs, and every mistake that people make."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tiny_models import SIZE

from artmeta.errors import ModelError
from artmeta.vision.networks.network import Network
from bench.parity.browser import open_browser
from bench.parity.comparison import _explained
from bench.parity.mistakes import MISTAKES
from bench.parity.python_side import Reference
from bench.parity.stages import LIMIT, first_difference, largest


@pytest.fixture(scope="module")
def reference(tiny_network: Network) -> Reference:
    return Reference(tiny_network)


@pytest.fixture
def pixels() -> np.ndarray:
    """Blocks of colour that fade outwards: neither a crop nor another order of colours leaves them as they are."""
    colours = np.random.default_rng(3).integers(0, 256, (4, 4, 3)).repeat(8, axis=0).repeat(8, axis=1)
    return (colours * np.linspace(0.2, 1, SIZE)[:, None, None]).astype(np.uint8)


def test_each_mistake_shows_at_its_own_step(reference: Reference, pixels: np.ndarray) -> None:
    right = reference.stages(pixels)
    steps = {
        "another crop": "pixels",
        "x / 255 instead of x / 127 - 1": "input",
        "BGR instead of RGB": "pixels",
    }
    for mistake in MISTAKES:
        wrong = reference.stages(mistake.pixels(pixels), mistake.scale)
        assert largest(wrong.scores, right.scores) > LIMIT
        assert first_difference(right, wrong).startswith(steps[mistake.name])
        assert _explained(wrong.scores, pixels, reference) == mistake.name
    assert first_difference(right, right) == ""


def test_later_steps_are_named_when_earlier_ones_agree(reference: Reference, pixels: np.ndarray) -> None:
    right = reference.stages(pixels)
    assert first_difference(right, replace(right, features=right.features + 0.1)).startswith("features")
    assert first_difference(right, replace(right, scores=right.scores + 0.1)).startswith("scores")
    assert (
        first_difference(right, replace(right, pixels=right.pixels + 1))
        == "pixels: decoders and rounding, by 1 of 255 at most"
    )
    assert "not known" in _explained(right.scores + np.float32(0.3), pixels, reference)


def test_without_a_chromium_the_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("ARTMETA_CHROMIUM", "")
    with pytest.raises(ModelError, match="No Chromium is on this machine"), open_browser():
        pass
