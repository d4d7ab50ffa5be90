"""`artmeta.trends` on data frames: the pipeline's verdicts, and one sentence for every frame that cannot be used."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

import artmeta
from artmeta.trend_analysis.analysis import trends as analyse
from artmeta.trend_analysis.dated_works import ClassifierErrors
from artmeta.trend_options import TrendOptions

TOPICS = ("boat", "horse", "house")
Frames = tuple[pd.DataFrame, pd.DataFrame]


def museum(rise: float, seed: int = 1, count: int = 400) -> Frames:
    """Draw works of 1800 to 1899 whose share of boats grows by `rise`, and confidences of a sharp model."""
    random = np.random.default_rng(seed)
    years = random.integers(1800, 1900, count)
    boat = random.random(count) < 0.2 + rise * (years - 1800) / 100
    topic = np.where(boat, "boat", random.choice(["horse", "house"], count))
    works = pd.DataFrame(
        {
            "artwork_id": [f"w{number}" for number in range(count)],
            "date_earliest": years,
            "date_latest": years + 4,
            "artist": random.choice([f"Artist {number}" for number in range(40)], count),
            "venue": random.choice(["North", "South"], count),
            "given_topic": np.where(random.random(count) < 0.3, topic, ""),
        }
    )
    predictions = pd.DataFrame(
        [
            (name, each, 0.8 if each == right else 0.1)
            for name, right in zip(works["artwork_id"], topic, strict=True)
            for each in TOPICS
        ],
        columns=["artwork_id", "topic_id", "confidence"],
    )
    return works, predictions


def verdict(result: artmeta.TrendResult, topic: str) -> str:
    return str(result.verdicts.set_index("topic_id").loc[topic, "verdict"])


def test_a_rise_a_fall_and_no_change_are_told_apart() -> None:
    rising, still = artmeta.trends(*museum(0.5)), artmeta.trends(*museum(0.0))
    assert verdict(rising, "boat") == "rose"
    assert verdict(artmeta.trends(*museum(-0.2, count=1500)), "boat") == "fell"
    assert set(still.verdicts["verdict"]) == {"no_change"}
    assert verdict(artmeta.trends(*museum(0.5, count=50)), "boat") == "too_few"
    assert str(rising).splitlines() == list(rising.verdicts["sentence"])
    assert rising.shares["share"].between(rising.shares["share_low"], rising.shares["share_high"]).all()


def test_the_defaults_are_those_of_the_pipeline() -> None:
    works, predictions = museum(0.3)
    tables = analyse(
        works,
        predictions,
        ClassifierErrors({topic: topic for topic in TOPICS}, pd.DataFrame()),
        TrendOptions(),
    )
    result = artmeta.trends(works, predictions)
    pd.testing.assert_frame_equal(result.verdicts, tables.trend_verdicts)
    pd.testing.assert_frame_equal(result.shares, tables.trend_shares)
    pd.testing.assert_frame_equal(result.summary, tables.trend_summaries)
    assert (
        result.summary["method"].item() != "counted"
    )  # the topics that the museum gave are a labelled sample


def test_frames_as_they_come_are_used_and_not_changed() -> None:
    works, predictions = museum(0.5)
    before = works.copy(), predictions.copy()
    expected = artmeta.trends(works, predictions).verdicts
    pd.testing.assert_frame_equal(works, before[0])
    pd.testing.assert_frame_equal(predictions, before[1])
    nullable = (
        works.convert_dtypes().assign(venue=works["venue"].astype("category")).set_index("artist", drop=False)
    )
    objects = works.assign(
        date_earliest=works["date_earliest"].astype(float), date_latest=list(works["date_latest"])
    )
    missing = pd.concat([predictions, pd.DataFrame([("w0", None, None)], columns=predictions.columns)])
    shuffled = predictions.sample(frac=1, random_state=1)
    for frames in ((nullable, predictions), (objects, missing), (works, shuffled)):
        pd.testing.assert_frame_equal(artmeta.trends(*frames).verdicts, expected)


def test_options_reach_the_analysis() -> None:
    works, predictions = museum(0.5)
    labels = {"boat": "Boats and ships", "horse": "Horses", "house": "Houses"}
    result = artmeta.trends(
        works,
        predictions,
        topics=labels,
        bin_years=25,
        seed=3,
        compare=["venue"],
        skew=["venue"],
        change_points=True,
    )
    assert (result.shares["bin_last"] - result.shares["bin_first"] == 24).all()
    assert set(result.influence["grouping"]) == {"venue"} and set(result.differences["grouping"]) == {"venue"}
    assert str(result).startswith("Boats and ships rose between")
    confusion = np.diag([90, 90, 90]) + 5
    corrected = artmeta.trends(works.drop(columns="given_topic"), predictions, confusion=confusion)
    assert corrected.summary["method"].item() == "acc"
    unfamiliar = works.assign(status=np.where(works.index < 150, "unfamiliar", "sure"))
    expected = artmeta.trends(unfamiliar, predictions)
    assert expected.summary["unfamiliar"].item() == 150
    decided = predictions.merge(unfamiliar[["artwork_id", "status"]])
    pd.testing.assert_frame_equal(artmeta.trends(works, decided).verdicts, expected.verdicts)


def test_out_of_fold_confidences_correct_the_shares() -> None:
    works, predictions = museum(0.3)
    sample = predictions.merge(works.loc[works["given_topic"] != "", ["artwork_id", "given_topic"]])
    out_of_fold = sample.rename(columns={"given_topic": "given_topic_id"}).assign(
        artwork_id=lambda rows: "t" + rows["artwork_id"]
    )
    result = artmeta.trends(works.drop(columns="given_topic"), predictions, out_of_fold=out_of_fold)
    assert result.summary["method"].item() in {"pacc", "emq"}
    with pytest.raises(artmeta.ArtmetaError, match="given_topic_id of `out_of_fold` is 'ship'"):
        artmeta.trends(works, predictions, out_of_fold=out_of_fold.replace("boat", "ship"), topics=TOPICS)


def test_clusters_are_resampled_as_a_whole() -> None:
    works, predictions = museum(0.0)
    named = works.assign(donor=works["artist"], none=works["artist"])
    by_artist = artmeta.trends(named, predictions).verdicts
    pd.testing.assert_frame_equal(artmeta.trends(named, predictions, cluster="donor").verdicts, by_artist)
    alone = artmeta.trends(works, predictions, cluster="none").verdicts
    assert not np.allclose(alone["low"], by_artist["low"])
    pd.testing.assert_frame_equal(artmeta.trends(named, predictions, cluster="none").verdicts, alone)
    single = artmeta.trends(works.drop(columns="artist"), predictions, skew=[]).verdicts
    pd.testing.assert_frame_equal(single, alone)


FAULTS: dict[str, tuple[Callable[[pd.DataFrame, pd.DataFrame], object], str]] = {
    "no column": (lambda w, p: artmeta.trends(w.drop(columns="date_latest"), p), "no column 'date_latest'"),
    "no topic": (lambda w, p: artmeta.trends(w, p.drop(columns="topic_id")), "no column 'topic_id'"),
    "a list": (lambda w, p: artmeta.trends([w], p), "`works` is a list"),  # type: ignore[arg-type]
    "no works": (lambda w, p: artmeta.trends(w[:0], p), "`works` has no rows"),
    "no columns": (lambda _, p: artmeta.trends(pd.DataFrame(), p), "It has no columns"),
    "no predictions": (lambda w, p: artmeta.trends(w, p[:0]), "`predictions` has no rows"),
    "nothing predicted": (
        lambda w, p: artmeta.trends(w, p.assign(confidence=np.nan)),
        "No row of `predictions`",
    ),
    "reversed": (
        lambda w, p: artmeta.trends(w.assign(date_latest=1700), p),
        "end before they begin, the first being 'w0'",
    ),
    "texts": (
        lambda w, p: artmeta.trends(w.assign(date_earliest="c. 1850"), p),
        "date_earliest of `works` is 'c. 1850'",
    ),
    "timestamps": (
        lambda w, p: artmeta.trends(w.assign(date_latest=pd.Timestamp("1850-01-01")), p),
        "datetime64.*`.dt.year`",
    ),
    "half a year": (lambda w, p: artmeta.trends(w.assign(date_earliest=1799.5), p), "work 'w0' is 1799.5"),
    "year 0": (lambda w, p: artmeta.trends(w.assign(date_earliest=0), p), "without a year 0"),
    "no date": (
        lambda w, p: artmeta.trends(w.assign(date_earliest=pd.NA, date_latest=pd.NA), p),
        "None of the 400 works",
    ),
    "twice": (lambda w, p: artmeta.trends(pd.concat([w, w]), p), "more than one row of 'w0'"),
    "predicted twice": (
        lambda w, p: artmeta.trends(w, pd.concat([p, p])),
        "more than one row of 'w0', 'boat'",
    ),
    "unknown works": (lambda w, p: artmeta.trends(w[:9], p), "391 works of `predictions` are not in `works`"),
    "other ids": (lambda w, p: artmeta.trends(w.assign(artwork_id=w.index), p), "ids of `works` are like 0"),
    "unknown topic": (
        lambda w, p: artmeta.trends(w, p, topics=["boat", "horse"]),
        "topic_id of `predictions` is 'house'",
    ),
    "per cent": (
        lambda w, p: artmeta.trends(w, p.assign(confidence=80.0)),
        "confidence of `predictions` is 80.0",
    ),
    "words": (lambda w, p: artmeta.trends(w, p.assign(confidence="high")), "is 'high', not a number"),
    "no id": (lambda w, p: artmeta.trends(w.assign(artwork_id=None), p), "has no artwork_id"),
    "status": (lambda w, p: artmeta.trends(w.assign(status="certain"), p), "status of `works` is 'certain'"),
    "width": (lambda w, p: artmeta.trends(w, p, bin_years=7), "7 is no width of bins"),
    "method": (lambda w, p: artmeta.trends(w, p, method="em"), "'trends.method' = 'em'"),  # type: ignore[arg-type]
    "replicates": (lambda w, p: artmeta.trends(w, p, replicates=3), "'trends.replicates' = 3"),
    "no width": (lambda w, p: artmeta.trends(w, p, bin_years="x"), "x is no width of bins"),  # type: ignore[arg-type]
    "no seed": (lambda w, p: artmeta.trends(w, p, seed=-1), "'trends.seed' = -1"),
    "no topics": (lambda w, p: artmeta.trends(w, p, topics=[]), "`topics` is empty"),
    "a number of topics": (lambda w, p: artmeta.trends(w, p, topics=3), "`topics` is 3"),  # type: ignore[arg-type]
    "a number of groups": (lambda w, p: artmeta.trends(w, p, compare=3), "is called 3"),  # type: ignore[arg-type]
    "group": (lambda w, p: artmeta.trends(w, p, compare=["school"]), "no column 'school'"),
    "cluster": (lambda w, p: artmeta.trends(w, p, cluster="donor"), "no column 'donor'"),
    "confusion": (lambda w, p: artmeta.trends(w, p, confusion=np.eye(2)), "3 x 3 counts"),
    "ages": (
        lambda w, p: artmeta.trends(w.assign(date_earliest=-3_000_000), p, bin_years=1),
        "3,001,903 bins, too many",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_frame_that_cannot_be_used_is_one_sentence(fault: str) -> None:
    call, sentence = FAULTS[fault]
    with pytest.raises(artmeta.ArtmetaError, match=sentence) as refused:
        call(*museum(0.0))
    assert refused.value.hint or "known are" in refused.value.message


@pytest.mark.parametrize("count", [1, 2, 5])
def test_a_few_works_are_too_few(count: int) -> None:
    works, predictions = museum(0.0, count=count)
    assert set(artmeta.trends(works, predictions).verdicts["verdict"]) == {"too_few"}


@pytest.mark.parametrize("topics", [1, 30])
def test_any_number_of_topics_has_a_verdict_each(topics: int) -> None:
    works, _ = museum(0.0, count=200)
    shares = np.random.default_rng(1).dirichlet([0.3] * topics, 200)
    rows = pd.DataFrame(shares, index=works["artwork_id"]).rename(columns="t{}".format)
    predictions = rows.rename_axis(columns="topic_id").stack().rename("confidence").reset_index()
    assert len(artmeta.trends(works, predictions).verdicts) == topics
