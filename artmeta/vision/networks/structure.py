"""Every image model of Teachable Machine is a MobileNetV2, the mean over its field, and two fully connected layers."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from artmeta.errors import ModelError
from artmeta.vision.heads import Dense, Head
from artmeta.vision.networks.export_files import AGAIN
from artmeta.vision.networks.network import BROWSER, Network, Weights

Layer = Mapping[str, Any]

# Which tensors a layer of each kind has, in the order in which Keras keeps them.
BATCH_NORM = ("gamma", "beta", "moving_mean", "moving_variance")
GRAPHS = [["Model"], ["Functional"]]  # a wired graph of layers, as Keras called it before and since 2.4
# Teachable Machine trains two layers; artmeta's logistic head, exported in the same form, is one.
HEADS = [["GlobalAveragePooling2D", *["Dense"] * layers] for layers in (2, 1)]
LARGEST = 1024  # pixels a side; the largest network of keras.applications takes 600
OTHER_KIND = "Only image models of Teachable Machine can be imported, and those that artmeta exported."


@dataclass(frozen=True, slots=True)
class LayersExport:
    """A network's description in the layers format of Keras 2, its weights, and its topics.

    `topology` is the outermost layer: {class_name, config}. `labels` stand in the order of the scores.
    `origin` names the file, `made` is when it says it was made, '' where it does not; `notes` is what its maker added.
    """

    topology: Mapping[str, Any]
    weights: Weights
    labels: tuple[str, ...]
    origin: str
    name: str = ""
    made: str = ""
    made_by: str = ""
    notes: Mapping[str, Any] = field(default_factory=dict)


def match(export: LayersExport) -> Network:
    """Separate backbone and head by the kinds of the layers, not by their names.

    Raises ModelError if the network has another shape, a tensor is missing, left over or holds no numbers, or the
    number of scores is not the number of topics.
    """
    try:
        return _match(export)
    except (KeyError, TypeError, AttributeError, IndexError, ValueError, RecursionError) as fault:
        raise ModelError(
            f"{export.origin} describes its layers in a way that cannot be followed ({type(fault).__name__}: {fault}).",
            AGAIN,
        ) from fault


def _match(export: LayersExport) -> Network:
    leaves = list(_leaves(export.topology))
    kinds = [layer["class_name"] for layer in leaves]
    if kinds[:1] not in GRAPHS or kinds[1:] not in HEADS:
        description = ", ".join(kinds[:6]) or "no layers"
        raise ModelError(
            f"The network in {export.origin} is not that of an image model: it has {description}.", OTHER_KIND
        )
    graph, *rest = leaves
    layers = [_plain(layer) for layer in graph["config"]["layers"]]
    _check_tensors(export, [*layers, *rest])
    activations = [str(layer["config"].get("activation")) for layer in rest[1:]]
    # as artmeta exports a model whose topics do not exclude each other
    multi_label = activations[-1] == "sigmoid"
    head = Head(tuple(_dense(layer, export.weights) for layer in rest[1:]), multi_label=multi_label)
    _check_head(export, head, activations)
    expected = {name for layer in layers for name in tensor_names(layer)}
    backbone_weights = {name: array for name, array in export.weights.items() if name in expected}
    return Network({**graph["config"], "layers": layers}, backbone_weights, head, _size(layers), BROWSER)


def _plain(layer: Layer) -> dict[str, Any]:
    """Write a layer's settings as TensorFlow.js and Keras 3 take them: Keras 2 has a batch norm's axis in a list."""
    config = dict(layer["config"])
    axis = config.get("axis")
    if layer["class_name"] == "BatchNormalization" and isinstance(axis, list) and len(axis) == 1:
        config["axis"] = axis[0]
    if config.get("data_format", "channels_last") != "channels_last":
        raise ModelError(
            f"The layer {config['name']} takes colours first ({config['data_format']}), not last.", OTHER_KIND
        )
    return {**layer, "config": config}


def tensor_names(layer: Layer) -> list[str]:
    """List the weights that a layer has by its kind and settings, as `layer/weight`."""
    config = layer["config"]
    match layer["class_name"]:
        case "Conv2D" | "Dense":
            parts = ["kernel", *(["bias"] if config.get("use_bias", True) else [])]
        case "DepthwiseConv2D":
            parts = ["depthwise_kernel", *(["bias"] if config.get("use_bias", True) else [])]
        case "BatchNormalization":
            unused = {
                key for key, use in (("gamma", "scale"), ("beta", "center")) if not config.get(use, True)
            }
            parts = [part for part in BATCH_NORM if part not in unused]
        case _:
            parts = []
    return [f"{config['name']}/{part}" for part in parts]


def _leaves(layer: Layer) -> Iterator[Layer]:
    """Open nested Sequentials; a wired graph of layers stays one piece."""
    if layer["class_name"] != "Sequential":
        yield layer
        return
    config = layer["config"]
    for inner in config if isinstance(config, list) else config["layers"]:
        # these two do nothing to a picture that is classified
        if inner["class_name"] not in {"InputLayer", "Dropout"}:
            yield from _leaves(inner)


def _check_tensors(export: LayersExport, layers: list[Layer]) -> None:
    expected = [name for layer in layers for name in tensor_names(layer)]
    missing = [name for name in expected if name not in export.weights]
    if missing:
        raise ModelError(
            f"{export.origin} lacks {len(missing)} of the {len(expected)} tensors its layers need, the first is "
            f"{missing[0]}.",
            "The export is incomplete: download it again.",
        )
    broken = next((name for name in expected if not np.isfinite(export.weights[name]).all()), None)
    if broken:
        raise ModelError(
            f"The weight {broken} of {export.origin} holds values that are no numbers (NaN or infinite).",
            "Its training went wrong: train it again, and export it.",
        )
    if len(expected) != len(export.weights):
        raise ModelError(
            f"{export.origin} holds {len(export.weights)} tensors where its layers need {len(expected)}.",
            "The weights belong to another model: keep each export in a folder of its own.",
        )


def _dense(layer: Layer, weights: Weights) -> Dense:
    name = layer["config"]["name"]
    kernel = weights[f"{name}/kernel"]
    bias = weights.get(f"{name}/bias", np.zeros(kernel.shape[-1], np.float32))
    return Dense(kernel, bias, relu=layer["config"].get("activation") == "relu")


def _check_head(export: LayersExport, head: Head, activations: list[str]) -> None:
    for layer, following in itertools.pairwise(head.layers):
        if layer.kernel.shape[1:] != following.kernel.shape[:1]:
            raise ModelError(
                f"The head of {export.origin} has weights of shapes {layer.kernel.shape} and {following.kernel.shape}, "
                "which do not follow on each other.",
                AGAIN,
            )
    scores = head.layers[-1].kernel.shape[-1]
    if scores != len(export.labels):
        raise ModelError(
            f"{export.origin} gives {scores} scores but names {len(export.labels)} topics.",
            "model and labels belong to different exports: download it again.",
        )
    if activations != [*["relu"] * (len(head.layers) - 1), head.activation]:
        description = " and ".join(activations)
        raise ModelError(
            f"The head of {export.origin} ends in {description}, not in relu and softmax.", OTHER_KIND
        )


def _size(layers: Sequence[Layer]) -> int:
    shape = next((layer["config"].get("batch_input_shape") for layer in layers), None)
    if not shape or len(shape) != 4 or shape[1] != shape[2] or not shape[1] or shape[3] != 3:  # noqa: PLR2004  a batch of colour squares
        raise ModelError(f"The network takes input of shape {shape}, not square colour pictures.", OTHER_KIND)
    if shape[1] > LARGEST:
        raise ModelError(f"The network takes pictures of {shape[1]} x {shape[1]} pixels.", OTHER_KIND)
    return int(shape[1])
