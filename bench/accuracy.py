"""How often is a model right on paintings it never saw, with either head?

Run: python -m bench.accuracy FOLDER [--seeds 3]

FOLDER holds one folder of pictures a topic. For each seed 85 % of every topic is trained on and the rest
is tested; the folds of calibration are taken from the works, so that figures with confidences are out of fold.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from pathlib import Path

import numpy as np

from bench.features import Works, read_works


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--heads", nargs="+", default=["teachable-machine", "logistic"])
    parser.add_argument("--cache", type=Path, default=Path("data/cache"))
    asked = parser.parse_args()
    works = read_works(asked.folder, asked.cache)
    print(f"{len(works.topics)} works of {len(set(works.topics))} topics")
    for head in asked.heads:
        print(json.dumps(measure(works, head, asked.seeds), indent=1))


def measure(works: Works, head: str, seeds: int) -> dict[str, object]:
    """Train and test once a seed; all shares in percent."""
    from artmeta.vision.calibration import calibration_error
    from artmeta.vision.evaluation import evaluate
    from artmeta.vision.heads import softmax
    from artmeta.vision.training import Knobs, train_head

    rows = []
    for seed in range(1, seeds + 1):
        started, cpu = time.perf_counter(), time.process_time()
        trained = train_head(works.vectors, works.topics, works.groups, Knobs(head=head, seed=seed))
        seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
        wanted = np.array([trained.topics.index(topic) for topic in works.topics])
        out = trained.held_out
        found = evaluate(trained.head.confidences(works.vectors[out]), wanted[out], trained.topics)
        cold, warm = (softmax(trained.out_of_fold / t) for t in (1.0, trained.head.temperature))
        rows.append(
            (found.accuracy, found.macro_f1, calibration_error(cold, wanted), calibration_error(warm, wanted),
             float((trained.out_of_fold.argmax(1) == wanted).mean()), trained.head.temperature, seconds, cpu)
        )  # fmt: skip
    names = (
        "accuracy",
        "macro_f1",
        "ece_before",
        "ece_after",
        "out_of_fold_accuracy",
        "temperature",
        "seconds",
        "cpu",
    )
    columns = dict(zip(names, zip(*rows, strict=True), strict=True))
    means = {f"mean_{name}": round(statistics.mean(values), 4) for name, values in columns.items()}
    return {
        "head": head,
        **means,
        **{name: [round(v, 4) for v in values] for name, values in columns.items()},
    }


if __name__ == "__main__":
    main()
