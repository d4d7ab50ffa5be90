"""Quantisation of a float32 LiteRT network to int8: kernels by channel, activations by ranges of drawn pictures.

The ranges come from pictures that artmeta draws, not from those of a collection: so a backbone is one network for all
models and collections, and its embeddings are shared. Only this module imports ai-edge-quantizer.
"""

from __future__ import annotations

import contextlib
import io
import re
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np

from artmeta.errors import ModelError
from artmeta.vision.networks.network import PIXELS, InputScale
from artmeta.vision.probe_pictures import noise_pictures
from artmeta.vision.quiet import quiet

PICTURES = 64  # that the ranges are measured on; 30, 100 and 300 paintings gave the same accuracy
DIGITS = (
    2  # significant digits of a range: instruction sets differ in the seventh, and must make the same network
)
# A field of at least half the picture's side stays float32: those layers hold most of the rounding error.
LARGE_FIELD = 2
RECIPE = (
    f"ai-edge-quantizer 0.10, int8 by channel, ranges of {PICTURES} drawn pictures to {DIGITS} digits, "
    f"float32 where fields have 1/{LARGE_FIELD} of the side or more"
)

Ranges = dict[str, Any]  # by tensor: the lowest and the highest value, as the quantiser keeps them
BITS = 8


def quantise(
    model: bytes, size: int, scale: InputScale = PIXELS, float_operations: tuple[str, ...] = ()
) -> bytes:
    """Return a LiteRT network of pictures [1, size, size, 3], pixels scaled as `scale`, with int8 arithmetic.

    `float_operations` are LiteRT's names of operations that stay float32 wherever they occur. Raises ModelError if the
    quantiser does not know the network's operations.
    """
    from ai_edge_quantizer.quantizer import Quantizer

    with _silence():
        quantizer = Quantizer(model, _recipe(model, size, float_operations))
        try:
            return bytes(
                quantizer.quantize(_ranges(quantizer, _inputs(model, size, scale))).quantized_model or b""
            )
        except (ValueError, RuntimeError, KeyError) as fault:
            reason = str(fault).strip().splitlines()[0][:200]
            raise ModelError(f"The network cannot be quantised to int8: {reason}.", FLOAT32) from None


FLOAT32 = "Leave the precision at float32."


def _recipe(model: bytes, size: int, float_operations: tuple[str, ...]) -> Any:
    from ai_edge_quantizer.algorithm_manager import AlgorithmName
    from ai_edge_quantizer.qtyping import TFLOperationName
    from ai_edge_quantizer.recipe_manager import RecipeManager

    everything, recipe = TFLOperationName.ALL_SUPPORTED, RecipeManager()
    recipe.add_static_config(".*", everything, activation_num_bits=BITS, weight_num_bits=BITS)
    for name in float_operations:
        recipe.add_quantization_config(".*", TFLOperationName(name), algorithm_key=AlgorithmName.NO_QUANTIZE)
    for name in _large_fields(model, size):
        recipe.add_quantization_config(name, everything, algorithm_key=AlgorithmName.NO_QUANTIZE)
    return recipe.get_quantization_recipe()


def _large_fields(model: bytes, size: int) -> Iterator[str]:
    """Yield a regular expression for each tensor whose field is large, by which its operation is found."""
    from ai_edge_quantizer.utils.tfl_flatbuffer_utils import read_model

    for tensor in read_model(model).subgraphs[0].tensors:
        shape = [] if tensor.shape is None else list(tensor.shape)
        if len(shape) == 4 and shape[0] == 1 and min(shape[1:3]) >= size / LARGE_FIELD:  # noqa: PLR2004
            yield re.escape(tensor.name.decode())


def _ranges(quantizer: Any, inputs: dict[str, Any]) -> Ranges:
    """Measure the range of every activation on drawn pictures, rounded to few digits."""
    measured = quantizer.calibrate(inputs, num_threads=1)
    return {
        name: {key: _rounded(value) if key in ("min", "max") else value for key, value in each.items()}
        for name, each in measured.items()
    }


def _inputs(model: bytes, size: int, scale: InputScale) -> dict[str, Any]:
    """Return drawn pictures as the inputs of a network's one signature."""
    from ai_edge_quantizer.utils.tfl_flatbuffer_utils import read_model

    (signature,) = read_model(model).signatureDefs
    name = signature.inputs[0].name.decode()
    pictures = noise_pictures(PICTURES, size)
    return {signature.signatureKey.decode(): [{name: scale.scaled(one[None])} for one in pictures]}


def _rounded(values: Any) -> Any:
    array = np.asarray(values)
    return np.array([float(f"{value:.{DIGITS}g}") for value in array.ravel()], array.dtype).reshape(
        array.shape
    )


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
