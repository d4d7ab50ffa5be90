"""Which backbone: accuracy, calibration, OOD detection, coverage of sure, CPU time and file size, in one table.

Run: python -m bench.backbones PAINTINGS OTHERS [--backbones mobilenetv2 efficientnet-lite0:int8] [--splits 10]

PAINTINGS holds a folder of pictures a topic, OTHERS one of each kind of picture that is no painting. The head is the
logistic one. Accuracy is the mean over splits of 85/15 (copies on one side), with the standard deviation of the splits;
the calibration error is out of fold, over all works; AUROC is that of bench.unfamiliar, one seed, for whole topics left
out and for the mean of all other kinds; coverage and precision of sure are those of bench.sure, 200 resamples, target
95%. CPU time is the median over 100 pictures that are decoded already, the backbones in turns, one thread.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from artmeta.vision.hyperparameters import Hyperparameters
from artmeta.vision.thresholds import TARGET
from artmeta.vision.training import train_head
from bench import sure, unfamiliar
from bench.features import Works, backbone_named, read_works

NAMES = ("mobilenetv2", "efficientnet-lite0", "efficientnet-lite1", "efficientnet-lite2")
BACKBONES = (*NAMES, *(f"{name}:int8" for name in NAMES))
PICTURES, RESAMPLES, HELD_OUT = 100, 200, 0.15
COLUMNS = (
    "accuracy",
    "calibration error",
    "AUROC topics",
    "AUROC kinds",
    "sure",
    "precision",
    "CPU ms",
    "MB",
)

Row = dict[str, str]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paintings", type=Path)
    parser.add_argument("others", type=Path)
    parser.add_argument("--backbones", nargs="+", default=BACKBONES)
    parser.add_argument("--splits", type=int, default=10)
    parser.add_argument("--cache", type=Path, default=Path("data/cache"))
    options = parser.parse_args()
    print("| backbone | " + " | ".join(COLUMNS) + " |\n|---|" + "---:|" * len(COLUMNS), flush=True)
    times = cpu_times(options.paintings, options.backbones, options.cache)
    for name in options.backbones:
        works = read_works(options.paintings, options.cache, name)
        row = (
            heads(works, options.splits) | detection(works, options.others, options.cache, name) | times[name]
        )
        print(f"| {name} | " + " | ".join(row[column] for column in COLUMNS) + " |", flush=True)


def heads(works: Works, splits: int) -> Row:
    """Train one head a split; measure accuracy, and calibration and the lane of sure works with the first."""
    from artmeta.vision.calibration import calibration_test

    trained = [
        train_head(works.vectors, works.topics, works.groups, Hyperparameters(seed=seed))
        for seed in range(1, splits + 1)
    ]
    shares = [
        float((each.head.logits(works.vectors[out]).argmax(axis=1) == each.labels[out]).mean())
        for each in trained
        for out in [each.validation]
    ]
    errors = [calibration_test(each.confidences_out_of_fold, each.y_true).error for each in trained]
    counts = np.array(
        [sure.resampled(works, trained[0], seed, HELD_OUT, TARGET) for seed in range(RESAMPLES)]
    )
    return {
        "accuracy": f"{np.mean(shares):.1%} ± {np.std(shares, ddof=1) * 100:.1f}",
        "calibration error": f"{np.mean(errors):.1%}",
        "sure": f"{counts[:, 1].sum() / counts[:, 0].sum():.1%}",
        "precision": f"{counts[:, 2].sum() / counts[:, 1].sum():.1%}",
    }


def detection(works: Works, others: Path, cache: Path, name: str) -> Row:
    """Measure the AUROC of the OOD score: for topics left out, and for the mean of all other kinds of picture."""
    kinds = {
        place.name: read_works(place, cache, name).vectors
        for place in sorted(others.iterdir())
        if place.is_dir()
    }
    metrics = unfamiliar.measure(works, kinds | unfamiliar.drawn(cache, name), seeds=1)
    means = {
        kind: np.mean([row["artmeta"] for row in rows if "artmeta" in row]) for kind, rows in metrics.items()
    }
    topics = means.pop("topics left out")
    means.pop("known works", None)
    return {"AUROC topics": f"{topics:.3f}", "AUROC kinds": f"{np.mean(list(means.values())):.3f}"}


def cpu_times(paintings: Path, names: Sequence[str], cache: Path) -> dict[str, Row]:
    """Measure the median CPU time a picture in turns, and the size of each LiteRT file."""
    from artmeta.imaging.decode import decode
    from artmeta.vision.litert import Embedder

    paths = sorted(paintings.rglob("*.jpg"))[:PICTURES]
    backbones = {name: backbone_named(name, cache) for name in names}
    embedders = {name: Embedder(backbone) for name, backbone in backbones.items()}
    taken: dict[str, list[float]] = {name: [] for name in names}
    for path in paths:
        for name, embedder in embedders.items():
            pixels, started = decode(path, embedder.size), time.process_time()
            embedder.embed(pixels)
            taken[name].append(time.process_time() - started)
    return {
        name: {
            "CPU ms": f"{statistics.median(taken[name]) * 1000:.1f}",
            "MB": f"{backbone.litert_path.stat().st_size / 1e6:.1f}",
        }
        for name, backbone in backbones.items()
    }


if __name__ == "__main__":
    main()
