"""A card of few works says what so few cost, with how far its figure may be off; a card of many says nothing of it."""

from __future__ import annotations

import re

import numpy as np
import pytest

from artmeta.stats import binned_calibration_test
from artmeta.steps.training.fit import TrainingResult
from artmeta.steps.training.measure import (
    calibration_notes,
    out_of_fold_notes,
    small_sample_notes,
    validation_metrics,
)
from artmeta.steps.training.works import TrainingWorks
from artmeta.vision.hyperparameters import Hyperparameters
from artmeta.vision.networks.backbone import Backbone
from artmeta.vision.training import train_head


def result_of(each: int) -> TrainingResult:
    rng = np.random.default_rng(1)
    topics = [topic for topic in ("boat", "house", "tree") for _ in range(each)]
    centres = rng.normal(0, 0.3, (3, 30))
    vectors = (np.repeat(centres, each, axis=0) + rng.normal(0, 1, (3 * each, 30))).astype(np.float32)
    names = [str(number) for number in range(3 * each)]
    works = TrainingWorks(names, names, [(topic,) for topic in topics], vectors, names, names)
    return TrainingResult(
        train_head(vectors, topics, names, Hyperparameters()), works, Backbone.__new__(Backbone)
    )


@pytest.mark.parametrize("each", [5, 10])
def test_few_works_are_judged_out_of_fold_and_the_card_says_so(each: int) -> None:
    metrics = validation_metrics(few := result_of(each))
    assert metrics.works == 3 * each
    (note,) = small_sample_notes(few, metrics)
    assert f"learnt from {each} works only" in note
    assert f"of {3 * each} works each judged by a head that had not learnt from it" in note
    low, high = map(int, re.findall(r"(\d+)%", note)[1:3])
    assert low < round(100 * metrics.accuracy.value) <= high
    assert high - low > 20


def test_a_card_says_that_it_is_out_of_fold_until_100_works_are_held_out() -> None:
    metrics = validation_metrics(some := result_of(40))
    assert metrics.works == 120
    assert small_sample_notes(some, metrics) == ()
    (note,) = out_of_fold_notes(some, metrics)
    assert (
        "out of fold, over all 120 works" in note
        and "The training of the saved model left out 18 works" in note
    )


def test_many_works_need_no_remark() -> None:
    metrics = validation_metrics(many := result_of(230))
    assert metrics.works == 105
    assert small_sample_notes(many, metrics) == out_of_fold_notes(many, metrics) == ()


@pytest.mark.parametrize(("error", "works", "notes"), [(0.07, 100, 0), (0.07, 5000, 1)])
def test_an_error_that_chance_explains_is_no_warning(error: float, works: int, notes: int) -> None:
    test = binned_calibration_test([works], [0.8], [works * (0.8 - error)])
    calibration = {"error_after": test.error, "error_allowed": test.allowed, "works": works}
    result = calibration_notes(calibration)
    assert len(result) == notes
    assert all("off by 7.0% on average" in note for note in result)
