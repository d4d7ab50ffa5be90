"""A model that is asked for its reasons names training works, shows where it looks, or says why it cannot."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np
import pytest
from PIL import Image
from runs import copy_of

from artmeta.errors import ConfigError, ModelError
from artmeta.report.explanation_page import sentence
from artmeta.settings import Settings
from artmeta.steps.explanation import explain, write_explanation_page


@pytest.fixture(scope="module")
def learnt(trained: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, str, str, Path]:
    """Give the settings of a small museum's data, the name of its model, and a work it learnt from with its picture."""
    data = copy_of(trained, tmp_path_factory.mktemp("why") / "data")
    with duckdb.connect(str(data / "artmeta.duckdb"), read_only=True) as store:
        model, work, path = store.execute(
            "SELECT model_name, training_works.artwork_id, images.path FROM training_works "
            "JOIN images USING (sha256) WHERE training_works.split = 'training' ORDER BY ALL LIMIT 1"
        ).fetchall()[0]
    return Settings(data_dir=data), model, work, data / path


def test_a_training_work_resembles_itself_most(learnt: tuple[Settings, str, str, Path]) -> None:
    settings, model, work, picture = learnt
    explanation, _ = explain(str(picture), model, "", settings, 4)
    assert len(explanation.neighbours) == 4
    first = explanation.neighbours[0]
    assert first.artwork_id == work
    assert explanation.named("angel_demon|boat") == "Angel or demon and Boat"
    assert explanation.likeliest in sentence(explanation) and explanation.likeliest[0].isupper()
    assert first.similarity == pytest.approx(1, abs=5e-3)
    assert first.picture is not None and first.picture.samefile(picture)
    similarities = [each.similarity for each in explanation.neighbours]
    of_work, _ = explain(work, model, "", settings, 4)  # its run has no model, so the named one explains it
    assert of_work.topics[0][0] == explanation.topics[0][0] and of_work.neighbours[0].artwork_id == work
    assert similarities == sorted(similarities, reverse=True)
    assert explanation.topics[0][1] == max(confidence for _, confidence in explanation.topics)
    assert (
        explanation.status in sentence(explanation)
        or "unlike" in sentence(explanation)
        or "not sure" in sentence(explanation)
    )
    confident = (("boat", 0.625), ("house", 0.375))
    unsure = replace(
        explanation, status="unsure", topics=confident, ood_score=0.6, ood_threshold=2.6, none_limit=1.0
    )
    too_few = "Too few labelled works support a threshold for this topic."
    reasons = {
        "The confidence is below the threshold of this topic, 90.0%.": replace(
            unsure, confidence_threshold=0.9
        ),
        too_few: replace(unsure, confidence_threshold=math.nan),
        "Lost.": replace(unsure, decision_reason="Lost."),
    }
    for reason, each in (*reasons.items(), (too_few, replace(unsure, confidence_threshold=1.01))):
        assert sentence(each) == f"“Boat”, with a confidence of 62%. The model is not sure of it. {reason}"


def test_the_page_shows_the_picture_the_map_and_the_likenesses(
    learnt: tuple[Settings, str, str, Path], tmp_path: Path
) -> None:
    settings, model, _, picture = learnt
    page = write_explanation_page([explain(str(picture), model, "", settings, 3)], tmp_path / "why.html")
    text = page.read_text(encoding="utf-8")
    assert len(re.findall(r'<img src="data:image/jpeg', text)) == 4
    assert len(re.findall(r'<img src="data:image/png', text)) == 1
    assert text.count("similarity ") == 3


def test_the_heat_map_is_of_the_picture(learnt: tuple[Settings, str, str, Path]) -> None:
    settings, model, _, picture = learnt
    explanation, explainer = explain(str(picture), model, "", settings, 1)
    pixels, painted = explainer.pixels(picture), explainer.heat_map(picture, explanation.topics[0][0])
    assert pixels.shape == painted.shape == (224, 224, 3)
    assert np.abs(pixels.astype(int) - painted).max() > 20


def test_what_cannot_be_asked_is_one_sentence(
    learnt: tuple[Settings, str, str, Path], tmp_path: Path
) -> None:
    settings, model, work, picture = learnt
    with pytest.raises(ModelError, match="belongs to no run"):
        explain(str(picture), "", "", settings, 3)
    with pytest.raises(ConfigError, match="neither a file nor an artwork called 'nobody'"):
        explain("nobody", model, "", settings, 3)
    with pytest.raises(ModelError, match="no model called 'nothing'"):
        explain(work, "nothing", "", settings, 3)
    Image.new("RGB", (30, 30), "navy").save(tmp_path / "new.png")
    with pytest.raises(ModelError, match="no model called 'nothing'"):
        explain(str(tmp_path / "new.png"), "nothing", "", settings, 3)
