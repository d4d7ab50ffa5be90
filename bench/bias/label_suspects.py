"""Are wrong topics among training works ranked as well as by cleanlab, from the same out-of-fold confidences?

Run: python -m bench.bias.label_suspects PAINTINGS [--seeds 10] [--share 0.05]

PAINTINGS holds a folder of pictures a topic. In each draw a share of the works gets another topic at random, and a
model is trained on them. Printed are the area under the ROC curve and the wrong topics among the first 100 works: by
artmeta's ranking (models trained again without suspects, as in the audit) and by cleanlab's, and the
estimated share of wrong topics. Share 0 shows how often wrong topics are claimed among works as they are.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from cleanlab.rank import get_label_quality_scores
from sklearn.metrics import roc_auc_score

from artmeta.bias_audit.label_noise import ALPHA, label_noise, margins
from artmeta.steps.bias_audit.suspects import PRUNED, pruned_confidences
from artmeta.vision.hyperparameters import Hyperparameters
from artmeta.vision.training import train_head
from bench.features import Works, read_works

FIRST = 100
SCORES = "self_confidence", "normalized_margin"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paintings", type=Path)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--share", type=float, default=0.05)
    parser.add_argument("--works", type=int, default=0, help="a random part of the works; 0 is all")
    parser.add_argument("--cache", type=Path, default=Path("data/cache"))
    options = parser.parse_args()
    works = read_works(options.paintings, options.cache)
    results = [draw(works, seed, options.share, options.works) for seed in range(options.seeds)]
    for name in ("artmeta, first round", "artmeta", *SCORES):
        values = np.array([result[name] for result in results if name in result])
        if len(values):
            print(
                f"{name}: AUROC {values[:, 0].mean():.4f}, wrong among the first 100 {values[:, 1].mean():.1f}"
            )
            print("   ", " ".join(f"{auroc:.3f}/{right:.0f}" for auroc, right in values))
    shares = np.array([result["share"] for result in results])
    print(f"wrong topics shown in {(shares[:, 1] <= ALPHA).sum()} of {len(shares)}")
    print("estimated shares:", " ".join(f"{100 * share:.1f}%" for share in shares[:, 0]))


def draw(works: Works, seed: int, share: float, most: int) -> dict[str, tuple[float, float]]:
    """Return the AUROC and the wrong topics among the first works by each ranking, and the estimated share."""
    rng, names = np.random.default_rng(seed), sorted(set(works.topics))
    chosen = np.sort(rng.permutation(len(works.topics))[: most or None])
    true = np.array([names.index(works.topics[place]) for place in chosen])
    wrong = np.zeros(len(true), dtype=bool)
    wrong[rng.choice(len(true), round(share * len(true)), replace=False)] = True
    given = np.where(wrong, (true + rng.integers(1, len(names), len(true))) % len(names), true)
    groups = [works.groups[place] for place in chosen]
    vectors = works.vectors[chosen]
    trained = train_head(vectors, [names[k] for k in given], groups, Hyperparameters())
    confidences = trained.confidences_out_of_fold
    noise = label_noise(confidences, given)
    assert noise is not None
    values = {"share": (noise.share, noise.p_value)}
    if wrong.any():
        second = pruned_confidences(vectors, given, trained.folds, noise.margin > PRUNED)
        assert second is not None
        values["artmeta, first round"] = scored(wrong, noise.margin)
        values["artmeta"] = scored(wrong, margins(second, given))
        for name in SCORES:
            quality = get_label_quality_scores(given, confidences, method=name, adjust_pred_probs=False)
            values[name] = scored(wrong, -quality)
    return values


def scored(wrong: np.ndarray, suspicion: np.ndarray) -> tuple[float, float]:
    first = np.argsort(-suspicion, kind="stable")[:FIRST]
    return float(roc_auc_score(wrong, suspicion)), float(wrong[first].sum())


if __name__ == "__main__":
    main()
