#!/bin/sh
# confidenceinterval 1.0.5 (PyPI): the 95 % intervals of macro-averaged precision, recall and F1 miss the truth far too often.
#
# Expected of `precision_score(truth, predicted, average="macro")` by the default method "takahashi" (the delta method, after Takahashi et al.
# 2022, who derive macro F1; the package derives macro precision and recall itself): of 100 samples, about 95 intervals hold the
# value that the classifier has on all works. What happens: they are too narrow, the more so the more often it is wrong, and more
# works do not help. In the source, the covariance of the multinomial subtracts `p * p.transpose()` of a vector p, which is no outer
# product; and the derivative of a topic's precision by its right answers lacks the division by the share of works that got this
# answer. Topics one by one (`ppv_score`) have right intervals; for averages, `method="bootstrap_percentile"` is the way.
#
# Seen, a weak classifier of 10 topics (30 to 60 % right), 1,000 works a sample, 400 samples: share of intervals that hold the truth; standard
# error as stated / of the samples:
#   precision 0.61, 0.0071 / 0.0161   recall 0.66, 0.0074 / 0.0159   F1 0.86, 0.0125 / 0.0158
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet confidenceinterval==1.0.5 scikit-learn==1.9.1 numpy==2.4.6
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
import confidenceinterval
import numpy as np

TOPICS, WORKS, SAMPLES = 10, 1000, 400
rng = np.random.default_rng(1)
# What the classifier does with works of each topic: topics are of different sizes, 30 to 60 % of the answers are right.
sizes = rng.dirichlet(np.full(TOPICS, 5.0))
right = np.linspace(0.3, 0.6, TOPICS)
answers = (1 - right)[:, None] * rng.dirichlet(np.ones(TOPICS), TOPICS) + np.diag(right)
joint = sizes[:, None] * answers
hits, of_topic, of_answer = np.diag(joint), joint.sum(1), joint.sum(0)
TRUTH = {
    "precision": np.mean(hits / of_answer),
    "recall": np.mean(hits / of_topic),
    "f1": np.mean(2 * hits / (of_topic + of_answer)),
}
drawn = {name: [] for name in TRUTH}
for _ in range(SAMPLES):
    cells = rng.choice(TOPICS * TOPICS, WORKS, p=joint.ravel())
    truth, predicted = np.divmod(cells, TOPICS)
    for name in TRUTH:
        value, (low, high) = getattr(confidenceinterval, f"{name}_score")(truth, predicted, average="macro")
        drawn[name].append((value, low, high))
held = {}
for name, each in drawn.items():
    value, low, high = np.array(each).T
    held[name] = np.mean((low <= TRUTH[name]) & (TRUTH[name] <= high))
    print(f"{name} {held[name]:.2f}, {np.mean(high - low) / 2 / 1.96:.4f} / {np.std(value):.4f}")
assert held["precision"] < 0.8 and held["recall"] < 0.8, "the intervals of precision or recall have changed"
PYTHON
