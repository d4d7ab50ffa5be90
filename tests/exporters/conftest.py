"""A store with a run over a few works."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from exported import filled

from artmeta.store.database import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with filled(tmp_path) as store:
        yield store
