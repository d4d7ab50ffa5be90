"""A head learns what can be learnt, tells how, and refuses in a sentence what cannot."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from artmeta.errors import ModelError
from artmeta.stats import softmax
from artmeta.vision.hyperparameters import HEADS, REPEATS, Hyperparameters, epochs_of, hyperparameters_for
from artmeta.vision.splits import validation_split
from artmeta.vision.targets import one_hot
from artmeta.vision.training import TrainedHead, out_of_fold, train_head

WIDTH = 40


def clouds(
    works: int, topics: int = 3, spread: float = 1.0, seed: int = 0
) -> tuple[NDArray[np.float32], list[str]]:
    """Draw features of works in clouds around one centre a topic."""
    rng = np.random.default_rng(seed)
    centres = rng.normal(0, 1, (topics, WIDTH))
    vectors = np.concatenate([rng.normal(centre, spread, (works, WIDTH)) for centre in centres])
    return vectors.astype(np.float32), [f"topic{k}" for k in range(topics) for _ in range(works)]


def ids(topic_ids: list[str]) -> list[str]:
    return [str(number) for number in range(len(topic_ids))]


@pytest.mark.parametrize(("head", "topics"), [("logistic", 2), ("logistic", 3), ("teachable-machine", 3)])
def test_what_is_far_apart_is_learnt(head: str, topics: int) -> None:
    vectors, names = clouds(40, topics, spread=0.7)
    ticks: list[int] = []
    params = Hyperparameters(head=head, epochs=8)
    trained = train_head(vectors, names, ids(names), params, lambda done=1: ticks.append(done))
    assert sum(ticks) == epochs_of(params) == len(trained.epochs)
    assert trained.topics == tuple(f"topic{k}" for k in range(topics))
    assert trained.validation.sum() == 6 * topics
    y_true = np.array([trained.topics.index(name) for name in names])
    y_pred = trained.head.confidences(vectors[trained.validation]).argmax(axis=1)
    assert (y_pred == y_true[trained.validation]).mean() > 0.9
    assert (trained.out_of_fold.argmax(axis=1) == y_true).mean() > 0.9
    assert trained.epochs[-1].loss < trained.epochs[0].loss
    last = trained.epochs[-1]
    assert 0 <= last.validation_accuracy <= 1
    assert last.validation_loss > 0


@pytest.mark.parametrize("head", HEADS)
def test_the_same_seed_gives_the_same_head(head: str) -> None:
    vectors, names = clouds(12)
    one, other = (
        train_head(vectors, names, ids(names), Hyperparameters(head=head, epochs=3, seed=7)) for _ in range(2)
    )
    assert np.array_equal(one.validation, other.validation)
    assert np.allclose(one.head.logits(vectors), other.head.logits(vectors), atol=1e-4)
    assert one.head.temperature == pytest.approx(other.head.temperature, rel=1e-3)


def test_the_out_of_fold_scores_never_come_from_a_head_that_saw_the_work() -> None:
    """With features that say nothing, a head that saw the works would still know them by heart."""
    rng = np.random.default_rng(1)
    vectors = rng.normal(0, 1, (120, 200)).astype(np.float32)
    names = [f"topic{k}" for k in rng.integers(0, 3, 120)]
    trained = train_head(vectors, names, ids(names), Hyperparameters(regularization_c=1e3))
    y_true = np.array([trained.topics.index(name) for name in names])
    assert (
        trained.head.scores(vectors)[~trained.validation].argmax(1) == y_true[~trained.validation]
    ).mean() > 0.95
    assert (trained.out_of_fold.argmax(1) == y_true).mean() < 0.5


def test_out_of_fold_scores_are_means_over_partitions_of_which_no_seed_shares_one() -> None:
    vectors, names = clouds(30, spread=2.0)
    one, other = (train_head(vectors, names, ids(names), Hyperparameters(seed=seed)) for seed in (1, 2))
    assert one.partitions.shape == (REPEATS["logistic"], 90)
    assert len({row.tobytes() for row in np.concatenate([one.partitions, other.partitions])}) == 6
    each = [out_of_fold(vectors, one.y_true, row, Hyperparameters()) for row in one.partitions]
    assert np.allclose(one.raw, np.mean(each, axis=0))
    assert np.ptp(each, axis=0).mean() > 0.1


def test_copies_never_stand_on_both_sides() -> None:
    vectors, names = clouds(20)
    groups = [f"picture{number // 2}" for number in range(len(names))]
    held: TrainedHead = train_head(vectors, names, groups, Hyperparameters())
    assert all(held.validation[number] == held.validation[number ^ 1] for number in range(len(names)))


def test_the_strength_suits_any_length_of_features() -> None:
    vectors, names = clouds(20)
    small, large = (
        train_head(vectors * factor, names, ids(names), Hyperparameters()) for factor in (0.01, 100.0)
    )
    assert np.allclose(small.out_of_fold, large.out_of_fold, atol=0.02)


def test_the_learning_rate_and_the_batch_size_are_used() -> None:
    from artmeta.vision.keras_backend.head import fit

    vectors, names = clouds(20, spread=2.0)
    y_true = np.array([int(name[-1]) for name in names])
    validation = np.arange(60) % 10 == 0

    def loss(batch_size: int, learning_rate: float) -> float:
        params = Hyperparameters("teachable-machine", 2, batch_size, learning_rate)
        return fit(vectors, one_hot(y_true, 3), validation, params)[1][-1].loss

    usual = loss(16, 1e-3)
    assert loss(16, 1e-6) > usual
    assert loss(1000, 1e-3) > usual


def test_the_recipe_is_that_of_teachable_machine() -> None:
    vectors, names = clouds(6)
    head = train_head(vectors, names, ids(names), Hyperparameters("teachable-machine", epochs=1)).head
    hidden, last = head.layers
    assert hidden.kernel.shape == (WIDTH, 100)
    assert hidden.relu
    assert last.kernel.shape == (100, 3)
    assert not last.bias.any()
    assert np.allclose(head.scores(vectors), softmax(head.logits(vectors)))


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        ([], "two topics"),
        (["boat"] * 9, "two topics"),
        (["boat"] * 9 + ["house"], "'house' has 1 readable picture"),
    ],
)
def test_too_little_is_refused_in_a_sentence(names: list[str], sentence: str) -> None:
    with pytest.raises(ModelError, match=sentence):
        train_head(np.zeros((len(names), WIDTH), np.float32), names, ids(names), Hyperparameters())


def test_two_copies_of_one_picture_are_one() -> None:
    names = ["boat"] * 9 + ["house"] * 2
    with pytest.raises(ModelError, match="'house' has 1"):
        train_head(
            np.zeros((11, WIDTH), np.float32), names, [*ids(names[:9]), "same", "same"], Hyperparameters()
        )


def test_a_topic_of_which_all_is_held_out_as_copies_of_others_is_refused() -> None:
    names = [*["a"] * 30, *["b"] * 30, "c", "c"]
    groups = [*ids(names[:60]), "0", "30"]  # both pictures of c are copies, one of a's and one of b's
    seed = next(seed for seed in range(1000) if validation_split(names, groups, seed)[-2:].all())
    with pytest.raises(ModelError, match="No picture of 'c' is left to learn from: all are copies"):
        train_head(np.zeros((62, WIDTH), np.float32), names, groups, Hyperparameters(seed=seed))


def test_an_unknown_head_is_named() -> None:
    with pytest.raises(ModelError, match="Did you mean 'logistic'"):
        train_head(
            np.zeros((4, WIDTH), np.float32),
            ["a", "a", "b", "b"],
            ["1", "2", "3", "4"],
            Hyperparameters(head="logistics"),
        )


@pytest.mark.parametrize("works", [2, 5, 19])
def test_few_works_are_all_learnt_from_and_all_judged_unseen(works: int) -> None:
    vectors, names = clouds(works, topics=2)
    trained = train_head(vectors, names, ids(names), Hyperparameters(), lambda done=1: None)
    assert trained.validation.sum() == 0
    assert sorted(np.bincount(trained.folds)) == sorted(
        len(fold) for fold in np.array_split(names, max(trained.folds) + 1)
    )
    assert np.isfinite(trained.head.confidences(vectors)).all()
    assert np.isnan(trained.epochs[-1].validation_accuracy)


def test_from_twenty_a_topic_some_are_held_out() -> None:
    vectors, names = clouds(20, topics=2)
    assert train_head(vectors, names, ids(names), Hyperparameters()).validation.sum() == 6


def test_the_recipe_needs_no_works_held_out() -> None:
    vectors, names = clouds(5, topics=2)
    trained = train_head(vectors, names, ids(names), Hyperparameters("teachable-machine", epochs=2))
    assert len(trained.epochs) == 2
    assert trained.epochs[0].loss > 0
    assert np.isnan(trained.epochs[0].validation_loss)


def test_hyperparameters_that_are_not_set_suit_the_head() -> None:
    assert hyperparameters_for("logistic", None, None, None, 3) == Hyperparameters(seed=3)
    assert hyperparameters_for("fine-tuned", None, 8, None, 1) == Hyperparameters("fine-tuned", 10, 8, 0.001)
