"""The features of EfficientNet-Lite are those of an independent implementation: padding, epsilon, scale and colours."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from drawn_pictures import drawn
from numpy.typing import NDArray

from artmeta.errors import ModelError
from artmeta.vision.backbones import digest_of, keras_backbone, load_backbone, size_of
from artmeta.vision.heads import Dense, Head
from artmeta.vision.networks.input_scale import for_input
from artmeta.vision.networks.network import BROWSER
from artmeta.vision.torch_pickle import read_tensors
from artmeta.vision.weights import PACKAGES, find_weights

FROZEN = {  # the output of the blocks that fine-tuning leaves as they are
    "efficientnet-lite0": (14, 14, 112),
    "efficientnet-lite1": (15, 15, 112),
    "efficientnet-lite2": (17, 17, 120),
}
LITE0, LITE2 = "efficientnet-lite0", "efficientnet-lite2"
CLOSE = 2e-5  # float32 over 50 convolutions; the smallest mistake below moves a feature by 0.003
MISTAKE = 2e-3
# Every 32nd feature of the drawn picture, from the torch model of the package efficientnet-lite-pytorch 0.1.0 (double
# precision, torch 2.13, input (x - 127) / 128), run once with the same weights.
# fmt: off
GOLDEN = {
    "efficientnet-lite0": [
        0, 0.08974, 0.11216, 0, 0.69831, 0, 0, 0, 0, 0, 0, 0, 0.52698, 0.00695, 0, 0, 1.85169, 0, 0, 0,
        0.0625, 0, 0, 1.25385, 0, 0, 0.03578, 0.05664, 0.00095, 0, 0, 0, 0, 0.34394, 0, 0, 0, 0, 0, 0,
    ],
    "efficientnet-lite1": [
        0, 0, 0.33134, 0.05718, 0, 0, 0, 0.00339, 0, 0, 0, 0, 0.04919, 0.03579, 0.09562, 0, 0.17515, 0,
        0.06136, 0, 0, 0.06492, 0, 0.00373, 0.83483, 0, 0, 0, 0, 0, 0, 0.54219, 0, 0.00185, 0.00058, 0, 0,
        1.80546, 0, 0,
    ],
    "efficientnet-lite2": [
        0, 0.00286, 0.15527, 0, 0.00018, 0.07747, 0, 0, 0.01022, 0.95621, 0, 0, 0.0032, 0, 0, 0.00595, 0,
        0.06373, 0, 0, 0.34173, 0.00371, 0.1545, 0, 0, 0.20282, 0.1355, 0.0105, 0.81134, 0, 0.49405, 0,
        0.37699, 0, 1.80647, 0.0598, 0, 0.16538, 0, 0.36185,
    ],
}
# fmt: on


def sampled(model: Any, pixels: NDArray[Any]) -> NDArray[np.float32]:
    features: NDArray[np.float32] = np.asarray(model(pixels[None].astype(np.float32), training=False))[
        0, ::32
    ]
    return features


def apart(model: Any, pixels: NDArray[Any]) -> float:
    return float(np.abs(sampled(model, pixels) - GOLDEN[LITE0]).max())


@pytest.fixture(scope="module")
def lite0() -> Any:
    return keras_backbone(LITE0, find_weights(None, LITE0))


@pytest.mark.parametrize("name", GOLDEN)
def test_the_features_are_those_of_the_reference(name: str) -> None:
    from artmeta.vision.keras_backend.fine_tuning import frozen_output

    model = keras_backbone(name, find_weights(None, name))
    assert model.output_shape == (None, 1280)
    assert frozen_output(model).shape[1:] == FROZEN[name]
    assert sampled(model, drawn(size=size_of(name))) == pytest.approx(GOLDEN[name], abs=CLOSE)


def changed(model: Any, change: Callable[[Any, dict[str, Any]], None]) -> Any:
    """Return a copy of a network whose layers are made with other settings."""
    import keras

    def copied(layer: Any) -> Any:
        config = layer.get_config()
        change(layer, config)
        return layer.__class__.from_config(config)

    copy = keras.models.clone_model(model, clone_function=copied)
    copy.set_weights(model.get_weights())
    return copy


def small_epsilon(_: Any, config: dict[str, Any]) -> None:
    if "epsilon" in config:
        config["epsilon"] = 1e-5


def other_scale(_: Any, config: dict[str, Any]) -> None:
    if "offset" in config:
        config.update(scale=1 / 127.5, offset=-1.0)


def test_another_epsilon_scale_or_order_of_colours_fails(lite0: Any) -> None:
    assert apart(lite0, drawn()) < CLOSE
    assert apart(lite0, drawn()[..., ::-1]) > MISTAKE
    for change in (small_epsilon, other_scale):
        assert apart(changed(lite0, change), drawn()) > MISTAKE, change.__name__


def test_symmetric_padding_fails(lite0: Any) -> None:
    import keras

    stem = lite0.get_layer("conv_stem")
    valid = keras.layers.Conv2D(32, 3, 2, use_bias=False)
    field = valid(keras.layers.ZeroPadding2D(1)(stem.input))
    valid.set_weights(stem.get_weights())
    shifted = keras.Model(lite0.input, keras.Model(stem.output, lite0.output)(field))
    assert apart(shifted, drawn()) > MISTAKE


def test_the_layers_of_a_tensorflow_js_export_give_the_same_features(lite0: Any) -> None:
    from artmeta.vision.keras_backend.networks import backbone_model, describe

    head = Head((Dense(np.zeros((1280, 2), np.float32), np.zeros(2, np.float32)),))
    network = for_input(describe(lite0, head), BROWSER)
    assert apart(backbone_model(network), BROWSER.scaled(drawn())) < CLOSE


def test_frozen_and_trainable_blocks_are_the_whole_network(lite0: Any) -> None:
    import keras

    from artmeta.vision.keras_backend.fine_tuning import frozen_output, last_blocks

    trunk = keras.Model(lite0.input, frozen_output(lite0))
    assert apart(keras.Model(lite0.input, last_blocks(lite0)(trunk.output)), drawn()) < CLOSE


@pytest.mark.parametrize(("name", "other"), [(LITE0, "efficientnet-lite1"), ("mobilenetv2", LITE0)])
def test_weights_of_another_backbone_are_refused_in_a_sentence(tmp_path: Path, name: str, other: str) -> None:
    path = str(find_weights(None, other).path)
    with pytest.raises(ModelError, match=f"(?i)The weights .* {name}"):
        load_backbone(name, tmp_path, path)
    assert not list(tmp_path.rglob("*.tflite"))


def test_weights_that_cannot_be_its_own_are_refused_before_tensorflow_is_loaded(tmp_path: Path) -> None:
    for given in ("imagenet", "random"):
        with pytest.raises(ModelError, match=f"ARTMETA_WEIGHTS names '{given}'"):
            load_backbone(LITE2, tmp_path, given)
    (tmp_path / "mine.h5").write_bytes(b"x")
    with pytest.raises(ModelError, match=r"ARTMETA_WEIGHTS names mine\.h5"):
        load_backbone(LITE2, tmp_path, str(tmp_path / "mine.h5"))


def test_a_name_without_packaged_weights_is_told_those_that_have_some(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"'efficientnet-lite4'.*Did you mean 'efficientnet-lite2'"):
        load_backbone("efficientnet-lite4", tmp_path)


def test_a_missing_or_changed_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PACKAGES, LITE2, dataclasses.replace(PACKAGES[LITE2], name="no-such-package-here"))
    with pytest.raises(ModelError, match="no weights for the backbone efficientnet-lite2") as missing:
        load_backbone(LITE2, tmp_path)
    assert "artmeta[lite]" in missing.value.hint
    monkeypatch.setitem(PACKAGES, LITE0, dataclasses.replace(PACKAGES[LITE0], sha256="0" * 64))
    with pytest.raises(ModelError, match="not the ones artmeta was measured with"):
        load_backbone(LITE0, tmp_path)


def test_the_digest_names_the_backbone_and_its_weights() -> None:
    result = {name: find_weights(None, name) for name in GOLDEN}
    digests = {digest_of(name, file) for name, file in result.items()}
    assert len(digests) == len(GOLDEN)
    assert digest_of(LITE0, result[LITE0]) != digest_of(LITE0, result[LITE2])
    assert len(read_tensors(result[LITE0].path)) == 296
