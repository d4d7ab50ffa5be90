"""From what a classifier says of single works to how many works of each topic there are: four ways."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import nnls

from artmeta.trends.bins import Spread

Floats = NDArray[np.float64]

ROUNDS = 200  # of expectation and maximisation
ENOUGH = 1e-4  # change of a share, at which they end
ANCHOR = 1.0  # works of the whole collection's mix that each bin is given: a thin bin does not stick at 0
SUM_WEIGHT = 1e3  # how hard the shares of a bin are made to sum to 1, against the fit


def means(values: Floats, part: Spread, count: int) -> Floats:
    """Return the mean of values [works, topics] in each of `count` bins: [bins, topics]; 0 where a bin is empty."""
    return pair_means(values[part.work], part, count)


def pair_means(values: Floats, part: Spread, count: int) -> Floats:
    """Return the mean in each bin of values [pairs, topics] that belong to the pairs of works and bins."""
    weighted = values * part.mass[:, None]
    sums = np.stack([np.bincount(part.bin, weights=column, minlength=count) for column in weighted.T], axis=1)
    result: Floats = sums / np.maximum(part.total(count), np.finfo(float).tiny)[:, None]
    return result


def said(confidences: Floats) -> Floats:
    """Return 1 at the likeliest topic of each work and 0 elsewhere: what plain counting counts."""
    hard: Floats = np.eye(confidences.shape[1])[confidences.argmax(axis=1)]
    return hard


def adjusted(observed: Floats, confusion: Floats) -> Floats:
    """Return the shares [bins, topics] that explain mean confidences [bins, topics], given [said, right].

    PACC, the probabilistic adjusted count (Bella et al. 2010): the non-negative shares, summing to 1, whose
    expected confidences are nearest. With hard counts it is ACC, the adjusted count (Forman 2008).
    """
    count = confusion.shape[1]
    matrix = np.vstack([confusion, SUM_WEIGHT * np.ones(count)])
    shares = np.stack([nnls(matrix, np.append(row, SUM_WEIGHT))[0] for row in observed])
    result: Floats = shares / shares.sum(axis=1, keepdims=True)
    return result


def adapted(confidences: Floats, prior: Floats, mix: Floats) -> Floats:
    """Return confidences [n, topics] as they would be if topics were as frequent as `mix` instead of `prior`.

    `mix` is one for all [topics] or one a row [n, topics].
    """
    raised = confidences * (mix / prior)
    result: Floats = raised / np.maximum(raised.sum(axis=1, keepdims=True), np.finfo(float).tiny)
    return result


def overall_mix(confidences: Floats, prior: Floats) -> Floats:
    """Return the whole collection's shares [topics] by expectation and maximisation over confidences [n, topics].

    EMQ (Saerens, Latinne, Decaestecker 2002): right where confidences are calibrated and only the
    frequencies of the topics differ from those the classifier learnt.
    """
    mix = prior
    for _ in range(ROUNDS):
        renewed = adapted(confidences, prior, mix).mean(axis=0)
        moved = float(np.abs(renewed - mix).max())
        mix = renewed
        if moved < ENOUGH:
            break
    return mix


def maximised(confidences: Floats, part: Spread, count: int, prior: Floats, mix: Floats) -> Floats:
    """Return EMQ shares of each bin [bins, topics] from confidences [works, topics].

    Each bin starts from the collection's `mix` [topics] and is given one work of that mix.
    """
    told, works = confidences[part.work], part.total(count)[:, None]
    shares = np.tile(mix, (count, 1))
    for _ in range(ROUNDS):
        seen = pair_means(adapted(told, prior, shares[part.bin]), part, count)
        renewed = (works * seen + ANCHOR * mix) / (works + ANCHOR)
        moved = float(np.abs(renewed - shares).max())
        shares = renewed
        if moved < ENOUGH:
            break
    return shares
