"""What is known is judged, what is not is called unfamiliar, and a saved judge says the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from artmeta.domain.model_card import ModelCard
from artmeta.errors import ModelError
from artmeta.vision.familiarity import Familiarity
from artmeta.vision.judging import FAMILIARITY, MEMORY, Judge, judge_from, learn_judge
from artmeta.vision.spread import Spread
from artmeta.vision.training import Knobs, Trained, train_head

WIDTH, WORKS = 32, 120
TOPICS = ("boat", "house", "tree")


def features(topic: int, works: int, seed: int) -> NDArray[np.float32]:
    """Draw features as a backbone gives them: none below 0, each topic with peaks of its own on a common ground."""
    ground = np.random.default_rng(99).uniform(1, 2, WIDTH)
    peaks = np.zeros(WIDTH)
    peaks[topic * 5 : topic * 5 + 5] = 3
    noise = np.random.default_rng(seed).normal(0, 0.8, (works, WIDTH))
    return np.maximum(ground + peaks + noise, 0).astype(np.float32)


@pytest.fixture(scope="module")
def learnt() -> tuple[Judge, Trained, NDArray[np.float32]]:
    vectors = np.concatenate([features(topic, WORKS, topic) for topic in range(3)])
    names = [topic for topic in TOPICS for _ in range(WORKS)]
    ids = [f"work-{number}" for number in range(len(names))]
    trained = train_head(vectors, names, ids, Knobs())
    return learn_judge(trained, vectors, ids, ids), trained, vectors


def test_known_works_are_mostly_familiar_and_sure(learnt: tuple[Judge, Trained, NDArray[np.float32]]) -> None:
    new = np.concatenate([features(topic, 200, 100 + topic) for topic in range(3)])
    found = learnt[0].judge(new)
    assert (found.statuses == "unfamiliar").mean() < 0.12
    right = found.confidences.argmax(axis=1) == np.repeat([0, 1, 2], 200)
    sure = found.statuses == "sure"
    assert sure.mean() > 0.5
    assert right[sure].mean() >= 0.95
    assert found.confidences.sum(axis=1) == pytest.approx(1)


def test_a_topic_that_was_never_seen_and_a_medium_that_was_not_are_unfamiliar(
    learnt: tuple[Judge, Trained, NDArray[np.float32]],
) -> None:
    other_medium = np.random.default_rng(5).uniform(0, 6, (100, WIDTH)).astype(np.float32)
    assert (learnt[0].judge(features(4, 100, 7)).statuses == "unfamiliar").mean() > 0.5
    assert (learnt[0].judge(other_medium).statuses == "unfamiliar").mean() > 0.9
    assert (learnt[0].judge(np.zeros((1, WIDTH), np.float32)).statuses == "unfamiliar").all()


def test_works_held_out_are_not_remembered(learnt: tuple[Judge, Trained, NDArray[np.float32]]) -> None:
    judge, trained, _ = learnt
    assert judge.memory is not None
    held = {f"work-{number}" for number in np.flatnonzero(trained.held_out)}
    assert len(judge.memory.artwork_ids) == 3 * WORKS - len(held)
    assert not held & set(judge.memory.artwork_ids)


def test_the_nearest_works_are_of_the_same_topic(learnt: tuple[Judge, Trained, NDArray[np.float32]]) -> None:
    memory = learnt[0].memory
    assert memory is not None
    places, _ = memory.nearest(features(1, 50, 55), 3)
    assert (memory.topics[places] == 1).mean() > 0.9


def card(thresholds: dict[str, float]) -> ModelCard:
    said = {"thresholds": thresholds}
    return ModelCard(
        "m", 1, "b", "b", "", "logistic", "v", "1", TOPICS, "", "", "2026-01-01", "0", calibration=said
    )


def test_a_saved_judge_says_the_same(learnt: tuple[Judge, Trained, NDArray[np.float32]]) -> None:
    judge, _, vectors = learnt
    kept = card(dict(zip(TOPICS, judge.thresholds.tolist(), strict=True)))
    again = judge_from(kept, judge.head, judge.files())
    one, other = judge.judge(vectors), again.judge(vectors)
    assert np.array_equal(one.confidences, other.confidences)
    assert one.strangeness == pytest.approx(other.strangeness, abs=0.05)
    assert (one.statuses == other.statuses).mean() > 0.99


def test_an_imported_model_is_never_sure_and_knows_no_stranger(
    learnt: tuple[Judge, Trained, NDArray[np.float32]],
) -> None:
    judge, _, vectors = learnt
    found = judge_from(card({}), judge.head, {}).judge(vectors[:5])
    assert set(found.statuses) == {"unsure"}
    assert np.isnan(found.strangeness).all()


def test_damaged_and_foreign_files_are_refused(learnt: tuple[Judge, Trained, NDArray[np.float32]]) -> None:
    judge, files = learnt[0], learnt[0].files()
    for name in files:
        with pytest.raises(ModelError, match="damaged"):
            judge_from(card({}), judge.head, {**files, name: files[name][:100]})
    assert judge.memory is not None
    other = replace(judge.memory, directions=judge.memory.directions[:, :8])
    with pytest.raises(ModelError, match="not that of its head"):
        judge_from(card({}), judge.head, {MEMORY: other.packed(), FAMILIARITY: files[FAMILIARITY]})


def test_a_spread_is_the_inverse_of_a_shrunk_covariance() -> None:
    offsets = np.random.default_rng(1).normal(0, [3, 1, 0.2, 1, 1], (400, 5)).astype(np.float32)
    covariance = offsets.T @ offsets / 400
    shrunk = 0.3 * covariance + 0.7 * np.trace(covariance) / 5 * np.eye(5)
    expected = np.einsum("ni,ij,nj->n", offsets, np.linalg.inv(shrunk), offsets)
    assert Spread.of(offsets).squared(offsets) == pytest.approx(expected, rel=1e-3)


def test_few_works_still_make_a_judge() -> None:
    vectors = np.concatenate([features(topic, 2, topic) for topic in range(2)])
    ids = list("abcd")
    trained = train_head(vectors, ["boat", "boat", "house", "house"], ids, Knobs())
    found = learn_judge(trained, vectors, ids, ids).judge(vectors)
    assert np.isfinite(found.strangeness).all()
    assert not (found.statuses == "sure").any()


def test_strangeness_grows_with_the_distance(learnt: tuple[Judge, Trained, NDArray[np.float32]]) -> None:
    judge = learnt[0]
    away = np.random.default_rng(8).normal(0, 1, WIDTH)
    steps = np.stack([features(0, 1, 3)[0] + step * away for step in (0, 2, 4, 8)]).astype(np.float32)
    assert (np.diff(judge.judge(steps).strangeness) > 0).all()
    assert isinstance(judge.familiarity, Familiarity)
