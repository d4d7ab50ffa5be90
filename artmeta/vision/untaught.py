"""The share of a collection's works that show none of the taught topics, estimated without examples of such works."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artmeta.stats import one_blas_thread
from artmeta.vision.heads import Floats, Vectors, sigmoid
from artmeta.vision.reference_embeddings import unit_vectors

Topics = NDArray[np.intp]

FEWEST = 50  # taught works, and works of the collection; with fewer the interval says nothing
MOST = 1_000  # works of each side that are compared, drawn at random: the interval is then 15 points wide
# of the cross-validation; by one alone, estimates for 160 taught works vary from 3 to 24%
FOLDS, REPEATS = 5, 3
C = 20.0  # inverse regularization strength, for features of length 1
OPTIONS = {"maxiter": 300, "maxls": 50, "gtol": 1e-4, "ftol": 64 * np.finfo(float).eps}  # of the optimizer
ERROR = 0.1  # of the deviations of the two distribution functions (Dvoretzky, Kiefer, Wolfowitz 1956)
# Measured with `python -m bench.untaught`: the weight of the deviation with which bins are chosen, the bias that it
# causes and the half width of the interval, as parts of the deviation; the bias vanishes where nothing is untaught.
WEIGHT, BIAS, HALF_WIDTH, RISE = 2.0, 0.6, 0.9, 0.5


@dataclass(frozen=True, slots=True)
class UntaughtShare:
    """The estimated share of untaught works, 0 to 1, with its 95% interval, and the works it rests on."""

    share: float
    low: float
    high: float
    works: int


def untaught_share(
    taught: Vectors, topics: Topics, collection: Vectors, predicted: Topics, seed: int = 1
) -> UntaughtShare | None:
    """Estimate the share of untaught works from features [n, width]; None with fewer than 50 works on either side.

    `topics` [n] are the numbers of the taught works' topics, `predicted` [m] of the collection's likeliest ones; no
    work of the collection may be a taught one. A logistic regression tells taught works from the collection's, out of
    fold; where its score is highest the collection holds taught works only, and their density is the share of taught
    works: best-bin estimation (Garg, Wu, Smola, Balakrishnan, Lipton 2021, "Mixture Proportion Estimation and PU
    Learning"). The cross-validation is repeated, and the median estimate counts.
    Scores are ranked among the taught works of the same topic, so that topics may be more or less frequent than among
    the taught works (open-set label shift: Garg, Balakrishnan, Lipton 2022).
    """
    rng = np.random.default_rng(seed)
    one, other = _at_most(len(taught), rng), _at_most(len(collection), rng)
    if min(len(one), len(other)) < FEWEST:
        return None
    vectors = unit_vectors(np.concatenate([taught[one], collection[other]]))
    known = np.arange(len(vectors)) < len(one)
    centred = _rotated(vectors - vectors.mean(axis=0))
    fits = []
    for _ in range(REPEATS):
        scores = _scores(centred, known, rng)
        ranks = _ranks(scores[known], topics[one], scores[~known], predicted[other])
        fits.append(best_bin(ranks, len(one), len(collection)))
    return sorted(fits, key=lambda each: each.share)[REPEATS // 2]


def best_bin(ranks: Floats, taught: int, works: int) -> UntaughtShare:
    """Estimate the share from ranks [m] of a collection's works, uniform for taught ones; 1 is likeliest taught.

    Of all bins from some rank up to 1, the one with the least upper bound of the density of the collection counts.
    """
    deviation = sum(float(np.sqrt(np.log(4 / ERROR) / 2 / count)) for count in (taught, len(ranks)))
    bins = np.arange(1, taught + 1) / taught
    above = np.searchsorted(np.sort(1 - ranks), bins, side="right") / len(ranks)
    place = int(np.argmin((above + WEIGHT * deviation) / bins))
    lowest = 1 - min(1.0, float(above[place] / bins[place]))
    share = min(1.0, lowest + BIAS * deviation * min(1.0, lowest / (RISE * deviation)))
    half = HALF_WIDTH * deviation
    return UntaughtShare(share, max(0.0, share - half), min(1.0, share + half), works)


def _at_most(count: int, rng: np.random.Generator) -> NDArray[np.intp]:
    return np.sort(rng.permutation(count)[:MOST])


def _rotated(vectors: Vectors) -> Vectors:
    """Return vectors [n, width] in as many dimensions as they span, at most n: a regression is faster, and the same."""
    if len(vectors) >= vectors.shape[1]:
        return vectors
    triangle: Vectors = np.linalg.qr(vectors.T, mode="r")  # type: ignore[assignment]  # with this mode one array
    return np.ascontiguousarray(triangle.T)


def _scores(vectors: Vectors, known: NDArray[np.bool_], rng: np.random.Generator) -> Floats:
    """Return logits [n] of being a taught work, each from a regression on the other folds."""
    folds, scores = rng.permutation(len(vectors)) % FOLDS, np.zeros(len(vectors))
    with one_blas_thread():
        for fold in range(FOLDS):
            part = folds == fold
            kernel, bias = _regression(vectors[~part], known[~part])
            scores[part] = vectors[part] @ kernel + bias
    return scores


def _regression(vectors: Vectors, positive: NDArray[np.bool_]) -> tuple[Vectors, float]:
    """Return the coefficients [width] and the intercept of an L2-regularized logistic regression.

    The objective, the optimizer and its options are those of scikit-learn's LogisticRegression(C=C, max_iter=300),
    whose import takes 0.6 CPU s.
    """
    from scipy.optimize import minimize

    sign = np.where(positive, 1, -1).astype(vectors.dtype)
    penalty = 1 / (C * len(vectors))

    def loss(line: Floats) -> tuple[float, Floats]:
        kernel = line[:-1]
        margins = sign * (vectors @ kernel.astype(vectors.dtype) + line[-1])
        slopes = (-sign * sigmoid(-margins)).astype(vectors.dtype)
        value = np.logaddexp(0, -margins).mean() + penalty / 2 * kernel @ kernel
        return float(value), np.append(slopes @ vectors / len(vectors) + penalty * kernel, slopes.mean())

    line = minimize(loss, np.zeros(vectors.shape[1] + 1), jac=True, method="L-BFGS-B", options=OPTIONS).x
    return line[:-1].astype(vectors.dtype), float(line[-1])


def _ranks(scores: Floats, topics: Topics, others: Floats, predicted: Topics) -> Floats:
    """Return the part of the taught works of the same topic with a lower score [m]; of all if none is of it."""
    ranks = np.empty(len(others))
    for topic in np.unique(predicted):
        mine = predicted == topic
        same = np.sort(scores[topics == topic] if (topics == topic).any() else scores)
        ranks[mine] = (np.searchsorted(same, others[mine], side="right") + 0.5) / (len(same) + 1)
    return ranks
