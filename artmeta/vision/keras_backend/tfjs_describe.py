"""A Keras 3 model is described in the older layers format that TensorFlow.js, ml5 and Teachable Machine read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from artmeta.errors import ExportError

if TYPE_CHECKING:
    import keras

CONVOLUTION = ("kernel_size", "strides", "padding", "dilation_rate", "use_bias", "activation")
POOLING = ("pool_size", "strides", "padding")
# What TensorFlow.js since 1.7 (that of ml5 0.12) knows, and the settings it reads; the rest has its usual value.
SETTINGS: Mapping[str, tuple[str, ...]] = {
    "ZeroPadding2D": ("padding",),
    "Cropping2D": ("cropping",),
    "Conv2D": ("filters", *CONVOLUTION),
    "DepthwiseConv2D": ("depth_multiplier", *CONVOLUTION),
    "SeparableConv2D": ("filters", "depth_multiplier", *CONVOLUTION),
    "BatchNormalization": ("axis", "momentum", "epsilon", "center", "scale"),
    "ReLU": ("max_value",),
    "Activation": ("activation",),
    "Add": (),
    "Multiply": (),
    "Concatenate": ("axis",),
    "Reshape": ("target_shape",),
    "Dropout": ("rate",),
    "MaxPooling2D": POOLING,
    "AveragePooling2D": POOLING,
    "GlobalAveragePooling2D": (),
}


HINT = "Export to savedmodel, litert or keras instead, or train a model on mobilenetv2."
# keras.io/api/layers/activations, as far as TensorFlow.js since 1.7 has them and means the same by them
ACTIVATIONS = {"linear", "relu", "relu6", "sigmoid", "softmax", "tanh", "elu", "selu", "softplus", "softsign"}


def describe_graph(model: keras.Model) -> tuple[dict[str, Any], dict[str, NDArray[np.float32]]]:
    """Return the model's layers, wired by name, and its weights as `layer/weight`.

    Raises ExportError on a layer that TensorFlow.js does not know, or one that is used twice.
    """
    described = model.get_config()
    config = {
        "name": model.name,
        "layers": [_layer(layer) for layer in described["layers"]],
        "input_layers": [[_end(described["input_layers"]), 0, 0]],
        "output_layers": [[_end(described["output_layers"]), 0, 0]],
    }
    return config, dict(_weights(model))


def _end(ends: list[Any]) -> str:
    """Name the layer of a single input or output, which Keras writes with or without an outer list."""
    return str(ends[0] if isinstance(ends[0], str) else ends[0][0])


def _layer(described: Mapping[str, Any]) -> dict[str, Any]:
    kind, config = described["class_name"], described["config"]
    if kind == "InputLayer":
        shape = config.get("batch_shape") or config["batch_input_shape"]
        settings = {"batch_input_shape": list(shape), "dtype": "float32", "sparse": False}
    else:
        _check(kind, config)
        settings = {key: _plain(config[key]) for key in SETTINGS[kind] if key in config} | {"trainable": True}
    nodes = described["inbound_nodes"]
    return {
        "name": config["name"],
        "class_name": kind,
        "config": {"name": config["name"], **settings},
        "inbound_nodes": [[[source, 0, 0, {}] for source in _sources(config["name"], nodes)]]
        if nodes
        else [],
    }


def _check(kind: str, config: Mapping[str, Any]) -> None:
    """Raise ExportError on a layer that TensorFlow.js does not know."""
    activation = config.get("activation", "linear")
    if kind not in SETTINGS:
        unknown = f"of the kind {kind}"
    elif activation not in ACTIVATIONS:
        unknown = f"with the activation {activation}"
    elif (config.get("groups") or 1) > 1:
        unknown = f"with {config['groups']} groups"
    elif config.get("negative_slope") or config.get("threshold"):
        unknown = "that is no plain ReLU"
    else:
        return
    raise ExportError(
        f"The backbone has a layer '{config['name']}' {unknown}, which TensorFlow.js does not know.", HINT
    )


def _plain(value: Any) -> Any:
    """Write tuples as JSON writes them."""
    return [_plain(part) for part in value] if isinstance(value, tuple) else value


def _sources(name: str, nodes: list[Any]) -> Iterator[str]:
    """Read from Keras 3's form of a layer's one call which layers feed it, in their order."""
    if len(nodes) > 1:
        raise ExportError(
            f"The layer '{name}' is used more than once.", "Such a network cannot be exported to the web."
        )
    for tensor in _tensors(nodes[0]["args"]):
        yield tensor["config"]["keras_history"][0]


def _tensors(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, Mapping) and value.get("class_name") == "__keras_tensor__":
        yield value
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _tensors(part)


def _weights(model: keras.Model) -> Iterator[tuple[str, NDArray[np.float32]]]:
    for layer in model.layers:
        for name, variable in zip(weight_names(layer), layer.weights, strict=True):
            yield name, np.asarray(variable.numpy(), dtype=np.float32)


def weight_names(layer: keras.layers.Layer) -> list[str]:
    """Return the names of a layer's weights in the older format, as `layer/weight`, in Keras' order."""
    renamed = {"kernel": "depthwise_kernel"} if type(layer).__name__ == "DepthwiseConv2D" else {}
    return [f"{layer.name}/{renamed.get(weight.name, weight.name)}" for weight in layer.weights]
