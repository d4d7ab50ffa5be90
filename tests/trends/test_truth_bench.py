"""The bench of planted worlds, in small: worlds are as they say, and the analysis keeps its level in some of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bench.truth.drawing import careers, constant, topics_of
from bench.truth.report import BEGIN, END, measured, write_table
from bench.truth.running import choose, outcome
from bench.truth.worlds import WORLDS, World

REPEATS = 12


def world(name: str) -> World:
    return choose(name, None)[0]


@pytest.fixture(scope="module")
def rates() -> dict[str, dict[str, object]]:
    names = ("clean", "artists 0.3", "undated topic", "rise of 15")
    return {
        name: measured(world(name), [outcome(world(name), 1, n) for n in range(REPEATS)]) for name in names
    }


def rate(rates: dict[str, dict[str, object]], name: str, key: str) -> float:
    value = rates[name][key]
    assert isinstance(value, float)
    return value


def test_where_nothing_changes_hardly_anything_is_claimed(rates: dict[str, dict[str, object]]) -> None:
    claimed = sum(rate(rates, name, "false_rate") for name in ("clean", "artists 0.3")) * REPEATS
    assert claimed <= 5  # of 24; at 5% each, more have a chance of 1 in 500
    assert rate(rates, "artists 0.3", "coverage") > 0.9 and rates["artists 0.3"]["power"] is None


def test_what_changes_is_found_and_missing_dates_are_flagged(rates: dict[str, dict[str, object]]) -> None:
    assert rate(rates, "rise of 15", "power") >= 0.5 and rate(rates, "rise of 15", "false_rate") < 0.2
    assert rate(rates, "undated topic", "flagged_undated") >= 0.9
    assert rate(rates, "clean", "flagged_undated") == 0


def test_a_world_is_drawn_alike_from_one_seed_and_each_repeat_is_another() -> None:
    first, again, other = (outcome(world("thin groups"), 3, repeat) for repeat in (0, 0, 1))
    assert first == again and first != other


def test_works_of_one_artist_have_the_correlation_that_is_planted() -> None:
    rng = np.random.default_rng(1)
    artist, years = careers(4000, 8000, rng)
    topics = topics_of(constant()(years.astype(float)), artist, 0.3, rng)
    order = np.argsort(artist, kind="stable")
    pairs = artist[order][1:] == artist[order][:-1]
    alike = (topics[order][1:] == topics[order][:-1])[pairs].mean()
    chance = ((np.bincount(topics) / len(topics)) ** 2).sum()
    assert (alike - chance) / (1 - chance) == pytest.approx(0.3, abs=0.04)


def test_all_worlds_can_be_drawn_and_have_names_of_their_own() -> None:
    assert len({one.name for one in WORLDS}) == len(WORLDS) >= 12
    for one in WORLDS:
        drawn = one.draw(np.random.default_rng(1))
        assert len(drawn.works) == len(drawn.years) == len(drawn.topics)
        assert drawn.works["artwork_id"].is_unique


def test_the_table_replaces_what_stands_between_the_marks(
    rates: dict[str, dict[str, object]], tmp_path: Path
) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    write_table(list(rates.values()), page)
    lines = page.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "before" and lines[-1] == "after" and "old" not in lines
    assert [line.split(" | ")[0] for line in lines if line.startswith("| rise")] == ["| rise of 15"]
    assert len({line.count("|") for line in lines if line.startswith("|")}) == 1
