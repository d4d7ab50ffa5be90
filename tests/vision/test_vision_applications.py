"""Each network of keras.applications is shown pictures as it was trained on them, whichever way that was."""

from __future__ import annotations

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

    from artmeta.vision.keras_door import applications

    pixels = keras.Input((4, 4, 3))
    shown = keras.Model(pixels, applications._prepared(applications._maker(name), pixels))
    given = np.random.default_rng(1).integers(0, 256, (2, 4, 4, 3)).astype(np.float32)
    assert np.allclose(shown(given), expected(given), atol=1e-3)  # type: ignore[operator]
