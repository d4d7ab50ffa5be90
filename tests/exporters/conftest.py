"""A store with a run over a few works, for tests that only read it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from exported import filled

from artmeta.store.database import Store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with filled(tmp_path_factory.mktemp("store")) as store:
        yield store
