#!/bin/sh
# QuaPy 0.2.3 (PyPI): 95 % intervals of topic shares hold 69 % of them, and can be neither widened nor repeated.
#
# `AggregativeBootstrap` gives any quantifier (here PACC) intervals at a `confidence_level`. By default only the
# collection's works are drawn again (`n_test_samples`); the errors of the classifier, estimated on a few hundred works
# of known topic, are taken for exact. Expected: `n_train_samples` above 1 draws these works again, too, and the
# intervals hold what they promise; with a `random_state` they are the same each time. What happens: with
# n_train_samples above 1, `fit` stops with an AttributeError for every quantifier tried: the code asks a numpy array
# for a method of QuaPy's own collections. And the draws are made in processes of joblib, which do not share the random
# state that is set, so `random_state` has no effect. Drawing both by hand, through the quantifier's own
# `aggregation_fit`, holds.
#
# Seen, 40 collections of 600 works and three topics, 300 works of known topic, 60 draws:
#   shares held by intervals at 95 %: 69 % by AggregativeBootstrap, 95 % with both drawn by hand
#   n_train_samples=5: AttributeError for ACC, PACC and EMQ; random_state=0 twice: two intervals
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet quapy==0.2.3 scikit-learn==1.9.1 scipy==1.17.1 numpy==2.4.6 pandas==2.3.3 \
  joblib==1.6.0
cat >"$folder/intervals.py" <<'PYTHON'
import warnings

import joblib
import numpy as np
from quapy.method.aggregative import ACC, EMQ, PACC
from quapy.method.confidence import AggregativeBootstrap
from sklearn.linear_model import LogisticRegression

warnings.simplefilter("ignore")
COLLECTIONS, DRAWS = 40, 60
CENTRES = np.array([[0, 0], [1.5, 0], [0, 1.5]])
SHARES = np.array([0.6, 0.25, 0.15])
rng = np.random.default_rng(0)


def works(number, shares):
    topics = rng.choice(3, size=number, p=shares)
    return rng.normal(size=(number, 2)) + CENTRES[topics], topics


def quantifier(kind):
    return kind(LogisticRegression(), val_split=5)


def by_package(known, collection):
    method = AggregativeBootstrap(quantifier(PACC), n_test_samples=DRAWS).fit(*known)
    with joblib.parallel_config(backend="sequential"):  # the same draws, without starting processes for each
        _, region = method.predict_conf(collection)
    return region.I_low, region.I_high


def by_hand(known, collection):
    pacc = quantifier(PACC)
    pacc._check_init_parameters()
    confidences, topics = pacc.classifier_fit_predict(*known)
    others, shares = pacc.classify(collection), []
    for _ in range(DRAWS):
        drawn = rng.integers(0, len(topics), len(topics))
        pacc.aggregation_fit(confidences[drawn], topics[drawn])
        shares.append(pacc.aggregate(others[rng.integers(0, len(others), len(others))]))
    return np.percentile(shares, [2.5, 97.5], axis=0)


held = {by_package: [], by_hand: []}
for _ in range(COLLECTIONS):
    known, (collection, _) = works(300, np.full(3, 1 / 3)), works(600, SHARES)
    for intervals, results in held.items():
        low, high = intervals(known, collection)
        results.append((low <= SHARES) & (SHARES <= high))
for intervals, results in held.items():
    print(f"{intervals.__name__}: {np.mean(results):.1%} of the shares lie in their intervals at 95 %")

stopped = []
for kind in (ACC, PACC, EMQ):
    try:
        AggregativeBootstrap(quantifier(kind), n_train_samples=5, n_test_samples=5).fit(*known)
    except AttributeError as fault:
        stopped.append(kind.__name__)
        print(f"{kind.__name__}, n_train_samples=5: {fault}")

lows = []
for _ in range(2):
    method = AggregativeBootstrap(quantifier(PACC), n_test_samples=20, random_state=0).fit(*known)
    lows.append(method.predict_conf(collection)[1].I_low)
    print("random_state=0, lower ends:", *lows[-1].round(3))

assert np.mean(held[by_package]) < 0.8, "the intervals hold more now"
assert np.mean(held[by_hand]) > 0.9
assert stopped == ["ACC", "PACC", "EMQ"], "works of known topic can be drawn again now"
assert not np.array_equal(*lows), "random_state has an effect now"
PYTHON
OMP_NUM_THREADS=1 "$folder/venv/bin/python" "$folder/intervals.py"
