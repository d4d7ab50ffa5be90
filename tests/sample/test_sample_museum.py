"""The museum is the same for everybody, and work i is the same in a museum of any size."""

from __future__ import annotations

import csv
import io
from collections import Counter

import numpy as np
import pytest

from artmeta.sample.defects import DEFECTS, NO_TOPIC
from artmeta.sample.documents import decades_csv, works_csv
from artmeta.sample.museum import Museum
from artmeta.sample.paint.colour import PALETTES
from artmeta.sample.paint.picture import paint
from artmeta.sample.works import DECADES, PERIODS, TOPICS, SampleWork, decade_weights, topic_shares, year_at


def test_the_same_seed_draws_the_same_bytes():
    one, other = Museum(seed=3, works=40, small=True), Museum(seed=3, works=40, small=True)
    for number in (1, 7, 19, 40):
        assert one.file(number) == other.file(number)
        assert one.record(number) == other.record(number)


def test_a_work_does_not_change_when_the_museum_grows():
    small, large = Museum(works=30, small=True), Museum(works=5000, small=True)
    assert small.records() == large.records()[:30]
    assert [small.work(n) for n in range(1, 31)] == [large.work(n) for n in range(1, 31)]
    assert small.file(30).body == large.file(30).body


def test_another_seed_is_another_museum():
    assert Museum(seed=1).records() != Museum(seed=2).records()
    assert Museum(seed=1, small=True).file(1).body != Museum(seed=2, small=True).file(1).body


def test_there_is_no_work_beyond_the_last_one():
    museum = Museum(works=3)
    for number in (0, 4):
        with pytest.raises(IndexError, match="1 to 3"):
            museum.work(number)
    with pytest.raises(ValueError, match="at least one work"):
        Museum(works=0)


@pytest.mark.parametrize("style", [*PALETTES, "engraving"])
def test_every_manner_paints_every_topic(style: str):
    seen = set()
    for topic in TOPICS:
        picture = paint(SampleWork(11, 5, 1955, topic, style), small=True)
        pixels = np.asarray(picture)
        assert picture.mode == "RGB" and max(picture.size) == 200
        assert pixels.std() > 8, "a picture has something on it"
        seen.add(pixels.tobytes())
    assert len(seen) == len(TOPICS)


def test_full_pictures_lie_between_320_and_640_pixels():
    museum = Museum()
    sizes = {max(museum.picture(number).size) for number in range(1, 13)}
    assert min(sizes) >= 320 and max(sizes) <= 640 and len(sizes) > 3


def test_prints_differ_from_each_other_and_do_not_depend_on_what_was_pulled_before():
    museum = Museum(works=200, blended=True)
    files = [museum.file(number).body for number in range(100, 200) if number not in DEFECTS]
    assert len(set(files)) == len(files)
    assert Museum(works=5000, blended=True).file(150) == museum.file(150)


def test_stated_shares_are_shares():
    for decade in DECADES:
        shares = topic_shares(decade)
        assert sum(shares.values()) == pytest.approx(1)
        assert min(shares.values()) >= 0
    assert (
        topic_shares(1900)["aircraft"] == 0 < topic_shares(1910)["aircraft"] < topic_shares(1990)["aircraft"]
    )
    assert topic_shares(1700)["horse_racing"] > 3 * topic_shares(1990)["horse_racing"]
    assert {topic_shares(decade)["boat"] for decade in DECADES} == {0.24}


def test_every_year_belongs_to_one_period_whose_styles_sum_to_one():
    assert [period.first for period in PERIODS[1:]] == [period.last + 1 for period in PERIODS[:-1]]
    for period in PERIODS:
        assert sum(period.styles.values()) == pytest.approx(1)
        assert set(period.styles) <= {*PALETTES, "engraving"}
    assert (year_at(0.0), year_at(1.0)) == (1700, 1999)


@pytest.mark.parametrize("works", [600, 3000])
def test_true_shares_follow_the_stated_curves(works: int):
    """Within four standard errors of a share in every half century, and far closer over all."""
    rows = list(csv.DictReader(io.StringIO(decades_csv(Museum(works=works)))))
    for start in range(1700, 2000, 50):
        part = [row for row in rows if start <= int(row["decade"]) < start + 50]
        total = sum(int(row["of"]) for row in part) / len(TOPICS)
        for topic in TOPICS:
            own = [row for row in part if row["topic"] == topic]
            stated = sum(float(row["stated_share"]) * int(row["of"]) for row in own) / total
            result = sum(int(row["works"]) for row in own) / total
            assert abs(result - stated) <= 4 * (stated * (1 - stated) / total) ** 0.5 + 0.01, (start, topic)


def test_works_are_spread_over_the_decades_as_stated():
    counts = Counter(Museum(works=3000).work(number).decade for number in range(1, 3001))
    weights = decade_weights()
    for decade, weight in zip(DECADES, weights, strict=True):
        assert counts[decade] == pytest.approx(3000 * weight / sum(weights), abs=35)


def test_nothing_flies_before_1910():
    museum = Museum(works=2000)
    years = [museum.work(n).year for n in range(1, 2001) if museum.work(n).topic == "aircraft"]
    assert min(years) >= 1910 and len(years) > 60


def test_truth_lists_name_every_work_and_every_decade():
    museum = Museum()
    rows = [line.split(",") for line in works_csv(museum).splitlines()]
    assert rows[0] == ["id", "topic", "year", "decade", "style", "defect"]
    assert len(rows) == 601
    without = [row for row in rows[1:] if not row[1]]
    assert len(without) == sum(defect.kind in NO_TOPIC for defect in DEFECTS.values())
    decades = decades_csv(museum).splitlines()
    assert len(decades) == 1 + len(DECADES) * len(TOPICS)
    shown = sum(int(line.split(",")[2]) for line in decades[1:])
    assert shown == 600 - len(without)
