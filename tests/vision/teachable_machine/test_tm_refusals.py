"""What is no model that artmeta can use is refused in one sentence, and nothing of it is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from importing_home import Files, Home, litert
from tiny_models import LABELS, SIZE

from artmeta.errors import ModelError
from artmeta.vision.litert import signature
from artmeta.vision.litert_graph import Graph
from artmeta.vision.networks.backbone import Backbone
from artmeta.vision.networks.network import Network

NUMBERED = "".join(f"{number} {label}\n" for number, label in enumerate(LABELS)).encode()


def test_a_litert_file_with_two_outputs_is_refused_by_its_name(backbone: Backbone) -> None:
    graph = Graph(backbone.litert_path.read_bytes())
    graph._graph.outputs = np.array([graph.operations[0].output, graph.operations[-1].output], np.int32)
    with pytest.raises(ModelError, match=r"^mine\.tflite has 1 input and 2 outputs, where one of each"):
        signature(graph.content(), "mine.tflite")


def test_a_keras_file_with_two_inputs_or_of_any_size_is_refused(home: Home, tmp_path: Path) -> None:
    import keras

    pictures, years = keras.Input((None, None, 3)), keras.Input((1,))
    mean = keras.layers.GlobalAveragePooling2D()(pictures)
    dated = keras.layers.Concatenate()([mean, years])
    for inputs, features, sentence in (
        ([pictures, years], dated, r"model\.keras has 2 inputs and 1 output, where one of each is needed"),
        (pictures, mean, "takes pictures of any size"),
    ):
        model = keras.Model(inputs, keras.layers.Dense(2, "softmax")(features))
        model.save(tmp_path / "model.keras")
        home.refused(
            {"model.keras": (tmp_path / "model.keras").read_bytes(), "labels.txt": NUMBERED}, sentence
        )


def test_a_litert_file_that_is_no_classifier_of_pictures_is_refused(keras_model: Any, home: Home) -> None:
    import keras

    home.refused(
        {"model_edgetpu.tflite": b"    TFL3 edgetpu-custom-op", "labels.txt": NUMBERED}, "for the Edge TPU"
    )
    home.refused({"model_edgetpu.tflite": b"cut", "labels.txt": NUMBERED}, "damaged or no LiteRT file")
    sounds = keras.Sequential([keras.Input((440,)), keras.layers.Dense(3, "softmax")])
    home.refused(
        {"model_edgetpu.tflite": litert(sounds, "float32"), "labels.txt": NUMBERED}, r"shape \[1, 440\]"
    )
    eyes = keras.Model(keras_model.input, keras_model.get_layer("features").output)
    home.refused({"model_edgetpu.tflite": litert(eyes, "float32"), "labels.txt": NUMBERED}, "ends in MEAN")


def test_model_and_labels_of_different_exports_are_refused(keras_model: Any, home: Home) -> None:
    data = litert(keras_model, "float32")
    home.refused(
        {"model.tflite": data, "labels.txt": b"Boat\nHouse"}, "gives 3 scores, but labels.txt names 2"
    )
    home.refused({"model.tflite": data, "labels.txt": b"\n"}, "names no topics")
    (home.folder / "export" / "labels.txt").unlink()
    home.refused({}, "labels.txt, which names the topics, is missing")


def _taller(model: bytes) -> bytes:
    """Ask for a first convolution that its weights do not fit."""
    return model.replace(b'"filters":8', b'"filters":9')


def _circle(model: bytes) -> bytes:
    """Let the first layer wait for the last."""
    return model.replace(b'[["input",0,0,{}]]', b'[["add",0,0,{}]]')


def _unknown(model: bytes) -> bytes:
    return model.replace(b'"class_name":"ReLU"', b'"class_name":"Wavelet"')


def _strange(model: bytes) -> bytes:
    return model.replace(b'"padding":"same"', b'"padding":"sideways"')


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (_taller, "has the shape"),
        (_circle, "no network that can be built"),
        (_unknown, "of the kind Wavelet"),
        (_strange, "no network that can be built: .*sideways"),
    ],
)
def test_a_network_that_cannot_be_built_leaves_nothing_behind(
    tfjs_export: Files, home: Home, change: Callable[[bytes], bytes], sentence: str
) -> None:
    changed = change(tfjs_export["model.json"])
    assert changed != tfjs_export["model.json"]
    home.refused({**tfjs_export, "model.json": changed}, sentence)


def test_a_network_that_overflows_is_found_by_the_proof(
    tfjs_export: Files, tiny_network: Network, home: Home
) -> None:
    from artmeta.vision.networks.tfjs_write import tfjs_files

    weights = {**tiny_network.weights, "project/kernel": np.full((1, 1, 8, 8), 3e38, np.float32)}
    broken = replace(tiny_network, weights=weights)
    home.refused(tfjs_files(broken, LABELS, "tiny", "2026-01-02"), "cannot classify a picture")
    assert not list(home.folder.glob("cache/backbones/*.tflite"))


@pytest.mark.parametrize(
    ("operation", "named"),
    [("read", "ReadFile"), ("print", "PrintV2"), ("python", "EagerPyFunc"), ("keep", "ShardedFilename")],
)
def test_a_savedmodel_with_an_operation_that_no_classifier_needs_is_refused(
    home: Home, operation: str, named: str
) -> None:
    """What keeps weights is in every SavedModel, but not in what it does with pictures."""
    import tensorflow as tf

    operations: dict[str, Callable[[], Any]] = {
        "read": lambda: tf.io.read_file("labels.txt"),
        "print": lambda: tf.print("seen"),
        "python": lambda: tf.py_function(lambda: 1, [], tf.int32),
        "keep": lambda: tf.raw_ops.ShardedFilename(basename="weights", shard=0, num_shards=1),
    }

    class Does(tf.Module):  # type: ignore[misc]
        @tf.function(input_signature=[tf.TensorSpec([None, SIZE, SIZE, 3])])
        def serve(self, pictures: Any) -> Any:
            operations[operation]()
            return pictures

    tf.saved_model.save(Does(), str(home.folder / "export" / "model.savedmodel"))
    home.refused({"labels.txt": NUMBERED}, rf"no classifier of pictures needs \(.*{named}")


def test_a_damaged_savedmodel_is_refused(home: Home) -> None:
    home.refused(
        {"model.savedmodel/saved_model.pb": b"no graph", "labels.txt": NUMBERED}, "model.savedmodel|export"
    )
