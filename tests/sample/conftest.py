from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from artmeta.web import Web, WebPolicy

# Retries outlive the two failures in a row that a plan deals out, and an outage beside them.
QUICK = {
    "allow_private_addresses": True,
    "requests_per_second": 10_000,
    "concurrency": 4,
    "retries": 6,
    "backoff": 0.05,
    "breaker_failures": 1000,
}


@pytest.fixture
def visitor(tmp_path: Path) -> Iterator[Callable[..., Web]]:
    """Make a Web that may visit this machine and does not dawdle."""
    opened: list[Web] = []

    def make(**policy: object) -> Web:
        opened.append(
            Web(WebPolicy.model_validate({**QUICK, **policy}), tmp_path / "cache", "curator@example.org")
        )
        return opened[-1]

    yield make
    for web in opened:
        web.__exit__(None, None, None)
