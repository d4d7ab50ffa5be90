from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from artmeta.web import Web, WebPolicy

QUICK = {"allow_private_addresses": True, "requests_per_second": 10_000, "backoff": 0.01, "retries": 2}


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    with Web(WebPolicy.model_validate(QUICK), tmp_path / "cache", "curator@example.org") as one:
        yield one


@pytest.fixture(scope="session")
def jpeg() -> Callable[[str], bytes]:
    """Make a small JPEG of one colour."""

    def make(colour: str = "navy") -> bytes:
        to = io.BytesIO()
        Image.new("RGB", (32, 24), colour).save(to, "JPEG")
        return to.getvalue()

    return make
