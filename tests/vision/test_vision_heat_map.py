"""A heat map is hot where a topic rests, and says nothing where nothing counts."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from artmeta.vision.heads import Dense, Head
from artmeta.vision.heat_map import HOT, heat_map, painted

SIZE = 56
HEAD = Head((Dense(np.float32([[0.1, -0.1], [-0.1, 0.1]]), np.zeros(2, np.float32)),))


def corner(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """See nothing but how bright the upper left corner is, and the rest."""
    bright = pixels.mean(axis=2)
    return np.float32([bright[:12, :12].mean(), bright[40:, 40:].mean()])


@pytest.fixture
def picture() -> NDArray[np.uint8]:
    pixels = np.full((SIZE, SIZE, 3), 60, np.uint8)
    pixels[:12, :12] = 250
    return pixels


@pytest.mark.parametrize("multi_label", [False, True])
def test_the_map_is_hot_where_the_topic_rests(picture: NDArray[np.uint8], multi_label: bool) -> None:
    head = Head(HEAD.layers, multi_label=multi_label)
    heat = heat_map(picture, corner, head, 0)
    assert heat.shape == (SIZE, SIZE)
    assert heat[:8, :8].min() > 1
    assert np.abs(heat[30:, :8]).max() < 1e-6
    assert heat_map(picture, corner, head, 1)[:8, :8].max() < -1


def test_every_pixel_is_covered_and_a_model_that_ignores_the_picture_has_a_flat_map(
    picture: NDArray[np.uint8],
) -> None:
    heat = heat_map(picture, lambda _: np.float32([1, 2]), HEAD, 0)
    assert np.array_equal(heat, np.zeros((SIZE, SIZE)))
    assert np.array_equal(painted(picture, heat), picture)


def test_colours_are_strongest_where_the_map_is(picture: NDArray[np.uint8]) -> None:
    heat = np.zeros((SIZE, SIZE))
    heat[0, 0], heat[0, 1], heat[1, 1] = 4.0, 2.0, -4.0
    shown = painted(picture, heat).astype(int)
    assert np.abs(shown[0, 0] - HOT).sum() < np.abs(shown[0, 1] - HOT).sum()
    assert shown[1, 1, 2] > shown[1, 1, 0]
    assert np.array_equal(shown[5, 5], picture[5, 5])
