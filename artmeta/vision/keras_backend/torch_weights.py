"""Tensors of a torch state dictionary, put into the layers of a Keras model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from artmeta.errors import ModelError

Tensors = Mapping[str, NDArray[Any]]
NORM = ("weight", "bias", "running_mean", "running_var")


def fill(model: keras.Model, tensors: Tensors, torch_name: Callable[[str], str], network: str) -> None:
    """Put the tensors into the layers; every one must fit and none may be left over.

    `torch_name` turns a layer's name into that of its torch module. Raises ModelError if the tensors are not those of
    the `network`, which it names.
    """
    left = {name for name in tensors if not name.endswith("num_batches_tracked")}
    for layer in model.layers:
        if not layer.weights:
            continue
        parts = NORM if isinstance(layer, keras.layers.BatchNormalization) else ("weight",)
        names = [f"{torch_name(layer.name)}.{part}" for part in parts]
        if not left.issuperset(names):
            raise ModelError(
                f"The weights lack '{sorted(set(names) - left)[0]}': they are not those of {network}."
            )
        try:
            layer.set_weights([_transposed(layer, tensors[name]) for name in names])
        except ValueError as fault:
            reason = str(fault).rstrip(".")
            raise ModelError(
                f"The weights '{names[0]}' have another shape than in {network}: {reason}."
            ) from None
        left.difference_update(names)
    if left:
        raise ModelError(
            f"The weights hold '{sorted(left)[0]}', which {network} without its classifier does not have."
        )


def _transposed(layer: Any, tensor: NDArray[Any]) -> NDArray[np.float32]:
    """Torch keeps kernels as [out, in, height, width]; Keras as [height, width, in, out]."""
    if tensor.ndim == 1:
        return tensor.astype(np.float32)
    order = (2, 3, 0, 1) if isinstance(layer, keras.layers.DepthwiseConv2D) else (2, 3, 1, 0)
    return tensor.transpose(order).astype(np.float32)
