#!/bin/sh
# Keras 3: the recipe for fine-tuning by which batch normalisation keeps its statistics updates them, silently.
#
# Keras' guide "Transfer learning & fine-tuning" builds a network with `base(inputs, training=False)` and says that the
# base stays in inference mode when its weights are unfrozen for fine-tuning, so that batch normalisation does not update
# its statistics. Expected: after `fit`, moving mean and variance are those of the pretrained network, and a learning
# rate of 0 changes nothing. In Keras 2 (tf-keras) that is so. In Keras 3, the functional network that `fit` calls with
# `training=True` passes this on to every layer, over the False that was given when it was built: the layer normalises
# by each batch and overwrites the pretrained statistics, with a learning rate of 0 too. No warning is given. What does
# hold: `trainable = False` on these layers, which freezes scale and offset too, or a subclass of Model whose `call`
# passes `training=False` on.
#
# Seen with keras 3.15.1 and tf-keras 2.21.0 on tensorflow 2.21.0; keras 3.5.0, 3.10.0, 3.12.0, 3.13.0 and 3.14.0 do the
# same. The exit code is 0 while Keras 3 updates the statistics and Keras 2 keeps them.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "tensorflow==2.21.0" "keras==3.15.1" "tf-keras==2.21.0" "numpy==2.2.6"
TF_CPP_MIN_LOG_LEVEL=3 "$folder/venv/bin/python" - <<'PYTHON'
import sys

import keras
import numpy as np
import tf_keras

PICTURES = np.random.default_rng(0).normal(5, 2, (64, 8, 8, 3)).astype("float32")
TARGETS = np.zeros((64, 1), "float32")


def mean_after_fit(library):
    """Return the moving mean of the base's batch normalisation after an epoch with a learning rate of 0."""
    layers = library.layers
    pixels = library.Input((8, 8, 3))
    norm = layers.BatchNormalization()
    base = library.Model(pixels, norm(layers.Conv2D(4, 3, use_bias=False)(pixels)))
    inputs = library.Input((8, 8, 3))
    features = layers.GlobalAveragePooling2D()(base(inputs, training=False))
    network = library.Model(inputs, layers.Dense(1)(features))
    network.compile(library.optimizers.SGD(0.0), "mse")
    network.fit(PICTURES, TARGETS, verbose=0)
    return np.abs(np.asarray(norm.moving_mean)).max()


found = {library.__name__: mean_after_fit(library) for library in (keras, tf_keras)}
print(f"keras {keras.__version__}: the moving mean was 0, after fit up to {found['keras']:.3f}")
print(f"tf-keras {tf_keras.__version__}: the moving mean was 0, after fit up to {found['tf_keras']:.3f}")
sys.exit(0 if found["keras"] > 0.01 and found["tf_keras"] == 0 else 1)
PYTHON
