"""An import proves itself: it classifies a picture before it is kept, and nothing is kept of one that cannot."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from drawn_pictures import blocks_of_colour
from importing_home import Files, Home, litert
from numpy.typing import NDArray
from tiny_models import LABELS, SIZE

from artmeta.vision.litert import LEAST, signature
from artmeta.vision.networks.network import SNIPPET, Network
from artmeta.vision.teachable_machine.preprocessing import preprocessing

NUMBERED = "".join(f"{number} {label}\n" for number, label in enumerate(LABELS)).encode()


@pytest.fixture(scope="module", params=["float32", "uint8", "int8"])
def litert_file(request: pytest.FixtureRequest, keras_model: Any) -> tuple[str, bytes]:
    return request.param, litert(keras_model, request.param)


def plainly(kind: str, data: bytes, shown: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Ask LiteRT without artmeta, as Teachable Machine's code does: quantised networks get the pixels as they are."""
    from ai_edge_litert.interpreter import Interpreter

    interpreter = Interpreter(model_content=data)
    interpreter.allocate_tensors()
    place, result = interpreter.get_input_details()[0], interpreter.get_output_details()[0]
    confidences = []
    for one in shown:
        values = {"float32": one / np.float32(127.5) - 1, "uint8": one, "int8": one.astype(int) - 128}[kind]
        interpreter.set_tensor(place["index"], values[None].astype(kind))
        interpreter.invoke()
        given = interpreter.get_tensor(result["index"])[0].astype(np.float32)
        scale, zero = result["quantization"]
        confidences.append((given - zero) * scale if scale else given)
    return np.stack(confidences)


def test_a_litert_file_says_what_it_says_without_artmeta(litert_file: tuple[str, bytes], home: Home) -> None:
    kind, data = litert_file
    card = home.brought_in({"model.tflite": data, "labels.txt": NUMBERED})
    shown = blocks_of_colour(12)
    expected = plainly(kind, data, shown)
    assert np.ptp(expected, axis=0).max() > 0.2, "a network that ignores its input proves nothing"
    confidences = home.confidences(card, shown)
    np.testing.assert_allclose(confidences, expected / expected.sum(axis=1, keepdims=True), atol=1e-5)
    np.testing.assert_allclose(confidences.sum(axis=1), 1, atol=1e-9)
    assert (card.head, card.preprocessing, card.topics) == ("whole network", "keras-snippet", LABELS)
    assert "cannot be exported" in card.notes[-1]


def test_topics_that_do_not_exclude_each_other_keep_their_confidences(
    tiny_network: Network, home: Home
) -> None:
    from artmeta.vision.keras_backend.networks import whole_model

    several = replace(tiny_network, scale=SNIPPET, head=replace(tiny_network.head, multi_label=True))
    data = litert(whole_model(several), "float32")
    assert signature(data, "it").multi_label
    card = home.brought_in({"model.tflite": data, "labels.txt": NUMBERED})
    shown = blocks_of_colour(6)
    expected = plainly("float32", data, shown).clip(LEAST, 1 - LEAST)
    np.testing.assert_allclose(home.confidences(card, shown), expected, atol=1e-5)


def test_both_versions_of_keras_2_classify_on_an_empty_data_folder(
    keras_export: Files, home: Home, keras_model: Any
) -> None:
    card = home.brought_in(keras_export)
    shown = blocks_of_colour(6)
    expected = np.asarray(keras_model(shown / np.float32(127.5) - 1))
    np.testing.assert_allclose(home.confidences(card, shown), expected, atol=1e-5)
    assert card.preprocessing == "keras-snippet"


def test_what_keras_3_saved_in_either_format_is_read_layer_by_layer(keras_model: Any, home: Home) -> None:
    shown = blocks_of_colour(6)
    expected = np.asarray(keras_model(shown / np.float32(127.5) - 1))
    for name in ("keras_Model.h5", "model.keras"):
        apart = Home(home.folder / name)
        (apart.folder / "export").mkdir(parents=True)
        keras_model.save(apart.folder / "export" / name)
        card = apart.brought_in({"labels.txt": b"Aircraft\nBoat\nHouse"})
        assert card.head == "teachable-machine"
        np.testing.assert_allclose(apart.confidences(card, shown), expected, atol=1e-5)


