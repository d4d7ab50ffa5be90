"""What the backbone sees is what torchvision's network sees: padding, scale and the order of colours are right."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from damage import DAMAGES
from drawn_pictures import drawn
from mobilenet_reference import reference_features
from numpy.typing import NDArray

from artmeta.errors import ModelError
from artmeta.vision import backbones
from artmeta.vision.backbones import DEFAULT, load_backbone
from artmeta.vision.litert import Embedder
from artmeta.vision.networks.backbone import Backbone
from artmeta.vision.torch_pickle import read_tensors
from artmeta.vision.weights import find_weights

CLOSE = 2e-4  # float32 over 52 convolutions; the smallest mistake below moves features by 0.1
# The first features of the drawn picture, from the plain numpy network beside this file.
GOLDEN = [0.00209, 0.0, 0.0, 0.00499, 0.43951, 0.0232, 0.0, 0.27852]


@pytest.fixture(scope="module")
def reference() -> NDArray[np.float64]:
    return reference_features(drawn(), read_tensors(find_weights(None).path))


def distance(seen: NDArray[np.float32], right: NDArray[np.float64]) -> float:
    return float(np.linalg.norm(seen - right) / np.linalg.norm(right))


def test_every_feature_is_that_of_the_reference(
    backbone: Backbone, picture: NDArray[np.uint8], reference: NDArray[np.float64]
) -> None:
    seen = Embedder(backbone).embed(picture)
    assert seen.shape == (backbone.width,)
    assert seen.dtype == np.float32
    assert np.abs(seen - reference).max() < CLOSE
    assert np.abs(seen[: len(GOLDEN)] - GOLDEN).max() < CLOSE


def test_blue_before_red_fails(
    backbone: Backbone, picture: NDArray[np.uint8], reference: NDArray[np.float64]
) -> None:
    assert distance(Embedder(backbone).embed(picture[..., ::-1]), reference) > 0.1


def test_another_scale_fails(
    backbone: Backbone, picture: NDArray[np.uint8], reference: NDArray[np.float64]
) -> None:
    dimmed = (picture * 0.9).astype(np.uint8)
    assert distance(Embedder(backbone).embed(dimmed), reference) > 0.05


def test_keras_own_padding_fails(picture: NDArray[np.uint8], reference: NDArray[np.float64]) -> None:
    import keras

    from artmeta.vision.keras_backend import backbone as keras_backbone

    right = keras_backbone.build(read_tensors(find_weights(None).path))

    def shifted(layer: keras.layers.Layer) -> keras.layers.Layer:
        if not isinstance(layer, keras.layers.ZeroPadding2D):
            return layer.__class__.from_config(layer.get_config())
        return keras.layers.ZeroPadding2D(((0, 1), (0, 1)), name=layer.name)  # as keras.applications pads

    wrong = keras.models.clone_model(right, clone_function=shifted)
    wrong.set_weights(right.get_weights())
    assert np.abs(right.predict(picture[None], verbose=0)[0] - reference).max() < CLOSE
    assert distance(wrong.predict(picture[None], verbose=0)[0], reference) > 0.1


def test_a_backbone_that_was_made_is_loaded_without_tensorflow(
    backbone: Backbone, vision_cache: Path
) -> None:
    code = (
        "import sys; from pathlib import Path; from artmeta.vision.backbones import load_backbone; "
        "from artmeta.vision.litert import Embedder; import numpy as np; "
        f"b = load_backbone('{DEFAULT}', Path({str(vision_cache)!r})); "
        "Embedder(b).embed(np.zeros((224, 224, 3), np.uint8)); "
        "assert not {'tensorflow', 'keras'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("suffix", [".tflite", ".json"])
def test_a_damaged_file_is_made_again_in_an_announced_step(
    backbone: Backbone,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    suffix: str,
    damage: str,
) -> None:
    class MadeAgainError(Exception):
        pass

    def make(*_: object) -> None:
        raise MadeAgainError

    place = tmp_path / "backbones"
    place.mkdir()
    for each in (".tflite", ".json"):
        made = backbone.litert_path.with_suffix(each)
        (place / made.name).write_bytes(made.read_bytes())
    monkeypatch.setattr(backbones, "keras_backbone", make)
    assert load_backbone(DEFAULT, tmp_path).width == backbone.width, "it is whole and need not be made"
    DAMAGES[damage]((place / backbone.litert_path.name).with_suffix(suffix))
    caplog.set_level("INFO")
    with pytest.raises(MadeAgainError):
        load_backbone(DEFAULT, tmp_path)
    assert caplog.messages == [f"Making the network {backbone.digest}, which later runs use again."]


def test_a_file_that_is_no_network_is_a_model_error(backbone: Backbone, tmp_path: Path) -> None:
    from dataclasses import replace

    (tmp_path / "no.tflite").write_bytes(b"nothing")
    with pytest.raises(ModelError, match="made again"):
        Embedder(replace(backbone, litert_path=tmp_path / "no.tflite"))


def test_unknown_names_and_foreign_weights_are_sentences(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no packaged weights"):
        load_backbone("efficientnetv2b0", tmp_path)
    with pytest.raises(ModelError, match="Did you mean 'mobilenetv3small'"):
        load_backbone("mobilenetv3smal", tmp_path, "random")
    (tmp_path / "a.h5").write_bytes(b"nothing")
    with pytest.raises(ModelError, match="do not fit"):
        load_backbone("mobilenetv3small", tmp_path, str(tmp_path / "a.h5"))


def test_a_weights_file_of_another_network_is_refused() -> None:
    from artmeta.vision.keras_backend.backbone import build

    tensors = read_tensors(find_weights(None).path)
    lacking = {name: array for name, array in tensors.items() if name != "features.3.conv.0.weight"}
    with pytest.raises(ModelError, match=r"features\.3\.conv\.0\.weight"):
        build(lacking)
    with pytest.raises(ModelError, match="classifier"):
        build({**tensors, "classifier.1.weight": np.zeros((1000, 1280))})
    with pytest.raises(ModelError, match="shape"):
        build({**tensors, "features.0.0.weight": np.zeros((32, 3, 5, 5))})
