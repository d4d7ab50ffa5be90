#!/bin/sh
# Asking LiteRT's CompiledModel for any one XNNPACK flag silently takes int8 networks away from XNNPACK.
#
# `CpuOptions(xnnpack_flags=...)` reads as if it added to what is on by default. It replaces it: the flags for int8 (QS8, 0x1)
# and uint8 (QU8, 0x2), which are on by default, go off unless they are named again. The network then runs by LiteRT's
# built-in kernels: no warning, two to five times slower, and other answers, as these kernels round differently. So
# a flag that is to save memory (0x20, a transient indirection buffer) seems to cost that time, and 0x21 costs nothing.
#
# Seen with tensorflow 2.21.0 and ai-edge-litert 2.3.0 (x86-64 with AVX-512 VNNI): the outputs of 0x20 are those of the built-in
# kernels, those of 0x21 and of the default are XNNPACK's. CPU time twice that of the default for this network, 4.7 times for MobileNetV2.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "tensorflow==2.21.0" "ai-edge-litert==2.3.0" "numpy==2.2.6"
cd "$folder"
TF_CPP_MIN_LOG_LEVEL=3 "$folder/venv/bin/python" - 2>"$folder/log" <<'PYTHON' || { cat "$folder/log"; exit 1; }
import contextlib
import sys
import time

import numpy as np
import tensorflow as tf
from ai_edge_litert.compiled_model import CompiledModel
from ai_edge_litert.interpreter import Interpreter, OpResolverType
from ai_edge_litert.options import CpuOptions, Options

SIDE, TIMES = 96, 20
rng = np.random.default_rng(0)
pictures = rng.random((8, SIDE, SIDE, 3), np.float32)


def int8_network():
    tf.keras.utils.set_random_seed(1)
    layers = tf.keras.layers
    field = picture = tf.keras.Input((SIDE, SIDE, 3), batch_size=1)
    for step in range(6):
        field = layers.Conv2D(64, 3, padding="same", strides=2 if step == 0 else 1)(field)
        field = layers.DepthwiseConv2D(3, padding="same")(layers.ReLU(6.0)(field))
        field = layers.Add()([field, layers.Conv2D(64, 1)(layers.ReLU(6.0)(field))])
    model = tf.keras.Model(picture, field)
    converter = tf.lite.TFLiteConverter.from_keras_model(model)
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.representative_dataset = lambda: ([each[None]] for each in pictures)
    converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
    converter.inference_input_type = converter.inference_output_type = tf.int8
    with contextlib.redirect_stdout(sys.stderr):
        return converter.convert()


def interpreted(kernels):
    interpreter = Interpreter("int8.tflite", num_threads=1, experimental_op_resolver_type=kernels)
    interpreter.allocate_tensors()
    interpreter.set_tensor(interpreter.get_input_details()[0]["index"], shown)
    interpreter.invoke()
    return interpreter.get_tensor(interpreter.get_output_details()[0]["index"]).ravel()


def compiled(flags):
    options = Options(cpu_options=CpuOptions(num_threads=1, xnnpack_flags=flags))
    model = CompiledModel.from_file("int8.tflite", options=options)
    inputs, outputs = model.create_input_buffers(0), model.create_output_buffers(0)
    inputs[0].write(shown.ravel())
    model.run_by_index(0, inputs, outputs)
    started = time.process_time()
    for _ in range(TIMES):
        model.run_by_index(0, inputs, outputs)
    return outputs[0].read(xnnpack.size, np.int8), (time.process_time() - started) / TIMES * 1000


with open("int8.tflite", "wb") as file:
    file.write(int8_network())
shown = rng.integers(-128, 128, (1, SIDE, SIDE, 3)).astype(np.int8)
xnnpack, built_in = interpreted(OpResolverType.AUTO), interpreted(OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES)
print("outputs that differ between XNNPACK and the built-in kernels:", f"{(xnnpack != built_in).mean():.0%}")
by_flags = {flags: compiled(flags) for flags in (None, 0x20, 0x21)}
for flags, (answer, milliseconds) in by_flags.items():
    kernels = [name for name, known in (("XNNPACK", xnnpack), ("built-in", built_in)) if np.array_equal(answer, known)]
    print(f"xnnpack_flags={flags}: {milliseconds:.1f} CPU ms, outputs of {kernels}")
assert (xnnpack != built_in).any()
assert np.array_equal(by_flags[None][0], xnnpack) and np.array_equal(by_flags[0x21][0], xnnpack)
assert np.array_equal(by_flags[0x20][0], built_in)
PYTHON
