"""What the tests of trends share: a synthetic museum, and a seeded random generator."""

from __future__ import annotations

import numpy as np
import pytest
from known_museum import Museum


@pytest.fixture
def museum() -> Museum:
    return Museum()


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(7)
