"""Is the bound that an audit states true, where a collection of real paintings holds works of no topic?

Run: python -m bench.audits PAINTINGS [--models 8] [--first 1] [--audits 200]

PAINTINGS holds a folder of pictures a topic. Each model is trained on 60% of the works of five topics. Collections are
made of the rest and of works of the two other topics, whose share is 0, 20, 40, 60 and 80%. Of the works that the model
is sure of, 60 are drawn at random and judged truly; the audit's bounds are compared with the precision of them all.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from artmeta.steps.audit.draw import AuditWork
from artmeta.steps.audit.sure_audit import SureAudit, sure_audit
from bench.features import Works, read_works

SHARES = (0.0, 0.2, 0.4, 0.6, 0.8)
ANSWERS, TARGET = 60, 0.95


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paintings", type=Path)
    parser.add_argument("--models", type=int, default=8)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--audits", type=int, default=200)
    parser.add_argument("--cache", type=Path, default=Path("data/cache"))
    options = parser.parse_args()
    works = read_works(options.paintings, options.cache)
    seeds = range(options.first, options.first + options.models)
    results = [row for seed in seeds for row in measure(works, seed, options.audits)]
    print(
        "| novel | collections | precision of sure | lower bound true | upper true | withdrawn | confirmed |"
    )
    print("|---:|---:|---|---:|---:|---:|---:|")
    for share in SHARES:
        rows = np.array([row[1:] for row in results if row[0] == share])
        low, high = rows[:, 0].min(), rows[:, 0].max()
        rates = " | ".join(f"{100 * rate:.1f}%" for rate in rows[:, 1:].mean(axis=0))
        print(f"| {share:.0%} | {len(rows)} | {low:.1%} to {high:.1%} | {rates} |")


def measure(works: Works, seed: int, audits: int) -> list[tuple[float, ...]]:
    """Return share, true precision, and the rates of four outcomes over the audits of a model's collections."""
    from artmeta.vision.hyperparameters import Hyperparameters
    from artmeta.vision.selective_classifier import fit_selective_classifier
    from artmeta.vision.training import train_head

    rng, topics = np.random.default_rng(seed), np.array(works.topics)
    unknown = np.isin(topics, rng.choice(np.unique(topics), 2, replace=False))
    known, novel = (rng.permutation(np.flatnonzero(part)) for part in (~unknown, unknown))
    training, rest = np.split(known, [int(0.6 * len(known))])
    groups = [works.groups[place] for place in training]
    labels = topics[training].tolist()
    trained = train_head(works.vectors[training], labels, groups, Hyperparameters(seed=seed))
    classifier = fit_selective_classifier(trained, works.vectors[training], groups, groups, TARGET)
    rows = []
    for share in SHARES:
        count = min(len(rest) / (1 - share), len(novel) / max(share, 1e-9))
        others = round(share * count)
        collection = np.concatenate([rest[: round(count) - others], novel[:others]])
        decision = classifier.decide(works.vectors[collection])
        predicted = np.array(trained.topics)[decision.confidences.argmax(axis=1)]
        right = (predicted == topics[collection])[decision.status == "sure"]
        if len(right):
            rows.append((share, float(right.mean()), *audited(right, audits, rng)))
    return rows


def audited(right: np.ndarray, audits: int, rng: np.random.Generator) -> tuple[float, ...]:
    """Return how often the lower and the upper bound hold, and how often sure is withdrawn and confirmed."""
    outcomes = np.zeros(4)
    for _ in range(audits):
        drawn = rng.permutation(right).tolist()
        works = [
            AuditWork(
                str(n), "", "", "", "", "", True, n < ANSWERS, None, correct if n < ANSWERS else None, None
            )
            for n, correct in enumerate(drawn)
        ]
        audit = sure_audit(works, TARGET)
        assert isinstance(audit, SureAudit)
        true = right.mean()
        outcomes += [
            audit.precision_low <= true + 1e-12,
            audit.precision_high >= true - 1e-12,
            audit.state == "withdrawn",
            audit.state == "confirmed",
        ]
    return tuple(outcomes / audits)


if __name__ == "__main__":
    main()