def scaling_itself(scale: float, offset: float) -> Any:
    """A network of random weights that takes values of 0 to 255; LiteRT has an offset as an operation of its own."""
    import keras

    layers, random = keras.layers, keras.initializers.RandomNormal(stddev=1, seed=1)
    inner = keras.Sequential([keras.Input((SIZE, SIZE, 3)), layers.Rescaling(scale, offset)])
    inner.add(layers.Conv2D(8, 3, padding="same", activation="relu", kernel_initializer=random))
    ends = [layers.GlobalAveragePooling2D(), layers.Dense(3, "softmax", kernel_initializer=random)]
    return keras.Sequential([keras.Input((SIZE, SIZE, 3)), inner, *ends])


def test_a_network_that_scales_pixels_itself_gets_pixels(home: Home, tmp_path: Path) -> None:
    folded, first = scaling_itself(1 / 255, 0), scaling_itself(1 / 127.5, -1)
    folded.save(tmp_path / "model.keras")
    shown = blocks_of_colour(6)
    for model, name, data in (
        (folded, "model.keras", (tmp_path / "model.keras").read_bytes()),
        (first, "model.tflite", litert(first, "float32")),
    ):
        apart = Home(home.folder / Path(name).suffix)
        card = apart.brought_in({name: data, "labels.txt": NUMBERED})
        assert card.preprocessing == "keras-pixels"
        expected = np.asarray(model(shown.astype(np.float32)))
        np.testing.assert_allclose(apart.confidences(card, shown), expected, atol=1e-4)


def test_a_network_whose_scaling_is_hidden_in_its_weights_wants_its_preprocessing_named(home: Home) -> None:
    files = {"model.tflite": litert(scaling_itself(1 / 255, 0), "float32"), "labels.txt": NUMBERED}
    home.refused(files, "tells them apart by pixels of 0 to 255")
    assert home.brought_in(files, "keras-pixels").preprocessing == "keras-pixels"
    assert home.brought_in(files, "keras-snippet").version == 2


def test_a_network_for_a_fixed_number_of_pictures_is_given_one(home: Home) -> None:
    import keras

    layers, pixels = keras.layers, keras.Input((SIZE, SIZE, 3), batch_size=2)
    values = layers.GlobalAveragePooling2D()(layers.Conv2D(8, 3, activation="relu")(pixels))
    model = keras.Model(pixels, layers.Dense(3, "softmax")(values))
    files = {"model.tflite": litert(model, "float32"), "labels.txt": NUMBERED}
    card = home.brought_in(
        files, "keras-snippet"
    )  # its weights are random: so may be what it tells apart best
    shown = blocks_of_colour(2)
    expected = np.asarray(model(shown.astype(np.float32) / 127.5 - 1))
    np.testing.assert_allclose(home.confidences(card, shown), expected, atol=1e-4)


@pytest.mark.parametrize(
    ("name", "form", "way"),
    [
        ("", "tfjs", "teachable-machine"),
        ("", "h5", "keras-snippet"),
        ("", "litert", "keras-snippet"),
        ("ml5", "h5", "ml5"),
    ],
)
def test_the_preprocessing_is_that_of_the_form_unless_one_is_named(name: str, form: str, way: str) -> None:
    assert preprocessing(name, form).name == way


def test_features_that_half_precision_cannot_hold_are_not_kept(tiny_network: Network, home: Home) -> None:
    """Of such a network the confidences are kept instead, as of one whose layers are not known."""
    from artmeta.vision.keras_backend.networks import whole_model
    from artmeta.vision.networks.tfjs_write import tfjs_files

    faint = faint_features(tiny_network)
    shown = blocks_of_colour(6)
    card = home.brought_in(tfjs_files(faint, LABELS, "faint", "2026-01-02"))
    expected = np.asarray(whole_model(faint)(faint.scale.scaled(shown)))
    np.testing.assert_allclose(home.confidences(card, shown, half=True), expected, atol=1e-3)
    assert np.ptp(expected, axis=0).max() > 0.2, "a network that ignores its input proves nothing"
    assert card.head == "whole network"
    assert "lose too much in half precision" in card.notes[-1]


def faint_features(network: Network) -> Network:
    """Return a network that tells pictures apart by features below what half precision holds (6e-8)."""
    faint = np.float32(1e-10)
    hidden, output = network.head.layers
    louder = replace(hidden, kernel=hidden.kernel / faint)
    made_faint = {"bn/gamma", "bn/beta", "depth_bn/gamma", "depth_bn/beta"}
    weights = {
        name: array * faint if name in made_faint else array for name, array in network.weights.items()
    }
    weights["depth/depthwise_kernel"] = (
        weights["depth/depthwise_kernel"] / faint
    )  # its input is faint already
    return replace(network, weights=weights, head=replace(network.head, layers=(louder, output)))
