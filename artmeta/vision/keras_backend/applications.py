"""The networks of keras.applications, by name, each with the preprocessing that it was trained with."""

from __future__ import annotations

import importlib
import inspect
from typing import Any

import keras
import numpy as np

from artmeta import plugins
from artmeta.errors import ModelError, first_line
from artmeta.vision.networks.network import InputScale
from artmeta.vision.weights import WeightsFile

WHITE = 255.0
SEED = 1  # of random weights, so that trying a backbone out can be repeated


def build(name: str, size: int, weights: WeightsFile) -> keras.Model:
    """Build a backbone: pixels [n, size, size, 3], RGB, 0 to 255 -> mean features [n, width].

    `name` is that of a network in keras.applications, in any case. The network's own preprocessing is its
    first layers. Raises ModelError if the name is unknown or the weights cannot be had or do not fit.
    """
    maker = _maker(name)
    pixels = keras.Input((size, size, 3), name="pixels")
    trunk = _trunk(maker, size, weights)
    return keras.Model(pixels, trunk(_prepared(maker, pixels)), name=name)


def colours(name: str) -> tuple[InputScale, bool]:
    """Return what a network's preprocessing does to red, green and blue, and whether it then turns them round."""
    shown = np.concatenate([np.zeros((1, 3)), np.eye(3) * WHITE])  # black, then each colour alone
    black, *alone = np.asarray(_prepared(_maker(name), shown[:, None, None].astype(np.float32)))[:, 0, 0]
    gain = (np.stack(alone) - black) / WHITE  # [from, to]
    to = gain.argmax(axis=1)
    return InputScale.of(gain.max(axis=1), black[to]), bool(to[0] == len(to) - 1)


def _maker(name: str) -> Any:
    """Find the function in keras.applications; those are the callables with a capital."""
    known = {
        class_name.lower(): class_name for class_name in dir(keras.applications) if class_name[0].isupper()
    }
    if name.lower() not in known:
        raise ModelError(
            f"There is no backbone called '{name}'.", plugins.nearest(name.lower(), sorted(known))
        )
    return getattr(keras.applications, known[name.lower()])


def _prepared(maker: Any, pixels: Any) -> Any:
    """Apply what the network's module does to pixels; networks that do it inside themselves get them as they are."""
    module = importlib.import_module(maker.__module__)
    return module.preprocess_input(pixels)


def _trunk(maker: Any, size: int, weights: WeightsFile) -> keras.Model:
    keras.utils.set_random_seed(SEED)
    options: dict[str, Any] = {"include_top": False, "input_shape": (size, size, 3), "pooling": "avg"}
    if "include_preprocessing" in inspect.signature(maker).parameters:
        options["include_preprocessing"] = True
    if weights.kind == "imagenet":
        return _downloaded(maker, options)
    trunk: keras.Model = maker(weights=None, **options)
    if weights.kind == "keras":
        _fill(trunk, weights)
    elif weights.kind == "torch":
        raise ModelError(
            f"{weights.path.name} holds weights in torch's format, which only fit the backbone mobilenetv2.",
            "Give weights of Keras (.h5, .keras), or set ARTMETA_WEIGHTS=imagenet to let Keras download them.",
        )
    return trunk


def _downloaded(maker: Any, options: dict[str, Any]) -> keras.Model:
    try:
        trunk: keras.Model = maker(weights="imagenet", **options)
    except Exception as fault:  # Keras raises a bare Exception where a download fails
        raise ModelError(
            f"Keras could not download the ImageNet weights of {maker.__name__}: {fault}.",
            "Download them on a machine that may, and name the file with ARTMETA_WEIGHTS.",
        ) from None
    return trunk


def finalize_normalization(trunk: keras.Model) -> None:
    """Finalize the state of normalization layers: until then, Keras computes with the old mean."""
    for layer in trunk.layers:
        if isinstance(layer, keras.layers.Normalization):
            layer.finalize_state()


def _fill(trunk: keras.Model, weights: WeightsFile) -> None:
    """Load a user's weights: a whole model (.keras), or weights alone as Keras 2 or 3 saves them (.h5)."""
    try:
        if weights.path.suffix.lower() == ".keras":
            trunk.set_weights(
                keras.models.load_model(weights.path, compile=False, safe_mode=True).get_weights()
            )
            finalize_normalization(trunk)
        else:
            trunk.load_weights(weights.path)
    except (ValueError, OSError, KeyError, TypeError, AttributeError, IndexError) as fault:
        raise ModelError(
            f"The weights {weights.path.name} do not fit {trunk.name}: {first_line(fault)[:200]}.",
            "They must be of this network without its classifier (include_top=False, 'notop' in Keras' own files).",
        ) from None
