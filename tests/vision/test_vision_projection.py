"""A projection keeps like pictures together, and one seed gives one layout."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from artmeta.errors import InputError
from artmeta.vision.projection import Vectors, project


def embeddings(count: int) -> tuple[NDArray[np.intp], Vectors]:
    rng = np.random.default_rng(3)
    groups = np.arange(count) % 3
    matrix = (rng.normal(size=(3, 64))[groups] * 3 + rng.normal(size=(count, 64))).astype(np.float32)

    def vectors(keys: Sequence[str]) -> NDArray[np.float32]:
        return matrix[[int(key) for key in keys]]

    return groups, vectors


def test_neighbours_and_places_follow_the_likeness() -> None:
    groups, vectors = embeddings(90)
    keys = [str(number) for number in range(90)]
    done: list[int] = []
    made = project(keys, vectors, advance=done.append)
    assert sum(done) == 90
    assert made.neighbours.shape == (90, 15)
    assert (groups[made.neighbours] == groups[:, None]).all()
    assert not (made.neighbours == np.arange(90)[:, None]).any()
    assert np.abs(made.positions).max() == pytest.approx(1)
    distances = np.linalg.norm(made.positions[:, None] - made.positions[None], axis=2)
    np.fill_diagonal(distances, np.inf)
    assert (groups[distances.argmin(axis=1)] == groups).all()


def test_the_layout_is_that_of_the_seed_whatever_the_threads() -> None:
    _, vectors = embeddings(40)
    keys = [str(number) for number in range(40)]
    first, second = project(keys, vectors, seed=4), project(keys, vectors, seed=4, threads=2)
    assert (first.positions == second.positions).all()
    assert (project(keys, vectors, seed=5).positions != first.positions).any()


def test_the_smallest_map_and_one_too_small() -> None:
    _, vectors = embeddings(10)
    assert project([str(number) for number in range(10)], vectors).neighbours.shape == (10, 9)
    with pytest.raises(InputError, match="at least 10 pictures, not 9"):
        project([str(number) for number in range(9)], vectors)
