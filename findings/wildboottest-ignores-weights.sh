#!/bin/sh
# wildboottest 0.3.2 (PyPI) tests a weighted model of statsmodels without its weights, and does not say so.
#
# Shares of a topic by artist and decade rest on different numbers of works, so one fits them by weighted least squares and tests the trend
# by the wild cluster bootstrap, as artists are few and their works are alike. Expected of `wildboottest(model, param, cluster, B)` with
# a model of statsmodels' WLS: the test of that regression, or a refusal (pyfixest 0.60, which serves the same test, refuses weights). What
# happens: it takes the model's data as they are and leaves the weights out, without a warning; the p value is that of the
# regression without weights. A way that works: multiply the outcome and all columns, the constant included, by the square roots of
# the weights, and test OLS of these.
#
# Seen with statsmodels 0.15.0, 10 artists, all 1,024 signs enumerated, p value of the trend:
#   OLS: wildboottest 0.047, enumerated without weights 0.047
#   WLS: wildboottest 0.047, enumerated with weights 0.252; OLS of the multiplied columns 0.252
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet wildboottest==0.3.2 statsmodels==0.15.0 numpy==2.4.6 pandas==3.1.1
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
import itertools

import numpy as np
import statsmodels.api as sm
from wildboottest.wildboottest import wildboottest

ARTISTS, DECADES = 10, 8
rng = np.random.default_rng(13)
artist = np.repeat(np.arange(ARTISTS), DECADES)
decade = np.tile(np.arange(DECADES, dtype=float), ARTISTS)
works = rng.integers(1, 60, ARTISTS)[artist] * 1.0
share = 0.3 + 0.01 * decade + rng.normal(0, 0.02, ARTISTS)[artist] * decade + rng.normal(0, 0.1, len(decade))
columns = sm.add_constant(decade)


def t_value(outcome, columns):
    """The t value of the last column, with a variance clustered by artist."""
    bread = np.linalg.inv(columns.T @ columns)
    slope = bread @ columns.T @ outcome
    scores = np.array([columns[artist == one].T @ (outcome - columns @ slope)[artist == one] for one in range(ARTISTS)])
    return slope[-1] / np.sqrt((bread @ scores.T @ scores @ bread)[-1, -1])


def enumerated(outcome, columns):
    """The p value of the wild cluster bootstrap under the null hypothesis, over all signs."""
    constant = columns[:, :1]
    fitted = constant @ np.linalg.lstsq(constant, outcome, rcond=None)[0]
    draws = [
        t_value(fitted + (outcome - fitted) * np.array(signs)[artist], columns)
        for signs in itertools.product([-1, 1], repeat=ARTISTS)
    ]
    return np.mean(np.abs(draws) >= abs(t_value(outcome, columns)) - 1e-9)


def tested(model):
    name = model.exog_names[-1]
    return float(wildboottest(model, param=name, cluster=artist, B=9999, seed=1, show=False)["p-value"].iloc[0])


root = np.sqrt(works)
p = {
    "OLS": tested(sm.OLS(share, columns)),
    "enumerated without weights": enumerated(share, columns),
    "WLS": tested(sm.WLS(share, columns, weights=works)),
    "enumerated with weights": enumerated(share * root, columns * root[:, None]),
    "OLS of the multiplied columns": tested(sm.OLS(share * root, columns * root[:, None])),
}
for name, value in p.items():
    print(f"{name}: {value:.3f}")
assert abs(p["OLS"] - p["enumerated without weights"]) < 0.005, "the bootstrap has changed"
assert abs(p["OLS of the multiplied columns"] - p["enumerated with weights"]) < 0.005, "the bootstrap has changed"
assert p["WLS"] == p["OLS"] and abs(p["OLS"] - p["enumerated with weights"]) > 0.02, "weights count now"
PYTHON
