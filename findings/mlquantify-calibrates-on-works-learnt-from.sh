#!/bin/sh
# mlquantify 0.5.1 (PyPI): the calibration that EMQ recommends multiplies its error, because it is fitted to the works
# learnt from.
#
# EMQ estimates the shares of topics in a collection from a classifier's confidences (Saerens et al. 2002), and is
# biased where these are not calibrated. The package offers `calib_function="bcts"`, bias-corrected temperature
# scaling, as "recommended". Expected of `fit(X, y)`: out-of-fold confidences are used for it, as ACC and others of
# the package do by default (5 folds), and as its own ClassifierCalibrator asks, which wants predictions of works that
# the classifier has not seen. What happens: EMQ predicts the works that its classifier has just learnt from, and
# calibrates on these. A head on the features of a network separates them all, so the temperature found makes it as
# certain as it can be; the estimate moves towards plain counting, without a warning. A way that works: out-of-fold
# confidences by scikit-learn's cross_val_predict, and `aggregate(confidences, out_of_fold, topics)`.
#
# Besides, the region "ellipse" of its AggregativeBootstrap inverts a matrix that has no inverse where no resample has
# a work of some topic: the region then holds nothing, not even its centre, and no warning is given.
#
# Seen, logistic regression, 4 topics, 300 features, 600 works learnt from (all right), 12 collections of other shares
# (89 % right), mean absolute error of a share in points:
#   plain counting 2.7   EMQ 0.6, with ts 1.9, with bcts 1.9   out-of-fold confidences: with ts 0.5, with bcts 0.7
# Share of 95 % ellipses that hold the truth, 400 samples of 1,000 works of shares 0.4, 0.3, 0.2 and 0.1: 0.93; with a
# fifth topic that has no works: 0
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet mlquantify==0.5.1 scikit-learn==1.9.1 numpy==2.4.6 scipy==1.17.1
OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 "$folder/venv/bin/python" -W ignore - <<'PYTHON'
import numpy as np
from mlquantify.confidence import construct_confidence_region
from mlquantify.likelihood import EMQ
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict

TOPICS, FEATURES = 4, 300
rng = np.random.default_rng(0)


def works(number, shares):
    topics = rng.choice(TOPICS, number, p=shares)
    features = rng.normal(size=(number, FEATURES))
    features[np.arange(number), topics] += 3
    return features, topics


errors = {}
for _ in range(12):
    features, topics = works(600, np.full(TOPICS, 1 / TOPICS))
    others, truth = works(1500, rng.dirichlet(np.ones(TOPICS)))
    shares = np.bincount(truth, minlength=TOPICS) / len(truth)

    def note(name, found):
        errors.setdefault(name, []).append(np.abs(found - shares).mean())

    head = LogisticRegression(max_iter=1000)
    out_of_fold = cross_val_predict(head, features, topics, cv=5, method="predict_proba")
    for calibration in (None, "ts", "bcts"):
        emq = EMQ(head, calib_function=calibration).fit(features, topics)
        note(f"EMQ {calibration}", np.array([emq.predict(others)[topic] for topic in range(TOPICS)]))
        confidences = emq.estimator_.predict_proba(others)
        found = emq.aggregate(confidences, out_of_fold, topics)
        note(f"out of fold {calibration}", np.array([found[topic] for topic in range(TOPICS)]))
    assert emq.estimator_.score(features, topics) == 1
    note("counting", np.bincount(confidences.argmax(1), minlength=TOPICS) / len(truth))
means = {name: 100 * np.mean(each) for name, each in errors.items()}
print(", ".join(f"{name} {mean:.2f}" for name, mean in means.items()))

for shares in ([0.4, 0.3, 0.2, 0.1], [0.4, 0.3, 0.2, 0.1, 0.0]):
    held = 0
    for _ in range(400):
        resamples = rng.multinomial(1000, rng.multinomial(1000, shares) / 1000, 500) / 1000
        region = construct_confidence_region(resamples, 0.95, "ellipse")
        held += bool(region.contains(np.array(shares)))
    print(f"{shares}: ellipses that hold the truth {held / 400:.2f}", end="; ")
    print(f"the last holds its centre: {region.contains(region.mean_)}")
assert held == 0 and not region.contains(region.mean_)
for calibration in ("ts", "bcts"):
    assert means[f"EMQ {calibration}"] > 2 * means[f"out of fold {calibration}"]
    assert means[f"EMQ {calibration}"] > 2 * means["EMQ None"]
PYTHON
