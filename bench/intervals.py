"""How often do the intervals of a card hold the truth, and how often is a calibrated model warned of?

Run: python -m bench.intervals [--draws 500] [--seed 1]

Works are drawn with a known accuracy, singly or in groups of one size with an intra-class correlation; printed are the
lowest and the mean coverage over accuracies of 70 to 99% and 8 to 200 works, and the mean width. For macro-F1, the
model confuses five topics at random, and the truth is that of 100,000 works. For the calibration error, outcomes are
drawn from the confidences themselves, or from confidences that are 10 points too high.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import numpy as np

from artmeta.stats import calibration_test, korn_graubard
from artmeta.vision.metrics import classification_metrics, macro_f1
from artmeta.vision.targets import one_hot

ACCURACIES, WORKS = (0.7, 0.8, 0.9, 0.95, 0.99), (8, 20, 50, 100, 200)
GROUPS = ((1, 0.0), (2, 0.0), (2, 0.9), (5, 0.0), (5, 0.1), (5, 0.3), (5, 0.9), (10, 0.3))
TOPICS = 5


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--draws", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = np.random.default_rng(options.seed)
    for size, correlation in GROUPS:
        lowest, mean, width = coverage(rng, options.draws, size, correlation)
        print(f"groups of {size}, correlation {correlation}: {lowest:.3f} {mean:.3f} width {width:.3f}")
    for works in (20, 50, 200):
        print(f"macro-F1, {works} works: {macro_f1_coverage(rng, options.draws // 10, works):.3f}")
    for works in (50, 100, 300, 1000):
        shares = [warned(rng, options.draws, works, gap) for gap in (0.0, 0.1, 0.2)]
        print(f"{works} works warned of, calibrated, 10 and 20 points off:", *(f"{s:.3f}" for s in shares))


def coverage(
    rng: np.random.Generator, draws: int, size: int, correlation: float
) -> tuple[float, float, float]:
    """Return the lowest and the mean coverage over all accuracies and numbers of works, and the mean width."""
    held, widths = [], []
    for works in WORKS:
        groups = [str(number // size) for number in range(works)]
        for accuracy in ACCURACIES:
            drawn = correct_works(rng, draws, accuracy, works, size, correlation)
            low, high = np.array([korn_graubard(correct, groups) for correct in drawn]).T
            held.append(((low <= accuracy) & (accuracy <= high)).mean())
            widths.append((high - low).mean())
    return min(held), float(np.mean(held)), float(np.mean(widths))


def correct_works(
    rng: np.random.Generator, draws: int, accuracy: float, works: int, size: int, correlation: float
) -> Iterator[np.ndarray]:
    """Yield which works are correct [works]: beta-binomial groups of one size."""
    count = -(-works // size)
    for _ in range(draws):
        chances = np.full(count, accuracy)
        if correlation:
            shape = (1 - correlation) / correlation
            chances = rng.beta(accuracy * shape, (1 - accuracy) * shape, count)
        yield rng.random(works) < np.repeat(chances, size)[:works]


def macro_f1_coverage(rng: np.random.Generator, draws: int, works: int) -> float:
    """Return how often the interval of macro-F1 holds that of 100,000 works, over all accuracies."""
    names, held = [str(number) for number in range(works)], []
    for accuracy in ACCURACIES:
        y_pred, y_true = (one_hot(each, TOPICS) for each in confused(rng, accuracy, 100_000))
        truth = macro_f1(y_pred, y_true)
        for _ in range(draws):
            predicted, known = confused(rng, accuracy, works)
            metrics = classification_metrics(
                np.eye(TOPICS)[predicted], one_hot(known, TOPICS), "abcde", names, np.zeros(TOPICS, int)
            )
            held.append(metrics.macro_f1.low <= truth <= metrics.macro_f1.high)
    return float(np.mean(held))


def confused(rng: np.random.Generator, accuracy: float, works: int) -> tuple[np.ndarray, np.ndarray]:
    y_true = np.arange(works) % TOPICS
    others = (y_true + rng.integers(1, TOPICS, works)) % TOPICS
    return np.where(rng.random(works) < accuracy, y_true, others), y_true


def warned(rng: np.random.Generator, draws: int, works: int, gap: float) -> float:
    """Return the share of models with confidences `gap` too high that do not pass."""
    failed = []
    for _ in range(draws):
        confidences = 0.3 + 0.7 * rng.beta(4, 1.5, works)
        failed.append(not calibration_test(confidences, rng.random(works) < confidences - gap).passed)
    return float(np.mean(failed))


if __name__ == "__main__":
    main()
