"""Models that only Keras or TensorFlow can read become networks that artmeta runs: .keras files and SavedModels."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

from artmeta.errors import ExportError, ModelError
from artmeta.vision.heads import Dense, Head
from artmeta.vision.keras_backend.convert import converted, litert_bytes
from artmeta.vision.keras_backend.savedmodel_operations import check_operations
from artmeta.vision.keras_backend.tfjs_describe import describe_graph
from artmeta.vision.litert import check_ends, whole
from artmeta.vision.litert_graph import LEAST_OF_PIXELS
from artmeta.vision.model_faults import model_faults
from artmeta.vision.networks.network import PIXELS, SNIPPET, LitertNetwork, Network


def read_keras_file(data: bytes, suffix: str, origin: str) -> Network | LitertNetwork:
    """Read what Keras 3 wrote, without running code from it: layer by layer where that is known, else as a whole.

    Raises ModelError if Keras cannot read it, or if it is no classifier of square pictures.
    """
    with tempfile.TemporaryDirectory() as folder, model_faults(origin, data):
        path = Path(folder) / f"model{suffix}"
        path.write_bytes(data)
        model = keras.models.load_model(path, compile=False, safe_mode=True)
        check_ends(origin, len(model.inputs or ()), len(model.outputs or ()))
        if None in model.input_shape[1:]:
            raise ModelError(
                f"{origin} takes pictures of any size: its input has the shape {model.input_shape}.",
                "Build it for one size, such as keras.Input((224, 224, 3)), and save it again.",
            )
        try:
            return _described(model)
        except ExportError:
            network = whole(litert_bytes(model), origin)
            return replace(network, scale=PIXELS) if _scales_itself(model) else network


def read_savedmodel(files: Mapping[str, bytes], origin: str) -> LitertNetwork:
    """Read a SavedModel's files, by their names in its folder, as a whole network for LiteRT.

    Raises ModelError if it is damaged, has operations that no classifier needs, or is no classifier of square pictures.
    """
    check_operations(files["saved_model.pb"], origin)
    with tempfile.TemporaryDirectory() as folder, model_faults(origin):
        (Path(folder) / "variables").mkdir()
        for name in (
            "saved_model.pb",
            "variables/variables.index",
            "variables/variables.data-00000-of-00001",
        ):
            if name not in files:
                raise ModelError(
                    f"{origin} has no {name}.", "Give the whole folder, or the zip as downloaded."
                )
            (Path(folder) / name).write_bytes(files[name])
        return whole(converted(tf.lite.TFLiteConverter.from_saved_model(folder)), origin)


def _described(model: keras.Model) -> Network:
    """Take a model apart at the mean over the field; raise ExportError where it is made in another way."""
    kinds = [type(layer).__name__ for layer in model.layers]
    if "GlobalAveragePooling2D" not in kinds[-3:]:
        raise ExportError(
            "The model does not end in a mean over the field and one or two fully connected layers."
        )
    place = len(kinds) - 1 - kinds[::-1].index("GlobalAveragePooling2D")
    dense = model.layers[place + 1 :]
    if {type(layer).__name__ for layer in dense} != {"Dense"} or len(model.inputs) != 1:
        raise ExportError("The model does not end in fully connected layers.")
    config, weights = describe_graph(keras.Model(model.inputs, model.layers[place].input))
    activations = [layer.get_config()["activation"] for layer in dense]
    if activations[:-1] != ["relu"] * (len(dense) - 1) or activations[-1] not in ("softmax", "sigmoid"):
        raise ExportError(f"The model's last layers end in {' and '.join(map(str, activations))}.")
    size = model.input_shape[1]
    if not size or model.input_shape[1:] != (size, size, 3):
        raise ExportError(f"The model takes input of shape {model.input_shape}.")
    layers = tuple(_dense(layer) for layer in dense)
    return Network(
        config, weights, Head(layers, multi_label=activations[-1] == "sigmoid"), int(size), SNIPPET
    )


def _scales_itself(model: keras.Model) -> bool:
    """Whether the first layer that computes is a scaling of values of 0 to 255.

    A conversion to LiteRT may hide it in the weights of the convolution behind it.
    """
    for layer in _leaves(model):
        if isinstance(layer, keras.layers.Rescaling):
            return float(np.abs(layer.scale).max()) < 1 / LEAST_OF_PIXELS
        if isinstance(layer, keras.layers.Normalization):
            return float(np.sqrt(np.asarray(layer.variance)).max()) > LEAST_OF_PIXELS
        if layer.weights:
            return False
    return False


def _leaves(model: keras.Model) -> Iterator[keras.Layer]:
    """Yield the layers of a model and of the models in it, in their order."""
    for layer in model.layers:
        if isinstance(layer, keras.Model):
            yield from _leaves(layer)
        else:
            yield layer


def _dense(layer: keras.layers.Dense) -> Dense:
    kernel, *bias = layer.get_weights()
    return Dense(
        kernel,
        bias[0] if bias else np.zeros(layer.units, np.float32),
        relu=layer.get_config()["activation"] == "relu",
    )
