"""A card of few works says what so few cost, with how far its figure may be off; a card of many says nothing of it."""

from __future__ import annotations

import re

import numpy as np
import pytest

from artmeta.steps.training.model_card import figures_of, notes_of
from artmeta.steps.training.train import TrainingResult
from artmeta.steps.training.works import Works
from artmeta.vision.backbones import Backbone
from artmeta.vision.training import Hyperparameters, train_head


def made(each: int) -> TrainingResult:
    dice = np.random.default_rng(1)
    topics = [topic for topic in ("boat", "house", "tree") for _ in range(each)]
    centres = dice.normal(0, 0.3, (3, 30))
    vectors = (np.repeat(centres, each, axis=0) + dice.normal(0, 1, (3 * each, 30))).astype(np.float32)
    names = [str(number) for number in range(3 * each)]
    works = Works(names, names, topics, vectors, names, names)
    return TrainingResult(
        train_head(vectors, topics, names, Hyperparameters()), works, Backbone.__new__(Backbone)
    )


@pytest.mark.parametrize("each", [5, 10])
def test_few_works_are_judged_out_of_fold_and_the_card_says_so(each: int) -> None:
    found = figures_of(few := made(each))
    assert found.works == 3 * each
    (note,) = notes_of(few.trained, found)
    assert f"learnt from {each} works only" in note
    assert f"of {3 * each} works each judged by a head that had not learnt from it" in note
    low, high = map(int, re.findall(r"(\d+)%", note)[1:3])
    assert low < round(100 * found.accuracy.value) <= high
    assert high - low > 20


def test_many_works_need_no_remark() -> None:
    found = figures_of(many := made(40))
    assert found.works == 18
    assert notes_of(many.trained, found) == ()
