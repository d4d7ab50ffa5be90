"""A small collection in a folder of its own, and a free port."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

COLLECTION = """\
title = "Three boats"
[source]
kind = "folder"
path = "pictures"
[model]
name = "boats"
"""


@pytest.fixture
def collection_file(tmp_path: Path) -> Path:
    """A sound collection file; its folder of pictures is there and empty."""
    (tmp_path / "pictures").mkdir()
    path = tmp_path / "boats.toml"
    path.write_text(COLLECTION)
    return path


@pytest.fixture
def free_port() -> int:
    """A port that nobody listened at a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
