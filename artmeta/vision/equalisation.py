"""Equalisation of channels and correction of biases: what makes a float32 network fit for 8 bits.

An int8 activation has one step for all of its channels, so that a channel with small values is lost beside one with
large values. In the first blocks of MobileNetV2 that is most of the rounding error: channels differ by factors of
1,000, and later kernels enlarge the small ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from artmeta.vision.litert_graph import Channels, Graph, Operation, Statistics

FULL, DEPTHWISE = "CONV_2D", "DEPTHWISE_CONV_2D"
# Tensors with a field of at least half the picture's side are equalised: on paintings, equalising later ones as well
# made the error larger, for there few channels with large values carry the features.
LARGE_FIELD = 2
CEILING = 6.0  # of ReLU6
MOST = 1e4  # by which the values of a channel are multiplied at most
STEPS = 255  # of 8 bits
ROUNDING = 127  # steps of a kernel to either side of 0
PART = 0.25  # biases are corrected by multiples of this part of a step of the output

Rounded = Callable[[Channels], Channels]


@dataclass(frozen=True, slots=True)
class _Change:
    """How the values x of a tensor's channels are stored: (x - shift) * factor."""

    shift: Channels
    factor: Channels


def equalise(graph: Graph, statistics: Statistics, rounded: Rounded) -> None:
    """Scale the channels of large fields to one range; kernels and biases undo it, so that the features stay.

    Cross-layer equalisation (Nagel et al. 2019, arXiv:1906.04721, section 4.1) by measured ranges instead of kernels.
    A ReLU6 is only crossed as far as the highest measured value comes to lie at 6, where int8 cuts off too. Outputs
    without activation are centred as well. `rounded` makes factors equal on all machines.
    """
    side = graph.shape(graph.inputs[0])[1]
    changes = dict(_changes(graph, statistics, side / LARGE_FIELD, rounded))
    for operation in graph.operations:
        if is_convolution(graph, operation):
            _rewrite(graph, operation, changes.get(operation.inputs[0]), changes.get(operation.output))
        elif operation.inputs[0] in changes:  # a padding
            changes[operation.output] = changes[operation.inputs[0]]


def _changes(
    graph: Graph, statistics: Statistics, side: float, rounded: Rounded
) -> Iterator[tuple[int, _Change]]:
    """Yield the change of each tensor that one convolution makes and only convolutions take, padded or not."""
    for operation in graph.operations:
        tensor = operation.output
        if not is_convolution(graph, operation) or min(graph.shape(tensor)[1:3]) < side:
            continue
        takers, padded = graph.consumers(tensor), False
        while [each.kind for each in takers] == ["PAD"]:
            takers, padded = graph.consumers(takers[0].output), True
        if not takers or not all(is_convolution(graph, each) for each in takers):
            continue
        low, high = statistics.low[tensor].min(axis=0), statistics.high[tensor].max(axis=0)
        if operation.activation in ("RELU", "RELU6"):
            yield tensor, _Change(np.zeros_like(high), rounded(_factor(high, CEILING)))
        elif not operation.activation and not padded and all(is_pointwise(graph, each) for each in takers):
            shift = rounded((low + high) / 2)
            width = np.maximum(high - shift, shift - low)
            yield tensor, _Change(shift, rounded(_factor(width, width.max())))


def _factor(width: Channels, target: float) -> Channels:
    """Return what brings the width of each channel to the target, from 1 to `MOST`; 1 for a channel of zeros."""
    return np.where(width > 0, np.clip(target / np.maximum(width, target / MOST), 1, MOST), 1)


def is_convolution(graph: Graph, operation: Operation) -> bool:
    """Whether this is a convolution with a bias, of one group, or of each channel alone."""
    if operation.kind not in (FULL, DEPTHWISE) or len(operation.inputs) != 3 or min(operation.inputs) < 0:  # noqa: PLR2004
        return False
    given, kernel, _ = operation.inputs
    return graph.shape(kernel)[-1] == graph.shape(given)[-1]


def is_pointwise(graph: Graph, operation: Operation) -> bool:
    """Whether this is a convolution of single pixels with a bias."""
    return operation.kind == FULL and graph.shape(operation.inputs[1])[1:3] == [1, 1]


def _rewrite(graph: Graph, operation: Operation, taken: _Change | None, made: _Change | None) -> None:
    """Let a convolution take a changed tensor and make another one."""
    if taken is None and made is None:
        return
    _, kernel_at, bias_at = operation.inputs
    kernel, bias = graph.constant(kernel_at), graph.constant(bias_at)
    if taken is not None:
        if operation.kind == FULL:
            bias = bias + kernel.sum(axis=(1, 2)) @ taken.shift
        kernel = kernel / taken.factor
    if made is not None:
        bias = (bias - made.shift) * made.factor
        kernel = kernel * (made.factor if operation.kind == DEPTHWISE else made.factor[:, None, None, None])
    graph.set_constant(kernel_at, kernel)
    graph.set_constant(bias_at, bias)


def correct_biases(graph: Graph, statistics: Statistics) -> None:
    """Add to biases what the rounding of the kernels to 8 bits takes from the mean of the output.

    Nagel et al. 2019, section 4.2, with measured means of the input. The correction is rounded to quarter steps of the
    output, so that machines whose sums differ in the seventh digit find the same one.
    """
    for operation in graph.operations:
        if not is_convolution(graph, operation):
            continue
        given, kernel_at, bias_at = operation.inputs
        kernel, output = graph.constant(kernel_at), operation.output
        axes = (0, 1, 2) if operation.kind == DEPTHWISE else (1, 2, 3)
        step = np.abs(kernel).max(axis=axes, keepdims=True) / ROUNDING
        lost = kernel - np.round(kernel / np.where(step, step, 1)) * step
        mean = (lost * statistics.mean[given].mean(axis=0)).sum(axis=axes)
        low, high = extremes(statistics, output)
        part = PART * (high - low) / STEPS
        if part > 0:
            graph.set_constant(bias_at, graph.constant(bias_at) + np.round(mean / part) * part)


def extremes(statistics: Statistics, tensor: int) -> tuple[float, float]:
    """Return the lowest and the highest value of a tensor in a picture, means of all pictures.

    A range that held all values of all pictures would have larger steps: the error of the features grows by 0.4.
    """
    low, high = statistics.low[tensor].min(axis=1).mean(), statistics.high[tensor].max(axis=1).mean()
    return float(low), float(high)
