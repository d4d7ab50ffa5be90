"""Quantisation of a float32 LiteRT network to int8: kernels by channel, activations by ranges of drawn pictures.

The ranges come from pictures that artmeta draws, not from those of a collection: so a backbone is one network for all
models and collections, and its embeddings are shared. Only this module imports ai-edge-quantizer.
"""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from artmeta.errors import ModelError, first_line
from artmeta.progress import Tick, progress
from artmeta.quiet import quiet
from artmeta.vision.equalisation import LARGE_FIELD, correct_biases, equalise, extremes
from artmeta.vision.first_convolution import fold_input_scale, pair_columns
from artmeta.vision.litert_graph import Channels, Graph, Statistics, activation_statistics
from artmeta.vision.networks.network import PIXELS, InputScale
from artmeta.vision.probe_pictures import drawn_pictures
from artmeta.vision.pruning import prune

PICTURES = 32  # that the ranges are measured on
# significant digits of a range: instruction sets differ in the seventh, and must make the same network
DIGITS = 2
GREY = 127  # that pixels are padded with: EfficientNet-Lite's own padding, and near the mean colour of MobileNetV2's
RECIPE = (
    f"ai-edge-quantizer 0.10, int8 by channel, ranges of {PICTURES} drawn pictures outward to {DIGITS} digits, "
    f"input scale folded, padded with grey {GREY}, channels pruned and equalised where fields have 1/{LARGE_FIELD} of "
    "the side or more, biases corrected"
)
BITS = 8
FLOAT32 = "Leave the precision at float32."


def quantise(
    model: bytes, size: int, scale: InputScale = PIXELS, float_operations: tuple[str, ...] = ()
) -> bytes:
    """Return a LiteRT network of pictures [1, size, size, 3], pixels scaled as `scale`, with int8 arithmetic.

    Of `PIXELS` it may take their bytes in another shape, such as [1, size, size / 2, 6].
    `float_operations` are LiteRT's names of operations that stay float32 wherever they occur (`INPUT` is what the
    network takes). Raises ModelError if the quantiser does not know the network's operations.
    """
    from ai_edge_quantizer.quantizer import Quantizer

    graph = Graph(model)
    scale = _change_input(graph, scale)
    inputs = [scale.scaled(picture) for picture in drawn_pictures(PICTURES, size)]
    with progress("quantise", 3 * PICTURES, "pictures") as tick:
        prune(graph, _ticked(inputs, tick), _rounded)
        equalise(graph, activation_statistics(graph.content(), _ticked(inputs, tick)), _rounded)
        statistics = activation_statistics(graph.content(), _ticked(inputs, tick))
    correct_biases(graph, statistics)
    with _silence():
        quantizer = Quantizer(graph.content(), _recipe(float_operations))
        try:
            return bytes(quantizer.quantize(_ranges(graph, statistics, scale)).quantized_model or b"")
        except (ValueError, RuntimeError, KeyError) as fault:
            raise ModelError(
                f"The network cannot be quantised to int8: {first_line(fault)[:200]}.", FLOAT32
            ) from None


def _change_input(graph: Graph, scale: InputScale) -> InputScale:
    """Work the network's own scale into its first kernel; return how pixels are scaled for the network after that."""
    if scale != PIXELS:
        fold_input_scale(graph)
    elif fold_input_scale(graph, GREY):
        scale = InputScale.of(1, -GREY)
        pair_columns(graph)
    return scale


def _ticked(inputs: list[NDArray[np.float32]], tick: Tick) -> Iterator[NDArray[np.float32]]:
    for each in inputs:
        yield each
        tick()


def _recipe(float_operations: tuple[str, ...]) -> Any:
    from ai_edge_quantizer.algorithm_manager import AlgorithmName
    from ai_edge_quantizer.qtyping import TFLOperationName
    from ai_edge_quantizer.recipe_manager import RecipeManager

    recipe = RecipeManager()
    recipe.add_static_config(
        ".*", TFLOperationName.ALL_SUPPORTED, activation_num_bits=BITS, weight_num_bits=BITS
    )
    for name in float_operations:
        recipe.add_quantization_config(".*", TFLOperationName(name), algorithm_key=AlgorithmName.NO_QUANTIZE)
    return recipe.get_quantization_recipe()


def _ranges(graph: Graph, statistics: Statistics, scale: InputScale) -> dict[str, dict[str, Any]]:
    """Return the range of every activation by its tensor's name, as the quantiser keeps them.

    That of the input is known: with another one, pixels would not be the integers that they are.
    """
    (given,) = graph.inputs
    ends = scale.scaled(np.array([[0, 0, 0], [255, 255, 255]]))
    ranges = {
        tensor: (_outward(min(low, 0)), _outward(max(high, 0)))
        for tensor, (low, high) in ((tensor, extremes(statistics, tensor)) for tensor in statistics.low)
    } | {given: (float(ends.min()), float(ends.max()))}
    return {
        graph.name(tensor): {
            end: np.full((1,) * len(graph.shape(tensor)), value, np.float32)
            for end, value in zip(("min", "max"), values, strict=True)
        }
        for tensor, values in ranges.items()
    }


def _outward(value: float) -> float:
    """Round away from 0 to few digits; what is a number of few digits but for an error in the seventh stays it."""
    if value == 0:
        return 0.0
    unit = 10.0 ** (np.floor(np.log10(abs(value))) + 1 - DIGITS)
    return float(np.sign(value) * np.ceil(abs(value) / unit * (1 - 1e-6)) * unit)


def _rounded(values: Channels) -> Channels:
    return np.array([float(f"{value:.{DIGITS}g}") for value in values.flat]).reshape(values.shape)


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Keep the quantiser's progress bars and summaries from the terminal."""
    nothing = io.StringIO()
    with (
        contextlib.redirect_stdout(nothing),
        contextlib.redirect_stderr(nothing),
        quiet(),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore", UserWarning)  # that it keeps all tensors, which it must
        yield
