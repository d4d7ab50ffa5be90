#!/bin/sh
# ai-edge-quantizer 0.10.0 (PyPI) writes LiteRT files in which its QUANTIZE and DEQUANTIZE are ADD to readers that
# follow the schema.
#
# A LiteRT file (TensorFlow Lite's schema) has two fields for the code of an operation: a byte, and a longer one since
# there are more than 127. By the schema, the longer one counts where the byte is 127, and the byte otherwise.
# Expected of a file that is quantised to int8 with inputs and outputs in float32, or in its weights alone: other
# readers take it as they take the float32 file. What happens: the quantiser fills the longer field only. The byte is
# 0, which is the code of ADD. LiteRT itself takes the larger of the two, so nothing is seen there. OpenVINO looks for
# the options of an addition and refuses the file in a sentence about something else; tf2onnx 1.17.0 ends in a
# KeyError. Files of TensorFlow's own converter have both fields. A way that works: copy the code into the byte.
#
# Seen with ai-edge-litert 2.3.0 and OpenVINO 2026.4.1, one fully connected layer:
#   codes           FULLY_CONNECTED 9, 9   QUANTIZE 114, 0   DEQUANTIZE 6, 0
#   float32         LiteRT 2.382, 1.605, 0.286   OpenVINO the same
#   int8            LiteRT 1.785, 1.705, 0.081   OpenVINO: Chosen Builtin Option is not accessible for this node
#   weights alone   LiteRT 2.379, 1.609, 0.297   OpenVINO: the same refusal
#   either with the bytes filled                 OpenVINO as LiteRT
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet ai-edge-quantizer==0.10.0 ai-edge-litert==2.3.0 openvino==2026.4.1 numpy==2.4.6
cd "$folder"
OMP_NUM_THREADS=1 "$folder/venv/bin/python" -W ignore - 2>"$folder/log" <<'PYTHON' || { cat "$folder/log" >&2; exit 1; }
import contextlib
import io
from pathlib import Path

import flatbuffers
import numpy as np
import openvino
from ai_edge_litert import schema_py_generated as schema
from ai_edge_litert.interpreter import Interpreter
from ai_edge_quantizer import quantizer, recipe

rng = np.random.default_rng(0)
KINDS = {code: name for name, code in vars(schema.BuiltinOperator).items() if isinstance(code, int)}


def tensor(name, shape, buffer):
    made = schema.TensorT()
    made.name, made.shape, made.type, made.buffer = name, np.array(shape, np.int32), schema.TensorType.FLOAT32, buffer
    return made


def buffer(values=()):
    made = schema.BufferT()
    made.data = np.frombuffer(np.asarray(values, np.float32).tobytes(), np.uint8) if len(values) else None
    return made


def named(name, number):
    made = schema.TensorMapT()
    made.name, made.tensorIndex = name, number
    return made


def content(model):
    builder = flatbuffers.Builder(1024)
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def read(file):
    return schema.ModelT.InitFromObj(schema.Model.GetRootAsModel(file, 0))


def one_layer():
    layer, code = schema.OperatorT(), schema.OperatorCodeT()
    code.builtinCode = code.deprecatedBuiltinCode = schema.BuiltinOperator.FULLY_CONNECTED
    layer.opcodeIndex, layer.inputs, layer.outputs = 0, [0, 1, 2], [3]
    layer.builtinOptionsType = schema.BuiltinOptions.FullyConnectedOptions
    layer.builtinOptions = schema.FullyConnectedOptionsT()
    graph, model, signature = schema.SubGraphT(), schema.ModelT(), schema.SignatureDefT()
    places = ("features", [1, 8]), ("kernel", [3, 8]), ("bias", [3]), ("scores", [1, 3])
    graph.tensors = [tensor(*place, number + 1) for number, place in enumerate(places)]
    graph.operators, graph.inputs, graph.outputs = [layer], [0], [3]
    signature.signatureKey = "serving_default"
    signature.inputs, signature.outputs = [named("features", 0)], [named("scores", 3)]
    model.version, model.operatorCodes, model.subgraphs, model.signatureDefs = 3, [code], [graph], [signature]
    model.buffers = [buffer(), buffer(), buffer(rng.normal(size=(3, 8))), buffer(np.zeros(3)), buffer()]
    return content(model)


def quantised(file, rules, float_ends):
    with contextlib.redirect_stdout(io.StringIO()):
        maker = quantizer.Quantizer(file, rules)
        for end in ("INPUT", "OUTPUT") if float_ends else ():
            maker.update_quantization_recipe(regex=".*", operation_name=end, algorithm_key="no_quantize")
        ranges = maker.calibrate({"serving_default": shown}) if maker.need_calibration else None
        return bytes(maker.quantize(ranges).quantized_model)


def filled(file):
    model = read(file)
    for each in model.operatorCodes:
        each.deprecatedBuiltinCode = min(each.builtinCode, 127)
    for each in model.buffers:  # the quantiser puts constants behind the tables
        if each.offset > 1:
            each.data = np.frombuffer(file, np.uint8, each.size, each.offset)
        each.offset = each.size = 0
    return content(model)


def litert(file):
    network = Interpreter(model_content=file)
    network.allocate_tensors()
    network.set_tensor(network.get_input_details()[0]["index"], shown[0]["features"])
    network.invoke()
    return network.get_tensor(network.get_output_details()[0]["index"])[0].round(3)


def openvino_(file):
    Path("model.tflite").write_bytes(file)
    core = openvino.Core()
    try:
        network = core.compile_model(core.read_model("model.tflite"), "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    except RuntimeError as fault:
        return str(fault).strip().splitlines()[-1]
    return network(shown[0]["features"])[0][0].round(3)


shown = [{"features": rng.uniform(-1, 1, (1, 8)).astype(np.float32)} for _ in range(20)]
full = one_layer()
files = {"float32": full, "int8": quantised(full, recipe.static_wi8_ai8(), True)}
files["bytes filled"] = filled(files["int8"])
files["weights alone"] = quantised(full, recipe.weight_only_wi8_afp32(), False)
files["weights alone, bytes filled"] = filled(files["weights alone"])
seen = {name: (litert(file), openvino_(file)) for name, file in files.items()}
for name, file in files.items():
    for each in read(file).operatorCodes:
        print(KINDS[each.builtinCode], each.builtinCode, each.deprecatedBuiltinCode, end="; ")
    print(name, "LiteRT", seen[name][0], "OpenVINO", seen[name][1])
for name in ("float32", "bytes filled", "weights alone, bytes filled"):
    assert np.allclose(*seen[name], atol=0.002), name
assert all("Builtin Option" in str(seen[name][1]) for name in ("int8", "weights alone"))
PYTHON
