"""The small models that the tests of this folder are made of, and a data folder to import them into."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from importing_home import Home
from tiny_models import keras_export, tfjs_export, tfjs_folder, tiny_network, zipped

from artmeta.vision.networks.network import SNIPPET, Network

__all__ = ["keras_export", "tfjs_export", "tfjs_folder", "tiny_network", "zipped"]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.fixture(scope="module")
def keras_model(tiny_network: Network) -> Any:
    from artmeta.vision.keras_backend.networks import whole_model

    return whole_model(replace(tiny_network, scale=SNIPPET))
