"""The demo trains its model again where the newest one was trained with other settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from artmeta.collection import Collection
from artmeta.settings import Settings
from artmeta.steps.demo import _is_trained

pytestmark = pytest.mark.slow


def test_a_model_of_other_settings_is_trained_again_and_the_demo_says_so(
    trained: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = Settings(data_dir=trained)
    (path,) = (trained / "collections").glob("sample*.toml")
    collection = Collection.load(path)
    assert collection.training and _is_trained(collection, settings) and not caplog.messages
    other = collection.training.model_copy(update={"target_precision": 0.8})
    assert not _is_trained(collection.model_copy(update={"training": other}), settings)
    assert "version 1 was trained with other settings" in caplog.text
    unknown = collection.model.model_copy(update={"name": "another"})
    assert not _is_trained(collection.model_copy(update={"model": unknown}), settings)
