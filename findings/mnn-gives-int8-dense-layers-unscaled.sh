#!/bin/sh
# MNN reads an int8 LiteRT file with a dense layer without a word, and gives numbers that were never scaled back.
#
# Expected: a network of one dense layer, quantised to int8 by TensorFlow's own converter (float32 in and out), gives in MNN what it
# gives in LiteRT, but for the rounding of int8: a step or two of the output's scale. MNN's converter says nothing, and convolutions of
# such files do agree within a step. But a dense layer gives whole numbers in the thousands, where LiteRT gives numbers around 1; a softmax
# behind it says 1 for one topic. In float32 both agree. Give MNN the float32 file.
#
# Seen with MNN 3.6.1, tensorflow 2.21.0 and ai-edge-litert 2.3.0 (x86-64).
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "MNN==3.6.1" "tensorflow==2.21.0" "ai-edge-litert==2.3.0" "numpy==2.2.6"
cd "$folder"
TF_CPP_MIN_LOG_LEVEL=3 venv/bin/python - <<'PYTHON'
import numpy as np
import tensorflow as tf
from ai_edge_litert.interpreter import Interpreter

tf.keras.utils.set_random_seed(1)
shown = np.random.default_rng(0).normal(size=(20, 8)).astype(np.float32)
model = tf.keras.Sequential([tf.keras.Input((8,)), tf.keras.layers.Dense(4)])
for name in ("float32", "int8"):
    converter = tf.lite.TFLiteConverter.from_keras_model(model)
    if name == "int8":
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
        converter.representative_dataset = lambda: ([one[None]] for one in shown)
        converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
    data = converter.convert()
    with open(f"{name}.tflite", "wb") as file:
        file.write(data)
    interpreter = Interpreter(model_content=data)
    interpreter.allocate_tensors()
    answers = []
    for one in shown:
        interpreter.set_tensor(interpreter.get_input_details()[0]["index"], one[None])
        interpreter.invoke()
        answers.append(interpreter.get_tensor(interpreter.get_output_details()[0]["index"])[0])
    np.savez(f"{name}.npz", shown=shown, litert=np.stack(answers))
PYTHON
for name in float32 int8; do
    venv/bin/mnnconvert -f TFLITE --modelFile "$name.tflite" --MNNModel "$name.mnn" --bizCode x >/dev/null
done
venv/bin/python - <<'PYTHON'
import MNN
import MNN.expr as expr
import MNN.nn as nn
import numpy as np

apart = {}
for name in ("float32", "int8"):
    kept = np.load(f"{name}.npz")
    net = nn.load_module_from_file(f"{name}.mnn", [], [])
    answers = []
    for one in kept["shown"]:
        result = net.forward([expr.const(one[None], [1, 8], expr.NHWC)])
        result = result[0] if isinstance(result, list) else result
        answers.append(np.array(result.read()).reshape(4))
    apart[name] = float(np.abs(np.stack(answers) - kept["litert"]).max())
    print(f"{name}: LiteRT {kept['litert'][0].round(2)}, MNN {answers[0].round(2)}; {apart[name]:.6g} apart at most")
assert apart["float32"] < 1e-3 and apart["int8"] > 100, apart
PYTHON
