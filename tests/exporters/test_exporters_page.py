"""The page on exports names every format and every column of the CSV."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from builders import RUN

from artmeta import plugins
from artmeta.exporters import csv
from artmeta.store.database import Store

PAGE = (Path(__file__).parents[2] / "docs" / "exports.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", plugins.names("artmeta.exporters"))
def test_a_format_is_told_with_its_file(name: str) -> None:
    assert f"| `{name}` | `NAME{plugins.load('artmeta.exporters', name).SUFFIX}` |" in PAGE


def test_every_column_is_told(store: Store) -> None:
    documented = set(re.findall(r"`(\w+)`", PAGE))
    with store.batches(csv.QUERY, run_id=RUN) as rows:
        assert set(rows.schema.names) <= documented
