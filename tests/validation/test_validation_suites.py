"""Great Expectations itself, over frames as the store gives them: what is unsound is named, with its works."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from artmeta.errors import ValidationFailed
from artmeta.expectations import Expectations
from artmeta.validation import Outcome, check, result_pages, stop_if_unsound
from artmeta.validation.pages import HEAD

pytestmark = pytest.mark.slow  # the first import of Great Expectations takes 5-8 s

TOPICS = ("boat", "house", "angel")


def works(count: int = 10, **columns: Any) -> pd.DataFrame:
    """A sound collection of works m:0, m:1 ..., with columns replaced."""
    frame = pd.DataFrame(
        {
            "artwork_id": [f"m:{number}" for number in range(count)],
            "title": "Boats at Evening",
            "rights": "public_domain",
            "date_status": "read",
            "date_earliest": pd.array([1850] * count, dtype="Int32"),
            "date_latest": pd.array([1860] * count, dtype="Int32"),
            "outcome": "ok",
            "sha256": [f"{number:064x}" for number in range(count)],
            "short_side": 600,
        }
    )
    return frame.assign(**columns)


def predictions(count: int = 4) -> pd.DataFrame:
    """Sound predictions of three topics for each of the works m:0, m:1 ..."""
    rows = [
        {
            "artwork_id": f"m:{number}",
            "topic_id": topic,
            "score": share,
            "confidence": share,
            "rank": rank,
            "sure_is_supported": True if rank == 1 else None,
        }
        for number in range(count)
        for rank, (topic, share) in enumerate(zip(TOPICS, (0.7, 0.2, 0.1), strict=True), 1)
    ]
    return pd.DataFrame(rows)


def failed(outcomes: list[Outcome]) -> dict[str, str]:
    return {one.expectation: one.sentence for one in outcomes if not one.success}


def check_input(frame: pd.DataFrame, works_before: int | None = None, **limits: Any) -> dict[str, str]:
    return failed(check("input", frame, Expectations(**limits), works_before=works_before))


def check_output(frame: pd.DataFrame, sums_to_one: bool = True) -> dict[str, str]:
    return failed(check("output", frame, Expectations(), topics=TOPICS, sums_to_one=sums_to_one))


def test_sound_data_meets_every_expectation() -> None:
    given = check("input", works(), Expectations(), works_before=10)
    checked = check("output", predictions(), Expectations(), topics=TOPICS)
    assert failed(given) == {} and failed(checked) == {}
    assert len({(one.expectation, one.column) for one in given}) == len(given) > 10
    assert len({(one.expectation, one.column) for one in checked}) == len(checked) > 8
    assert all(one.sentence.endswith(".") and "{" not in one.sentence for one in [*given, *checked])
    stop_if_unsound("input", given)


@pytest.mark.parametrize(
    ("columns", "expectation", "words"),
    [
        ({"artwork_id": ["m:1", "m:1", *"cdefghij"]}, "ids_are_unique", "2 of 10 works share their id"),
        ({"artwork_id": [None, *"bcdefghij"]}, "every_work_has_an_id", "1 of 10 works have no id"),
        (
            {"title": ["", "", *"cdefghij"]},
            "works_have_titles",
            "2 of 10 works (20%) have no title, such as m:0, m:1",
        ),
        ({"rights": ["free?", *["cc0"] * 9]}, "rights_are_known_words", "such as m:0"),
        ({"date_earliest": [1870, *[1850] * 9]}, "dates_run_forward", "look at the dates of m:0"),
        ({"date_latest": [18600, *[1860] * 9]}, "latest_year_is_possible", "look at m:0"),
        ({"date_earliest": [-9000, *[1850] * 9]}, "earliest_year_is_possible", "1 of 10 dated works"),
        (
            {"date_status": ["unread"] * 6 + ["read"] * 4},
            "dates_are_read",
            "6 of 10 works (60%) could not be read",
        ),
        (
            {"outcome": ["gone"] * 6 + ["ok"] * 4},
            "enough_pictures",
            "6 of 10 works (60%) have no usable picture",
        ),
        ({"outcome": ["eaten", *["ok"] * 9]}, "outcomes_are_known_words", "m:0"),
        ({"sha256": ["abc", *[f"{n:064x}" for n in range(9)]]}, "pictures_have_digests", "1 of 10 pictures"),
        ({"sha256": "0" * 64}, "pictures_are_not_shared", "10 of 10 pictures (100%)"),
        ({"short_side": [64, 64, *[600] * 8]}, "pictures_are_large_enough", "2 of 10 pictures (20%)"),
    ],
)
def test_each_fault_of_the_input_is_named(columns: dict[str, Any], expectation: str, words: str) -> None:
    result = check_input(works(**columns))
    assert set(result) == {expectation}
    assert words in result[expectation]


def test_open_dates_and_missing_pictures_are_no_faults_in_themselves() -> None:
    open_ends = pd.array([None, 1850, *[1850] * 8], dtype="Int32")
    result = check_input(
        works(
            date_earliest=open_ends,
            outcome=["none", "pending", *["ok"] * 8],
            sha256=[None, None, *[f"{number:064x}" for number in range(8)]],
            short_side=[None, None, *[600.0] * 8],
        )
    )
    assert result == {}


def test_the_collections_own_limits_count() -> None:
    assert "at least 20 (min_artworks)" in check_input(works(), min_artworks=20)["enough_works"]
    assert "after the last run there were 100" in check_input(works(), works_before=100)["no_sudden_loss"]
    assert check_input(works(), works_before=12) == {}
    undated = works(date_status="undated", date_earliest=None, date_latest=None)
    assert check_input(undated) == {}
    assert "at most 40% may (max_undated)" in check_input(undated, max_undated=0.4)["enough_dates"]


def test_an_empty_collection_is_one_sentence() -> None:
    outcomes = check("input", works(0), Expectations(min_artworks=0))
    assert failed(outcomes) == {
        "enough_works": "The collection holds 0 works; expected are at least 1 (min_artworks). "
        "See whether the source still lists all of them."
    }
    with pytest.raises(ValidationFailed, match="did not pass 1 check") as caught:
        stop_if_unsound("input", outcomes)
    assert len(caught.value.failures) == 1
    assert caught.value.hint and "recheck_failed_days" not in caught.value.hint
    with pytest.raises(ValidationFailed) as caught:
        stop_if_unsound("input", check("input", works(outcome="gone", sha256=None), Expectations()))
    assert "recheck_failed_days" in caught.value.hint


def test_a_missing_column_is_a_failed_expectation() -> None:
    result = check_input(works().drop(columns=["rights", "date_latest"]))
    assert set(result) == {"rights_are_known_words", "latest_year_is_possible", "dates_run_forward"}
    assert "The column 'rights' is missing" in result["rights_are_known_words"]
    without = check_output(predictions().drop(columns="confidence"))
    assert {"no_confidence_is_missing", "confidences_sum_to_one"} <= set(without)


@pytest.mark.parametrize(
    ("column", "row", "value", "expectations"),
    [
        ("confidence", 0, 1.7, {"confidences_are_shares", "confidences_sum_to_one"}),
        ("confidence", 0, float("nan"), {"no_confidence_is_missing", "confidences_sum_to_one"}),
        ("score", 0, -0.1, {"scores_are_shares"}),
        ("confidence", 0, 0.702, {"confidences_sum_to_one"}),
        ("topic_id", 0, "cathedral", {"topics_are_known"}),
        ("topic_id", 0, "house", {"a_topic_is_said_once"}),
        ("rank", 0, 2, {"one_topic_is_first"}),
        ("rank", 1, 1, {"one_topic_is_first"}),
        ("sure_is_supported", 0, False, {"sure_is_supported"}),
        ("sure_is_supported", 1, True, {"one_topic_is_sure"}),
    ],
)
def test_each_fault_of_the_predictions_is_named(
    column: str, row: int, value: Any, expectations: set[str]
) -> None:
    frame = predictions()
    frame.loc[row, column] = value
    result = check_output(frame)
    assert set(result) == expectations
    assert all("m:0" in sentence for sentence in result.values())


def test_a_lost_work_is_named() -> None:
    lost = pd.DataFrame(
        [{"artwork_id": "m:9", "topic_id": None, "score": None, "confidence": None, "rank": None}]
    )
    result = check_output(pd.concat([predictions(), lost], ignore_index=True))
    assert "1 works with a readable picture were not classified, such as m:9" in result["no_work_is_lost"]


def test_a_topic_left_out_is_named() -> None:
    result = check_output(predictions().drop(index=2), sums_to_one=False)
    assert set(result) == {"every_topic_is_weighed"}


def test_no_predictions_at_all_stop_the_run() -> None:
    outcomes = check(
        "output", predictions(0).reindex(columns=predictions().columns), Expectations(), topics=TOPICS
    )
    with pytest.raises(ValidationFailed, match="no work has a picture that could be read"):
        stop_if_unsound("output", outcomes)


def test_warnings_stop_nothing() -> None:
    outcomes = check("input", works(title=""), Expectations())
    assert [one.severity for one in outcomes if not one.success] == ["warning"]
    stop_if_unsound("input", outcomes)


def test_what_was_measured_is_kept() -> None:
    frame = works(sha256=["abc", *[f"{number:064x}" for number in range(9)]])
    outcomes = {one.expectation: one.measured for one in check("input", frame, Expectations())}
    assert outcomes["enough_works"] == {"value": 10}
    assert outcomes["pictures_have_digests"] == {"count": 1, "of": 10, "examples": ["m:0"]}


def test_the_pages_of_results_are_those_with_a_failed_check(tmp_path: Path) -> None:
    frame, both = predictions(), ["artmeta-classified_works.html", "artmeta-predictions.html"]
    assert result_pages(tmp_path) == []
    for folder, topic, confidence, expected in (
        ("sound", TOPICS[1], frame.loc[1, "confidence"], both),
        ("unknown", "ghost", frame.loc[1, "confidence"], both[1:]),
        ("beyond one", TOPICS[1], 1.7, both),
    ):
        frame.loc[1, ["topic_id", "confidence"]] = topic, confidence
        outcomes = check("output", frame, Expectations(), topics=TOPICS, docs=tmp_path / folder)
        pages = result_pages(tmp_path / folder)
        assert [page.name for page in pages] == expected
        if folder != "sound":
            with pytest.raises(ValidationFailed) as refused:
                stop_if_unsound("output", outcomes, pages)
            assert refused.value.hint.endswith(f" All results: {' and '.join(map(str, pages))}")


def test_the_pages_of_great_expectations_can_be_kept_and_load_nothing_from_the_web(tmp_path: Path) -> None:
    check("input", works(), Expectations(), docs=tmp_path / "checks")
    assert "artmeta" in (tmp_path / "checks" / "works" / "index.html").read_text().lower()
    assert result_pages(tmp_path / "checks")
    for page in (tmp_path / "checks").rglob("*.html"):
        before, policy, _ = page.read_text(encoding="utf-8").partition(HEAD)
        assert policy
        assert "http" not in before
