"""Label noise: what share of the training works has a wrong topic, and which works are most likely among them.

Confident learning finds wrong labels by out-of-fold confidences (Northcutt, Jiang, Chuang 2021, "Confident Learning:
Estimating Uncertainty in Dataset Labels"). Confidences alone cannot tell a wrong label from a difficult picture, so
their distribution is compared with what calibration allows: a classifier that is right about clean labels is rarely
sure of another topic, and one that learnt from noisy labels is so in a share of works that no temperature explains.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from artmeta.bias_audit.works import TINY, Floats, Indices

ALPHA = 0.005  # of a false alarm
MIN_WORKS = 100
MOST = 5_000  # works that the share is estimated from, drawn at random
LARGEST_SHARE = 0.5  # of wrong topics; beyond it they are the rule
SCALES = (0.05, 20.0)  # of the logits: the limits of a temperature, as in calibration


@dataclass(frozen=True, slots=True)
class LabelNoise:
    """The estimated share of wrong topics with its 95% interval, and the p value that it is 0.

    `probability` [n] is that of each work's topic being wrong, `margin` [n] the logit of the likeliest other topic
    less that of the given one: it ranks works, the most suspect highest.
    """

    share: float
    low: float
    high: float
    p_value: float
    probability: Floats
    margin: Floats


def margins(confidences: Floats, given: Indices) -> Floats:
    """Return the logit of the likeliest other topic less that of the given one [n]."""
    logits = np.log(np.clip(confidences, TINY, None))
    own = logits[np.arange(len(given)), given]
    margin: Floats = _without_given(logits, given).max(axis=1) - own
    return margin


def suggested(confidences: Floats, given: Indices) -> Indices:
    """Return the likeliest topic other than the given one [n]."""
    other: Indices = _without_given(confidences, given).argmax(axis=1)
    return other


def _without_given(values: Floats, given: Indices) -> Floats:
    others = values.copy()
    others[np.arange(len(given)), given] = -np.inf
    return others


def label_noise(confidences: Floats, given: Indices) -> LabelNoise | None:
    """Estimate the label noise from out-of-fold confidences [n, topics] and given topics [n]; None with too few works.

    The given topic is the classifier's, by its confidences at some temperature, but with a probability `share` any
    other topic (uniform noise: Larsen, Nonboe, Hintz-Madsen, Hansen 1998, "Design of robust neural network
    classifiers"). Share and temperature have the maximum likelihood. The test is the likelihood ratio; at the boundary
    of the parameter space it is half a point mass and half chi-squared (Self and Liang 1987).
    """
    from scipy.special import chdtrc, chdtri

    topics = confidences.shape[1]
    if len(given) < MIN_WORKS or topics == 1:
        return None
    logits = np.log(np.clip(confidences, TINY, None))
    drawn = np.random.default_rng(1).permutation(len(given))[:MOST]
    sample = logits[drawn], given[drawn]
    without, _ = _fitted_scale(*sample, 0.0)
    share, likelihood = _fitted_share(*sample)
    ratio = max(0.0, 2 * (likelihood - without))
    low, high = _profile_interval(*sample, share, likelihood - float(chdtri(1, 0.05)) / 2)
    likely = _given_likelihood(logits, given, _fitted_scale(*sample, share)[1])
    wrong = share * (1 - likely) / (topics - 1)
    probability = wrong / np.maximum(wrong + (1 - share) * likely, TINY)
    p_value = float(chdtrc(1, ratio)) / 2 if ratio > 0 else 1.0
    return LabelNoise(share, low, high, p_value, probability, margins(confidences, given))


def _given_likelihood(logits: Floats, given: Indices, scale: float) -> Floats:
    """Return the probability [n] of the given topic by logits [n, topics] at a scale, the inverse temperature."""
    scaled = scale * logits
    scaled = scaled - scaled.max(axis=1, keepdims=True)
    exponentials = np.exp(scaled)
    probability: Floats = exponentials[np.arange(len(given)), given] / exponentials.sum(axis=1)
    return probability


def _log_likelihood(logits: Floats, given: Indices, scale: float, share: float) -> float:
    likely = _given_likelihood(logits, given, scale)
    mixed = (1 - share) * likely + share * (1 - likely) / (logits.shape[1] - 1)
    return float(np.log(np.maximum(mixed, TINY)).sum())


def _fitted_scale(logits: Floats, given: Indices, share: float) -> tuple[float, float]:
    """Return the largest log-likelihood at a share of wrong topics, and the scale that has it."""
    from scipy.optimize import minimize_scalar

    optimum = minimize_scalar(
        lambda log_scale: -_log_likelihood(logits, given, float(np.exp(log_scale)), share),
        bounds=np.log(SCALES),
        method="bounded",
        options={"xatol": 1e-3},
    )
    return -float(optimum.fun), float(np.exp(optimum.x))


def _fitted_share(logits: Floats, given: Indices) -> tuple[float, float]:
    """Return the share of wrong topics with the largest profile likelihood, and its logarithm."""
    from scipy.optimize import minimize_scalar

    optimum = minimize_scalar(
        lambda share: -_fitted_scale(logits, given, float(share))[0],
        bounds=(0.0, LARGEST_SHARE),
        method="bounded",
        options={"xatol": 1e-4},
    )
    return float(optimum.x), -float(optimum.fun)


def _profile_interval(logits: Floats, given: Indices, share: float, least: float) -> tuple[float, float]:
    """Return the shares below and above at which the profile likelihood falls to `least`."""
    from scipy.optimize import brentq

    def above(value: float) -> float:
        return _fitted_scale(logits, given, value)[0] - least

    low = 0.0 if above(0.0) >= 0 else brentq(above, 0.0, share, xtol=1e-4)
    high = LARGEST_SHARE if above(LARGEST_SHARE) >= 0 else brentq(above, share, LARGEST_SHARE, xtol=1e-4)
    return float(low), float(high)
