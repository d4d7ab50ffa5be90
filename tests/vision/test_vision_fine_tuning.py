"""Fine-tuning learns more than a head alone, never looks at the works held out, and resumes after an interruption."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from artmeta.errors import ModelError
from artmeta.stats import softmax
from artmeta.vision import fine_tuning
from artmeta.vision.fine_tuning import epochs_of, fine_tune
from artmeta.vision.heads import Dense, Head
from artmeta.vision.hyperparameters import FINE_TUNED, Hyperparameters
from artmeta.vision.logistic import fit
from artmeta.vision.targets import target_matrix

WORKS, SIDE = 24, 3
PARAMS = Hyperparameters(head=FINE_TUNED, epochs=3, batch_size=8, learning_rate=0.01)


@pytest.fixture(scope="module")
def fresh() -> Iterator[Callable[[], Any]]:
    """A network with the layers that matter, so small that each step takes longer to compile than to do."""
    import keras
    import tensorflow as tf

    from artmeta.vision.keras_backend import fine_tuning as tuning

    patch = pytest.MonkeyPatch()
    patch.setitem(tuning.LAST_FROZEN, "small", "frozen")

    def make() -> Any:
        keras.utils.set_random_seed(3)
        pixels = keras.Input((SIDE, SIDE, 3))
        kept = keras.layers.Conv2D(4, 1, name="before")(pixels)
        field = keras.layers.Add(name="frozen")([kept, kept])
        inner = keras.layers.BatchNormalization(name="norm")(keras.layers.Conv2D(4, 1, name="conv")(field))
        field = keras.layers.ReLU(6, name="relu")(keras.layers.Add(name="add")([field, inner]))
        return keras.Model(pixels, keras.layers.GlobalAveragePooling2D(name="features")(field), name="small")

    tf.config.run_functions_eagerly(True)
    yield make
    tf.config.run_functions_eagerly(False)
    patch.undo()


@pytest.fixture(scope="module")
def ticks() -> list[int]:
    """What `whole` reported of its progress."""
    return []


@pytest.fixture(scope="module")
def whole(
    fresh: Callable[[], Any],
    works: dict[str, Any],
    ticks: list[int],
    tmp_path_factory: pytest.TempPathFactory,
) -> fine_tuning.FineTuned:
    return tuned(fresh, works, tmp_path_factory.mktemp("whole"), lambda done=1: ticks.append(done))


@pytest.fixture(scope="module")
def works(fresh: Callable[[], Any]) -> dict[str, Any]:
    import keras

    from artmeta.vision.keras_backend.fine_tuning import trunk_features

    rng = np.random.default_rng(1)
    pictures = rng.integers(0, 3, (WORKS, SIDE, SIDE, 3)).astype(np.uint8)
    topics = ["one" if picture[..., 0].mean() > 1 else "two" for picture in pictures]
    model: keras.Model = fresh()
    return {
        "fields": np.concatenate(list(trunk_features(model, pictures))),
        "vectors": model.predict(pictures.astype(np.float32), verbose=0),
        "topic_ids": topics,
        "groups": [str(number) for number in range(WORKS)],
        "pictures": pictures,
    }


def tuned(
    fresh: Callable[[], Any], works: dict[str, Any], place: Path, tick: Any = None, **changed: Any
) -> fine_tuning.FineTuned:
    given = {name: works[name] for name in ("fields", "vectors", "topic_ids", "groups")}
    return fine_tune(fresh(), **{**given, "params": PARAMS, **changed}, place=place, tick=tick)


def test_a_network_of_its_own_comes_out(
    whole: fine_tuning.FineTuned, works: dict[str, Any], ticks: list[int]
) -> None:
    from artmeta.vision.keras_backend.networks import backbone_model

    made = whole
    trained = made.trained
    assert 0 < sum(ticks) <= epochs_of(PARAMS)
    assert 1 <= len(trained.epochs) <= PARAMS.epochs
    assert trained.validation.sum() == pytest.approx(0.15 * WORKS, abs=2)
    assert set(trained.folds[~trained.validation]) == {0, 1, 2}
    assert set(trained.folds[trained.validation]) == {-1}
    assert [part.tolist() for part in trained.parts] == [trained.validation.tolist()]
    network = backbone_model(made.network)
    statistics = network.get_layer("norm").get_weights()[2:]
    assert [values.tolist() for values in statistics] == [[0] * 4, [1] * 4], "as they were before"
    seen = network.predict(works["pictures"].astype(np.float32), verbose=0)
    assert np.abs(seen - works["vectors"]).max() > 1e-3, "the network has learnt"
    out = trained.validation
    assert trained.head.logits(seen[out]) == pytest.approx(trained.out_of_fold[out], abs=0.02)


def test_loss_and_accuracy_of_an_epoch_are_those_of_all_training_works(
    fresh: Callable[[], Any], works: dict[str, Any], tmp_path: Path
) -> None:
    from artmeta.vision.keras_backend.fine_tuning import FineTuner, Schedule

    topics, y_true = target_matrix(works["topic_ids"])
    head = Head((Dense(np.array([[1, -1], [2, 0], [0, 1], [-1, 2]], np.float32), np.zeros(2, np.float32)),))
    training, result = np.arange(WORKS - 4), []
    FineTuner(fresh(), len(topics)).tune(
        works["fields"],
        y_true.astype(np.float32),
        (training, np.arange(0)),
        head,
        Schedule(epochs=1, batch_size=8, learning_rate=0.0, seed=1),  # batches of 8, 8 and 4
        tmp_path,
        lambda number, loss, accuracy, logits: not result.append((loss, accuracy)),
    )
    scores = softmax(head.logits(works["vectors"][training]))
    right = scores.argmax(axis=1) == y_true[training].argmax(axis=1)
    expected = (-np.log(scores[y_true[training]]).mean(), right.mean())
    assert result == [pytest.approx(expected, abs=2e-3)]


def test_the_training_starts_from_the_logistic_head_with_less_confidence(
    fresh: Callable[[], Any], works: dict[str, Any], tmp_path: Path
) -> None:
    params = replace(PARAMS, epochs=1, learning_rate=0.0)
    trained = tuned(fresh, works, tmp_path, params=params).trained
    out = trained.validation
    logistic = replace(params, head="logistic", regularization_c=fine_tuning.START_C)
    start, _ = fit(works["vectors"], trained.y_true, out, logistic)
    expected = start.logits(works["vectors"][out]) / fine_tuning.START_TEMPERATURE
    assert trained.out_of_fold[out] == pytest.approx(expected, abs=5e-3)


def test_the_works_held_out_change_nothing(
    fresh: Callable[[], Any], works: dict[str, Any], whole: fine_tuning.FineTuned, tmp_path: Path
) -> None:
    first = whole
    out = first.trained.validation
    other = {name: works[name].copy() for name in ("fields", "vectors")}
    for each in other.values():
        each[out] = 0
    second = tuned(fresh, works, tmp_path / "b", **other)
    assert len(second.trained.epochs) == len(first.trained.epochs)
    for one, two in zip(first.network.weights.values(), second.network.weights.values(), strict=True):
        assert np.allclose(one, two, atol=1e-5)


def test_a_fall_loses_no_epoch(
    fresh: Callable[[], Any], works: dict[str, Any], whole: fine_tuning.FineTuned, tmp_path: Path
) -> None:
    class Fall(Exception):
        pass

    def falling(left: int) -> Any:
        def tick(done: int = 1) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                raise Fall

        return tick

    ticks = 0
    for allowed in (1, 3, 2):
        with pytest.raises(Fall):
            tuned(fresh, works, tmp_path / "falling", falling(allowed))

    def counting(done: int = 1) -> None:
        nonlocal ticks
        ticks += 1

    resumed = tuned(fresh, works, tmp_path / "falling", counting)
    assert ticks < (fine_tuning.FOLDS + 1) * PARAMS.epochs - 3
    assert len(resumed.trained.epochs) == len(whole.trained.epochs)
    assert np.allclose(resumed.trained.out_of_fold, whole.trained.out_of_fold, atol=1e-3)


def test_only_backbones_whose_blocks_are_known_can_be_fine_tuned() -> None:
    import keras

    from artmeta.vision.keras_backend.fine_tuning import trunk_features

    pixels = keras.Input((8, 8, 3))
    other = keras.Model(pixels, keras.layers.GlobalAveragePooling2D()(pixels), name="other")
    with pytest.raises(ModelError, match="'other' cannot be fine-tuned"):
        next(trunk_features(other, [np.zeros((8, 8, 3), np.uint8)]))
