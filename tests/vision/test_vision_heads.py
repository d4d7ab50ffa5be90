"""Confidences of a row sum to 1 for a softmax head; each stands by itself for a sigmoid head."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys

import numpy as np
import pytest
from numpy.typing import NDArray

from artmeta.stats import softmax
from artmeta.vision.heads import Dense, Head, sigmoid


@pytest.fixture
def vectors() -> NDArray[np.float32]:
    return np.random.default_rng(3).normal(0, 1, (6, 5)).astype(np.float32)


def head(multi_label: bool) -> Head:
    rng = np.random.default_rng(4)
    hidden = Dense(rng.normal(0, 1, (5, 8)).astype(np.float32), np.full(8, 0.1, np.float32), relu=True)
    output = Dense(rng.normal(0, 1, (8, 3)).astype(np.float32), np.float32([0.2, 0.0, -0.3]))
    return Head((hidden, output), temperature=2.5, multi_label=multi_label)


@pytest.mark.parametrize("multi_label", [False, True])
def test_the_calibrated_head_gives_the_confidences_as_scores(
    multi_label: bool, vectors: NDArray[np.float32]
) -> None:
    one = head(multi_label)
    again = one.calibrated()
    assert (again.temperature, again.multi_label) == (1.0, multi_label)
    assert again.scores(vectors) == pytest.approx(one.confidences(vectors), abs=1e-6)
    assert again.confidences(vectors) == pytest.approx(one.confidences(vectors), abs=1e-6)
    assert one.scores(vectors) != pytest.approx(one.confidences(vectors), abs=1e-2)


def test_topics_share_1_or_stand_alone(vectors: NDArray[np.float32]) -> None:
    assert head(False).confidences(vectors).sum(axis=1) == pytest.approx(1)
    alone = head(True).confidences(vectors)
    assert ((alone > 0) & (alone < 1)).all()
    assert alone.sum(axis=1) != pytest.approx(1, abs=0.05)
    assert (head(False).activation, head(True).activation) == ("softmax", "sigmoid")


def test_sums_beyond_what_exp_can_hold_stay_shares() -> None:
    far = np.array([[-1e5, 0.0, 1e5]])
    assert sigmoid(far) == pytest.approx(np.array([[0, 0.5, 1]]))
    assert softmax(far) == pytest.approx(np.array([[0, 0, 1]]))


ON_OTHER_INSTRUCTIONS = """
import json
import numpy, threadpoolctl
from artmeta.vision.heads import Dense, Head
random = numpy.random.default_rng(5)
kernel, bias, vectors = (random.normal(0, 1, shape).astype("f4") for shape in ((1280, 7), (7,), (40, 1280)))
confidences = Head((Dense(kernel / 20, bias),)).confidences(vectors)
print(json.dumps([threadpoolctl.threadpool_info()[0].get("architecture"), confidences.tolist()]))
"""


def test_confidences_do_not_depend_on_the_instruction_set() -> None:
    answers = {}
    for instructions in ("Haswell", "Nehalem"):  # AVX2 and SSE4.2, as OpenBLAS calls them
        ran = subprocess.run(
            [sys.executable, "-c", ON_OTHER_INSTRUCTIONS],
            env={**os.environ, "OPENBLAS_CORETYPE": instructions},
            capture_output=True,
            check=True,
        )
        used, confidences = json.loads(ran.stdout)
        assert used == instructions or platform.machine() != "x86_64"
        answers[instructions] = np.array(confidences)
    assert np.abs(answers["Haswell"] - answers["Nehalem"]).max() < 1e-14
