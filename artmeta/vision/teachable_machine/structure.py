"""Every image model of Teachable Machine is a MobileNetV2, the mean over its field, and two fully connected layers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from artmeta.errors import ModelError
from artmeta.vision.heads import Dense, Head
from artmeta.vision.teachable_machine.layers_export import LayersExport
from artmeta.vision.teachable_machine.network import BROWSER, Network, Weights

Layer = Mapping[str, Any]

# Which tensors a layer of each kind has, in the order in which Keras keeps them.
BATCH_NORM = ("gamma", "beta", "moving_mean", "moving_variance")
GRAPHS = [["Model"], ["Functional"]]  # a wired graph of layers, as Keras called it before and since 2.4
# Teachable Machine trains two layers; artmeta's logistic head, exported in the same form, is one.
HEADS = [["GlobalAveragePooling2D", *["Dense"] * layers] for layers in (2, 1)]
OTHER_KIND = "Only image models of Teachable Machine can be imported, and those that artmeta exported."


def match(export: LayersExport) -> Network:
    """Tell backbone and head apart by what the layers are, not by what they are called.

    Raises ModelError if the network has another shape, a tensor is missing or left over, or the number of
    scores is not the number of topics.
    """
    leaves = list(_leaves(export.topology))
    kinds = [layer["class_name"] for layer in leaves]
    if kinds[:1] not in GRAPHS or kinds[1:] not in HEADS:
        found = ", ".join(kinds[:6]) or "no layers"
        raise ModelError(
            f"The network in {export.origin} is not that of an image model: it has {found}.", OTHER_KIND
        )
    graph, *rest = leaves
    layers = graph["config"]["layers"]
    _check_tensors(export, [*layers, *rest])
    activations = [str(layer["config"].get("activation")) for layer in rest[1:]]
    several = (
        activations[-1] == "sigmoid"
    )  # as artmeta exports a model whose topics do not exclude each other
    head = Head(tuple(_dense(layer, export.weights) for layer in rest[1:]), several=several)
    _check_head(export, head, activations)
    wanted = {name for layer in layers for name in tensor_names(layer)}
    backbone_weights = {name: array for name, array in export.weights.items() if name in wanted}
    return Network(graph["config"], backbone_weights, head, _size(layers), BROWSER)


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
        if inner["class_name"] not in {
            "InputLayer",
            "Dropout",
        }:  # these do nothing to a picture that is judged
            yield from _leaves(inner)


def _check_tensors(export: LayersExport, layers: list[Layer]) -> None:
    wanted = [name for layer in layers for name in tensor_names(layer)]
    missing = [name for name in wanted if name not in export.weights]
    if missing:
        raise ModelError(
            f"{export.origin} lacks {len(missing)} of the {len(wanted)} tensors its layers need, the first is "
            f"{missing[0]}.",
            "The export is incomplete: download it again.",
        )
    if len(wanted) != len(export.weights):
        raise ModelError(
            f"{export.origin} holds {len(export.weights)} tensors where its layers need {len(wanted)}.",
            "The weights belong to another model: keep each export in a folder of its own.",
        )


def _dense(layer: Layer, weights: Weights) -> Dense:
    name = layer["config"]["name"]
    kernel = weights[f"{name}/kernel"]
    bias = weights.get(f"{name}/bias", np.zeros(kernel.shape[-1], np.float32))
    return Dense(kernel, bias, relu=layer["config"].get("activation") == "relu")


def _check_head(export: LayersExport, head: Head, activations: list[str]) -> None:
    scores = head.layers[-1].kernel.shape[-1]
    if scores != len(export.labels):
        raise ModelError(
            f"{export.origin} gives {scores} scores but names {len(export.labels)} topics.",
            "model and labels belong to different exports: download it again.",
        )
    if activations != [*["relu"] * (len(head.layers) - 1), head.activation]:
        found = " and ".join(activations)
        raise ModelError(f"The head of {export.origin} ends in {found}, not in relu and softmax.", OTHER_KIND)


def _size(layers: list[Layer]) -> int:
    shape = next((layer["config"].get("batch_input_shape") for layer in layers), None)
    if not shape or len(shape) != 4 or shape[1] != shape[2] or not shape[1] or shape[3] != 3:  # noqa: PLR2004  a batch of colour squares
        raise ModelError(f"The network takes input of shape {shape}, not square colour pictures.", OTHER_KIND)
    return int(shape[1])
