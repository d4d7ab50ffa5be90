"""What do int8 networks cost in accuracy, and what do they save? Accuracy, status, CPU ms and engines, side by side.

Run: `python -m bench.precision FOLDER [--splits 10] [--backbone mobilenetv2] [--engines]` with a folder of topics.

Every picture is decoded once and embedded in float32 and in int8, in turns, on one thread. In each split 15% of every
topic are set aside; a head with thresholds and OOD detector is fitted to the rest by artmeta's own code, on features
of each precision, and decides on the works set aside. Two rows show what changes without any meaning do to the same
figures: `repeated` is float32 with 2% of noise on its features, `other folds` is float32 with other partitions into
folds, `another seed` with other works held out of the training as well. With --engines, the confidences of one head
are compared between LiteRT's kernels on 40 pictures. Prints Markdown.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from artmeta.domain.model_card import Precision
from artmeta.imaging.decode import decode
from artmeta.vision.backbones import load_backbone
from artmeta.vision.calibration import calibrate
from artmeta.vision.heads import Head
from artmeta.vision.hyperparameters import FOLDS, REPEATS, Hyperparameters
from artmeta.vision.litert import KERNELS, Embedder, run
from artmeta.vision.networks.backbone import Backbone
from artmeta.vision.selective_classifier import Decision, fit_selective_classifier
from artmeta.vision.splits import partitions
from artmeta.vision.training import TrainedHead, out_of_fold, train_head

PRECISIONS: tuple[Precision, ...] = ("float32", "int8")
SHARE = 0.15
NOISE = 0.02
SHOWN = 40  # pictures for the comparison of engines; the reference kernels take a second each

Floats = NDArray[np.float32]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--splits", type=int, default=10)
    parser.add_argument("--backbone", default="mobilenetv2")
    parser.add_argument("--engines", action="store_true")
    parser.add_argument("--cache", type=Path, default=Path("data/cache"))
    given = parser.parse_args()
    backbones = [load_backbone(given.backbone, given.cache, precision=each) for each in PRECISIONS]
    paths = sorted(given.folder.rglob("*.jpg"))
    pictures = [decode(path, backbones[0].size) for path in paths]
    topics = np.array([path.parent.name for path in paths])
    features, times = embedded(backbones, pictures)
    with threadpool_limits(1, "blas"):
        if given.engines:
            compare_engines(backbones, pictures, features, topics)
        show_precisions(features, times, topics, given.splits)


def embedded(
    backbones: list[Backbone], pictures: list[NDArray[np.uint8]]
) -> tuple[dict[str, Floats], dict[str, float]]:
    """Embed all pictures with each network in turns; return features, as they are stored, and median CPU ms."""
    embedders = {backbone.precision: Embedder(backbone) for backbone in backbones}
    rows: dict[str, list[Floats]] = {name: [] for name in embedders}
    times: dict[str, list[float]] = {name: [] for name in embedders}
    for picture in pictures:
        for name, embedder in embedders.items():
            started = time.process_time()
            rows[name].append(embedder.embed(picture))
            times[name].append(1000 * (time.process_time() - started))
    kept = {name: np.stack(each).astype(np.float16).astype(np.float32) for name, each in rows.items()}
    return kept, {name: float(np.median(each)) for name, each in times.items()}


def show_precisions(
    features: dict[str, Floats], times: dict[str, float], topics: NDArray[np.str_], splits: int
) -> None:
    noise = np.random.default_rng(0).standard_normal(features["float32"].shape)
    ways = {**features, "repeated": (features["float32"] * (1 + NOISE * noise)).astype(np.float32)}
    parts = [set_aside(topics, seed) for seed in range(splits)]
    decided = {
        way: [decide(each, topics, aside, seed) for seed, aside in enumerate(parts)]
        for way, each in ways.items()
    }
    decided["other folds"] = [
        decide(features["float32"], topics, aside, seed, splits + seed) for seed, aside in enumerate(parts)
    ]
    decided["another seed"] = [
        decide(features["float32"], topics, aside, splits + seed) for seed, aside in enumerate(parts)
    ]
    print(
        "| features | CPU ms | accuracy | same topic | sure | precision of sure | same status | sure stays sure |"
    )
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    for way, decisions in decided.items():
        rows = [
            compared(one, first, topics[aside])
            for one, first, aside in zip(decisions, decided["float32"], parts, strict=True)
        ]
        cells = " | ".join(f"{value:.1%}" for value in np.mean(rows, axis=0))
        print(f"| {way} | {times.get(way, np.nan):.2f} | {cells} |")


def set_aside(topics: NDArray[np.str_], seed: int) -> NDArray[np.bool_]:
    random, aside = np.random.default_rng(seed), np.zeros(len(topics), dtype=bool)
    for topic in np.unique(topics):
        places = np.flatnonzero(topics == topic)
        aside[random.permutation(places)[: round(SHARE * len(places))]] = True
    return aside


def decide(
    vectors: Floats, topics: NDArray[np.str_], aside: NDArray[np.bool_], seed: int, folds: int | None = None
) -> Decision:
    """Fit head, thresholds and OOD detector to the works that are not set aside; decide on those that are.

    `folds` is the seed of the partitions into folds, where it is not `seed`, which also chooses the works held out.
    """
    kept, names = vectors[~aside], [str(place) for place in np.flatnonzero(~aside)]
    trained = train_head(kept, topics[~aside].tolist(), names, Hyperparameters(seed=seed))
    if folds is not None:
        trained = refolded(trained, kept, names, folds)
    return fit_selective_classifier(trained, kept, names, names).decide(vectors[aside])


def refolded(trained: TrainedHead, vectors: Floats, names: list[str], seed: int) -> TrainedHead:
    """Calibrate the same head on other partitions into folds."""
    params = Hyperparameters(seed=seed)
    folds = partitions(trained.labels, names, FOLDS[params.head], REPEATS[params.head], seed)
    raw = out_of_fold(vectors, trained.y_true, folds, params)
    head, logits = calibrate(trained.head, raw, trained.y_true)
    return replace(trained, head=head, out_of_fold=logits, raw=raw, partitions=folds)


def compared(decision: Decision, first: Decision, topics: NDArray[np.str_]) -> list[float]:
    """Return the columns of the table for one split; `first` are the decisions on float32."""
    names, best = np.unique(topics), decision.confidences.argmax(axis=1)
    right, sure = names[best] == topics, decision.status == "sure"
    same = best == first.confidences.argmax(axis=1)
    status = decision.status == first.status
    stays = sure[first.status == "sure"]
    return [float(each.mean()) for each in (right, same, sure, right[sure], status, stays)]


def compare_engines(
    backbones: list[Backbone],
    pictures: list[NDArray[np.uint8]],
    features: dict[str, Floats],
    topics: NDArray[np.str_],
) -> None:
    """Print the largest and the mean difference of a confidence between XNNPACK and each of LiteRT's other kernels."""
    every = max(1, len(pictures) // SHOWN)
    shown = np.stack(pictures[::every])
    print(
        "| precision | kernels | largest difference | mean difference | same topic |\n|---|---|---:|---:|---:|"
    )
    for backbone in backbones:
        vectors, names = features[backbone.precision], [str(place) for place in range(len(topics))]
        head: Head = train_head(vectors, topics.tolist(), names, Hyperparameters()).head
        model = backbone.litert_path.read_bytes()
        first, *others = (head.confidences(run(model, shown, kernels)) for kernels in KERNELS)
        for kernels, other in zip(KERNELS[1:], others, strict=True):
            apart = np.abs(other - first)
            same = (other.argmax(axis=1) == first.argmax(axis=1)).mean()
            print(
                f"| {backbone.precision} | {kernels} | {apart.max():.4f} | {apart.mean():.5f} | {same:.1%} |"
            )
    print()


if __name__ == "__main__":
    main()
