"""TOML that cannot be read is one sentence, whatever is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from artmeta.collection import Collection
from artmeta.dates import load_profile
from artmeta.errors import ConfigError
from artmeta.vocabulary import load_vocabulary


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("x = " + "[" * 5_000 + "]" * 5_000, "nested too deeply"),
        ("x = " + "9" * 5_000, "too many digits"),
        ("x = ", "Invalid value"),
    ],
    ids=["deep", "digits", "value"],
)
@pytest.mark.parametrize(
    "load",
    [
        Collection.load,
        lambda path: load_profile(str(path)),
        lambda path: load_vocabulary(str(path), path.parent),
    ],
    ids=["collection", "profile", "vocabulary"],
)
def test_toml_that_cannot_be_read(
    load: Callable[[Path], object], text: str, reason: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.toml"
    path.write_text(text)
    with pytest.raises(ConfigError, match=reason) as raised:
        load(path)
    assert "a.toml" in raised.value.message and "\n" not in raised.value.message
