#!/bin/sh
# A uint8 LiteRT model scaled to -1..1 does not get 256 pixel values if they are quantised by its own scale and zero point.
#
# TensorFlow's converter gives the input of a network that was shown x / 127.5 - 1 the scale 1 / 127.5 and the zero point
# 127: the real zero lies at pixel 127.5, and a zero point is an integer. By the documented rule, real value =
# scale * (stored - zero point), a pixel x becomes x - 0.5: every one of the 256 values is a tie. Rounding them in float32
# (numpy.round, half to even, and the noise of the division) leaves far fewer values; in float64 pixels are off by one.
# Handing the pixels on as they are, as the code that Teachable Machine shows for its quantised export does, keeps all
# 256 and is off by half a value. So "correct" preprocessing by the file's own parameters is worse than none.
#
# Seen with tensorflow 2.21.0, ai-edge-litert 2.3.0, numpy 2.2.6: scale 0.0078431, zero point 127; by the rule in float32
# 152 different values of 256.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "tensorflow==2.21.0" "ai-edge-litert==2.3.0" "numpy==2.2.6"
TF_CPP_MIN_LOG_LEVEL=3 "$folder/venv/bin/python" - <<'PYTHON'
import numpy as np
import tensorflow as tf
from ai_edge_litert.interpreter import Interpreter

tf.keras.utils.set_random_seed(1)
picture = tf.keras.Input((16, 16, 3))
features = tf.keras.layers.GlobalAveragePooling2D()(tf.keras.layers.Conv2D(4, 3)(picture))
model = tf.keras.Model(picture, tf.keras.layers.Dense(2, "softmax")(features))
shown = np.random.default_rng(0).integers(0, 256, (20, 16, 16, 3)) / np.float32(127.5) - 1
shown[0, 0, 0], shown[0, 0, 1] = -1, 1
converter = tf.lite.TFLiteConverter.from_keras_model(model)
converter.optimizations = [tf.lite.Optimize.DEFAULT]
converter.representative_dataset = lambda: ([one[None].astype(np.float32)] for one in shown)
converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
converter.inference_input_type = converter.inference_output_type = tf.uint8
interpreter = Interpreter(model_content=converter.convert())
scale, zero = interpreter.get_input_details()[0]["quantization"]

pixels = np.arange(256)
real = pixels.astype(np.float32) / np.float32(127.5) - 1
stored = np.round(real / np.float32(scale) + zero)
print(f"scale {scale:.7f}, zero point {zero}; by the rule {len(set(stored))} different values of 256")
assert zero == 127 and abs(scale - 1 / 127.5) < 1e-6, (scale, zero)
assert len(set(stored)) < 200, len(set(stored))
PYTHON
