"""Is the share of works that show none of the topics estimated right?

Run: python -m bench.novel_class PAINTINGS [--draws 40] [--first 1] [--shift] [--none]

PAINTINGS holds a folder of pictures a topic. In each draw two topics are left out of the training; a model is trained
on 60% of the other works, and the collection is made of the rest and of works of the two topics, whose share is
drawn from 0 to 80%. With --shift the topics have other shares in the collection than in training. With --none
half the works of the two topics train a none class, by which the share is estimated; the collection has the others.
Printed are the errors in points, the part of draws within 8 points, and how often the interval holds.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from artmeta.vision.heads import Vectors
from artmeta.vision.training import TrainedHead
from bench.features import Works, read_works

MOST = 300  # works of a collection


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paintings", type=Path)
    parser.add_argument("--draws", type=int, default=40)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--shift", action="store_true")
    parser.add_argument("--none", action="store_true")
    parser.add_argument("--cache", type=Path, default=Path("data/cache"))
    options = parser.parse_args()
    works = read_works(options.paintings, options.cache)
    results = []
    for seed in range(options.first, options.first + options.draws):
        true, share, low, high = measure(works, seed, options.shift, options.none)
        print(
            f"{seed}: {100 * true:.0f}% estimated as {100 * share:.0f} ({100 * low:.0f} to {100 * high:.0f})",
            flush=True,
        )
        results.append((share - true, low <= true <= high))
    errors, held = np.array([error for error, _ in results]), np.array([each for _, each in results])
    print(
        f"bias {100 * errors.mean():+.1f}, standard deviation {100 * errors.std():.1f} points, "
        f"within 8 points {100 * (abs(errors) <= 0.08).mean():.0f}%, interval holds {100 * held.mean():.0f}%"
    )


def measure(works: Works, seed: int, shift: bool, none: bool) -> tuple[float, float, float, float]:
    """Return the true share, the estimate and its interval of one draw."""
    from artmeta.vision.hyperparameters import Hyperparameters
    from artmeta.vision.training import train_head

    rng, topics = np.random.default_rng(seed), np.array(works.topics)
    left_out = rng.choice(np.unique(topics), 2, replace=False)
    order = rng.permutation(len(topics))
    unknown = np.isin(topics[order], left_out)
    novel, known = order[unknown], order[~unknown]
    examples = novel[: len(novel) // 2 if none else 0]
    novel = novel[len(examples) :]
    training, rest = known[: int(0.6 * len(known))], known[int(0.6 * len(known)) :]
    if shift:
        weights = dict(zip(np.unique(topics), rng.dirichlet(np.ones(len(np.unique(topics)))), strict=True))
        keep = np.array([weights[topic] for topic in topics[rest]]) / max(weights.values())
        rest = rest[rng.random(len(rest)) < np.maximum(keep, 0.05)]
    share = rng.uniform(0, 0.8)
    count = min(len(rest) / (1 - share), len(novel) / max(share, 1e-9), MOST)
    other = round(share * count)
    collection = np.concatenate([rest[: round(count) - other], novel[:other]])
    vectors, names = works.vectors[training], topics[training].tolist()
    trained = train_head(vectors, names, [works.groups[n] for n in training], Hyperparameters(seed=1))
    new = works.vectors[collection]
    estimate = (
        by_none_class(works, trained, vectors, examples, new) if none else by_training(trained, vectors, new)
    )
    return other / len(collection), *estimate


def by_training(trained: TrainedHead, vectors: Vectors, new: Vectors) -> tuple[float, float, float]:
    from artmeta.vision.novel_class import novel_share

    estimate = novel_share(vectors, trained.labels, new, trained.head.confidences(new).argmax(axis=1))
    assert estimate is not None
    return estimate


def by_none_class(
    works: Works, trained: TrainedHead, vectors: Vectors, examples: NDArray[np.intp], new: Vectors
) -> tuple[float, float, float]:
    from artmeta.trend_analysis.calibration import CalibrationSet
    from artmeta.trend_analysis.none_share import none_share
    from artmeta.vision.none_class import NoneWorks, fit_none_class

    names = [works.groups[place] for place in examples]
    none_class, _ = fit_none_class(
        trained, vectors, NoneWorks(names, names, works.vectors[examples], names), 0.95
    )
    known = CalibrationSet(none_class.out_of_fold, none_class.labels.astype(np.int64))
    return none_share(known, none_class.head.confidences(new))


if __name__ == "__main__":
    main()
