"""One LiteRT file of the packaged backbone for all tests of this room: making it takes ten seconds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from drawn_pictures import drawn
from numpy.typing import NDArray
from runs import copy_of

from artmeta.vision.backbones import DEFAULT, load_backbone
from artmeta.vision.networks.backbone import Backbone


@pytest.fixture(scope="session")
def vision_cache(compiled_backbone: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of(compiled_backbone, tmp_path_factory.mktemp("vision") / "cache")


@pytest.fixture(scope="session")
def backbone(vision_cache: Path) -> Backbone:
    return load_backbone(DEFAULT, vision_cache)


@pytest.fixture
def picture() -> NDArray[np.uint8]:
    return drawn()
