from __future__ import annotations

from pathlib import Path

import pytest
from once import once
from review_museum import build
from runs import copy_of


@pytest.fixture(scope="session")
def museum(shared: Path) -> Path:
    """Give the data folder of a museum to review; copy it, do not change it."""
    return once(shared / "review-museum", lambda folder: build(folder / "data") and None) / "data"


@pytest.fixture
def data(museum: Path, tmp_path: Path) -> Path:
    """Give a copy of that data folder to this test."""
    return copy_of(museum, tmp_path / "data")
