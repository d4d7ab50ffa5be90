"""From frames to frames: what is counted, what is set aside, and that both are confidences."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from builders import new_store
from known_museum import Floats, Museum

from artmeta.trend_analysis.analysis import trends
from artmeta.trend_analysis.dated_works import ClassifierErrors
from artmeta.trend_analysis.influence import MAX_GROUPS
from artmeta.trend_analysis.tables import Tables
from artmeta.trend_options import TrendOptions

TOPICS = {"boat": "Boats", "house": "Houses", "angel": "Angels", "horse": "Horses"}


def rising(position: Floats) -> Floats:
    first = 0.05 + 0.3 * position
    return np.column_stack([first, *[(1 - first) / 3] * 3])


def long(confidences: Floats, ids: list[str]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "artwork_id": np.repeat(ids, 4),
            "topic_id": np.tile(list(TOPICS), len(ids)),
            "confidence": confidences.ravel(),
        }
    )


def collection(
    museum: Museum, works: int, seed: int = 1
) -> tuple[pd.DataFrame, pd.DataFrame, ClassifierErrors, np.ndarray]:
    rng = np.random.default_rng(seed)
    years, right, confidences = museum.works(rising, works, rng)
    ids = [f"w{n}" for n in range(works)]
    frame = pd.DataFrame(
        {
            "artwork_id": ids,
            "date_earliest": pd.array(years - rng.integers(0, 5, works), dtype="Int32"),
            "date_latest": pd.array(years + rng.integers(0, 5, works), dtype="Int32"),
            "date_status": "read",
            "artist": rng.choice([f"artist {n}" for n in range(500)], works),
            "venue": rng.choice(["North", "South"], works),
        }
    )
    known = museum.calibration_set(400, rng)
    kept = long(known.confidences, [str(n) for n in range(400)]).rename(columns={"artwork_id": "item"})
    kept["given_topic_id"] = np.repeat(np.array(list(TOPICS))[known.y_true], 4)
    return frame, long(confidences, ids), ClassifierErrors(TOPICS, kept), right


@pytest.fixture(scope="module")
def actual() -> Tables:
    frame, predictions, model, _ = collection(Museum(), 1500)
    options = TrendOptions(change_points=True, compare=("venue", "medium"), skew=("artist",), replicates=60)
    return trends(frame, predictions, model, options)


def test_shares_of_a_bin_sum_to_one_and_lie_in_their_intervals(actual: Tables) -> None:
    shares = actual.trend_shares
    assert np.allclose(shares.groupby(["grouping", "group_name", "bin_first"])["share"].sum(), 1)
    assert ((shares["share_low"] <= shares["share"]) & (shares["share"] <= shares["share_high"])).all()
    assert set(shares["method"]) == {"emq"}
    assert shares["share_acc"].isna().all() and shares["share_pacc"].notna().all()


def test_the_rise_is_told(actual: Tables) -> None:
    boat = actual.trend_verdicts.set_index("topic_id").loc["boat"]
    assert boat["verdict"] == "rose" and boat["low"] < 0.3 < boat["high"]
    assert boat["sentence"].startswith("Boats rose between")


def test_bands_add_up_to_all_dated_works(actual: Tables) -> None:
    counts = actual.trend_counts[actual.trend_counts["grouping"] == ""]
    parts = counts[["sure", "unsure", "unfamiliar", "unclassified"]].sum(axis=1)
    assert np.allclose(parts, counts["works"])
    assert np.isclose(counts["works"].sum(), 1500)
    assert (counts["wide"] <= counts["works"] + 1e-9).all() and counts["wide"].sum() > 0


def test_groups_and_skew_are_there(actual: Tables) -> None:
    assert set(actual.trend_shares["group_name"]) == {"", "North", "South"}
    assert actual.trend_influence["group_name"].nunique() == MAX_GROUPS
    assert len(actual.trend_differences) == 4 and not actual.trend_differences["differs"].any()


def test_the_summary_accounts_for_every_work(museum: Museum) -> None:
    frame, predictions, model, _ = collection(museum, 400)
    frame.loc[:6, ["date_earliest", "date_latest"]] = pd.NA
    frame.loc[7:9, "date_latest"] = pd.NA
    frame.loc[:4, "date_status"] = "undated"
    frame.loc[5:6, "date_status"] = "unread"
    frame["decision_status"] = np.where(np.arange(400) % 10 == 0, "unfamiliar", "")
    predictions = predictions[~predictions["artwork_id"].isin(["w11", "w12", "w13"])]
    result = trends(frame, predictions, model, TrendOptions(replicates=50))
    confidences = result.trend_summaries.iloc[0]
    assert (
        confidences["works"],
        confidences["dated"],
        confidences["undated"],
        confidences["unread"],
        confidences["open"],
    ) == (
        400,
        390,
        5,
        2,
        3,
    )
    assert (
        confidences["sure"] + confidences["unsure"] + confidences["unfamiliar"] + confidences["unclassified"]
        == 393
    )
    assert (confidences["unfamiliar"], confidences["unclassified"]) == (39, 3)
    one_topic = result.trend_shares[result.trend_shares["topic_id"] == "boat"]
    assert np.isclose(one_topic["works"].sum(), confidences["sure"] + confidences["unsure"])


def test_without_a_status_a_work_without_a_date_is_undated(museum: Museum) -> None:
    frame, predictions, model, _ = collection(museum, 400)
    frame.loc[:6, ["date_earliest", "date_latest"]] = pd.NA
    frame.loc[7:9, "date_latest"] = pd.NA
    frame = frame.drop(columns="date_status", errors="ignore")
    summary = trends(frame, predictions, model, TrendOptions(replicates=50)).trend_summaries.iloc[0]
    assert summary[["dated", "open", "undated", "unread"]].tolist() == [390, 3, 7, 0]


def test_the_known_truth_lies_in_the_intervals(museum: Museum) -> None:
    frame, predictions, model, right = collection(museum, 3000, seed=4)
    frame["date_latest"] = frame["date_earliest"]
    result = trends(frame, predictions, model, TrendOptions(bin_years=25, replicates=100))
    years = frame["date_earliest"].to_numpy(dtype=int)
    held = []
    for row in result.trend_shares.itertuples():
        inside = (years >= row.bin_first) & (years <= row.bin_last)
        if inside.sum() >= 20:
            truth = (right[inside] == list(TOPICS).index(row.topic_id)).mean()
            held.append(row.share_low <= truth <= row.share_high)
    assert len(held) >= 16 and np.mean(held) >= 0.9


def test_the_same_seed_gives_the_same_numbers(museum: Museum) -> None:
    results = [
        trends(*collection(museum, 300)[:3], TrendOptions(replicates=50)).trend_shares for _ in range(2)
    ]
    pd.testing.assert_frame_equal(*results)


@pytest.mark.parametrize("width", [1, 5, 10, 25, 50, "adaptive"])
def test_every_width_of_bins(museum: Museum, width: object) -> None:
    frame, predictions, model, _ = collection(museum, 300)
    result = trends(frame, predictions, model, TrendOptions(bin_years=width, replicates=50))  # type: ignore[arg-type]
    assert np.isclose(result.trend_counts["works"].sum(), 300)


def test_nothing_to_count_gives_empty_tables_and_a_summary(museum: Museum) -> None:
    frame, predictions, model, _ = collection(museum, 20)
    for works, classified in (
        (frame.assign(date_earliest=pd.NA, date_latest=pd.NA), predictions),
        (frame, predictions[:0]),
        (frame[:0], predictions[:0]),
    ):
        result = trends(works, classified, model)
        assert len(result.trend_shares) == 0 and len(result.trend_summaries) == 1
        assert result.trend_summaries.iloc[0]["method"] == ""


def test_without_evidence_counts_are_told_as_counts(museum: Museum) -> None:
    frame, predictions, model, _ = collection(museum, 200)
    bare = ClassifierErrors(TOPICS, model.out_of_fold[:0])
    assert set(trends(frame, predictions, bare, TrendOptions(replicates=50)).trend_shares["method"]) == {
        "counted"
    }
    with_matrix = ClassifierErrors(TOPICS, model.out_of_fold[:0], np.eye(4, dtype=np.int64) * 20)
    assert set(
        trends(frame, predictions, with_matrix, TrendOptions(replicates=50)).trend_shares["method"]
    ) == {"acc"}


def test_the_tables_fit_the_database(actual: Tables, tmp_path: object) -> None:
    with new_store(tmp_path / "artmeta.duckdb") as store:  # type: ignore[operator]
        for table, frame in actual.named().items():
            assert store.insert(table, frame.assign(run_id="r")) == len(frame), table
