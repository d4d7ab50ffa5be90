"""Pruning: channels of the first depthwise convolution that carry nothing, or what others carry too, are removed.

Of the 32 channels of MobileNetV2's first block, 14 are constant, whatever the picture shows, and two more are close to
linear functions of others. A constant is added to the next bias; what a linear function gives is added to the next
kernel (He, Zhang, Sun 2017, arXiv:1707.06168, section 3.1, with a backward elimination instead of their LASSO).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from artmeta.vision.equalisation import DEPTHWISE, LARGE_FIELD, Rounded, is_convolution, is_pointwise
from artmeta.vision.litert_graph import Channels, Graph, Operation, moments

TILE = 16  # channels that XNNPACK's int8 kernels compute at once: a part of them takes as long as all
TOLERANCE = 0.05  # of the projection's output: root mean square error, relative to its standard deviation
DIGITS = 4  # of an error, after the point
SINGULAR = 1e-9  # variance relative to the largest one: channels below are constant but for rounding

Block = tuple[Operation, Operation, Operation]


def prune(graph: Graph, inputs: Iterable[NDArray[np.float32]], rounded: Rounded) -> None:
    """Remove channels of the first depthwise convolution by what they hold for these inputs, to a multiple of `TILE`.

    Fields of at least half the picture's side are considered: later channels were linear functions of others on drawn
    pictures, but not on paintings. `rounded` makes the coefficients equal on all machines.
    """
    block = _first_block(graph)
    if block is None:
        return
    _, depthwise, projection = block
    mean, covariance = moments(graph.content(), inputs, depthwise.output)
    kept = _selection(graph.constant(projection.inputs[1])[:, 0, 0], covariance)
    if len(kept) == len(mean):
        return
    coefficients = rounded(_coefficients(covariance, kept))
    _keep(graph, block, kept, coefficients, rounded(mean - coefficients @ mean[kept]))
    _merge(graph, projection)


def _first_block(graph: Graph) -> Block | None:
    """Return a convolution, the depthwise one after it over a large field, and the pointwise one that takes that."""
    least = graph.shape(graph.inputs[0])[1] / LARGE_FIELD
    for block in zip(graph.operations, graph.operations[1:], graph.operations[2:], strict=False):
        convolution, depthwise, projection = block
        if (
            depthwise.kind == DEPTHWISE != convolution.kind
            and all(is_convolution(graph, each) for each in block)
            and is_pointwise(graph, projection)
            and all(graph.consumers(one.output) == [other] for one, other in pairwise(block))
            and min(graph.shape(depthwise.output)[1:3]) >= least
        ):
            return block
    return None


def _selection(kernel: Channels, covariance: Channels) -> list[int]:
    """Return the channels to keep of a projection [outputs, channels]: the least multiple of `TILE` in `TOLERANCE`.

    Errors are rounded, so that machines whose sums differ in the last digits remove the same one of equal channels.
    """
    kept = list(range(len(covariance)))
    selection = list(kept)
    while len(kept) > TILE:
        errors = [
            round(_error(kernel, covariance, [*kept[:at], *kept[at + 1 :]]), DIGITS)
            for at in range(len(kept))
        ]
        del kept[int(np.argmin(errors))]
        if min(errors) > TOLERANCE:
            break
        if len(kept) % TILE == 0:
            selection = list(kept)
    return selection


def _error(kernel: Channels, covariance: Channels, kept: Sequence[int]) -> float:
    """Return the error of a projection's output where its channels are linear functions of those kept."""
    lost = kernel - kernel @ _coefficients(covariance, kept) @ np.eye(len(covariance))[kept]
    whole = _variance(kernel, covariance)
    return float(np.sqrt(max(0.0, _variance(lost, covariance)) / whole)) if whole > 0 else 0.0


def _variance(kernel: Channels, covariance: Channels) -> float:
    return float(np.einsum("oc,cd,od->", kernel, covariance, kernel))


def _coefficients(covariance: Channels, kept: Sequence[int]) -> Channels:
    """Return the least squares coefficients [channels, kept] of all channels by those kept."""
    inverse = np.linalg.pinv(covariance[np.ix_(kept, kept)], rcond=SINGULAR, hermitian=True)
    coefficients: Channels = covariance[:, kept] @ inverse
    coefficients[kept] = np.eye(len(kept))
    return coefficients


def _keep(
    graph: Graph, block: Block, kept: Sequence[int], coefficients: Channels, constants: Channels
) -> None:
    """Keep some channels x of a block; channels are coefficients @ x + constants for its projection."""
    convolution, depthwise, projection = block
    for operation in (convolution, depthwise):
        _, kernel_at, bias_at = operation.inputs
        axis = 3 if operation.kind == DEPTHWISE else 0
        graph.set_constant(kernel_at, graph.constant(kernel_at).take(kept, axis=axis))
        graph.set_constant(bias_at, graph.constant(bias_at)[kept])
        graph.set_shape(operation.output, [*graph.shape(operation.output)[:-1], len(kept)])
    _, kernel_at, bias_at = projection.inputs
    kernel = graph.constant(kernel_at)
    graph.set_constant(bias_at, graph.constant(bias_at) + kernel[:, 0, 0] @ constants)
    graph.set_constant(kernel_at, kernel @ coefficients)


def _merge(graph: Graph, projection: Operation) -> None:
    """Merge a projection without activation with the pointwise convolution after it, where that multiplies less.

    A projection that leaves out pixels stays: the convolution after it would take all of them.
    """
    number, takers = graph.operations.index(projection), graph.consumers(projection.output)
    if projection.activation or graph.strides(number) != (1, 1) or projection.output in graph.outputs:
        return
    if len(takers) != 1 or not is_pointwise(graph, takers[0]):
        return
    (_, kernel_at, bias_at), (_, next_at, next_bias_at) = projection.inputs, takers[0].inputs
    first, second = graph.constant(kernel_at)[:, 0, 0], graph.constant(next_at)[:, 0, 0]
    if len(second) * first.shape[1] > first.size + second.size:
        return
    graph.set_constant(next_bias_at, graph.constant(next_bias_at) + second @ graph.constant(bias_at))
    graph.set_constant(next_at, (second @ first)[:, None, None])
    graph.bypass(number)
