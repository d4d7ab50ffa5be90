"""What each section says of a small collection whose numbers are known."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest
from builders import MODEL, RUN, Work, fill
from built import built

from artmeta.report.render import questions
from artmeta.report.section import Charts, Matrix, Numbers, Remarks, Section, Table, Words
from artmeta.report.sections import (
    agreement,
    calibration,
    confidence,
    decisions,
    flags,
    ground_truth,
    limits,
    model,
    summary,
    topics,
    topics_over_time,
    training,
)
from artmeta.steps.changes.withdrawal import WithdrawnTopics, withdraw
from artmeta.store.database import Store

SURE, UNSURE = {"boat": 0.9, "house": 0.1}, {"boat": 0.3, "house": 0.45, "aircraft": 0.25}


def answer(store: Store, query: str, **choices: int) -> list[dict[str, Any]]:
    return store.rows(query, **questions(RUN, **choices)[query])


def table(section: Section, place: int = 0) -> Table:
    result = [block for block in section.blocks if isinstance(block, Table)]
    return result[place]


def behind(section: Section) -> Table:
    (charts,) = [block for block in section.blocks if isinstance(block, Charts)]
    assert charts.table
    return charts.table


def test_topics_are_counted_once_a_work_and_silent_ones_are_named(store: Store) -> None:
    fill(
        store,
        [Work("a", confidences=SURE), Work("b", confidences=SURE), Work("c", confidences=UNSURE), Work("d")],
    )
    section = built(topics, answer(store, topics.QUERY))
    assert [row[:2] for row in table(section).rows] == [
        ("Boats and ships", 2),
        ("Houses", 1),
        ("Aircraft", 0),
    ]
    assert "2 topics are found among 3 works" in section.lead
    assert "for 1 work the confidence is below 50%" in section.lead
    assert section.blocks[-1] == Words("Never said: Aircraft.", "note")


def test_a_century_falls_in_no_decade(store: Store) -> None:
    works = [
        Work("a", 1800, 1899, SURE),
        Work("b", 1855, 1855, SURE),
        Work("c", 1875, 1899, SURE),
        Work("d", confidences=SURE),
    ]
    fill(store, works)
    section = built(topics_over_time, answer(store, topics_over_time.QUERY))
    assert [row[:2] for row in behind(section).rows] == [("1850–1859", 1.0)]
    (aside,) = [block.text for block in section.blocks if isinstance(block, Words)]
    assert "3 of 4 works" in aside
    assert "1 undated" in aside and "2 dated more widely than 20 years" in aside


def test_a_date_across_two_decades_is_shared_out_by_years(store: Store) -> None:
    fill(store, [Work("a", 1848, 1852, SURE), Work("b", 1855, 1855, UNSURE)])
    rows = behind(built(topics_over_time, answer(store, topics_over_time.QUERY))).rows
    assert [(row[0], pytest.approx(row[1])) for row in rows] == [("1840–1849", 0.4), ("1850–1859", 1.6)]


def test_wider_bins_take_the_wider_dates(store: Store) -> None:
    fill(store, [Work("a", 1800, 1899, SURE), Work("b", 1855, 1855, SURE)])
    rows = behind(built(topics_over_time, answer(store, topics_over_time.QUERY, bin_years=100))).rows
    assert [row[:2] for row in rows] == [("1800–1899", 2.0)]


def test_years_before_one_are_bc_and_there_is_no_year_nought(store: Store) -> None:
    fill(store, [Work("a", -44, -44, SURE), Work("b", -1, -1, SURE), Work("c", 1, 1, SURE)])
    rows = behind(built(topics_over_time, answer(store, topics_over_time.QUERY))).rows
    assert [row[:2] for row in rows] == [("49 BC–40 BC", 1.0), ("9 BC–1 BC", 1.0), ("1–9", 1.0)]


def test_a_long_history_gets_wider_bins(store: Store) -> None:
    fill(store, [Work(f"w{year}", year, year, SURE) for year in range(1, 2000, 20)])
    result = answer(store, topics_over_time.QUERY)
    assert {row["bin_years"] for row in result} == {50}


def test_one_odd_year_does_not_squeeze_the_charts(store: Store) -> None:
    works = [Work(f"w{i}", 1800 + i % 100, 1800 + i % 100, SURE) for i in range(300)]
    fill(store, [*works, Work("slip", 189, 189, SURE)])
    section = built(topics_over_time, answer(store, topics_over_time.QUERY))
    assert behind(section).rows[0][0] == "180–189"
    assert any(
        "outside the years drawn" in block.text for block in section.blocks if isinstance(block, Words)
    )
    (charts,) = [block for block in section.blocks if isinstance(block, Charts)]
    assert "180–189" not in charts.charts[0].svg


def test_works_without_a_narrow_date_leave_a_sentence(store: Store) -> None:
    fill(store, [Work("a", confidences=SURE), Work("b", 1800, None, SURE)])
    section = built(topics_over_time, answer(store, topics_over_time.QUERY))
    assert "No work with a topic has a date" in section.lead
    assert "1 with an open end" in section.blocks[0].text  # type: ignore[union-attr]


def test_confidence_is_counted_by_steps_and_called_uncalibrated_where_it_is(store: Store) -> None:
    fill(
        store,
        [Work("a", confidences={"boat": 1.0}), Work("b", confidences=SURE), Work("c", confidences=UNSURE)],
    )
    section = built(confidence, answer(store, confidence.QUERY))
    assert section.lead.startswith("For 67% of 3 works")
    counts = {row[0]: row[1] for row in behind(section).rows if row[1]}
    assert counts == {"45–50%": 1, "90–95%": 1, "95–100%": 1}
    assert isinstance(section.blocks[0], Words) and section.blocks[0].tone == "warning"


def test_calibrated_confidence_names_its_error() -> None:
    words = confidence.calibrated({"error_before": 0.078, "error_after": 0.036})
    assert "3.6%" in words.text and "7.8%" in words.text and words.tone == "plain"
    assert confidence.calibrated({"error_after": 0.2}).tone == "warning"
    chance = {"error_after": 0.09, "error_by_chance": 0.06, "error_allowed": 0.12}
    words = confidence.calibrated(chance)
    assert words.tone == "plain" and "off by 6.0% by chance" in words.text
    words = confidence.calibrated(chance | {"error_after": 0.13})
    assert words.tone == "warning" and "more than the 12% that chance explains" in words.text


def out_of_fold(sha256: str, given: str, predicted: str, confidence: float) -> list[dict[str, object]]:
    other = "house" if predicted == "boat" else "boat"
    return [
        {
            "model_name": MODEL,
            "model_version": 3,
            "sha256": sha256,
            "given_topic_id": given,
            "topic_id": topic,
            "confidence": share,
        }
        for topic, share in ((predicted, confidence), (other, 1 - confidence))
    ]


def test_a_temperature_is_undone_for_the_diagram_before_calibration(store: Store) -> None:
    fill(store, [Work("a", confidences=SURE)])
    card = '{"calibration": {"temperature": 2.0}}'
    rows = [row for n in range(10) for row in out_of_fold(f"p{n}", "boat" if n < 8 else "house", "boat", 0.8)]
    store.insert("out_of_fold_confidences", pd.DataFrame(rows))
    (known,) = store.rows("models")[:1]
    store.upsert("models", pd.DataFrame([{**known, "card": card}]))
    result = answer(store, calibration.QUERY)
    by_stage = {row["stage"]: row for row in result}
    assert by_stage["after"]["confidence"] == pytest.approx(0.8)
    assert by_stage["before"]["confidence"] == pytest.approx(0.64 / (0.64 + 0.04))
    section = built(calibration, result)
    assert "14% apart on average before calibration, 0% after it" in section.lead
    assert "Nothing is known" in built(calibration, []).lead


def test_mistakes_are_counted_by_pair_and_shown_the_surest_first(store: Store) -> None:
    fill(
        store,
        [
            Work("a", confidences=SURE, given=("house",)),
            Work("b", confidences={"boat": 0.6}, given=("house",)),
            Work("c", confidences=SURE, given=("boat", "house")),
            Work("d", confidences=SURE, given=("house",), training_split="training"),
            Work("e", confidences=SURE, given=("unheard-of",)),
        ],
    )
    section = built(agreement, answer(store, agreement.QUERY))
    (matrix,) = section.blocks
    assert isinstance(matrix, Matrix)
    assert matrix.topics == ("Aircraft", "Boats and ships", "Houses")
    assert matrix.counts == ((0, 0, 0), (0, 1, 0), (0, 2, 0))
    assert [(cell.row, cell.column, len(cell.works)) for cell in matrix.cells] == [(2, 1, 2), (1, 1, 1)]
    assert [work.prediction for work in matrix.cells[0].works] == [
        "Boats and ships, 90%",
        "Boats and ships, 60%",
    ]
    assert "The most frequent difference is Houses predicted as Boats and ships (2 times)" in section.lead


def test_a_picture_withheld_by_its_rights_is_not_shown(store: Store) -> None:
    fill(store, [Work("a", confidences=SURE, given=("house",))])
    store.insert(
        "issues",
        pd.DataFrame(
            [
                {
                    "collection": "museum",
                    "step": "rights",
                    "artwork_id": "a",
                    "kind": "not_shown",
                    "message": "",
                    "run_id": RUN,
                }
            ]
        ),
    )
    (matrix,) = built(agreement, answer(store, agreement.QUERY)).blocks
    (work,) = matrix.cells[0].works  # type: ignore[union-attr]
    assert work.picture == "" and work.withheld


def test_the_summary_puts_the_gravest_first(store: Store) -> None:
    fill(
        store,
        [
            Work("a", 1810, 1812, SURE),
            Work("b", outcome="gone"),
            *(Work(f"c{i}", confidences=SURE) for i in range(20)),
        ],
    )
    flags_shown = [
        ("note", "low_confidence", "a"),
        ("note", "low_confidence", "c1"),
        ("serious", "group_disparity", "venue X"),
    ]
    store.insert(
        "flags",
        pd.DataFrame(
            [
                {
                    "run_id": RUN,
                    "collection": "museum",
                    "kind": kind,
                    "severity": severity,
                    "subject": subject,
                    "measured": 0.1,
                    "limit_value": 0.5,
                    "sentence": f"Look at {subject}.",
                }
                for severity, kind, subject in flags_shown
            ]
        ),
    )
    section = built(summary, answer(store, summary.QUERY))
    assert "22 works" in section.lead and "21 (95%) were given a topic" in section.lead
    (listing,) = [block for block in section.blocks if isinstance(block, Remarks)]
    assert [item.tone for item in listing.items] == ["serious", "note", "note"]
    assert listing.items[0].text == "Group disparity. Look at venue X."
    assert "Low confidence. Look at a. 1 more flag of this kind." in [item.text for item in listing.items]


def test_flags_of_works_come_with_their_pictures_and_the_rest_is_counted(store: Store) -> None:
    fill(store, [Work(f"w{i}", confidences=SURE, title=f"View {i}") for i in range(9)])
    store.insert(
        "flags",
        pd.DataFrame(
            [
                {
                    "run_id": RUN,
                    "collection": "museum",
                    "kind": "low_confidence",
                    "severity": "note",
                    "subject": f"w{i}",
                    "measured": i / 10,
                    "limit_value": 0.9,
                    "sentence": "Look.",
                }
                for i in range(9)
            ]
        ),
    )
    section = built(flags, answer(store, flags.QUERY, max_thumbnails=4))
    (group,) = section.blocks[0].groups  # type: ignore[union-attr]
    assert [work.title for work in group.works] == ["View 0", "View 1", "View 2", "View 3"]
    assert group.works[0].picture == "images/w0.jpg"
    assert (group.total, group.left_out) == (9, 5)


def test_overfitting_is_reported() -> None:
    first = {"epoch": 1, "loss": 1.0, "accuracy": 0.5}
    last = {"epoch": 2, "loss": 0.1, "accuracy": 0.99}
    tested = {"validation_loss": 1.1, "validation_accuracy": 0.8}
    assert "overfitting" in built(training, [first | tested, last | tested]).lead
    alone = built(training, [first, last])
    assert "No works were held out" in alone.lead


def test_the_model_section_names_the_worst_confusion_by_its_labels(store: Store) -> None:
    card = (
        '{"topics": ["boat", "house"], "confusion": [[18, 2], [5, 25]], "accuracy": 0.86, "macro_f1": 0.85, '
        '"trained_on": "a folder", "metrics": [{"topic_id": "boat", "works_trained": 100, "works_validated": 20, '
        '"precision": 0.8, "recall": 0.9, "f1": 0.84}, {"topic_id": "house", "works_trained": 150, '
        '"works_validated": 30, "precision": 0.9, "recall": 0.83, "f1": 0.86}]}'
    )
    fill(store, [Work("a", confidences=SURE)])
    result = [{**row, "card": card} for row in answer(store, model.QUERY)]
    section = built(model, result)
    assert "Houses taken for Boats and ships (5 times)" in section.lead
    assert table(section).rows[0][0] == "Boats and ships"


NEW_CARD = {"evaluated_on": "out of fold", "works_evaluated": 11, "accuracy_interval": [0.6, 1]}
NEW_METRIC = {"precision_interval": [0.6, 1], "recall_interval": [0.6, 1]}


@pytest.mark.parametrize(
    ("card", "metric", "low", "which"),
    [({}, {}, 0.715, "held out"), (NEW_CARD, NEW_METRIC, 0.6, "judged out of fold")],
)
def test_a_card_without_errors_states_what_so_few_works_show(
    card: dict[str, Any], metric: dict[str, Any], low: float, which: str
) -> None:
    shares = {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    metric = {"topic_id": "boat", "works_trained": 9, "works_validated": 11, **shares, **metric}
    whole = {
        "topics": ["boat"],
        "confusion": [[11]],
        "accuracy": 1.0,
        "macro_f1": 1.0,
        "trained_on": "a folder",
    }
    section = built(model, [{"card": json.dumps({**whole, "metrics": [metric], **card}), "labels": []}])
    numbers, by_topic = section.blocks[:2]
    assert isinstance(numbers, Numbers) and isinstance(by_topic, Table)
    assert numbers.items[0].note == f"95% interval {100 * low:.0f}% to 100%"
    assert by_topic.rows[0][3] == by_topic.rows[0][4] == pytest.approx((low, 1, 1), abs=0.001)
    assert f"Of 11 works {which}" in section.lead


def test_a_collection_of_one_hand_is_called_so(store: Store) -> None:
    fill(store, [Work(f"w{i}", 1800, 1800, SURE, artist="Turner", venue=f"V{i}") for i in range(9)])
    (listing,) = built(limits, answer(store, limits.QUERY)).blocks
    assert "9 (100%) of the works are by one artist, Turner" in listing.items[0].text  # type: ignore[union-attr]
    assert not any("in one venue" in item.text for item in listing.items)  # type: ignore[union-attr]


def test_the_truth_counts_the_works_that_were_judged_by_their_true_years(store: Store) -> None:
    fill(
        store,
        [
            Work("a", 1800, 1809, SURE),
            Work("b", 1800, 1809, UNSURE),
            Work("c", 1800, 1809),
            Work("d", confidences=SURE),
        ],
    )
    known = [("a", "house", 1805), ("b", "house", 1812), ("c", "boat", 1805), ("d", "boat", 1805)]
    store.insert(
        "ground_truth",
        pd.DataFrame(
            [
                {"collection": "museum", "artwork_id": id_, "topic_id": topic, "year": year}
                for id_, topic, year in known
            ]
        ),
    )
    share = {
        "run_id": RUN,
        "grouping": "",
        "group_name": "",
        "bin_first": 1800,
        "bin_last": 1809,
        "works": 2.0,
        "method": "pacc",
        "share": 0.5,
        "share_low": 0.1,
        "share_high": 0.9,
    }
    store.insert("trend_shares", pd.DataFrame([{**share, "topic_id": topic} for topic in ("boat", "house")]))
    result = answer(store, ground_truth.QUERY)
    assert {row["topic_id"]: row["truth"] for row in result} == {"boat": 0.0, "house": 1.0}
    assert {row["true_works"] for row in result} == {1}


def test_standings_are_counted_by_topic_and_a_model_without_thresholds_is_named(store: Store) -> None:
    works = [
        Work("a", confidences=SURE, status="sure"),
        Work("b", confidences=SURE, status="unfamiliar"),
        Work("c", confidences=UNSURE, status="unsure"),
        Work("d", confidences=SURE),
    ]
    fill(store, works)
    section = built(decisions, answer(store, decisions.QUERY))
    assert table(section).rows == (("Boats and ships", 1, 0, 1), ("Houses", 0, 1, 0))
    assert "Of 3 classified works, the model is sure of 1 (33%)" in section.lead
    sentences = [block.text for block in section.blocks if isinstance(block, Words)]
    assert "no work of it is called sure" in sentences[0]
    assert "cannot find unfamiliar works" in sentences[1]
    assert built(decisions, []).lead == "No work has a decision yet."


def test_what_sure_and_unfamiliar_promise_is_said_in_figures(store: Store) -> None:
    calibration = {
        "target_precision": 0.95,
        "thresholds_rest_on": {"boat": {"rests_on": "topic"}, "house": {"rests_on": "nothing"}},
        "ood_detector": {"flagged": 0.05},
    }
    row = {"label": "Boat", "sure": 3, "unsure": 1, "unfamiliar": 0, "calibration": json.dumps(calibration)}
    sentences = [block.text for block in built(decisions, [row]).blocks if isinstance(block, Words)]
    assert "of such works, 95% or more were right" in sentences[0]
    assert sentences[1].startswith("Of 1 topic the model is never sure") and sentences[1].endswith(": house.")
    assert "higher than that of 95% of known works" in sentences[2]


def test_the_precision_of_sure_topics_stands_under_the_shares_of_the_collection(store: Store) -> None:
    fill(store, [Work("a", confidences=SURE, status="sure"), Work("b", confidences=UNSURE, status="unsure")])
    row = {
        "works": 40,
        "correct": 39,
        "share": 0.25,
        "precision": 0.9,
        "precision_low": 0.7,
        "precision_high": 0.97,
    }
    silent = row | {"works": 0, "correct": 0, "precision": None, "precision_low": 0.0, "precision_high": 1.0}
    rows = [row | {"topic_id": "boat"}, silent | {"topic_id": "house"}]
    store.replace_of_run("sure_precisions", RUN, pd.DataFrame(rows))
    result = table(built(decisions, answer(store, decisions.QUERY)), 1)
    assert result.rows == (("Boats and ships", 40, 0.25, (0.7, 0.9, 0.97)),)


def test_the_first_paragraph_says_for_which_works_sure_was_measured_or_what_an_audit_found(
    store: Store,
) -> None:
    fill(store, [Work("a", confidences=SURE, status="sure")])
    (known,) = store.rows("models")[:1]
    store.upsert("models", pd.DataFrame([{**known, "card": '{"calibration": {"target_precision": 0.9}}'}]))
    lead = built(summary, answer(store, summary.QUERY)).lead
    assert "promises that at least 90% of its sure topics are right" in lead
    assert "No sample of this collection has been audited" in lead
    (row,) = answer(store, summary.QUERY)
    lead = built(summary, [row | {"answered": 1}]).lead
    assert lead.endswith("A person checked 1 work of a sample of this collection, and none of these is sure.")
    lead = built(summary, [row | {"answered": 2, "sure": 0}]).lead
    assert lead.endswith(
        "The model is sure of no work. A person checked 2 works of a sample of this collection."
    )
    audit = {
        "collection": "museum", "model_name": MODEL, "model_version": 3, "state": "kept", "population": 9, "drawn": 3,
        "answered": 3, "correct": 3, "precision_low": 0.5, "precision_high": 1.0, "target": 0.9, "sentence": "Seen.",
    }  # fmt: skip
    store.replace_of_run("sure_audits", RUN, pd.DataFrame([audit]))
    lead = built(summary, answer(store, summary.QUERY)).lead
    assert lead.endswith(" Seen.") and "No sample" not in lead
    assert Words("Seen.", "note") in built(decisions, answer(store, decisions.QUERY)).blocks


def test_a_model_with_a_none_class_says_for_which_works_sure_was_measured(store: Store) -> None:
    fill(store, [Work("a", confidences=SURE, status="sure")])
    (known,) = store.rows("models")[:1]
    none = {"works": 80, "limit": 0.4, "untaught_share": 0.5}
    calibration = {"target_precision": 0.9, "ood_detector": {"flagged": 0.05}, "none_class": none}
    store.upsert("models", pd.DataFrame([{**known, "card": json.dumps({"calibration": calibration})}]))
    lead = built(summary, answer(store, summary.QUERY)).lead
    assert "measured on works like its training works, of which 50% show none of its topics." in lead
    row = {"label": "Boat", "sure": 3, "unsure": 1, "unfamiliar": 0, "calibration": json.dumps(calibration)}
    sentences = [block.text for block in built(decisions, [row]).blocks if isinstance(block, Words)]
    assert "the 80 training works that show none of the topics" in sentences[-1]


def test_the_first_paragraph_gives_the_share_of_works_that_show_no_topic(store: Store) -> None:
    fill(store, [Work("a", confidences=SURE, status="sure")])
    row = {"share": 0.31, "share_low": 0.22, "share_high": 0.4, "works": 300}
    store.replace_of_run("untaught_shares", RUN, pd.DataFrame([row]))
    lead = built(summary, answer(store, summary.QUERY)).lead
    assert (
        "About 31% of the works (22% to 40%) show none of the model's topics, or show them in another style or medium. "
        "The estimate compares them with the training works."
    ) in lead
    store.replace_of_run("untaught_shares", RUN, pd.DataFrame([{**row, "basis": "none class"}]))
    lead = built(summary, answer(store, summary.QUERY)).lead
    assert "(22% to 40%) show none of the model's topics. The estimate compares" in lead


def test_the_first_paragraph_states_a_withdrawal_and_not_that_nothing_was_classified(store: Store) -> None:
    fill(store, [Work("a", confidences=SURE, status="sure")])
    withdraw(store, WithdrawnTopics("museum", run_id=RUN), "a wrong folder", "A. Registrar")
    section = built(summary, answer(store, summary.QUERY))
    assert "The topics of 1 work are withdrawn. Withdrawn on " in section.lead
    assert section.lead.endswith("by A. Registrar: a wrong folder") and "No work has" not in section.lead
