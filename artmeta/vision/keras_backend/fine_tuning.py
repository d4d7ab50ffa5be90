"""Fine-tuning of a backbone's last blocks with the head, on stored outputs of its frozen first blocks.

The head starts from a fitted logistic head; the gradients of a randomly initialised one would distort the pretrained
features (Kumar et al. 2022, "Fine-Tuning can Distort Pretrained Features and Underperform Out-of-Distribution").
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from artmeta.batches import batched
from artmeta.errors import ModelError
from artmeta.files import replacing
from artmeta.vision.heads import Dense, Floats, Head

# The last frozen layer of each backbone, the last of a stride of 16: earlier layers detect edges, not topics. Outputs
# are 14 x 14 x 96 (mobilenetv2), 14 x 14 x 112, 15 x 15 x 112 and 17 x 17 x 120 (efficientnet-lite 0, 1 and 2).
LAST_FROZEN = {
    "mobilenetv2": "features.13.add",
    "efficientnet-lite0": "blocks.10.add",
    "efficientnet-lite1": "blocks.14.add",
    "efficientnet-lite2": "blocks.14.add",
}
BATCH = 32  # pictures in a batch of inference
LABEL_SMOOTHING = 0.1  # Szegedy et al. 2016, section 7
WARMUP_SHARE = 0.1  # of all steps, over which the learning rate increases linearly

TrunkFeatures = NDArray[np.float16]  # [n, side, side, channels], in a file: 38 kB a work with mobilenetv2
Places = NDArray[np.intp]
# Called after every epoch with its number, training loss, training accuracy and validation logits; False stops.
EpochCallback = Callable[[int, float, float, Floats], bool]


@dataclass(frozen=True, slots=True)
class Schedule:
    """The schedule of a fine-tuning: epochs over which the learning rate decays, batch size, highest learning rate."""

    epochs: int
    batch_size: int
    learning_rate: float
    seed: int


def frozen_output(backbone: keras.Model) -> Any:
    """Return the output [n, side, side, channels] of the frozen blocks; raise ModelError if it cannot be fine-tuned."""
    last = LAST_FROZEN.get(backbone.name)
    if last not in [layer.name for layer in backbone.layers]:
        raise ModelError(
            f"The backbone '{backbone.name}' cannot be fine-tuned.",
            f"Only {', '.join(LAST_FROZEN)} with weights in torch's format can; train another head on this one.",
        )
    return backbone.get_layer(last).output


def trunk_features(backbone: keras.Model, pictures: Iterable[NDArray[np.uint8]]) -> Iterator[TrunkFeatures]:
    """Yield the output of the frozen blocks for pictures [size, size, 3] in batches: [batch, side, side, channels]."""
    trunk = keras.Model(backbone.input, frozen_output(backbone))
    limit = np.finfo(np.float16).max
    for batch in batched(pictures, BATCH):
        field = trunk.predict_on_batch(np.stack(batch).astype(np.float32))
        yield np.clip(field, -limit, limit).astype(np.float16)


class StoredStatistics(keras.Model):  # type: ignore[misc]
    """A network whose batch normalisation uses its stored statistics in training too, and leaves them as they are.

    Keras 3 ignores `training=False` where a layer was called with it to build a network: `fit` and `train_on_batch`
    set it to true for every layer. No layer of these networks depends on it but batch normalisation.
    """

    def call(self, inputs: Any, training: bool | None = None, mask: Any = None) -> Any:
        """Compute in inference mode, whatever `training` says."""
        return super().call(inputs, training=False, mask=mask)


class FineTuner:
    """The last blocks of a backbone with a head, compiled once; every training starts from the pretrained weights."""

    def __init__(self, backbone: keras.Model, topics: int) -> None:
        """Share the weights of `backbone`: a training changes them in place."""
        self.backbone = backbone
        features = last_blocks(backbone)
        self._head = keras.layers.Dense(topics, name="head")
        self._network = StoredStatistics(features.input, self._head(features.output))
        self._beginning = self._network.get_weights()
        _compile(self._network)

    def tune(
        self,
        fields: TrunkFeatures,
        answers: NDArray[np.float32],
        places: tuple[Places, Places],
        start: Head,
        schedule: Schedule,
        backup: Path,
        on_epoch: EpochCallback,
    ) -> Head:
        """Train from the pretrained weights and the head `start`; batch normalisation uses its stored statistics.

        `answers` [n, topics] are one-hot targets; `places` are the indices of the training works, and of the
        validation works that are predicted after every epoch. Each epoch is saved in the folder `backup`; after an
        interruption, the training resumes after the last saved one.
        """
        training, validation = places
        self._begin(start)
        batches = -(-len(training) // schedule.batch_size)
        for epoch in range(_load_checkpoint(self._network, backup), schedule.epochs):
            sums = np.zeros(2)
            for number, (field, target) in enumerate(_batches(fields, answers, training, schedule, epoch)):
                self._network.optimizer.learning_rate.assign(
                    _step(schedule, epoch * batches + number, batches)
                )
                sums += len(field) * self._train_on_batch(field, target)
            loss, accuracy = (sums / len(training)).tolist()
            continues = on_epoch(epoch + 1, loss, accuracy, predict(self._network, fields, validation))
            _save_checkpoint(self._network, epoch + 1, backup)
            if not continues:
                break
        kernel, bias = self._head.get_weights()
        return Head((Dense(kernel, bias),))

    def _train_on_batch(self, field: NDArray[np.float32], target: NDArray[np.float32]) -> NDArray[np.float64]:
        """Do one step; return loss and accuracy of the batch alone (some versions of Keras sum up)."""
        self._network.reset_metrics()
        metrics = self._network.train_on_batch(field, target, return_dict=True)
        return np.array([float(metrics["plain"]), float(metrics["accuracy"])])

    def _begin(self, start: Head) -> None:
        self._network.set_weights(self._beginning)
        (first,) = start.layers
        self._head.set_weights([first.kernel, first.bias])
        for variable in self._network.optimizer.variables:
            variable.assign(np.zeros(variable.shape, variable.dtype))


def _step(schedule: Schedule, done: int, batches: int) -> float:
    """Return the learning rate: linear warm-up, then cosine decay (Loshchilov and Hutter 2017)."""
    steps = schedule.epochs * batches
    warmup = max(1, int(WARMUP_SHARE * steps))
    if done < warmup:
        return schedule.learning_rate * (done + 1) / warmup
    return schedule.learning_rate * 0.5 * (1 + math.cos(math.pi * (done - warmup) / max(1, steps - warmup)))


def _load_checkpoint(network: keras.Model, backup: Path) -> int:
    """Load the newest checkpoint; return the number of epochs completed in it, 0 without a checkpoint."""
    states = {int(file.name.partition(".")[0]): file for file in backup.glob("[0-9]*.weights.h5")}
    if states:
        network.load_weights(states[max(states)])
    return max(states, default=0)


def _save_checkpoint(network: keras.Model, epoch: int, backup: Path) -> None:
    older = list(backup.glob("*.weights.h5"))
    with replacing(backup / f"{epoch}.weights.h5") as part:
        network.save_weights(part)  # the optimizer's state with them
    for file in older:
        file.unlink()


def _batches(
    fields: TrunkFeatures, answers: NDArray[np.float32], training: Places, schedule: Schedule, epoch: int
) -> Iterator[tuple[NDArray[np.float32], NDArray[np.float32]]]:
    """Yield batches in an order drawn for the epoch; half of the works, at random, are flipped horizontally."""
    rng = np.random.default_rng([schedule.seed, epoch])
    order = rng.permutation(training)
    for start in range(0, len(order), schedule.batch_size):
        places = order[start : start + schedule.batch_size]
        field = fields[places].astype(np.float32)
        flipped = rng.random(len(places)) < 0.5  # noqa: PLR2004
        field[flipped] = field[flipped][:, :, ::-1]
        yield field, answers[places]


def last_blocks(backbone: keras.Model) -> keras.Model:
    """Return the trainable blocks, sharing weights: [n, side, side, channels] -> features [n, width]."""
    names, last = [layer.name for layer in backbone.layers], LAST_FROZEN[backbone.name]
    field = keras.Input(frozen_output(backbone).shape[1:], name="field")
    outputs = {last: field}
    for layer in backbone.layers[names.index(last) + 1 :]:
        inputs = [outputs[source] for source in _sources(layer)]
        outputs[layer.name] = layer(inputs if len(inputs) > 1 else inputs[0])
    return keras.Model(field, outputs[names[-1]])


def _sources(layer: keras.layers.Layer) -> list[str]:
    """Return the names of the input layers of a layer in the backbone."""
    node = layer._inbound_nodes[0]
    return [tensor._keras_history.operation.name for tensor in node.input_tensors]


def predict(network: keras.Model, fields: TrunkFeatures, places: Places) -> Floats:
    """Return a network's outputs for the works at `places`, read from the file in batches."""
    parts = [
        network.predict_on_batch(fields[places[start : start + BATCH]].astype(np.float32))
        for start in range(0, len(places), BATCH)
    ]
    return np.concatenate(parts).astype(np.float64) if parts else np.zeros((0, network.output_shape[-1]))


def _compile(network: keras.Model) -> None:
    network.compile(
        keras.optimizers.Adam(),
        keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=LABEL_SMOOTHING),
        metrics=[keras.metrics.CategoricalCrossentropy(from_logits=True, name="plain"), "accuracy"],
        jit_compile=False,
    )
    network.optimizer.build(network.trainable_variables)
