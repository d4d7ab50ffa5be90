"""The evaluation page: figures with intervals, pictures of mistakes, accuracy with and without leakage."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browsing import visit
from built import built

from artmeta.report.evaluation import parts
from artmeta.report.evaluation_page import write_evaluation
from artmeta.report.section import Charts, Matrix, Numbers, Section, Table, Words
from artmeta.report.sections import evaluation
from artmeta.report.values import evaluation_of

if TYPE_CHECKING:
    from playwright.sync_api import Page


def share(value: float, low: float, high: float) -> dict[str, float]:
    return {"value": value, "low": low, "high": high}


def topic(name: str, tested: int) -> dict[str, Any]:
    shares = dict.fromkeys(("precision", "recall", "f1", "average_precision"), 0.8)
    return {"topic_id": name, "works_trained": 40, "works_validated": tested, **shares}


def work(title: str, path: str = "images/a.jpg") -> dict[str, Any]:
    return {
        "title": title,
        "artist": "Anna <b>",
        "date_text": "1850",
        "venue": "",
        "url": "",
        "artwork_id": title,
        "confidence": 0.91,
        "path": path,
        "withheld": not path,
    }


RESULT: dict[str, Any] = {
    "model": "lesson",
    "version": 2,
    "head": "logistic",
    "works": "validation split",
    "figures": {
        "works": 20,
        "accuracy": share(0.8, 0.62, 0.95),
        "macro_f1": share(0.78, 0.6, 0.9),
        "mean_average_precision": share(0.88, 0.7, 0.97),
        "calibration_error": 0.04,
    },
    "topics": [topic("boat", 12), topic("house", 8)],
    "labels": ["boat", "house"],
    "confusion": [[10, 2], [1, 7]],
    "cells": [
        {"row": 0, "column": 1, "works": [work("Wreck"), work("Ark", "")]},
        {"row": 1, "column": 1, "works": [work("Barn")]},
    ],
    "splits": {
        "honest": {"works": 130, "accuracy": 0.8},
        "naive": {"works": 130, "accuracy": 0.86},
        "grouped": 30,
        "sentence": "30 works have such a relation.",
    },
    "learning_curve": [
        {"works": 5, "accuracy": 0.5, "lowest": 0.4, "highest": 0.6},
        {"works": 40, "accuracy": 0.8, "lowest": 0.8, "highest": 0.8},
    ],
    "epochs": [
        {"epoch": 1, "loss": 1.0, "accuracy": 0.7, "validation_loss": 0.9, "validation_accuracy": 0.75},
        {"epoch": 2, "loss": 0.1, "accuracy": 1.0, "validation_loss": 1.2, "validation_accuracy": 0.8},
    ],
}


def sections(**changed: Any) -> dict[str, Section]:
    return dict(parts(evaluation_of(json.dumps(RESULT | changed)), {"boat": "Boats"}))


def test_the_figures_stand_with_their_intervals() -> None:
    actual = sections()
    (numbers,) = [block for block in actual["figures"].blocks if isinstance(block, Numbers)]
    assert numbers.items[0].value == "80%"
    assert "[62% to 95%]" in numbers.items[0].note
    assert "20 works held out from its training" in actual["figures"].lead
    assert "By topic" in str(actual["figures"].blocks)


def test_only_a_calibration_error_beyond_chance_is_warned_of() -> None:
    def warnings(allowed: float) -> list[str]:
        chance = {"calibration_error_by_chance": 0.03, "calibration_error_allowed": allowed}
        actual = sections(figures=RESULT["figures"] | chance)["figures"]
        assert "3.0% by chance alone" in str(actual.blocks)
        return [block.text for block in actual.blocks if isinstance(block, Words) and block.tone == "warning"]

    assert warnings(0.05) == []
    (warning,) = warnings(0.035)
    assert "larger than the 3.5% that chance explains with 20 works" in warning


def test_precision_and_recall_of_each_topic_have_intervals() -> None:
    topics = [topic("boat", 12) | {"recall_interval": (0.5, 0.97)}, topic("house", 8)]
    (table,) = [block for block in sections(topics=topics)["figures"].blocks if isinstance(block, Table)]
    boat, house = table.rows
    assert boat[4] == (0.5, 0.8, 0.97)
    assert house[4] == pytest.approx((0.349, 0.8, 0.968), abs=0.001), "6 of 8, as earlier versions kept it"


def test_every_cell_opens_its_pictures_mistakes_first() -> None:
    (matrix,) = sections()["confusions"].blocks
    assert isinstance(matrix, Matrix)
    assert matrix.topics == ("Boats", "house")
    assert [(cell.row, cell.column) for cell in matrix.cells] == [(0, 1), (1, 1)]
    assert matrix.cells[0].works[1].withheld
    assert "Boats is taken for house" in sections()["confusions"].lead


@pytest.mark.parametrize(
    ("naive", "message"), [(0.86, "raise the accuracy by 6 points"), (0.801, "no difference")]
)
def test_the_effect_of_leakage_is_stated(naive: float, message: str) -> None:
    splits = RESULT["splits"] | {"naive": {"works": 130, "accuracy": naive}}
    assert message in sections(splits=splits)["splits"].lead


def test_the_curves_are_put_in_words() -> None:
    actual = sections()
    assert "more works would help" in actual["more-works"].lead
    assert "overfitting" in actual["overfitting"].lead
    assert "lowest after epoch 1 of 2" in actual["overfitting"].lead
    assert "overfitting" not in sections(epochs=[RESULT["epochs"][0] | {"validation_accuracy": None}])
    assert set(sections(splits={}, learning_curve=[], epochs=[])) == {"figures", "confusions"}


def test_the_page_stands_by_itself(tmp_path: Path) -> None:
    page = write_evaluation(
        evaluation_of(json.dumps(RESULT)), lambda path: b"jpeg" if path else None, tmp_path / "page.html"
    ).read_text()
    assert 'href="#confusions-0-1"' in page
    assert 'id="confusions-0-1"' in page
    assert page.count("data:image/jpeg;base64,") == 2
    assert "not shown: its rights" in page
    assert "Anna &lt;b&gt;" in page


def test_a_topic_is_broken_at_its_underscore(tmp_path: Path) -> None:
    result = RESULT | {"labels": ["horse_racing", "a<b"]}
    page = write_evaluation(
        evaluation_of(json.dumps(result)), lambda _: None, tmp_path / "page.html"
    ).read_text()
    assert "<span>horse_<wbr>racing</span>" in page and "<span>a&lt;b</span>" in page


def test_the_report_has_a_section_or_says_how_to_get_one() -> None:
    labels = [{"id": "boat", "label": "Boats"}]
    section = built(evaluation, [{"result": json.dumps(RESULT), "labels": labels}])
    assert "20 works held out" in section.lead
    assert any(isinstance(block, Matrix) for block in section.blocks)
    assert "artmeta evaluate" in built(evaluation, []).lead


def test_a_learning_curve_is_judged_by_half_of_the_works_and_not_by_the_last_few() -> None:
    curve = [
        {"works": works, "accuracy": accuracy, "lowest": accuracy, "highest": accuracy}
        for works, accuracy in ((5, 0.7), (10, 0.8), (20, 0.85), (21, 0.86))
    ]
    section = sections(learning_curve=curve)["more-works"]
    messages = section.lead
    (chart,) = next(block for block in section.blocks if isinstance(block, Charts)).charts
    assert 'viewBox="0 0 390' in chart.svg
    assert 'viewBox="0 0 780' in chart.wide
    assert "With at most 10 works a topic" in messages and "The curve still rises" in messages


@pytest.mark.browser
def test_the_table_of_topics_is_no_wider_than_the_page(page: Page, tmp_path: Path) -> None:
    intervals = {"precision_interval": (0.76, 0.99996), "recall_interval": (0.77, 0.99996)}
    topics = [topic("boat", 40) | intervals, topic("house", 40) | intervals]
    result = evaluation_of(json.dumps(RESULT | {"topics": topics}))
    visit(page, write_evaluation(result, lambda _: None, tmp_path / "page.html").as_uri())
    tables = page.locator(".scroll:has(td.interval)")
    assert tables.count() == 1
    assert "to over" in tables.inner_text()
    assert tables.evaluate("one => one.scrollWidth <= one.clientWidth")
