"""Export of a whole Keras model as a .keras file, a SavedModel folder, or a LiteRT file for mobile devices."""

from __future__ import annotations

import contextlib
import io
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import keras
import numpy as np
from numpy.typing import NDArray

from artmeta.vision.quiet import quiet

Quantise = Literal["", "float16", "int8"]


def save_keras(model: keras.Model, path: Path) -> None:
    """Write Keras' own file, which `keras.models.load_model` reads back without any code of artmeta's."""
    model.save(path)


def save_savedmodel(model: keras.Model, folder: Path) -> None:
    """Write a SavedModel for TensorFlow Serving and the like; its endpoint `serve` takes a batch of pictures."""
    with _silence():
        model.export(str(folder), verbose=False)


def litert_bytes(model: keras.Model, quantise: Quantise, inputs: NDArray[np.float32] | None) -> bytes:
    """Convert to LiteRT with float32 input and output, whatever is inside.

    `inputs` [n, size, size, 3], scaled as the model expects, show an int8 network which values occur; kernels are
    then quantised channel by channel (Krishnamoorthi 2018, arXiv:1806.08342, section 3).
    """
    import tensorflow as tf

    with _silence():
        converter = tf.lite.TFLiteConverter.from_keras_model(model)
        if quantise:
            converter.optimizations = [tf.lite.Optimize.DEFAULT]
        if quantise == "float16":
            converter.target_spec.supported_types = [tf.float16]
        if quantise == "int8" and inputs is not None:
            converter.representative_dataset = lambda: _one_by_one(inputs)
            converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
        return converted(converter)


def converted(converter: Any) -> bytes:
    """Run one of TensorFlow's converters to LiteRT without a line in the terminal."""
    with _silence(), quiet():
        return bytes(converter.convert())


def _one_by_one(inputs: NDArray[np.float32]) -> Iterator[list[Any]]:
    for one in inputs:
        yield [one[None]]


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Keep the converter from listing every variable and every operation it knows."""
    logging.getLogger("tensorflow").setLevel(logging.ERROR)
    with contextlib.redirect_stdout(io.StringIO()), _no_warnings():
        yield


@contextlib.contextmanager
def _no_warnings() -> Iterator[None]:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", UserWarning
        )  # that input statistics are missing, which are not used here
        yield
