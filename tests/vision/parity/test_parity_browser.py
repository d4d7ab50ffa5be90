"""Python, LiteRT, TensorFlow.js, ml5.js and Teachable Machine's library say the same of the same pixels."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tiny_models import LABELS, SIZE, graph

from artmeta.imaging.decode import decode
from artmeta.vision.export.formats import ExportRequest, browser_files
from artmeta.vision.export.readme import ML5_SIZE
from artmeta.vision.heads import Dense, Head
from artmeta.vision.model_store import load_model
from artmeta.vision.networks.backbone import Backbone
from artmeta.vision.networks.input_scale import for_input
from artmeta.vision.networks.network import BROWSER, PIXELS, Network
from artmeta.vision.networks.tfjs_write import tfjs_files, write_tfjs
from artmeta.vision.own_network import backbone_for, own_network
from artmeta.vision.teachable_machine.importing import import_model
from bench.parity.comparison import ParityPicture, compare
from bench.parity.mistakes import MISTAKES
from bench.parity.python_side import Reference
from bench.parity.stages import LIMIT
from bench.parity.tools import TOOLS

pytestmark = pytest.mark.browser


def test_all_programs_agree_and_every_mistake_is_noticed(
    chromium: str, libraries: Path, tiny_network: Network, tmp_path: Path
) -> None:
    network = replace(tiny_network, size=ML5_SIZE, backbone=graph(size=ML5_SIZE))
    write_tfjs(tfjs_files(network, LABELS, "tiny", "2026-01-02"), tmp_path / "export")
    import_model(tmp_path / "export", "tiny", "teachable-machine", tmp_path / "models", tmp_path / "cache")
    model = load_model(tmp_path / "models", "tiny")
    own = own_network(tmp_path / "models", model.card)
    assert own is not None
    backbone = backbone_for(tmp_path / "models", model.card, tmp_path / "cache")
    files, _ = browser_files(ExportRequest(own.network, model.card, "centre", libraries))
    pictures = [_picture(tmp_path / f"{seed}.png", seed, own.network.size) for seed in range(2)]
    rows = list(compare(own.network, backbone, files, LABELS, "centre", pictures, libraries))
    assert len(rows) == 1 + len(TOOLS) + len(MISTAKES)
    assert [row.program for row in rows if not row.as_expected] == []
    assert (
        max(row.same_pixels for row in rows if "instead" not in row.program and "crop" not in row.program)
        < LIMIT
    )
    stretching = [row for row in rows if row.program.startswith("ml5")]
    assert [row.cause for row in stretching] == ["pixels: it stretches"] * 2


def test_a_library_with_a_size_of_its_own_is_not_asked_for_another(
    chromium: str, libraries: Path, tiny_network: Network, tmp_path: Path
) -> None:
    write_tfjs(tfjs_files(tiny_network, LABELS, "tiny", "2026-01-02"), tmp_path / "export")
    import_model(tmp_path / "export", "tiny", "teachable-machine", tmp_path / "models", tmp_path / "cache")
    model = load_model(tmp_path / "models", "tiny")
    backbone = backbone_for(tmp_path / "models", model.card, tmp_path / "cache")
    files = tfjs_files(tiny_network, LABELS, "tiny", "2026-01-02")
    pictures, ml5 = [_picture(tmp_path / "1.png", 1, SIZE)], [tool for tool in TOOLS if tool.size]
    _, *rows = compare(tiny_network, backbone, files, LABELS, "centre", pictures, libraries, ml5)
    assert [row.program for row in rows] == ["ml5 0.12.2", "ml5 1.4.0"]
    assert all(np.isnan(row.same_pixels) and "this network wants 32 x 32" in row.cause for row in rows)


@pytest.fixture
def lowered() -> Network:
    """What MobileNetV3 and EfficientNet are made of, in layers that every TensorFlow.js knows."""
    import keras
    from keras import layers

    from artmeta.vision.keras_backend.networks import describe
    from artmeta.vision.keras_backend.tfjs_lowering import plain

    keras.utils.set_random_seed(6)
    pixels = keras.Input((ML5_SIZE, ML5_SIZE, 3))
    values = layers.Conv2D(8, 3, strides=4, activation="swish")(layers.Rescaling(1 / 127.5, -1)(pixels))
    values = layers.BatchNormalization()(
        layers.SeparableConv2D(8, 3, strides=2, activation="hard_swish")(values)
    )
    mean = layers.GlobalAveragePooling2D(keepdims=True)(values)
    gate = layers.ReLU(6.0)(layers.Conv2D(8, 1)(mean) + 3.0) * (1.0 / 6.0)
    values = layers.GlobalAveragePooling2D()(layers.Multiply()([values, gate]))
    kernel = np.random.default_rng(5).normal(0, 9, (8, len(LABELS))).astype(np.float32)
    head = Head((Dense(kernel, np.zeros(len(LABELS), np.float32)),))
    return describe(plain(keras.Model(pixels, values)), head)


def test_layers_told_in_others_are_read_by_the_oldest_ml5(
    chromium: str, libraries: Path, lowered: Network, tmp_path: Path
) -> None:
    from artmeta.vision.keras_backend.convert import litert_bytes
    from artmeta.vision.keras_backend.networks import backbone_model

    files = tfjs_files(for_input(lowered, BROWSER), LABELS, "told", "2026-01-02")
    (tmp_path / "told.tflite").write_bytes(litert_bytes(backbone_model(for_input(lowered, PIXELS))))
    backbone = Backbone("told", "told-1", lowered.width, ML5_SIZE, "", tmp_path / "told.tflite")
    pictures = [_picture(tmp_path / f"{seed}.png", seed, ML5_SIZE) for seed in range(2)]
    one, other = (Reference(lowered).stages(picture.pixels).scores for picture in pictures)
    assert np.abs(one - other).max() > 10 * LIMIT, "a network that ignores its input proves nothing"
    oldest = [tool for tool in TOOLS if tool.key == "ml5-old"]
    rows = list(compare(lowered, backbone, files, LABELS, "centre", pictures, libraries, oldest))
    assert [(row.program, row.as_expected) for row in rows][1:] == [("ml5 0.12.2", True)]
    assert all(row.same_pixels <= LIMIT for row in rows)


def _picture(path: Path, seed: int, size: int) -> ParityPicture:
    """Much wider than high, bright at its sides: stretching it is another picture than its centre."""
    rows = np.random.default_rng(seed).integers(0, 256, (4, 12, 3))
    rows[:, :4], rows[:, 8:] = rows[:, :4] // 3, 255 - rows[:, 8:] // 3
    Image.fromarray(rows.astype(np.uint8)).resize((672, 224), Image.Resampling.NEAREST).save(path)
    return ParityPicture(path, decode(path, size), decode(path, size, "stretch"))
