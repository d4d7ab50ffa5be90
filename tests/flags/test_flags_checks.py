"""Each check by example, and what holds of it whatever the collection."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from artmeta.domain.flag import WHOLE_COLLECTION
from artmeta.flags import (
    low_confidence,
    topic_imbalance,
    training_imbalance,
    training_overlap,
    undated,
    unfamiliar,
    unreadable_image,
)

shares = st.floats(0, 1)


def confident(*confidences: float, venue: str = "Museum", year: int = 1850) -> pd.DataFrame:
    works = len(confidences)
    return pd.DataFrame(
        {
            "artwork_id": [f"{venue}{n}" for n in range(works)],
            "title": "View",
            "venue": venue,
            "date_earliest": pd.array([year] * works, dtype="Int32"),
            "date_latest": pd.array([year] * works, dtype="Int32"),
            "topic_label": "Boats",
            "confidence": pd.Series(confidences, dtype=float),
            "second_topic_label": "Houses",
            "second_confidence": 0.1,
        }
    )


def topics(**works: tuple[int, int]) -> pd.DataFrame:
    rows = [(topic, topic.title(), predicted, learnt) for topic, (predicted, learnt) in works.items()]
    return pd.DataFrame(rows, columns=["topic_id", "topic_label", "works", "works_trained"])


# --- low confidence ------------------------------------------------------------------------------------


def test_low_confidence_names_the_work_and_its_second_topic() -> None:
    (flag,) = low_confidence.check(confident(0.43, *[0.9] * 9), low_confidence.Limits())
    assert (flag.subject, flag.measured, flag.limit, flag.severity) == ("Museum0", 0.43, 0.5, "note")
    assert flag.sentence == (
        "“View” (Museum0) is 'Boats' with a confidence of only 43.0% ('Houses': 10.0%): "
        "look at the picture before the topic is used."
    )


def test_low_confidence_flags_a_collection_with_its_denominator() -> None:
    *_, whole = low_confidence.check(confident(*[0.4] * 3, *[0.9] * 7), low_confidence.Limits())
    assert (whole.subject, whole.severity) == (WHOLE_COLLECTION, "warning")
    assert whole.sentence.startswith("3 of 10 (30.0%) classified works have a confidence below 50.0%")


@given(st.lists(shares, max_size=30), shares, shares)
def test_a_higher_limit_flags_the_same_works_and_more(
    confidences: list[float], one: float, other: float
) -> None:
    low, high = sorted((one, other))
    frame = confident(*confidences)
    few = {flag.subject for flag in low_confidence.check(frame, low_confidence.Limits(below=low))}
    many = {flag.subject for flag in low_confidence.check(frame, low_confidence.Limits(below=high))}
    assert few <= many
    assert len(few - {WHOLE_COLLECTION}) == sum(confidence < low for confidence in confidences)


# --- pictures and dates --------------------------------------------------------------------------------


def pictures(*outcomes: str | None) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "artwork_id": [f"w{n}" for n in range(len(outcomes))],
            "title": "View",
            "outcome": outcomes,
            "reason": ["It is a text." if outcome == "unreadable" else None for outcome in outcomes],
        },
        dtype=object,
    )


def test_an_unreadable_image_is_told_with_its_reason_and_what_to_do() -> None:
    flags = list(
        unreadable_image.check(pictures("ok", "unreadable", None, "gone"), unreadable_image.Limits())
    )
    assert [flag.subject for flag in flags] == ["w1", "w2", "w3", WHOLE_COLLECTION]
    assert flags[0].sentence == "“View” (w1) has no topic: It is a text. Replace the file."
    assert "no picture in the source" in flags[1].sentence
    assert flags[2].sentence == "“View” (w3) has no topic: gone. Correct the address in the source."
    assert flags[3].sentence.startswith("3 of 4 (75.0%) works have no picture that could be read")


def test_a_reason_that_says_what_to_do_is_left_as_it_is() -> None:
    frame = pictures("unreadable").assign(reason="It is cut off. Fetch it again.")
    flag, _ = unreadable_image.check(frame, unreadable_image.Limits())
    assert flag.sentence == "“View” (w0) has no topic: It is cut off. Fetch it again."


@given(st.lists(st.sampled_from(["ok", "gone", "unreadable", "odd", None]), max_size=30), shares, shares)
def test_every_work_without_a_picture_is_flagged_once(
    outcomes: list[str | None], one: float, other: float
) -> None:
    lax, strict = (
        [
            flag.subject
            for flag in unreadable_image.check(pictures(*outcomes), unreadable_image.Limits(share=share))
        ]
        for share in (max(one, other), min(one, other))
    )
    assert set(lax) <= set(strict)
    assert len(set(strict)) == len(strict)
    assert len(set(strict) - {WHOLE_COLLECTION}) == sum(outcome != "ok" for outcome in outcomes)


def dates(*spans: tuple[str, int | None, int | None]) -> pd.DataFrame:
    status, first, last = ([span[n] for span in spans] for n in range(3))
    return pd.DataFrame(
        {
            "artwork_id": [f"w{n}" for n in range(len(spans))],
            "title": None,
            "date_text": "Lent",
            "date_earliest": pd.array(first, dtype="Int32"),
            "date_latest": pd.array(last, dtype="Int32"),
            "date_status": pd.Series(status, dtype=object),
            "date_profile": "tate",
        }
    )


def test_undated_tells_undated_unread_and_open_apart() -> None:
    frame = dates(("read", 1850, 1860), ("undated", None, None), ("unread", None, None), ("read", None, 1900))
    work, whole = undated.check(frame, undated.Limits())
    assert work.subject == "w2"
    assert work.sentence.startswith("w2 has the date 'Lent', which the date profile 'tate' cannot read")
    assert whole.measured == 0.75
    assert "3 of 4 (75.0%)" in whole.sentence
    assert "(1 undated, 1 with a date that could not be read, 1 with an open end)" in whole.sentence
    assert "no trend can be computed" not in whole.sentence
    (whole,) = undated.check(dates(("undated", None, None)), undated.Limits())
    assert "1 of 1 (100.0%) works have no date with both ends" in whole.sentence
    assert "no trend can be computed" in whole.sentence
    (whole,) = undated.check(dates(("read", None, 1900)), undated.Limits())
    assert "no trend can be computed" not in whole.sentence  # works with an open end are counted


spans = st.sampled_from([("read", 1, 2), ("undated", None, None), ("unread", None, None), ("read", 5, None)])


@given(st.lists(spans, max_size=30), shares, shares)
def test_undated_is_monotone(
    rows: list[tuple[str, int | None, int | None]], one: float, other: float
) -> None:
    frame = dates(*rows)
    lax = list(undated.check(frame, undated.Limits(share=max(one, other))))
    strict = list(undated.check(frame, undated.Limits(share=min(one, other))))
    assert {flag.subject for flag in lax} <= {flag.subject for flag in strict}


# --- topics --------------------------------------------------------------------------------------------


def test_a_topic_of_most_works_and_a_silent_one_are_flagged() -> None:
    frame = topics(boat=(90, 50), house=(30, 50), angel=(0, 50))
    most, never = topic_imbalance.check(frame, topic_imbalance.Limits())
    assert (most.subject, most.measured) == ("boat", 0.75)
    assert most.sentence.startswith("90 of 120 (75.0%) classified works are 'Boat'")
    assert (never.subject, never.severity) == ("angel", "note")
    assert never.sentence.startswith("None of 120 classified works is 'Angel'")


def test_among_few_works_a_silent_topic_is_no_flag() -> None:
    assert (
        list(
            topic_imbalance.check(topics(boat=(20, 1), house=(20, 1), angel=(0, 1)), topic_imbalance.Limits())
        )
        == []
    )


def test_a_topic_learnt_from_few_works_is_flagged() -> None:
    frame = topics(boat=(1, 400), house=(1, 60), angel=(1, 12))
    house, angel = training_imbalance.check(frame, training_imbalance.Limits())
    assert (house.subject, house.measured, house.limit) == ("house", 60, 80)
    assert "learnt 'Angel' from 12 works and 'Boat' from 400" in angel.sentence
    assert "80 or so" in angel.sentence


@given(
    st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), max_size=6), shares, shares, st.floats(1, 9)
)
def test_topic_checks_are_monotone(
    counts: list[tuple[int, int]], one: float, other: float, ratio: float
) -> None:
    frame = topics(**{f"t{n}": pair for n, pair in enumerate(counts)})
    lax, strict = max(one, other), min(one, other)
    of_run = [
        list(topic_imbalance.check(frame, topic_imbalance.Limits(share=share))) for share in (lax, strict)
    ]
    assert {flag.subject for flag in of_run[0]} <= {flag.subject for flag in of_run[1]}
    learnt = [
        list(training_imbalance.check(frame, training_imbalance.Limits(ratio=each)))
        for each in (ratio + 1, ratio)
    ]
    assert {flag.subject for flag in learnt[0]} <= {flag.subject for flag in learnt[1]}


# --- training overlap ----------------------------------------------------------------------------------


def test_a_testing_work_that_was_learnt_from_is_serious() -> None:
    frame = pd.DataFrame(
        {
            "artwork_id": ["a", "b", "c"],
            "title": "View",
            "split": ["testing", "training", "testing"],
            "training_split": ["training", "training", ""],
        }
    )
    work, whole = training_overlap.check(frame, training_overlap.Limits())
    assert (work.subject, work.severity) == ("a", "serious")
    assert "Judge it by the other 1," in whole.sentence
    assert list(training_overlap.check(frame[2:], training_overlap.Limits())) == []


def statuses(*names: str) -> pd.DataFrame:
    strange = [5.25 if name == "unfamiliar" else 0.2 for name in names]
    return pd.DataFrame(
        {
            "artwork_id": [f"w{n}" for n in range(len(names))],
            "title": "View",
            "topic_label": "Boat",
            "confidence": 0.97,
            "decision_status": pd.Series(names, dtype=object),
            "confidence_threshold": 0.8,
            "ood_score": strange,
            "ood_threshold": 1.75,
            "decision_reason": "",
            "none_score": float("nan"),
            "none_limit": float("nan"),
        }
    )


def test_an_unfamiliar_work_is_flagged_however_sure_the_model_is() -> None:
    (flag,) = unfamiliar.check(statuses(*["sure"] * 9, "unfamiliar"), unfamiliar.Limits())
    assert (flag.subject, flag.measured, flag.limit) == ("w9", 5.25, 1.75)
    assert "(out-of-distribution score 5.2, usual up to 1.8)" in flag.sentence
    assert "although 'Boat' has a confidence of 97.0%" in flag.sentence


def test_a_work_that_shows_none_of_the_topics_is_flagged_with_that_reason() -> None:
    reason = "It looks like the training works that show none of the topics (score 0.93, limit 0.40)."
    frame = statuses("unfamiliar").assign(decision_reason=reason, none_score=0.93, none_limit=0.4)
    flag, *_ = unfamiliar.check(frame, unfamiliar.Limits())
    assert (flag.subject, flag.measured, flag.limit) == ("w0", 0.93, 0.4)
    assert flag.sentence.endswith(reason)


def test_a_collection_of_strangers_is_flagged_as_a_whole() -> None:
    frame = statuses(*["unsure"] * 8, "unfamiliar", "unfamiliar")
    assert [flag.subject for flag in unfamiliar.check(frame, unfamiliar.Limits())] == [
        "w8",
        "w9",
        WHOLE_COLLECTION,
    ]
    assert [flag.subject for flag in unfamiliar.check(frame, unfamiliar.Limits(share=0.2))] == ["w8", "w9"]
    assert not list(unfamiliar.check(statuses("sure", "unsure"), unfamiliar.Limits()))


def test_topics_of_equal_size_are_compared_with_none_of_them() -> None:
    rows = [{"topic_id": name, "topic_label": name.title(), "works_trained": 15} for name in ("boat", "dog")]
    raised = list(training_imbalance.check(pd.DataFrame(rows), training_imbalance.Limits()))
    assert [flag.subject for flag in raised] == ["boat", "dog"]
    assert all("from only 15 works" in flag.sentence and "rarer" not in flag.sentence for flag in raised)
