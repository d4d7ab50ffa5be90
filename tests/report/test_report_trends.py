"""What the trend sections say of verdicts whose numbers are known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from built import built

from artmeta.report.section import Charts, Remarks, Table, Words
from artmeta.report.sections import comparison, ground_truth, influence, trends


def verdict(topic: str, kind: str, change: float = 0.2) -> dict[str, Any]:
    return {
        "topic_id": topic,
        "label": topic.capitalize(),
        "verdict": kind,
        "first_year": 1800,
        "last_year": 1899,
        "works": 400.0,
        "first_share": 0.1,
        "last_share": 0.1 + change,
        "change": change,
        "low": change - 0.05,
        "high": change + 0.05,
        "statistic": 5.0,
        "p_value": 0.00001,
        "adjusted": 0.00003,
        "detectable": 0.12,
        "sentence": f"{topic.capitalize()} {kind} by a fifth.",
    }


def share(topic: str, first: int, value: float, works: float = 50.0) -> dict[str, Any]:
    return {
        "bin_first": first,
        "bin_last": first + 9,
        "topic_id": topic,
        "works": works,
        "share": value,
        "low": max(0.0, value - 0.1),
        "high": value + 0.1,
        "counted": value + 0.02,
    }


def band(first: int) -> dict[str, Any]:
    return {
        "bin_first": first,
        "bin_last": first + 9,
        "works": 50.0,
        "sure": 30.0,
        "unsure": 10.0,
        "unfamiliar": 6.0,
        "unclassified": 4.0,
        "wide": 20.0,
        "promise_lost": 4.0,
    }


def answer(verdicts: list[dict[str, Any]], **changes: Any) -> list[dict[str, Any]]:
    topics = [one["topic_id"] for one in verdicts]
    row = {
        "works": 600,
        "dated": 500,
        "open": 20,
        "undated": 70,
        "unread": 10,
        "sure": 300,
        "unsure": 100,
        "unfamiliar": 60,
        "unclassified": 40,
        "bin_years": "10",
        "method": "pacc",
        "works_labelled": 150,
        "correction": 0.031,
        "first_year": 1800,
        "last_year": 1899,
        "verdicts": verdicts,
        "shares": [share(topic, first, 0.3) for topic in topics for first in range(1800, 1900, 10)],
        "change_points": [{"label": "Boat", "year": 1849, "before": 0.1, "after": 0.4, "adjusted": 0.01}],
        "checks": [{"bin_first": 1890, "bin_last": 1899, "works_labelled": 30, "label_weight": 0.9}],
        "counts": [band(first) for first in range(1800, 1900, 10)],
    }
    return [row | changes]


def test_verdicts_are_said_in_words_the_largest_change_first() -> None:
    rows = [
        verdict("boat", "rose"),
        verdict("house", "fell", -0.3),
        verdict("angel", "no_change"),
        verdict("tree", "too_few"),
    ]
    section = built(trends, answer(rows))
    assert section.lead.startswith(
        "Between 1800 and 1899, Boat rose; House fell; for Angel the data show no change; for Tree there are too few"
    )
    listing, _ = [block for block in section.blocks if isinstance(block, Remarks)]
    assert [item.text for item in listing.items] == ["House fell by a fifth.", "Boat rose by a fifth."]
    (table,) = [block for block in section.blocks if isinstance(block, Table)]
    assert (
        table.rows[0][1] == "▲\u00a0rose"
        and table.rows[0][4] == "+20\u00a0(+15\u00a0to\u00a0+25)"
        and table.rows[0][5] == "< 0.001"
    )
    assert table.rows[3][2:] == (None,) * 5


def test_every_doubt_of_a_curve_is_drawn_and_said() -> None:
    section = built(trends, answer([verdict("boat", "rose")]))
    works, shares = (block for block in section.blocks if isinstance(block, Charts))
    assert [key.name for key in works.key] == [
        "given a topic, sure",
        "unsure",
        "unlike what the model learnt",
        "no topic",
    ]
    assert "6 of 50 works unfamiliar" in works.charts[0].svg
    assert "1800–1809: 30% (20% to 40%) of 50 works" in shares.charts[0].svg
    words = " ".join(block.text for block in section.blocks if isinstance(block, Words))
    assert "of the works drawn as unsure have a confidence that is high enough" in words
    assert (
        "10 of 50 works unsure, 4 of them since their group does not keep the promise" in works.charts[0].svg
    )
    assert "150 works that the model had not learnt from" in words and "3.1 points" in words
    assert any(
        "another level after 1849: 10% before, 40% after" in item.text
        for block in section.blocks
        if isinstance(block, Remarks)
        for item in block.items
    )
    assert "in 1890–1899 the model errs as it did not" in words
    assert "The shares rest on 400 of 600 works. 20 of the dated works have an open end." in words
    left_out = "70 undated, 10 with a date that could not be read, 60 dated, but unfamiliar to the model and 40 dated"
    assert left_out in words and "40% of what is drawn" in words


def test_no_trends_and_no_verdicts_leave_a_sentence() -> None:
    assert "No trends have been worked out" in built(trends, []).lead
    assert "Too few works" in built(trends, [{**answer([])[0], "verdicts": None}]).lead


def left_out(name: str, size: float, decides: bool) -> dict[str, Any]:
    return {
        "grouping": "artist",
        "group_name": name,
        "topic_id": "boat",
        "label": "Boats",
        "works": 100.0,
        "share_of_works": size,
        "change": 0.2,
        "change_without": 0.02,
        "influence": 0.9,
        "adjusted": 0.001,
        "adjusted_without": 0.4,
        "decisive": decides,
        "verdict": "rose",
    }


def test_a_verdict_that_hangs_on_one_artist_names_the_artist() -> None:
    section = built(influence, [left_out("Turner", 0.54, True), left_out("Cole", 0.1, False)])
    listing = section.blocks[0]
    assert isinstance(listing, Remarks) and len(listing.items) == 1
    assert listing.items[0].text == (
        "Boats: without the artist Turner (54% of the works) the change can no longer be shown "
        "(+2 points instead of +20). Report it only together with that name."
    )
    hidden = left_out("Turner", 0.54, True) | {
        "adjusted": 0.3,
        "adjusted_without": 0.01,
        "verdict": "no_change",
    }
    turned = left_out("Turner", 0.54, True) | {"adjusted_without": 0.01, "change_without": -0.1}
    remarks = built(influence, [hidden, turned]).blocks[0]
    assert isinstance(remarks, Remarks)
    assert "only without the artist Turner" in remarks.items[0].text and "reverses" in remarks.items[1].text
    assert "1 verdict above" in section.lead and "the artist Turner, with 54%" in section.lead
    steady = built(influence, [left_out("Cole", 0.05, False)])
    assert steady.lead.startswith(
        "No verdict above depends on a single artist, venue or donor: each is the same"
    )
    assert "No artist, venue or donor is large enough" in built(influence, []).lead


def difference(topic: str, differs: bool, enough: bool = True) -> dict[str, Any]:
    return {
        "grouping": "artist_gender",
        "first_group": "male",
        "second_group": "female",
        "topic_id": topic,
        "label": topic,
        "level": 0.1,
        "level_low": 0.05,
        "level_high": 0.15,
        "level_adjusted": 0.01,
        "change": 0.0,
        "change_low": -0.1,
        "change_high": 0.1,
        "change_adjusted": 1.0,
        "enough": enough,
        "differs": differs,
    }


def test_two_groups_are_compared_in_words() -> None:
    section = built(comparison, [difference("boat", True), difference("house", False)])
    assert section is not None
    assert section.blocks[0] == Words("male and female (artist gender): they differ in boat.")
    few = built(comparison, [difference("boat", False, enough=False)])
    assert few is not None and few.blocks[0] == Words(
        "male and female (artist gender): too few works to compare."
    )
    assert built(comparison, []) is None


def test_shares_are_held_against_the_truth_where_it_is_known() -> None:
    rows = [
        {
            "bin_first": 1800,
            "bin_last": 1809,
            "topic_id": "boat",
            "label": "Boats",
            "works": 30.0,
            "share": 0.5,
            "low": 0.4,
            "high": 0.6,
            "counted": 0.7,
            "truth": 0.45,
            "true_works": 20,
        },
        {
            "bin_first": 1810,
            "bin_last": 1819,
            "topic_id": "boat",
            "label": "Boats",
            "works": 10.0,
            "share": 0.5,
            "low": 0.4,
            "high": 0.6,
            "counted": 0.7,
            "truth": 0.75,
            "true_works": 20,
        },
    ]
    section = built(ground_truth, rows)
    assert section is not None
    assert "1 of 2 (50%) shares (a topic in a stretch of years) lie within" in section.lead
    assert "rest on 20 works or more, 1 of 1 (100%) do" in section.lead
    assert "10.0 points off on average, plain counts of the same works 20.0 points" in section.lead
    (charts,) = section.blocks
    assert isinstance(charts, Charts) and "of 30 works; 45% in truth" in charts.charts[0].svg
    assert built(ground_truth, []) is None


def test_a_museum_that_bears_the_model_out_is_said_to() -> None:
    agreed = [{"bin_first": 1800, "bin_last": 1809, "works_labelled": 30, "label_weight": 0.1}]
    section = built(trends, answer([verdict("boat", "rose")], checks=agreed))
    assert any(
        "nowhere do the two differ" in block.text for block in section.blocks if isinstance(block, Words)
    )


def test_the_rates_of_false_sentences_are_those_that_the_documentation_has() -> None:
    page = Path(__file__).parents[2] / "docs" / "trends.md"
    assert f"\n{trends.MEASURED}\n" in page.read_text(encoding="utf-8")
    section = built(trends, answer([verdict("boat", "rose")]))
    assert section.blocks[-1] == Words(trends.MEASURED, "note")
