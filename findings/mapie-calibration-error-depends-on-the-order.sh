#!/bin/sh
# MAPIE 1.6.0 (PyPI): the calibration error with bins of equal counts depends on the order of the works.
#
# `expected_calibration_error` and `top_label_ece` take `split_strategy`: "uniform" (the default), "quantile" or "array
# split". The last reads as numpy's array_split of the sorted confidences: bins that hold equally many works, as
# adaptive calibration errors have them. Expected: the error does not depend on the order of the works, and is close to
# that of "quantile". What happens: the confidences are split as they come, and the edges of the bins are the largest of
# each piece. In the order of a catalogue all pieces end near the largest confidence of all, so that nearly all works
# fall into the first bin, and too high and too low confidences cancel out: a badly calibrated model seems to be
# calibrated. Sorted by confidence beforehand, the same works have their true error. No warning is given. Sort
# confidences and answers together before the call, or take "quantile".
#
# Seen, 1,000 works, confidences 0.2 too high below 0.65 and up to 0.2 too low above, 15 bins, as drawn / sorted /
# shuffled again:
#   uniform 0.161 / 0.161 / 0.161   quantile 0.156 / 0.156 / 0.156   array split 0.009 / 0.161 / 0.006
#   works in the first of 15 bins of "array split", as drawn / sorted: 929 / 67
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet mapie==1.6.0 scikit-learn==1.9.1 scipy==1.17.1 numpy==2.4.6
"$folder/venv/bin/python" - <<'PYTHON'
import numpy as np
from mapie.metrics.calibration import expected_calibration_error, top_label_ece

rng = np.random.default_rng(0)
confidences = rng.uniform(0.3, 1, 1000)
right = rng.uniform(size=1000) < np.where(confidences < 0.65, confidences - 0.2, np.minimum(1, confidences + 0.2))
by_confidence = np.argsort(confidences)
orders = {"as drawn": np.arange(1000), "sorted": by_confidence, "shuffled": rng.permutation(1000)}
errors = {}
for strategy in ("uniform", "quantile", "array split"):
    for name, order in orders.items():
        works = right[order].astype(int), confidences[order]
        errors[strategy, name] = expected_calibration_error(*works, num_bins=15, split_strategy=strategy)
        top = top_label_ece(works[0], works[1], np.ones(1000, int), num_bins=15, split_strategy=strategy)
        assert np.isclose(top, errors[strategy, name])
    print(strategy, *(f"{name} {errors[strategy, name]:.3f}" for name in orders))
for name in ("as drawn", "sorted"):
    first = min(piece.max() for piece in np.array_split(confidences[orders[name]], 15))
    print(f"array split, {name}: {np.sum(confidences <= first)} of 1000 works in the first bin")
for name in orders:
    assert abs(errors["uniform", name] - 0.16) < 0.01 and abs(errors["quantile", name] - 0.16) < 0.01
assert errors["array split", "as drawn"] < 0.02 and errors["array split", "shuffled"] < 0.02
assert errors["array split", "sorted"] > 0.15
PYTHON
