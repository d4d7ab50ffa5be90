"""Export of a whole Keras model as a .keras file or a SavedModel folder."""

from __future__ import annotations

import contextlib
import io
import logging
from pathlib import Path

import keras


def save_keras(model: keras.Model, path: Path) -> None:
    """Write Keras' own file, which `keras.models.load_model` reads back without any code of artmeta's.

    Names of layers have no dots in it: Keras 3.15.1 with PyTorch behind it refuses such names.
    """
    renamed = keras.models.clone_model(model, clone_function=_without_dots, recursive=True)
    renamed.set_weights(model.get_weights())
    renamed.save(path)


def _without_dots(layer: keras.layers.Layer) -> keras.layers.Layer:
    config = layer.get_config()
    return type(layer).from_config({**config, "name": config["name"].replace(".", "_")})


def save_savedmodel(model: keras.Model, folder: Path) -> None:
    """Write a SavedModel for TensorFlow Serving and the like; its endpoint `serve` takes a batch of pictures."""
    logging.getLogger("tensorflow").setLevel(logging.ERROR)
    with contextlib.redirect_stdout(io.StringIO()):  # Keras lists every variable
        model.export(str(folder), verbose=False)
