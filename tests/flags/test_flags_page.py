"""The page on flags names every doubt and every limit with its default."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from artmeta import plugins

PAGE = (Path(__file__).parents[2] / "docs" / "flags.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (`\w+`)? ?\| (`.+?`) \| ([\d., ]+) \|", PAGE, re.MULTILINE)


def told() -> dict[str, dict[str, float]]:
    limits: dict[str, dict[str, float]] = {}
    doubt = ""
    for name, keys, defaults in ROWS:
        doubt = name.strip("`") or doubt
        pairs = zip(re.findall(r"\w+", keys), defaults.split(","), strict=True)
        limits.setdefault(doubt, {}).update({key: float(default) for key, default in pairs})
    return limits


@pytest.mark.parametrize("name", plugins.names("artmeta.flags"))
def test_a_doubts_limits_are_told_with_their_defaults(name: str) -> None:
    fields = plugins.load("artmeta.flags", name).Limits.model_fields
    assert told().get(name) == {key: field.default for key, field in fields.items()}
