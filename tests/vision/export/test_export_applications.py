"""A model on a network of keras.applications leaves in the forms that Keras writes, and says the same there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from test_export_folders import card_of
from tiny_models import LABELS

from artmeta.domain.model_card import ModelCard
from artmeta.errors import ModelError
from artmeta.vision import backbones
from artmeta.vision.backbones import keras_backbone
from artmeta.vision.export.formats import ExportRequest, export_model
from artmeta.vision.export.portable import Application, portable_of
from artmeta.vision.heads import Dense, Head
from artmeta.vision.litert import run
from artmeta.vision.model_store import StoredModel
from artmeta.vision.networks.tfjs_read import read_network
from artmeta.vision.weights import find_weights

NAME, SIZE, WIDTH = "vgg16", 96, 512  # few layers, soon built; it wants BGR less the mean


@pytest.fixture(scope="module", autouse=True)
def _small_pictures() -> Iterator[None]:
    """Let the network see 96 pixels instead of 224, which takes a fifth of the time: the layers are the same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(backbones.SIZES, NAME, SIZE)
        yield


@pytest.fixture(scope="module")
def shown() -> NDArray[np.uint8]:
    rng = np.random.default_rng(5)
    drawn = rng.integers(0, 256, (3, 8, 8, 3), dtype=np.uint8)
    return drawn.repeat(SIZE // 8, axis=1).repeat(SIZE // 8, axis=2)


@pytest.fixture(scope="module")
def drawn(
    shown: NDArray[np.uint8], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Application, NDArray[np.float64]]:
    """A network with weights drawn so that pictures make a difference, and what it says of those shown."""
    rng, file = np.random.default_rng(3), tmp_path_factory.mktemp("weights") / "drawn.weights.h5"
    backbone = keras_backbone(NAME, find_weights("random"))
    for weight in backbone.trainable_weights:
        if len(weight.shape) == 4:  # kernels; Keras' own start fades with every layer
            fan_in = np.prod(weight.shape[:3])
            weight.assign(rng.standard_normal(weight.shape, np.float32) * np.sqrt(2 / fan_in))
    backbone.layers[-1].save_weights(file)
    kernel = rng.normal(0, 0.002, (WIDTH, len(LABELS))).astype(np.float32)
    head = Head((Dense(kernel, np.array([0.1, 0.0, -0.1], np.float32)),), temperature=1.7)
    served = head.confidences(backbone.predict(shown.astype(np.float32), verbose=0))
    assert np.ptp(served, axis=0).max() > 0.02, "a network that ignores its input proves nothing"
    return Application(NAME, find_weights(file), head, SIZE), served


@pytest.fixture
def application(drawn: tuple[Application, NDArray[np.float64]]) -> Application:
    return drawn[0]


@pytest.fixture
def expected(drawn: tuple[Application, NDArray[np.float64]]) -> NDArray[np.float64]:
    return drawn[1]


def as_told(shown: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Scale pixels as the export's README says."""
    return shown.astype(np.float32) / np.float32(127.5) - 1


def test_keras_reads_it_back(
    application: Application, shown: NDArray[np.uint8], expected: NDArray[np.float64], tmp_path: Path
) -> None:
    import keras

    export_model(ExportRequest(application, card_of(), "centre", tmp_path), "keras", tmp_path / "out")
    model = keras.models.load_model(tmp_path / "out" / "model.keras", compile=False)
    np.testing.assert_allclose(model.predict(as_told(shown), verbose=0), expected, atol=2e-5)


def test_litert_says_the_same(
    application: Application, shown: NDArray[np.uint8], expected: NDArray[np.float64], tmp_path: Path
) -> None:
    export_model(ExportRequest(application, card_of(), "centre", tmp_path), "litert", tmp_path / "out")
    scores = run((tmp_path / "out" / "model.tflite").read_bytes(), as_told(shown))
    np.testing.assert_allclose(scores, expected, atol=1e-4)


def test_tensorflow_js_gets_the_same_network(
    application: Application, shown: NDArray[np.uint8], expected: NDArray[np.float64], tmp_path: Path
) -> None:
    """Also the order of its colours, which the network was trained on the other way round."""
    from artmeta.vision.keras_backend.networks import whole_model

    export_model(ExportRequest(application, card_of(), "centre", tmp_path), "tfjs", tmp_path / "out")
    _, network = read_network(tmp_path / "out")
    given = shown.astype(np.float32) / np.float32(127) - 1
    scores = whole_model(network).predict(given, verbose=0)
    np.testing.assert_allclose(scores, expected, atol=2e-5)


def test_other_weights_than_it_was_trained_on_are_refused(application: Application, tmp_path: Path) -> None:
    card: ModelCard = card_of()
    with pytest.raises(ModelError, match="was trained on the backbone own-1, but here it is own-"):
        portable_of(tmp_path, StoredModel(card, application.head), "random")
