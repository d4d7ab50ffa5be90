"""The page on flags names every check and every limit with its default."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from artmeta import plugins

PAGE = (Path(__file__).parents[2] / "docs" / "flags.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (`\w+`)? ?\| (`.+?`) \| ([\d., ]+) \|", PAGE, re.MULTILINE)


def documented_limits() -> dict[str, dict[str, float]]:
    limits: dict[str, dict[str, float]] = {}
    check = ""
    for name, keys, defaults in ROWS:
        check = name.strip("`") or check
        pairs = zip(re.findall(r"\w+", keys), defaults.split(","), strict=True)
        limits.setdefault(check, {}).update({key: float(default) for key, default in pairs})
    return limits


@pytest.mark.parametrize("name", plugins.names("artmeta.flags"))
def test_a_flags_limits_are_documented_with_their_defaults(name: str) -> None:
    fields = plugins.load("artmeta.flags", name).Limits.model_fields
    assert documented_limits().get(name) == {key: field.default for key, field in fields.items()}
