"""Python, LiteRT, TensorFlow.js, ml5.js and Teachable Machine's library say the same of the same pixels."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tiny_models import LABELS, graph

from artmeta.imaging.decode import decode
from artmeta.vision.export.formats import Wish
from artmeta.vision.export.formats import _browser_files as browser_files
from artmeta.vision.model_store import load_model
from artmeta.vision.own_network import backbone_for, own_network
from artmeta.vision.parity.comparison import Shown, compare
from artmeta.vision.parity.mistakes import MISTAKES
from artmeta.vision.parity.stages import LIMIT
from artmeta.vision.parity.tools import TOOLS
from artmeta.vision.teachable_machine.importing import import_model
from artmeta.vision.teachable_machine.network import Network
from artmeta.vision.teachable_machine.tfjs_write import tfjs_files, write_tfjs

pytestmark = pytest.mark.browser

ML5_SIZE = 224  # pixels; ml5.js scales every picture to this side, whatever the model asks for


def test_all_programs_agree_and_every_mistake_is_noticed(
    chromium: str, libraries: Path, tiny_network: Network, tmp_path: Path
) -> None:
    network = replace(tiny_network, size=ML5_SIZE, backbone=graph(size=ML5_SIZE))
    write_tfjs(tfjs_files(network, LABELS, "tiny", "2026-01-02"), tmp_path / "export")
    import_model(tmp_path / "export", "tiny", "teachable-machine", tmp_path / "models")
    model = load_model(tmp_path / "models", "tiny")
    own = own_network(tmp_path / "models", model.card)
    assert own is not None
    backbone = backbone_for(tmp_path / "models", model.card, tmp_path / "cache")
    files = browser_files(Wish(own.network, model.card, "centre", libraries))
    pictures = [_picture(tmp_path / f"{seed}.png", seed, own.network.size) for seed in range(2)]
    rows = list(compare(own.network, backbone, files, LABELS, "centre", pictures, libraries))
    assert len(rows) == 1 + len(TOOLS) + len(MISTAKES)
    assert [row.program for row in rows if not row.sound] == []
    assert (
        max(row.same_pixels for row in rows if "instead" not in row.program and "crop" not in row.program)
        < LIMIT
    )
    stretching = [row for row in rows if row.program.startswith("ml5")]
    assert [row.blame for row in stretching] == ["pixels: it stretches"] * 2


def _picture(path: Path, seed: int, size: int) -> Shown:
    """Much wider than high, bright at its sides: stretching it is another picture than its centre."""
    rows = np.random.default_rng(seed).integers(0, 256, (4, 12, 3))
    rows[:, :4], rows[:, 8:] = rows[:, :4] // 3, 255 - rows[:, 8:] // 3
    Image.fromarray(rows.astype(np.uint8)).resize((672, 224), Image.Resampling.NEAREST).save(path)
    return Shown(path, decode(path, size), decode(path, size, "stretch"))
