"""The head of Teachable Machine: one hidden layer of 100 units, trained with Adam on stored embeddings."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import keras
import numpy as np
from numpy.typing import NDArray

from artmeta.domain.evaluation import EpochMetrics
from artmeta.vision.heads import Dense, Head, Vectors

if TYPE_CHECKING:
    from artmeta.progress import Tick
    from artmeta.vision.hyperparameters import Hyperparameters
    from artmeta.vision.targets import Targets

HIDDEN = 100  # units, as read from real exports
STEPS_PER_EXECUTION = 64  # batches run by Keras in one call: a quarter less CPU time, the same result


def fit(
    vectors: Vectors,
    y_true: Targets,
    validation: NDArray[np.bool_],
    params: Hyperparameters,
    tick: Tick | None = None,
) -> tuple[Head, list[EpochMetrics]]:
    """Train the recipe's two layers on the works outside the validation split."""
    topics, labels = y_true.shape[1], y_true.argmax(axis=1)
    steps = -(-int((~validation).sum()) // params.batch_size)
    compiled = _compiled(
        threading.get_ident(), vectors.shape[1], topics, params.learning_rate, min(steps, STEPS_PER_EXECUTION)
    )
    keras.utils.set_random_seed(params.seed)
    network = compiled.begin()
    tested = (vectors[validation], labels[validation]) if validation.any() else None
    history = network.fit(
        vectors[~validation],
        labels[~validation],
        validation_data=tested,
        epochs=params.epochs,
        batch_size=params.batch_size,
        verbose=0,
        callbacks=[keras.callbacks.LambdaCallback(on_epoch_end=lambda *_: tick())] if tick else [],
    ).history
    unknown = [float("nan")] * params.epochs
    columns = (history.get(name, unknown) for name in ("loss", "accuracy", "val_loss", "val_accuracy"))
    epochs = [
        EpochMetrics(number, *(float(value) for value in values))
        for number, values in enumerate(zip(*columns, strict=True), start=1)
    ]
    hidden, output = (layer for layer in network.layers if layer.weights)
    kernel, bias = hidden.get_weights()
    last = Dense(output.get_weights()[0], np.zeros(topics, np.float32))
    return Head((Dense(kernel, bias, relu=True), last)), epochs


@dataclass(frozen=True)
class _Compiled:
    """A compiled network and the state of its optimizer before training, so that one compilation serves all folds."""

    network: keras.Model
    optimizer: list[NDArray[np.float32]]

    def begin(self) -> keras.Model:
        """Return the network with weights drawn anew and its optimizer as it was at first."""
        width, topics = self.network.input_shape[-1], self.network.output_shape[-1]
        self.network.set_weights(_layers(width, topics).get_weights())
        for variable, first in zip(self.network.optimizer.variables, self.optimizer, strict=True):
            variable.assign(first)
        return self.network


@lru_cache(maxsize=4)  # a training and its folds differ in their number of batches
def _compiled(thread: int, width: int, topics: int, learning_rate: float, together: int) -> _Compiled:
    """Compile a network for one thread: compiling takes longer than training on a few hundred works."""
    network = _layers(width, topics)
    network.compile(  # compiled by XLA, so small a network would not train faster
        keras.optimizers.Adam(learning_rate),
        "sparse_categorical_crossentropy",
        metrics=["accuracy"],
        steps_per_execution=together,
        jit_compile=False,
    )
    network.optimizer.build(network.trainable_variables)
    return _Compiled(network, [np.array(variable) for variable in network.optimizer.variables])


def _layers(width: int, topics: int) -> keras.Model:
    return keras.Sequential(
        [
            keras.Input((width,)),
            keras.layers.Dense(HIDDEN, activation="relu", kernel_initializer="he_normal"),
            keras.layers.Dense(topics, activation="softmax", use_bias=False),
        ]
    )
