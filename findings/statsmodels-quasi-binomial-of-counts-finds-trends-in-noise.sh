#!/bin/sh
# statsmodels 0.15.0 (PyPI): a quasi-binomial regression of counts divides its dispersion by the counts, and finds
# trends in noise.
#
# Shares of a topic by decade vary by more than the drawing of works explains (works of one artist are alike). The
# usual remedy is quasi-binomial: the variance is multiplied by Pearson's chi-squared through the degrees of freedom.
# In statsmodels that is `GLM(endog, exog, family=Binomial()).fit(scale="X2")`, and `endog` of a binomial family may be
# two columns: works with and without the topic. Expected: the same as with shares and `var_weights` of the works; the
# documentation calls X2 Pearson's chi-squared divided by `df_resid`. What happens: coefficients are the same, but in
# the dispersion the number of works is left out, so it is as many times too small, and standard errors are too small
# by the square root: ten times with 100 works a decade. The result's own `pearson_chi2 / df_resid` is right, and so is
# `scale="dev"`. No warning is given. Take shares with `var_weights`.
#
# Seen, 400 series of 10 decades with 100 works each, shares that vary around 20 % without any trend (beta-binomial,
# dispersion about 4), t distribution: trends found at the level of 5 %, and the mean dispersion
#   counts, X2    84.0 %   0.04
#   counts, dev    5.2 %   4.10
#   shares, X2     5.5 %   4.03
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet statsmodels==0.15.0 pandas==2.3.3 scipy==1.17.1 numpy==2.4.6
"$folder/venv/bin/python" - <<'PYTHON'
import numpy as np
from statsmodels.api import GLM, families

SERIES, DECADES, WORKS = 400, 10, 100
rng = np.random.default_rng(0)
time = np.column_stack([np.ones(DECADES), np.arange(DECADES)])
works = np.full(DECADES, WORKS)
found, dispersion = {}, {}
for _ in range(SERIES):
    counts = rng.binomial(works, rng.beta(6, 24, DECADES))
    columns = GLM(np.column_stack([counts, works - counts]), time, family=families.Binomial())
    shares = GLM(counts / works, time, family=families.Binomial(), var_weights=works)
    fits = {
        "counts, X2": columns.fit(scale="X2", use_t=True),
        "counts, dev": columns.fit(scale="dev", use_t=True),
        "shares, X2": shares.fit(scale="X2", use_t=True),
    }
    for name, fit in fits.items():
        found.setdefault(name, []).append(fit.pvalues[1] < 0.05)
        dispersion.setdefault(name, []).append(fit.scale)
    by_counts, by_shares = fits["counts, X2"], fits["shares, X2"]
    assert np.allclose(by_counts.params, by_shares.params)
    assert np.isclose(by_counts.pearson_chi2 / by_counts.df_resid, by_shares.scale)
    assert np.isclose(by_counts.scale * WORKS, by_shares.scale), "the behaviour has changed"
    assert np.allclose(by_counts.bse * np.sqrt(WORKS), by_shares.bse)
for name, results in found.items():
    print(f"{name:12} {np.mean(results):6.1%}   {np.mean(dispersion[name]):.2f}")
assert np.mean(found["counts, X2"]) > 0.75
assert max(np.mean(found["counts, dev"]), np.mean(found["shares, X2"])) < 0.08
PYTHON
