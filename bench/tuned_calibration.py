"""Does the temperature from the folds suit a fine-tuned network, whose folds may stop before their rate has decayed?

Run: python -m bench.tuned_calibration FOLDER [--works 50] [--epochs 10] [--seed 1]

FOLDER holds one folder of pictures a topic. So many works of each topic are fine-tuned on, and the final network looks
at all others. Prints the temperature of the model and that with the lowest loss on those others, and for both the loss
and the expected calibration error (ECE) there.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from artmeta.batches import batched
from artmeta.imaging.decode import decode
from artmeta.stats import softmax
from artmeta.vision.backbones import SIZE
from artmeta.vision.calibration import calibration_test, fit_temperature
from artmeta.vision.hyperparameters import FINE_TUNED, hyperparameters_for
from bench.features import Works, read_fields, read_works

BATCH = 32


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--works", type=int, default=50)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cache", type=Path, default=Path("data/cache"))
    given = parser.parse_args()
    works = read_works(given.folder, given.cache)
    print(json.dumps(measured(works, given), indent=1))


def measured(works: Works, given: argparse.Namespace) -> dict[str, float]:
    from artmeta.vision.fine_tuning import fine_tune

    fields, fresh = read_fields(works, given.cache)
    topics, rng, cpu = np.array(works.topics), np.random.default_rng(given.seed), time.process_time()
    drawn = [rng.permutation(np.flatnonzero(topics == topic))[: given.works] for topic in np.unique(topics)]
    chosen = np.sort(np.concatenate(drawn))
    others, groups = np.setdiff1d(np.arange(len(topics)), chosen), np.array(works.groups)[chosen].tolist()
    params, network = hyperparameters_for(FINE_TUNED, given.epochs, None, None, given.seed), fresh()
    labels, vectors = topics[chosen].tolist(), works.vectors[chosen]
    with tempfile.TemporaryDirectory() as place:
        tuned = fine_tune(network, fields[chosen], vectors, labels, groups, params, Path(place))
    head, names = tuned.trained.head, np.array(tuned.trained.topics)
    logits = head.logits(np.concatenate(list(features(network, works, others))))
    y_true = topics[others][:, None] == names[None]
    result = {"works": len(chosen), "others": len(others), "epochs": len(tuned.trained.epochs)}
    result["accuracy"] = float((logits.argmax(axis=1) == y_true.argmax(axis=1)).mean())
    for name, temperature in (("model", head.temperature), ("others", fit_temperature(logits, y_true))):
        proba = softmax(logits / temperature)
        result |= {
            f"temperature_{name}": temperature,
            f"loss_{name}": float(-np.log(proba[y_true]).mean()),
            f"ece_{name}": calibration_test(proba, y_true).error,
        }
    return {**result, "cpu": time.process_time() - cpu}


def features(network: Any, works: Works, places: NDArray[np.intp]) -> Iterator[NDArray[np.float32]]:
    """Yield the features of works by the network, batch by batch."""
    for part in batched(places.tolist(), BATCH):
        pixels = np.stack([decode(works.paths[place], SIZE) for place in part]).astype(np.float32)
        yield np.asarray(network.predict_on_batch(pixels))


if __name__ == "__main__":
    main()
