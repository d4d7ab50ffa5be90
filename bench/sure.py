"""How often are works right that a model calls sure, and how many works does it dare to call so?

Run: python -m bench.sure FOLDER [--resamples 200] [--held-out 0.15] [--target 0.95]

FOLDER holds a folder of pictures a topic. In each resample a share of every topic is set aside; a model, its
calibration and its thresholds are made of the rest by artmeta's own code, and the works set aside are judged. Printed
are the precision of the sure lane (all works together, and the share of resamples in which it reaches the target), its
coverage, and the share of resamples whose lane is not significantly below the target (exact binomial test, 5 %), since
a lane of 80 works cannot measure a precision better than +-2 points. Works that are unfamiliar are not taken out of the
lane here, so artmeta's own is a little smaller, and no less precise.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.features import Works, read_works


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--resamples", type=int, default=200)
    parser.add_argument("--held-out", type=float, default=0.15)
    parser.add_argument("--target", type=float, default=0.95)
    parser.add_argument("--cache", type=Path, default=Path("data/cache"))
    asked = parser.parse_args()
    works = read_works(asked.folder, asked.cache)
    draws = [once(works, seed, asked.held_out, asked.target) for seed in range(asked.resamples)]
    show(np.array(draws), asked.target)


def once(works: Works, seed: int, share: float, target: float) -> tuple[int, int, int, float]:
    """Return how many works were set aside, how many of them are sure and how many of those right, and all accuracy."""
    from artmeta.vision.thresholds import choose_thresholds, limits
    from artmeta.vision.training import Knobs, train_head

    topics, aside = np.array(works.topics), set_aside(works, share, seed)
    kept = np.flatnonzero(~aside)
    groups = [works.groups[place] for place in kept]
    trained = train_head(works.vectors[kept], topics[kept].tolist(), groups, Knobs(seed=seed))
    chosen = choose_thresholds(trained.confidences_out_of_fold, trained.wanted, trained.topics, target)
    confidences = trained.head.confidences(works.vectors[aside])
    said = confidences.argmax(axis=1)
    sure = confidences.max(axis=1) >= limits(chosen, trained.topics)[said]
    right = np.array(trained.topics)[said] == topics[aside]
    return int(aside.sum()), int(sure.sum()), int(right[sure].sum()), float(right.mean())


def set_aside(works: Works, share: float, seed: int) -> NDArray[np.bool_]:
    """Draw a share of every topic's groups, whole groups at a time."""
    dice, chosen = np.random.default_rng(seed), set()
    for topic in sorted(set(works.topics)):
        groups = sorted({group for group, of in zip(works.groups, works.topics, strict=True) if of == topic})
        chosen.update(dice.permutation(groups)[: round(share * len(groups))].tolist())
    return np.array([group in chosen for group in works.groups])


def show(draws: NDArray[np.float64], target: float) -> None:
    from scipy.stats import binom

    works, sure, right, accuracy = draws.T
    judged = sure > 0
    precision = right[judged] / sure[judged]
    unlucky = binom.cdf(right[judged], sure[judged], target) < 0.05
    print(
        f"{len(draws)} resamples, {works.mean():.0f} works set aside in each, accuracy {accuracy.mean():.1%}"
    )
    print(f"sure: {(sure / works).mean():.1%} of the works ({(sure / works).min():.1%} at least)")
    print(
        f"precision of all sure works together: {right.sum() / sure.sum():.2%}; lowest {precision.min():.1%}"
    )
    print(f"resamples that reach {target:.0%}: {(precision >= target).mean():.1%} of {judged.sum()}")
    print(f"resamples not significantly below {target:.0%}: {(~unlucky).mean():.1%}")


if __name__ == "__main__":
    main()
