"""The estimated share of the novel class, on drawn features whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest

from artmeta.vision.novel_class import FEWEST, C, _regression, best_bin, novel_share

WIDTH = 24
CENTRES = np.eye(WIDTH)[:5] * 5  # the three topics, then two novel ones

CONVERGED = 1e-3  # an optimizer that stops an iteration earlier changes 0.0003; twice the C changes 0.003


def drawn(counts: list[int], rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Draw features around the centres, and the number of the nearest topic."""
    topics = np.repeat(np.arange(5), counts)
    vectors = (CENTRES[topics] + rng.normal(size=(len(topics), WIDTH))).astype(np.float32)
    return vectors, (vectors @ CENTRES[:3].T).argmax(axis=1)


@pytest.mark.parametrize(("share", "mix"), [(0.0, (1, 1, 1)), (0.3, (6, 2, 1)), (0.8, (1, 1, 1))])
def test_the_share_is_found_whatever_the_shares_of_the_topics_are(share: float, mix: tuple[int, ...]) -> None:
    rng = np.random.default_rng(4)
    labelled, topics = drawn([80, 80, 80, 0, 0], rng)
    others = round(150 * share)
    counts = [round((300 - 2 * others) * each / sum(mix)) for each in mix]
    collection, predicted = drawn([*counts, others, others], rng)
    true = 2 * others / len(collection)
    result = novel_share(labelled, topics, collection, predicted)
    assert result is not None
    estimate, low, high = result
    assert estimate == pytest.approx(true, abs=0.15)
    assert 0 <= low <= true <= high <= 1


def test_ranks_that_are_uniform_hold_works_of_the_topics_only() -> None:
    ranks = np.random.default_rng(1).random(1000)
    share, low, _ = best_bin(ranks, 500)
    assert share < 0.05 and low == 0
    half, low, high = best_bin(np.concatenate([ranks, np.zeros(1000)]), 500)
    assert half == pytest.approx(0.5, abs=0.08) and low < 0.5 < high


def test_too_few_works_give_no_share() -> None:
    labelled, topics = drawn([80, 80, 80, 0, 0], np.random.default_rng(1))
    assert novel_share(labelled, topics, labelled[: FEWEST - 1], topics[: FEWEST - 1]) is None


def test_the_regression_is_that_of_scikit_learn() -> None:
    from sklearn.linear_model import LogisticRegression

    rng = np.random.default_rng(2)
    vectors = rng.normal(size=(300, 20)).astype(np.float32)
    positive = rng.random(300) < 1 / (1 + np.exp(-2 * vectors[:, 0]))
    fitted = LogisticRegression(C=C, max_iter=300).fit(vectors, positive)
    kernel, bias = _regression(vectors, positive)
    np.testing.assert_allclose(kernel, fitted.coef_[0], atol=CONVERGED)
    assert bias == pytest.approx(fitted.intercept_[0], abs=CONVERGED)
