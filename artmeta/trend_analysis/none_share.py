"""The share of a collection's works that show none of the topics, from a model that has a class for them."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np

from artmeta.stats import LEVEL
from artmeta.trend_analysis.bins import Floats
from artmeta.trend_analysis.calibration import CalibrationSet, fit_recalibration
from artmeta.trend_analysis.quantification import emq

DRAWS = 60  # of the bootstrap; its standard error then varies by a tenth of itself
TINY_SHARE = 1e-3  # below, EMQ has not yet come to the 0 that it converges to


def none_share(known: CalibrationSet, confidences: Floats) -> tuple[float, float, float]:
    """Return the share of the last class among a collection's works, 0 to 1, with the ends of its 95% interval.

    `confidences` [n, topics + 1] are the collection's, those of `known` are out of fold. The shares are those of EMQ on
    recalibrated confidences; the interval has the standard error of a bootstrap of both samples. It holds where
    works of no topic look like those of the class.
    """
    rng, draws = np.random.default_rng(1), []
    for _ in range(DRAWS):
        of_known = rng.integers(0, len(known.y_true), len(known.y_true))
        resampled = CalibrationSet(known.confidences[of_known], known.y_true[of_known])
        draws.append(_share(resampled, confidences[rng.integers(0, len(confidences), len(confidences))]))
    share, half = _share(known, confidences), NormalDist().inv_cdf((1 + LEVEL) / 2) * float(np.std(draws))
    return share, max(0.0, share - half), min(1.0, share + half)


def _share(known: CalibrationSet, confidences: Floats) -> float:
    recalibration = fit_recalibration(known.confidences, known.y_true)
    share = float(emq(recalibration.apply(confidences), known.prior)[-1])
    return share if share > TINY_SHARE else 0.0
