"""Where a model errs in one age as it never did on what it learnt from, the museum's own topics tell."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from known_museum import Floats, Museum

from artmeta.trend_analysis.analysis import trends
from artmeta.trend_analysis.bins import fixed_bins
from artmeta.trend_analysis.dated_works import ClassifierErrors
from artmeta.trend_analysis.estimation import prepare
from artmeta.trend_analysis.labelled_sample import correction, labelled_sample
from artmeta.trend_options import TrendOptions

TOPICS = ("boat", "house", "angel", "horse")


def flat(position: Floats) -> Floats:
    return np.tile([0.1, 0.3, 0.3, 0.3], (len(position), 1))


def modern(
    museum: Museum, seed: int, drifting: bool, works: int = 1200
) -> tuple[pd.DataFrame, pd.DataFrame, ClassifierErrors]:
    """Of the works after 1870 six in ten look like boats, if the model drifts; half of all works are catalogued."""
    rng = np.random.default_rng(seed)
    years, right, confidences = museum.works(flat, works, rng)
    if drifting:
        odd = (years >= 1870) & (rng.random(works) < 0.6)
        confidences[odd] = museum.confidences(np.zeros(odd.sum(), dtype=np.intp), rng)
    ids = [f"w{n}" for n in range(works)]
    frame = pd.DataFrame(
        {"artwork_id": ids, "date_earliest": years, "date_latest": years, "date_status": "read"}
    )
    frame["given_topic"] = np.where(rng.random(works) < 0.5, np.array(TOPICS)[right], "")
    predictions = pd.DataFrame(
        {"artwork_id": np.repeat(ids, 4), "topic_id": TOPICS * works, "confidence": confidences.ravel()}
    )
    known = museum.calibration_set(400, rng)
    kept = pd.DataFrame(
        {
            "item": np.repeat(np.arange(400), 4),
            "given_topic_id": np.repeat(np.array(TOPICS)[known.y_true], 4),
            "topic_id": TOPICS * 400,
            "confidence": known.confidences.ravel(),
        }
    )
    return frame, predictions, ClassifierErrors(dict.fromkeys(TOPICS, "x"), kept)


def late_boats(museum: Museum, seed: int, drifting: bool, check: bool) -> pd.Series:
    tables = trends(*modern(museum, seed, drifting), TrendOptions(check=check, skew=(), replicates=60))
    shares = tables.trend_shares
    return shares[(shares["topic_id"] == "boat") & (shares["bin_first"] == 1880)].iloc[0]


def test_a_drift_that_out_of_fold_works_cannot_show_is_put_right(museum: Museum) -> None:
    held = []
    for seed in range(8):
        unchecked = late_boats(museum, seed, drifting=True, check=False)
        checked = late_boats(museum, seed, drifting=True, check=True)
        assert unchecked["share_low"] > 0.1, "believed and wrong"
        assert abs(checked["share"] - 0.1) < 0.15
        held.append(checked["share_low"] <= 0.1 <= checked["share_high"])
    assert sum(held) >= 6


def test_no_rise_is_called_that_only_the_drift_makes(museum: Museum) -> None:
    kinds = {True: [], False: []}
    for check, result in kinds.items():
        for seed in range(6):
            tables = trends(
                *modern(museum, seed, drifting=True), TrendOptions(check=check, skew=(), replicates=60)
            )
            result.append(tables.trend_verdicts.set_index("topic_id").loc["boat", "verdict"])
    assert set(kinds[False]) == {"rose"}
    assert kinds[True].count("rose") <= 1


def test_the_correction_is_reported(museum: Museum) -> None:
    checks = trends(*modern(museum, 1, drifting=True), TrendOptions(skew=(), replicates=50)).trend_checks
    weights = checks.set_index("bin_first")["label_weight"]
    assert weights.loc[[1870, 1880, 1890]].min() > 0.8
    assert weights.loc[:1860].mean() < 0.5
    assert (checks["works_labelled"] > 15).all()


def test_where_nothing_drifts_little_is_changed(museum: Museum) -> None:
    for seed in range(3):
        plain, checked = (late_boats(museum, seed, drifting=False, check=check) for check in (False, True))
        assert abs(plain["share"] - checked["share"]) < 0.06
        assert checked["share_low"] <= 0.1 <= checked["share_high"]


def test_few_labelled_works_correct_nothing(museum: Museum, rng: np.random.Generator) -> None:
    years, right, confidences = museum.works(flat, 300, rng)
    prepared = prepare(confidences, museum.calibration_set(400, rng))
    scored, known = prepared.unbiased
    assert known is not None
    given = np.where(np.arange(300) < 10, right, -1).astype(np.int64)
    sample = labelled_sample(scored, given, years, years)
    assert not sample.sufficient
    assert correction(sample, fixed_bins(1800, 1899, 10), known, 20, rng) is None


def test_labelled_works_are_the_calibration_set_where_there_is_no_other(museum: Museum) -> None:
    frame, predictions, model = modern(museum, 2, drifting=False)
    bare = ClassifierErrors(model.topics, model.out_of_fold[:0])
    summary = trends(frame, predictions, bare, TrendOptions(replicates=50)).trend_summaries.iloc[0]
    assert summary["method"] == "emq" and summary["works_labelled"] == (frame["given_topic"] != "").sum()


@pytest.mark.parametrize("method", ["counted", "weighted"])
def test_plain_numbers_that_are_asked_for_stay_plain(museum: Museum, method: str) -> None:
    options = TrendOptions(method=method, replicates=50, skew=())  # type: ignore[arg-type]
    tables = trends(*modern(museum, 1, drifting=True), options)
    assert np.allclose(tables.trend_shares["share"], tables.trend_shares[f"share_{method}"])
    assert len(tables.trend_checks) == 0
