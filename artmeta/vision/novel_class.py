"""The novel class: the share of a collection's works that show none of the topics, estimated without examples."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from artmeta.stats import one_blas_thread
from artmeta.vision.heads import Floats, Vectors, sigmoid
from artmeta.vision.reference_embeddings import unit_vectors

Topics = NDArray[np.intp]
ShareInterval = tuple[float, float, float]  # a share of some works, 0 to 1, and the ends of its 95% interval

FEWEST = 50  # labelled works, and works of the collection; with fewer the interval says nothing
MOST = 1_000  # works of each side that are compared, drawn at random: the interval is then 15 points wide
# of the cross-validation; by one alone, estimates for 160 labelled works vary from 3 to 24%
FOLDS, REPEATS = 5, 3
C = 20.0  # inverse regularization strength, for features of length 1
OPTIONS = {"maxiter": 300, "maxls": 50, "gtol": 1e-4, "ftol": 64 * np.finfo(float).eps}  # of the optimizer
ERROR = 0.1  # of the deviations of the two distribution functions (Dvoretzky, Kiefer, Wolfowitz 1956)
# Measured with `python -m bench.novel_class`: the weight of the deviation with which bins are chosen, the bias that it
# causes and the half width of the interval, as parts of the deviation; the bias vanishes where nothing is novel.
WEIGHT, BIAS, HALF_WIDTH, RISE = 2.0, 0.6, 0.9, 0.5


def novel_share(
    labelled: Vectors, topics: Topics, collection: Vectors, predicted: Topics
) -> ShareInterval | None:
    """Estimate the share of the novel class from features [n, width]; None with fewer than 50 works on either side.

    `topics` [n] are the numbers of the labelled works' topics, `predicted` [m] of the collection's likeliest ones; no
    work of the collection may be a labelled one. A logistic regression tells labelled works from the collection's, out
    of fold; where its score is highest the collection holds works of the topics only, and their density is the share of
    the topics: best-bin estimation (Garg, Wu, Smola, Balakrishnan, Lipton 2021, "Mixture Proportion Estimation and PU
    Learning"). The cross-validation is repeated, and the median estimate counts.
    Scores are ranked among the labelled works of the same topic, so that topics may be more or less frequent than among
    the labelled works (open-set label shift: Garg, Balakrishnan, Lipton 2022).
    """
    rng = np.random.default_rng(1)
    one, other = _at_most(len(labelled), rng), _at_most(len(collection), rng)
    if min(len(one), len(other)) < FEWEST:
        return None
    vectors = unit_vectors(np.concatenate([labelled[one], collection[other]]))
    known = np.arange(len(vectors)) < len(one)
    centred = _rotated(vectors - vectors.mean(axis=0))
    fits = []
    for _ in range(REPEATS):
        scores = _scores(centred, known, rng)
        ranks = _ranks(scores[known], topics[one], scores[~known], predicted[other])
        fits.append(best_bin(ranks, len(one)))
    return sorted(fits)[REPEATS // 2]


def best_bin(ranks: Floats, labelled: int) -> ShareInterval:
    """Estimate the share from ranks [m] among so many labelled works, uniform for works of the topics; 1 is likeliest.

    Of all bins from some rank up to 1, the one with the least upper bound of the density of the collection counts.
    """
    deviation = sum(float(np.sqrt(np.log(4 / ERROR) / 2 / count)) for count in (labelled, len(ranks)))
    bins = np.arange(1, labelled + 1) / labelled
    above = np.searchsorted(np.sort(1 - ranks), bins, side="right") / len(ranks)
    place = int(np.argmin((above + WEIGHT * deviation) / bins))
    lowest = 1 - min(1.0, float(above[place] / bins[place]))
    share = min(1.0, lowest + BIAS * deviation * min(1.0, lowest / (RISE * deviation)))
    half = HALF_WIDTH * deviation
    return share, max(0.0, share - half), min(1.0, share + half)


def _at_most(count: int, rng: np.random.Generator) -> NDArray[np.intp]:
    return np.sort(rng.permutation(count)[:MOST])


def _rotated(vectors: Vectors) -> Vectors:
    """Return vectors [n, width] in as many dimensions as they span, at most n: a regression is faster, and the same."""
    if len(vectors) >= vectors.shape[1]:
        return vectors
    triangle: Vectors = np.linalg.qr(vectors.T, mode="r")  # type: ignore[assignment]  # with this mode one array
    return np.ascontiguousarray(triangle.T)


def _scores(vectors: Vectors, known: NDArray[np.bool_], rng: np.random.Generator) -> Floats:
    """Return logits [n] of being a labelled work, each from a regression on the other folds."""
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
    """Return the part of the labelled works of the same topic with a lower score [m]; of all if none is of it."""
    ranks = np.empty(len(others))
    for topic in np.unique(predicted):
        mine = predicted == topic
        same = np.sort(scores[topics == topic] if (topics == topic).any() else scores)
        ranks[mine] = (np.searchsorted(same, others[mine], side="right") + 0.5) / (len(same) + 1)
    return ranks
