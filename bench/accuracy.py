"""How often is a model right on paintings it never saw, with each head, and what do few examples cost?

Run: python -m bench.accuracy FOLDER [--seeds 3] [--heads logistic fine-tuned] [--few 5 10 20]
     [--backbone efficientnet-lite0] [--learning-rate 0.001]

FOLDER holds one folder of pictures a topic. For each seed 85% of every topic is trained on and the rest is tested; the
folds of calibration are taken from the works, so that figures with confidences are out of fold. With --few, so many
works of each topic are drawn, five times a seed, and all others are tested: with them stands the accuracy that
the training itself would state, out of fold, with its interval, and how often that interval holds what the others show.
The figures of each seed are a line of their own as they come; --learning-rate replaces the default of the head.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from artmeta.vision.hyperparameters import FINE_TUNED, Hyperparameters, hyperparameters_for
from bench.features import Works, read_fields, read_works

DRAWS = 5


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--heads", nargs="+", default=["teachable-machine", "logistic"])
    parser.add_argument("--few", nargs="*", type=int, default=[])
    parser.add_argument("--backbone", default="mobilenetv2")
    parser.add_argument("--learning-rate", type=float)
    parser.add_argument("--cache", type=Path, default=Path("data/cache"))
    options = parser.parse_args()
    works = read_works(options.folder, options.cache, options.backbone)
    print(f"{len(works.topics)} works of {len(set(works.topics))} topics")
    for head in options.heads:
        for size in options.few:
            print(json.dumps({"head": head, "works_a_topic": size, **few(works, head, size, options.seeds)}))
        if not options.few:
            print(json.dumps(measure(works, head, options), indent=1), flush=True)


def measure(works: Works, head: str, options: argparse.Namespace) -> dict[str, object]:
    """Train and test once a seed; all shares are of 1."""
    rows = []
    for seed in range(1, options.seeds + 1):
        params = hyperparameters_for(head, None, None, options.learning_rate, seed)
        rows.append(measured(works, params, options.cache, options.backbone))
        print(json.dumps({"head": head, "seed": seed, **rows[-1]}), flush=True)
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    means = {f"mean_{name}": round(statistics.mean(values), 4) for name, values in columns.items()}
    return {
        "head": head,
        **means,
        **{name: [round(v, 4) for v in values] for name, values in columns.items()},
    }


def measured(works: Works, params: Hyperparameters, cache: Path, backbone: str) -> dict[str, float]:
    from artmeta.vision.calibration import calibration_test
    from artmeta.vision.metrics import classification_metrics
    from artmeta.vision.training import train_head

    started, cpu, best = time.perf_counter(), time.process_time(), 0
    if params.head == FINE_TUNED:
        from artmeta.vision.fine_tuning import fine_tune

        fields, fresh = read_fields(works, cache, backbone)
        started, cpu = time.perf_counter(), time.process_time()
        with tempfile.TemporaryDirectory() as place:
            made = fine_tune(
                fresh(),
                fields,
                works.vectors,
                works.topics,
                works.groups,
                params,
                Path(place),
                lambda done=1: None,
            )
        trained, best = made.trained, len(made.trained.epochs)
        confidences = trained.confidences_out_of_fold[
            trained.validation
        ]  # those held out were judged by the final network
    else:
        trained = train_head(works.vectors, works.topics, works.groups, params)
        confidences = trained.head.confidences(works.vectors[trained.validation])
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    y_true, out = trained.y_true, trained.validation
    groups = np.array(works.groups)[out].tolist()
    metrics = classification_metrics(
        confidences, y_true[out], trained.topics, groups, y_true[~out].sum(axis=0)
    )
    uncalibrated = trained.head.probabilities(trained.raw, 1.0)
    return {
        "accuracy": metrics.accuracy.value,
        "macro_f1": metrics.macro_f1.value,
        "mAP": metrics.mean_average_precision.value,
        "ece_before": calibration_test(uncalibrated, y_true).error,
        "ece_after": calibration_test(trained.confidences_out_of_fold, y_true).error,
        "out_of_fold_accuracy": float((trained.out_of_fold.argmax(1) == trained.labels).mean()),
        "temperature": trained.head.temperature,
        "epochs": best or len(trained.epochs),
        "seconds": seconds,
        "cpu": cpu,
    }


def few(works: Works, head: str, size: int, seeds: int) -> dict[str, float]:
    """Learn from few works of each topic, and test on all the others."""
    from artmeta.stats import korn_graubard
    from artmeta.vision.training import train_head

    rows = []
    for seed, chosen in draws(works, size, seeds):
        names = [np.array(each)[chosen].tolist() for each in (works.topics, works.groups)]
        trained = train_head(works.vectors[chosen], *names, hyperparameters_for(head, None, None, None, seed))
        others = np.setdiff1d(np.arange(len(works.topics)), chosen)
        predicted = trained.head.logits(works.vectors[others]).argmax(axis=1)
        truth = float((np.array(trained.topics)[predicted] == np.array(works.topics)[others]).mean())
        right = trained.out_of_fold.argmax(axis=1) == trained.labels
        low, high = korn_graubard(
            right, names[1], inflation=1 + trained.fold_count / (trained.fold_count - 1)
        )
        rows.append(
            (truth, float(right.mean()), high - low, float(low <= truth <= high), trained.validation.sum())
        )
    names = ("accuracy_on_others", "stated_out_of_fold", "width_of_interval", "interval_holds", "held_out")
    means = {
        name: round(float(np.mean(column)), 3)
        for name, column in zip(names, zip(*rows, strict=True), strict=True)
    }
    return {
        **means,
        "worst": round(min(row[0] for row in rows), 3),
        "best": round(max(row[0] for row in rows), 3),
    }


def draws(works: Works, size: int, seeds: int) -> Iterator[tuple[int, np.ndarray]]:
    topics = np.array(works.topics)
    for seed in range(1, seeds * DRAWS + 1):
        shuffled = np.random.default_rng(seed).permutation(len(topics))
        yield (
            seed,
            np.concatenate([shuffled[topics[shuffled] == topic][:size] for topic in np.unique(topics)]),
        )


if __name__ == "__main__":
    main()
