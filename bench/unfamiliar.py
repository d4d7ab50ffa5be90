"""How well are works of the known kind told from what the model has never seen?

Run: python -m bench.unfamiliar PAINTINGS OTHERS [--seeds 3]

PAINTINGS holds a folder of pictures a topic, OTHERS a folder a kind of picture that is no painting. For each seed 15%
of the paintings are held out; they are the known works. Printed is the AUROC (percent) of artmeta's strangeness and of
the single signs: the distance of the 10 nearest works (uncentred cosine), the classifier's energy and its entropy; then
the share that artmeta flags. Topics are left out one at a time, all of their works being unknown.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.features import Works, backbone_named, read_works

Scores = dict[str, NDArray[np.float64]]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paintings", type=Path)
    parser.add_argument("others", type=Path)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--cache", type=Path, default=Path("data/cache"))
    options = parser.parse_args()
    works = read_works(options.paintings, options.cache)
    others = {
        place.name: read_works(place, options.cache).vectors for place in sorted(options.others.iterdir())
    }
    others |= drawn(options.cache)
    show(measure(works, others, options.seeds))


def measure(
    works: Works, others: dict[str, NDArray[np.float32]], seeds: int
) -> dict[str, list[dict[str, float]]]:
    topics = np.array(works.topics)
    results: dict[str, list[dict[str, float]]] = {}
    for seed in range(1, seeds + 1):
        usual, look, flagged = learnt(works, np.ones(len(topics), bool), seed)
        results.setdefault("known works", []).append({"flagged": flagged(usual)})
        for kind, vectors in others.items():
            strange = look(vectors)
            results.setdefault(kind, []).append(against(usual, strange) | {"flagged": flagged(strange)})
        for topic in np.unique(topics):
            usual, look, flagged = learnt(works, topics != topic, seed)
            strange = look(works.vectors[topics == topic])
            results.setdefault("topics left out", []).append(
                against(usual, strange) | {"flagged": flagged(strange)}
            )
    return results


def learnt(
    works: Works, part: NDArray[np.bool_], seed: int
) -> tuple[Scores, Callable[[NDArray[np.float32]], Scores], Callable[[Scores], float]]:
    """Train on a part of the works, by artmeta's own code.

    Returns the signs of the works held out, what looks at others, and what says which share of them is flagged.
    """
    from scipy.special import logsumexp

    from artmeta.stats import softmax
    from artmeta.vision.hyperparameters import Hyperparameters
    from artmeta.vision.selective_classifier import fit_selective_classifier
    from artmeta.vision.training import train_head

    vectors, places = works.vectors[part], np.flatnonzero(part)
    topics, groups = [works.topics[place] for place in places], [works.groups[place] for place in places]
    trained = train_head(vectors, topics, groups, Hyperparameters(seed=seed))
    classifier = fit_selective_classifier(trained, vectors, groups, groups)
    reference, detector = classifier.reference, classifier.ood_detector
    assert reference and detector

    def look(new: NDArray[np.float32]) -> Scores:
        logits = trained.head.logits(new)
        _, cosines = reference.nearest(new, 10)
        scores = softmax(logits)
        return {
            "artmeta": detector.score(new, logits),
            "nearest 10": 1 - cosines.mean(axis=1),
            "energy": -logsumexp(logits, axis=1),
            "entropy": -(scores * np.log(np.clip(scores, 1e-12, None))).sum(axis=1),
        }

    usual = look(vectors[trained.validation])
    return usual, look, lambda signs: float((signs["artmeta"] > detector.threshold).mean())


def against(usual: Scores, strange: Scores) -> dict[str, float]:
    from sklearn.metrics import roc_auc_score

    return {
        sign: float(
            roc_auc_score(
                np.repeat([0, 1], [len(usual[sign]), len(strange[sign])]),
                np.concatenate([usual[sign], strange[sign]]),
            )
        )
        for sign in usual
    }


def drawn(cache: Path, name: str = "mobilenetv2") -> dict[str, NDArray[np.float32]]:
    """Draw what is no picture at all: even surfaces, noise, and rectangles as an abstract painter might lay them."""
    from artmeta.vision.litert import Embedder

    rng, embedder = np.random.default_rng(1), Embedder(backbone_named(name, cache))
    shape = (embedder.size, embedder.size, 3)
    blank = [np.full(shape, rng.integers(0, 256, 3), np.uint8) for _ in range(20)]
    noise = [rng.integers(0, 256, shape, np.uint8) for _ in range(20)]
    kinds = {"blank": blank, "noise": noise, "abstract": [_abstract(rng, embedder.size) for _ in range(20)]}
    return {kind: np.stack([embedder.embed(each) for each in pixels]) for kind, pixels in kinds.items()}


def _abstract(rng: np.random.Generator, size: int) -> NDArray[np.uint8]:
    pixels = np.full((size, size, 3), rng.integers(180, 256, 3), np.uint8)
    for _ in range(rng.integers(6, 14)):
        top, left = rng.integers(0, size - 44, 2)
        height, width = rng.integers(15, 120, 2)
        pixels[top : top + height, left : left + width] = rng.integers(0, 256, 3)
    return pixels


def show(results: dict[str, list[dict[str, float]]]) -> None:
    signs = ["artmeta", "nearest 10", "energy", "entropy", "flagged"]
    print("| | " + " | ".join(signs) + " |\n|---|" + "---:|" * len(signs))
    for kind, rows in results.items():
        means = [
            f"{np.mean([row[sign] for row in rows]) * 100:.1f}" if sign in rows[0] else "" for sign in signs
        ]
        print(f"| {kind} | " + " | ".join(means) + " |")


if __name__ == "__main__":
    main()
