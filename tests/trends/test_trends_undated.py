"""Topics that are dated worse than others are found, and a change that undated works could make is withheld."""

import numpy as np
import pandas as pd

from artmeta.trend_analysis.analysis import trends
from artmeta.trend_analysis.dated_works import ClassifierErrors
from artmeta.trend_analysis.tables import Tables
from artmeta.trend_options import TrendOptions

TOPICS = {"a": "As", "b": "Bs", "c": "Cs"}
FEW = TrendOptions(replicates=50, skew=())


def collection(seed: int, undated: tuple[float, float] = (0.05, 0.05), late_only: bool = False) -> Tables:
    """Works of three topics without a trend; parts of the first topic and of the others are undated."""
    rng = np.random.default_rng(seed)
    works = 1500
    years, topics = rng.integers(1800, 1900, works), rng.choice(3, works)
    rate = np.where(topics == 0, undated[0], undated[1]) * np.where(late_only, 2 * (years - 1800) / 100, 1)
    missing = rng.random(works) < rate
    ids = [f"w{number}" for number in range(works)]
    dates = pd.array(np.where(missing, 0, years), dtype="Int64")
    dates[missing] = pd.NA
    frame = pd.DataFrame({"artwork_id": ids, "date_earliest": dates, "date_latest": dates, "artist": ids})
    rows = {"artwork_id": ids, "topic_id": np.array(list(TOPICS))[topics], "confidence": 1.0}
    return trends(frame, pd.DataFrame(rows), ClassifierErrors(TOPICS, pd.DataFrame()), FEW)


def test_a_topic_with_more_undated_works_is_named_and_others_are_not() -> None:
    worse = collection(1, (0.25, 0.05)).trend_verdicts.set_index("topic_id")
    assert worse.loc["a", "undated_adjusted"] < 0.01 and 0.2 < worse.loc["a", "undated_share"] < 0.3
    assert worse.loc["a", "undated_elsewhere"] < 0.08
    clean = [collection(seed).trend_verdicts["undated_adjusted"].min() < 0.05 for seed in range(10)]
    assert sum(clean) <= 2


def test_a_fall_that_missing_dates_make_is_withheld() -> None:
    results = [collection(seed, (0.45, 0.02), late_only=True).trend_verdicts for seed in range(5)]
    rows = pd.concat(results).set_index("topic_id").loc["a"]
    assert "withheld" in set(rows["verdict"]) and "fell" not in set(rows["verdict"])
    withheld = rows[rows["verdict"] == "withheld"].iloc[0]
    assert withheld["reason"] == "undated" and withheld["lowest"] <= withheld["change"] <= withheld["highest"]
    assert "undated" in withheld["sentence"]


def test_an_open_end_reaches_to_the_end_of_the_collection() -> None:
    frame = pd.DataFrame(
        {
            "artwork_id": ["x", "y", "z"],
            "date_earliest": pd.array([1800, 1850, None], dtype="Int64"),
            "date_latest": pd.array([1899, None, 1850], dtype="Int64"),
        }
    )
    rows = pd.DataFrame({"artwork_id": ["x", "y", "z"], "topic_id": "a", "confidence": 1.0})
    counts = trends(frame, rows, ClassifierErrors({"a": "As"}, pd.DataFrame()), FEW)
    assert np.isclose(counts.trend_counts["works"].sum(), 3)
    assert counts.trend_summaries.iloc[0]["open"] == 2
