"""How often are works right that a model calls sure, and how many works does it dare to call so?

Run: python -m bench.sure FOLDER [--resamples 200] [--held-out 0.15] [--target 0.95]

FOLDER holds a folder of pictures a topic. Every work is judged once by a head that never saw it. In each resample a
share of every topic is set aside; thresholds are chosen on what was said of the rest, by artmeta's own code, and tried
on the works set aside. With --retrain a new model is made of the rest each time, which takes seconds a resample.

Printed are the precision of the sure lane (all works together, and the share of resamples in which it reaches the
target), its coverage, and the share of resamples whose lane is not significantly below the target (exact binomial test,
5%), since a lane of 80 works cannot measure a precision better than +-2 points. Unfamiliar works are not taken out.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from artmeta.vision.heads import Floats
from artmeta.vision.hyperparameters import Hyperparameters
from artmeta.vision.thresholds import choose_thresholds, thresholds_array
from artmeta.vision.training import TrainedHead, train_head
from bench.features import Works, read_works

Draw = tuple[int, int, int, float]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--resamples", type=int, default=200)
    parser.add_argument("--held-out", type=float, default=0.15)
    parser.add_argument("--retrain", action="store_true")
    parser.add_argument("--target", type=float, default=0.95)
    parser.add_argument("--cache", type=Path, default=Path("data/cache"))
    options = parser.parse_args()
    works = read_works(options.folder, options.cache)
    if options.retrain:
        draws = [
            retrained(works, seed, options.held_out, options.target) for seed in range(options.resamples)
        ]
    else:
        trained = train_head(works.vectors, works.topics, works.groups, Hyperparameters())
        draws = [
            resampled(works, trained, seed, options.held_out, options.target)
            for seed in range(options.resamples)
        ]
    show(np.array(draws), options.target)


def resampled(works: Works, trained: TrainedHead, seed: int, share: float, target: float) -> Draw:
    aside, confidences = set_aside(works, share, seed), trained.confidences_out_of_fold
    chosen = choose_thresholds(confidences[~aside], trained.y_true[~aside], trained.topics, target)
    return counted(confidences[aside], trained.labels[aside], thresholds_array(chosen, trained.topics))


def retrained(works: Works, seed: int, share: float, target: float) -> Draw:
    aside = set_aside(works, share, seed)
    kept = np.flatnonzero(~aside)
    topics, groups = ([each[place] for place in kept] for each in (works.topics, works.groups))
    trained = train_head(works.vectors[kept], topics, groups, Hyperparameters(seed=seed))
    chosen = choose_thresholds(trained.confidences_out_of_fold, trained.y_true, trained.topics, target)
    y_true = np.array([trained.topics.index(topic) for topic in np.array(works.topics)[aside]])
    confidences = trained.head.confidences(works.vectors[aside])
    return counted(confidences, y_true, thresholds_array(chosen, trained.topics))


def counted(confidences: Floats, y_true: NDArray[np.intp], thresholds: Floats) -> Draw:
    """Return how many works were set aside, how many of them are sure and how many of those right, and all accuracy."""
    best = confidences.argmax(axis=1)
    sure, right = confidences.max(axis=1) >= thresholds[best], best == y_true
    return len(y_true), int(sure.sum()), int(right[sure].sum()), float(right.mean())


def set_aside(works: Works, share: float, seed: int) -> NDArray[np.bool_]:
    """Draw a share of every topic's groups, whole groups at a time."""
    rng, chosen = np.random.default_rng(seed), set()
    for topic in sorted(set(works.topics)):
        groups = sorted({group for group, of in zip(works.groups, works.topics, strict=True) if of == topic})
        chosen.update(rng.permutation(groups)[: round(share * len(groups))].tolist())
    return np.array([group in chosen for group in works.groups])


def show(draws: NDArray[np.float64], target: float) -> None:
    from scipy.stats import binom

    works, sure, right, accuracy = draws.T
    any_sure = sure > 0
    precision = right[any_sure] / sure[any_sure]
    unlucky = binom.cdf(right[any_sure], sure[any_sure], target) < 0.05
    print(
        f"{len(draws)} resamples, {works.mean():.0f} works set aside in each, accuracy {accuracy.mean():.1%}"
    )
    print(f"sure: {(sure / works).mean():.1%} of the works ({(sure / works).min():.1%} at least)")
    print(
        f"precision of all sure works together: {right.sum() / sure.sum():.2%}; lowest {precision.min():.1%}"
    )
    print(f"resamples that reach {target:.0%}: {(precision >= target).mean():.1%} of {any_sure.sum()}")
    print(f"resamples not significantly below {target:.0%}: {(~unlucky).mean():.1%}")


if __name__ == "__main__":
    main()
