#!/bin/sh
# pymannkendall 1.4.3 (PyPI): the test of Yue and Wang finds a trend in 40 % of series that have none, however long they
# are.
#
# Shares of a topic in neighbouring decades are alike, so one takes a Mann-Kendall test that is corrected for that. The
# package has several; `yue_wang_modification_test` corrects the variance by the autocorrelations of what the slope
# leaves (Yue and Wang 2004). Expected of independent values without a trend: at the default alpha of 0.05, a trend in
# about 5 % of the series, as by `original_test`, and nearer to that the longer the series. What happens: by default it
# sums the autocorrelations of all lags. Those of a sample sum to -1/2, whatever the sample (its deviations from the
# mean sum to 0), so that the factor 1 + 2 * sum, which should be 1 here, is 0 but for the weights of the lags. The
# variance comes out too small, p values too. Its docstring calls the option `lag` the number of lags, "default None",
# and does not warn. With lag=1, the other form that the authors give, long series come out right and short ones nearly
# so. Packages that call it by its defaults inherit this.
#
# Seen, share of 400 series without a trend that have one by the test; independent values, series of 10 / 20 / 40 / 100
# decades:
#   original 0.04 / 0.05 / 0.04 / 0.04   Yue and Wang 0.40 / 0.42 / 0.49 / 0.44   with lag=1 0.12 / 0.14 / 0.06 / 0.06
#   smallest and largest sum of the autocorrelations of all lags: -0.500, -0.500
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet pymannkendall==1.4.3 numpy==2.4.6 scipy==1.17.1
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
import numpy as np
import pymannkendall

SERIES = 400
YUE_WANG = "yue_wang_modification_test"
rng = np.random.default_rng(1)
found = {}
for length in (10, 20, 40, 100):
    series = rng.normal(size=(SERIES, length))
    centred = series - series.mean(1, keepdims=True)
    sums = [np.correlate(one, one, "full")[length:].sum() / (one @ one) for one in centred]
    for name, options in (("original_test", {}), (YUE_WANG, {}), (YUE_WANG, {"lag": 1})):
        test = getattr(pymannkendall, name)
        found[name, len(options), length] = np.mean([test(one, **options).h for one in series])
    shares = [found[key] for key in found if key[2] == length]
    print(length, "original %.2f, Yue and Wang %.2f, with lag=1 %.2f;" % tuple(shares), end=" ")
    print(f"sums {min(sums):.3f} to {max(sums):.3f}")
    assert np.allclose(sums, -0.5)
    assert shares[0] < 0.08 and shares[1] > 0.3, "the shares of false trends have changed"
assert found[YUE_WANG, 1, 100] < 0.1
PYTHON
