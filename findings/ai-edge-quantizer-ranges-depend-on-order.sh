#!/bin/sh
# ai-edge-quantizer 0.10.0, static int8 quantisation of a LiteRT network.
# Expected: the range of an activation holds all values of the calibration samples, whatever their order ("min/max").
# Seen: `calibrate` keeps a moving average that begins with the first sample and gives each later one a weight of 0.05.
# Of ten samples with the highest value 1 and one with 10, the range ends at 6.39 if the 10 comes first, at 1.45 if it
# comes last: the quantised network depends on the order of the samples, and cuts off values that were shown to it.
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/packages"
"$place/packages/bin/pip" install --quiet ai-edge-quantizer==0.10.0 ai-edge-litert==2.3.0
cat > "$place/look.py" <<'PYTHON'
import contextlib
import io

import numpy as np
from ai_edge_litert import schema_py_generated as schema
from ai_edge_litert.tools import flatbuffer_utils
from ai_edge_quantizer.quantizer import Quantizer
from ai_edge_quantizer.recipe_manager import RecipeManager


def network():
    """A LiteRT file of one operation, the hyperbolic tangent of four numbers."""
    def tensor(name):
        made = schema.TensorT()
        made.name, made.shape, made.buffer = name, np.array([1, 4], np.int32), 0
        made.type, made.hasRank = schema.TensorType.FLOAT32, True
        return made

    code, operation, graph, file = schema.OperatorCodeT(), schema.OperatorT(), schema.SubGraphT(), schema.ModelT()
    code.builtinCode = code.deprecatedBuiltinCode = schema.BuiltinOperator.TANH
    code.version = 1
    operation.opcodeIndex, operation.inputs, operation.outputs = 0, np.array([0], np.int32), np.array([1], np.int32)
    graph.tensors, graph.operators = [tensor(b"x"), tensor(b"y")], [operation]
    graph.inputs, graph.outputs, graph.name = np.array([0], np.int32), np.array([1], np.int32), b"main"
    signature, maps = schema.SignatureDefT(), []
    for name, place in ((b"x", 0), (b"y", 1)):
        entry = schema.TensorMapT()
        entry.name, entry.tensorIndex = name, place
        maps.append([entry])
    signature.inputs, signature.outputs, signature.signatureKey = maps[0], maps[1], b"serving_default"
    signature.subgraphIndex = 0
    file.version, file.operatorCodes, file.subgraphs, file.signatureDefs = 3, [code], [graph], [signature]
    file.buffers, file.description = [schema.BufferT()], b"tanh"
    return bytes(flatbuffer_utils.convert_object_to_bytearray(file))


def highest(values):
    recipe = RecipeManager()
    recipe.add_static_config(".*", "*", activation_num_bits=8, weight_num_bits=8)
    samples = [{"x": np.array([[-1, 0, 0, value]], np.float32)} for value in values]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        ranges = Quantizer(network(), recipe.get_quantization_recipe()).calibrate({"serving_default": samples})
    return float(np.ravel(ranges["x"]["max"])[0])


first, last = highest([10] + [1] * 10), highest([1] * 10 + [10])
print(f"one sample of 10, then ten of 1: the range of x ends at {first:.2f}")
print(f"ten samples of 1, then one of 10: the range of x ends at {last:.2f}")
assert first > 6 and last < 2, "the behaviour has changed"
PYTHON
"$place/packages/bin/python" "$place/look.py"
# one sample of 10, then ten of 1: the range of x ends at 6.39
# ten samples of 1, then one of 10: the range of x ends at 1.45
