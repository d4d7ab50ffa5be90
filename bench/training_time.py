"""What does it save to look at every picture once, instead of once an epoch as the lesson's recipe in Keras does?

Run: python -m bench.training_time FOLDER [--epochs 3] [--works 200]

FOLDER holds one folder of pictures a topic. Both ways train the same two layers on the same works with the same
hold-out; one calls `fit` on pictures, through the frozen backbone, the other is artmeta's own training, on features
that LiteRT computed once, with the three further trainings that its calibration takes.
Seconds are CPU and wall time on this machine; the time for 50 epochs is computed from the measured ones.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import keras
import numpy as np

from artmeta.imaging.decode import decode
from artmeta.vision.backbones import DEFAULT, keras_backbone, load_backbone
from artmeta.vision.hyperparameters import Hyperparameters
from artmeta.vision.litert import Embedder
from artmeta.vision.splits import validation_split
from artmeta.vision.training import train_head
from artmeta.vision.weights import find_weights

RECIPE = 50  # epochs, Teachable Machine's own setting


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--works", type=int, default=200)
    parser.add_argument("--cache", type=Path, default=Path("data/cache"))
    options = parser.parse_args()
    files = [file for file in sorted(options.folder.rglob("*")) if file.is_file()]
    files = files[:: max(1, len(files) // options.works)]
    topics = [file.parent.name for file in files]
    labels = np.unique(topics, return_inverse=True)[1]
    out = validation_split(topics, [str(file) for file in files], 1)
    print(json.dumps({"works": len(files), "held_out": int(out.sum()), "epochs": options.epochs}))
    for way in (on_features, on_pictures):
        print(json.dumps({"way": way.__name__, **way(files, labels, out, options)}), flush=True)


def on_features(
    files: list[Path], labels: np.ndarray, out: np.ndarray, options: argparse.Namespace
) -> dict[str, float]:
    """Look once, then train as artmeta does: the recipe's 50 epochs, and three folds more for the calibration."""
    embedder = Embedder(load_backbone(DEFAULT, options.cache), threads=1)
    topics, names = [f"{topic:02}" for topic in labels], [str(file) for file in files]
    started = clock()
    vectors = np.stack([embedder.embed(decode(file)) for file in files])
    looked = clock()
    trained = train_head(
        vectors, topics, names, Hyperparameters("teachable-machine", RECIPE), lambda done=1: None
    )
    whole = clock()
    assert np.array_equal(trained.validation, out)
    return {
        "cpu_seconds_looking": looked[0] - started[0],
        "cpu_seconds_50_epochs": whole[0] - started[0],
        "wall_seconds_50_epochs": whole[1] - started[1],
        f"accuracy_after_{options.epochs}": trained.epochs[options.epochs - 1].validation_accuracy,
        "accuracy_after_50": trained.epochs[-1].validation_accuracy,
    }


def on_pictures(
    files: list[Path], labels: np.ndarray, out: np.ndarray, options: argparse.Namespace
) -> dict[str, float]:
    """Fit on pictures, through the frozen backbone, as people write it."""
    backbone = keras_backbone(DEFAULT, find_weights(""))
    backbone.trainable = False
    head = recipe(int(labels.max()) + 1)
    keras.utils.set_random_seed(1)
    network = keras.Sequential([backbone, *head.layers])
    network.compile(keras.optimizers.Adam(0.001), "sparse_categorical_crossentropy", metrics=["accuracy"])
    started = clock()
    pictures = np.stack([decode(file) for file in files]).astype(np.float32)
    read = clock()
    history = network.fit(
        pictures[~out],
        labels[~out],
        validation_data=(pictures[out], labels[out]),
        epochs=options.epochs,
        batch_size=16,
        verbose=0,
    ).history["val_accuracy"]
    whole = clock()
    cpu, wall = ((whole[at] - read[at]) / options.epochs * RECIPE + read[at] - started[at] for at in (0, 1))
    return {
        "cpu_seconds_50_epochs": cpu,
        "wall_seconds_50_epochs": wall,
        f"accuracy_after_{options.epochs}": history[-1],
    }


def recipe(topics: int) -> keras.Sequential:
    """Teachable Machine's two layers, compiled as it does."""
    layers = [
        keras.Input((1280,)),
        keras.layers.Dense(100, activation="relu", kernel_initializer="he_normal"),
        keras.layers.Dense(topics, activation="softmax", use_bias=False),
    ]
    network = keras.Sequential(layers)
    network.compile(keras.optimizers.Adam(0.001), "sparse_categorical_crossentropy", metrics=["accuracy"])
    return network


def clock() -> tuple[float, float]:
    """CPU and wall time, in seconds."""
    return time.process_time(), time.perf_counter()


if __name__ == "__main__":
    main()
