#!/bin/sh
# cleanlab 2.9.0 (PyPI) estimates many wrong labels where all are right, if the pictures are hard to tell apart.
#
# cleanlab estimates how many works of a training set have a wrong topic, from confidences of a model that did not see
# them: `num_label_issues` is described as an estimate of that number, a health score of 1 as that of perfectly
# labelled data, and `find_label_issues` as the works concerned. Expected of works that all have the right topic, and
# of confidences that are the true probabilities: an estimate near 0, as nothing better can be handed to it. What
# happens: the estimate counts works of which the model is as sure of another topic as it usually is of that one, and
# a calibrated model of hard pictures errs so now and then. The estimate rises with the model's errors, whatever the
# labels, and the four options of `filter_by` that use it name works. The number is therefore no evidence of wrong
# topics; the order of the works still says where to look first. What tells the two apart is whether the model is
# surer of other topics than its confidences allow.
#
# Seen, 7 topics, 2,000 works, all right; accuracy of the model: estimate of wrong labels, health, works named by
# default:
#   42 %: 47.3 %, 0.53, 811   58 %: 24.7 %, 0.75, 592   73 %: 9.8 %, 0.90, 283   93 %: 1.2 %, 0.99, 28
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet cleanlab==2.9.0 scikit-learn==1.9.1 numpy==2.4.6 pandas==2.3.3 scipy==1.17.1
OMP_NUM_THREADS=1 "$folder/venv/bin/python" -W ignore - <<'PYTHON'
import numpy as np
from cleanlab.count import num_label_issues
from cleanlab.dataset import overall_label_health_score
from cleanlab.filter import find_label_issues
from scipy.special import softmax

TOPICS, WORKS = 7, 2000
WAYS = ("prune_by_noise_rate", "prune_by_class", "both", "confident_learning")
rng = np.random.default_rng(0)
estimates = []
for distance in (1.0, 1.5, 2.0, 3.0):
    topics = rng.integers(0, TOPICS, WORKS)
    scores = rng.normal(size=(WORKS, TOPICS))
    scores[np.arange(WORKS), topics] += distance
    confidences = softmax(distance * scores, axis=1)  # Bayes' rule: the true probabilities
    right = confidences.argmax(1) == topics
    assert abs(confidences.max(1).mean() - right.mean()) < 0.02, "calibrated"
    estimates.append(num_label_issues(topics, confidences) / WORKS)
    named = {way: int(find_label_issues(topics, confidences, filter_by=way, n_jobs=1).sum()) for way in WAYS}
    health = overall_label_health_score(topics, confidences, verbose=False)
    print(f"accuracy {right.mean():.2f}, estimate {estimates[-1]:.3f}, health {health:.2f}, named {named}")
    assert min(named.values()) > 0
assert estimates == sorted(estimates, reverse=True) and estimates[0] > 0.4 and estimates[2] > 0.06
PYTHON
