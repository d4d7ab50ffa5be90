"""From Keras to LiteRT: the same network as one small file that needs no TensorFlow to run."""

from __future__ import annotations

import contextlib
import io
import logging
import warnings
from collections.abc import Iterator
from typing import Any, Literal

import keras
import numpy as np
from numpy.typing import NDArray

from artmeta.quiet import quiet
from artmeta.vision.litert_graph import Graph

Quantise = Literal["", "float16", "int8"]


def litert_bytes(
    model: keras.Model, quantise: Quantise = "", inputs: NDArray[np.float32] | None = None
) -> bytes:
    """Convert to LiteRT with float32 input and output, whatever is inside.

    `inputs` [n, size, size, 3], scaled as the model expects, show an int8 network which values occur; kernels are
    then quantised channel by channel (Krishnamoorthi 2018, arXiv:1806.08342, section 3).
    """
    import tensorflow as tf

    with _silence():
        converter = _converter(model)
        if quantise:
            converter.optimizations = [tf.lite.Optimize.DEFAULT]
        if quantise == "float16":
            converter.target_spec.supported_types = [tf.float16]
        if quantise == "int8" and inputs is not None:
            converter.representative_dataset = lambda: ([one[None]] for one in inputs)
            converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
        graph = Graph(converted(converter))
        graph.sign(model.inputs[0].name, "output_0")
        return graph.content()


def converted(converter: Any) -> bytes:
    """Run one of TensorFlow's converters to LiteRT without a line in the terminal."""
    with _silence(), quiet():
        return bytes(converter.convert())


def _converter(model: keras.Model) -> Any:
    """Return a converter of the traced function; by way of a SavedModel the same file takes five times as long."""
    import tensorflow as tf

    (pictures,) = model.inputs
    inference = tf.function(lambda values: model(values, training=False))
    traced = inference.get_concrete_function(tf.TensorSpec(pictures.shape, pictures.dtype, pictures.name))
    converter = tf.lite.TFLiteConverter.from_concrete_functions([traced], model)
    converter.experimental_lower_to_saved_model = False
    return converter


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Keep the converter from listing every variable and every operation it knows."""
    logging.getLogger("tensorflow").setLevel(logging.ERROR)
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # that input statistics are missing, which are not used
        yield
