"""Can scikit-learn's StratifiedGroupKFold and temperature scaling replace the project's own?

Run: `python -m bench.sklearn_parts`. Printed are, for works of 7 topics whose groups are skewed as artists are, the CPU
seconds and the largest difference of a topic's share between a fold and the whole, in points; then the temperature of
logits that are 2.5 times too large, with the negative log-likelihood that it reaches.
"""

from __future__ import annotations

import time

import numpy as np
import sklearn
from sklearn.calibration import CalibratedClassifierCV
from sklearn.frozen import FrozenEstimator
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold

from artmeta import stats
from artmeta.vision.calibration import fit_temperature
from artmeta.vision.splits import grouped_k_fold
from artmeta.vision.targets import one_hot

TOPICS, FOLDS = 7, 5
Places = np.ndarray


def main() -> None:
    print(
        f"scikit-learn {sklearn.__version__}\n\n| works | groups | own s | own points | sklearn s | sklearn points |"
    )
    print("|---:|---:|---:|---:|---:|---:|")
    for works in (160, 1000, 10_000, 50_000):
        rng = np.random.default_rng(works)
        topics = rng.choice(TOPICS, works, p=np.arange(1, TOPICS + 1) / (TOPICS * (TOPICS + 1) / 2))
        groups = np.minimum(rng.zipf(1.6, works), works // 2)
        cells = []
        for split in (own, theirs):
            start = time.process_time()
            folds = split(topics, groups)
            cells += [f"{time.process_time() - start:.2f}", f"{100 * imbalance(topics, folds):.1f}"]
        print(f"| {works:,} | {len(np.unique(groups)):,} | " + " | ".join(cells) + " |")
    temperatures()


def own(topics: Places, groups: Places) -> Places:
    return grouped_k_fold(topics.astype(np.intp), groups.astype(str).tolist(), FOLDS, 1)


def theirs(topics: Places, groups: Places) -> Places:
    folds = np.zeros(len(topics), int)
    splitter = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=1)
    for number, (_, held_out) in enumerate(splitter.split(topics, topics, groups)):
        folds[held_out] = number
    return folds


def imbalance(topics: Places, folds: Places) -> float:
    whole = np.bincount(topics, minlength=TOPICS) / len(topics)
    parts = [
        np.bincount(topics[folds == one], minlength=TOPICS) / max(1, (folds == one).sum())
        for one in range(FOLDS)
    ]
    return float(np.abs(np.array(parts) - whole).max())


def temperatures() -> None:
    print("\n| works | own T | own NLL | own s | sklearn T | sklearn NLL | sklearn s |")
    print("|---:|---:|---:|---:|---:|---:|---:|")
    for works in (160, 1000, 10_000):
        rng = np.random.default_rng(works)
        logits = rng.normal(0, 2, (works, TOPICS))
        y_true = np.array([rng.choice(TOPICS, p=row) for row in stats.softmax(logits)])
        large = 2.5 * logits
        start = time.process_time()
        mine = fit_temperature(large, one_hot(y_true.astype(np.intp), TOPICS))
        took = time.process_time() - start
        start = time.process_time()
        identity = LogisticRegression().fit(np.eye(TOPICS), np.arange(TOPICS))
        identity.coef_, identity.intercept_ = np.eye(TOPICS), np.zeros(TOPICS)
        fitted = CalibratedClassifierCV(FrozenEstimator(identity), method="temperature").fit(large, y_true)
        other = 1 / float(fitted.calibrated_classifiers_[0].calibrators[0].beta_)
        print(
            f"| {works:,} | {mine:.3f} | {nll(large / mine, y_true):.4f} | {took:.3f} | {other:.3f} | "
            f"{nll(large / other, y_true):.4f} | {time.process_time() - start:.3f} |"
        )


def nll(logits: np.ndarray, y_true: Places) -> float:
    return float(-np.log(stats.softmax(logits)[np.arange(len(y_true)), y_true]).mean())


if __name__ == "__main__":
    main()
