from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from artmeta.web import Web, WebPolicy

QUICK = {"allow_private_addresses": True, "requests_per_second": 10_000, "backoff": 0.01, "concurrency": 4}


@pytest.fixture
def visit(tmp_path: Path) -> Callable[..., Web]:
    """Make a Web that may visit loopback and hurries; keywords change its policy."""

    def make(**policy: object) -> Web:
        return Web(WebPolicy.model_validate({**QUICK, **policy}), tmp_path / "cache", "curator@example.org")

    return make
