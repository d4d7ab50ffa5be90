#!/bin/sh
# venn-abers 1.5.4 and MAPIE 1.6.0 (PyPI): Venn-ABERS calibration names other topics where one has no works to
# calibrate on, and makes right confidences of several topics too low.
#
# `VennAbersCalibrator` calibrates the confidences of a classifier that is trained already, by works of known topic:
# in venn-abers `predict_proba(p_cal, y_cal, p_test)`, in MAPIE `VennAbersCalibrator(classifier, cv="prefit")`.
# Expected of a classifier of 7 topics: a table of 7 columns, in the same order, whether or not the known works show
# all of them; a reviewed sample often lacks a rare one. What happens: the table has a column for each topic among the
# known works. All columns after the missing topic stand one place to the left, each row still sums to 1, and nothing
# is reported. MAPIE's `classes_` has 7 topics for the 6 columns, and its `predict` gives the wrong ones. venn-abers
# has no `predict` here and refuses names of topics, so nothing in its result says which column is which;
# `numpy.unique(y_cal)` does.
#
# Besides, "perfect calibration", which the descriptions promise, is that of the pair of probabilities for two
# classes. For several topics the pairs are merged to one and coupled, which pulls confidences down, the more so the
# more topics and the fewer known works there are: confidences that were right say 63 % where 72 % are.
#
# Seen, 7 topics, confidences that are calibrated by construction, 500 known works, 5,000 others:
#   as they are: right 73 %, mean confidence 73 %      calibrated by venn-abers: right 72 %, mean confidence 63 %
#   topic 1 without known works, venn-abers: 6 columns, right by argmax 16 %; with numpy.unique(y_cal) 64 %
#   the same, MAPIE: 6 columns, `classes_` of 7, right by predict 41 %
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet venn-abers==1.5.4 mapie==1.6.0 scikit-learn==1.9.1 numpy==2.4.6 pandas==3.1.1
OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 "$folder/venv/bin/python" -W ignore - <<'PYTHON'
import mapie.calibration
import numpy as np
import venn_abers
from scipy.special import softmax
from sklearn.base import BaseEstimator, ClassifierMixin

TOPICS, KNOWN, MISSING = 7, 500, 1
rng = np.random.default_rng(0)
topics = rng.integers(0, TOPICS, KNOWN + 5000)
scores = rng.normal(size=(len(topics), TOPICS))
scores[np.arange(len(topics)), topics] += 2


class Trained(ClassifierMixin, BaseEstimator):
    """The classifier by Bayes' rule: its confidences are the true probabilities."""

    def fit(self, scores, topics=None):
        self.classes_ = np.arange(TOPICS)
        return self

    def predict_proba(self, scores):
        return softmax(2 * scores, axis=1)

    def predict(self, scores):
        return scores.argmax(1)


trained = Trained().fit(scores)
known, others, truth = topics[:KNOWN], trained.predict_proba(scores[KNOWN:]), topics[KNOWN:]


def calibrated(chosen):
    confidences = trained.predict_proba(scores[:KNOWN][chosen])
    return venn_abers.VennAbersCalibrator().predict_proba(p_cal=confidences, y_cal=known[chosen], p_test=others)


def seen(name, table, columns):
    right = np.mean(columns[table.argmax(1)] == truth)
    print(f"{name}: {table.shape[1]} columns, right {right:.2f}, mean confidence {table.max(1).mean():.2f}")
    return right, table.max(1).mean()


without = known != MISSING
before = seen("as they are", others, np.arange(TOPICS))
after = seen("calibrated", calibrated(np.full(KNOWN, True)), np.arange(TOPICS))
shifted = calibrated(without)
wrong = seen("a topic without known works", shifted, np.arange(TOPICS))
named = seen("the same, columns named", shifted, np.unique(known[without]))
peer = mapie.calibration.VennAbersCalibrator(trained, cv="prefit").fit(scores[:KNOWN][without], known[without])
columns, right = peer.predict_proba(scores[KNOWN:]).shape[1], np.mean(peer.predict(scores[KNOWN:]) == truth)
print(f"MAPIE: {columns} columns, {len(peer.classes_)} topics, right {right:.2f}")
assert abs(before[0] - before[1]) < 0.02 and after[0] - after[1] > 0.06
assert shifted.shape[1] == TOPICS - 1 and np.allclose(shifted.sum(1), 1) and wrong[0] < 0.4 < 0.55 < named[0]
assert columns == TOPICS - 1 < len(peer.classes_) and right < 0.55
PYTHON
