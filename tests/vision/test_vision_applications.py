"""Each network of keras.applications is shown pictures as it was trained on them, whichever way that was."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

Pixels = NDArray[np.float32]


def between_minus_one_and_one(pixels: Pixels) -> Pixels:
    return pixels / np.float32(127.5) - 1


def as_they_are(pixels: Pixels) -> Pixels:
    return pixels


def blue_first_less_the_mean(pixels: Pixels) -> Pixels:
    return pixels[..., ::-1] - np.array([103.939, 116.779, 123.68], np.float32)


def as_torch_does(pixels: Pixels) -> Pixels:
    return (pixels / 255 - np.array([0.485, 0.456, 0.406])) / np.array([0.229, 0.224, 0.225])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("mobilenetv2", between_minus_one_and_one),
        ("xception", between_minus_one_and_one),
        ("mobilenetv3small", as_they_are),
        ("efficientnetv2b0", as_they_are),
        ("convnexttiny", as_they_are),
        ("resnet50", blue_first_less_the_mean),
        ("VGG16", blue_first_less_the_mean),
        ("densenet121", as_torch_does),
    ],
)
def test_a_network_is_shown_what_it_was_trained_on(name: str, expected: object) -> None:
    import keras

    from artmeta.vision.keras_backend import applications

    pixels = keras.Input((4, 4, 3))
    shown = keras.Model(pixels, applications._prepared(applications._maker(name), pixels))
    given = np.random.default_rng(1).integers(0, 256, (2, 4, 4, 3)).astype(np.float32)
    assert np.allclose(shown(given), expected(given), atol=1e-3)  # type: ignore[operator]


def test_a_whole_models_normalisation_counts(tmp_path: Path) -> None:
    """Keras sets the mean of such a layer and goes on computing with the old one until told."""
    import keras

    from artmeta.vision.keras_backend.applications import _fill
    from artmeta.vision.weights import find_weights

    def network(mean: float, variance: float) -> keras.Model:
        layer = keras.layers.Normalization()
        model = keras.Sequential([keras.Input((4, 4, 3)), layer])
        layer.adapt(
            mean + np.sqrt(variance) * np.array([-1.0, 1.0]).reshape(2, 1, 1, 1) * np.ones((2, 4, 4, 3))
        )
        return model

    given = np.random.default_rng(1).uniform(0, 1, (2, 4, 4, 3)).astype(np.float32)
    trained, fresh = network(0.4, 0.04), network(0.0, 1.0)
    trained.save(tmp_path / "trained.keras")
    _fill(fresh, find_weights(str(tmp_path / "trained.keras")))
    np.testing.assert_allclose(fresh(given), trained(given), atol=1e-6)
    assert not np.allclose(trained(given), given)
