"""Who makes a trend, and whether two groups differ."""

from __future__ import annotations

import numpy as np
import pytest
from known_museum import Floats, Museum, lines_through

from artmeta.trend_analysis.differences import Difference, differences
from artmeta.trend_analysis.influence import MAX_GROUPS, largest, leave_one_out
from artmeta.trend_analysis.verdict import verdicts


def flat(position: Floats) -> Floats:
    return np.tile([0.25, 0.25, 0.25, 0.25], (len(position), 1))


def test_one_artist_who_makes_the_trend_is_found(museum: Museum, rng: np.random.Generator) -> None:
    years, _, confidences = museum.works(flat, 1500, rng)
    marines = museum.confidences(np.zeros(500, dtype=np.intp), rng)
    late = rng.integers(1870, 1900, 500)
    artists = np.concatenate([rng.choice(["Anna", "Bernd", ""], 1500), np.full(500, "Turner")])
    years = np.concatenate([years, late])
    both, known = np.concatenate([confidences, marines]), museum.calibration_set(400, rng)
    lines = lines_through(both, known, years, 100, rng, None)
    result = {(one.group, one.topic): one for one in leave_one_out(lines, artists)}
    turner, anna = result["Turner", 0], result["Anna", 0]
    assert {group for group, _ in result} == {"Turner", "Anna", "Bernd"}
    assert turner.works == pytest.approx(500) and np.isclose(turner.share, 0.25)
    assert turner.change > 0.2 and turner.influence > 0.7 and turner.decisive
    assert anna.adjusted < 0.05 and not anna.decisive


def test_leaving_a_group_out_is_fitting_without_it(museum: Museum, rng: np.random.Generator) -> None:
    years, _, confidences = museum.works(flat, 800, rng)
    lines = lines_through(confidences, None, years, 400, rng, None)
    (one, *_) = leave_one_out(lines, np.where(np.arange(800) < 80, "some", ""))
    alone = lines_through(confidences[80:], None, years[80:], 400, rng, None)
    assert np.isclose(one.change_without, alone.line.change[0], atol=1e-6)
    assert np.isclose(one.adjusted_without, verdicts(alone)[0].adjusted, atol=0.1)


def test_the_largest_come_first_and_not_more_than_ten() -> None:
    groups = np.array([f"artist {n:02d}" for n in range(20) for _ in range(n + 1)] + [""] * 100)
    names = largest(groups, np.ones(len(groups)))
    assert len(names) == MAX_GROUPS and names[0] == "artist 19" and "" not in names


def two(museum: Museum, first: object, second: object, seed: int) -> list[Difference]:
    rng = np.random.default_rng(seed)
    result = []
    for shares in (first, second):
        years, _, confidences = museum.works(shares, 1000, rng)  # type: ignore[arg-type]
        result.append(lines_through(confidences, museum.calibration_set(400, rng), years, 100, rng))
    return differences(*result)


def test_equal_groups_do_not_differ(museum: Museum) -> None:
    false = [any(one.differs for one in two(museum, flat, flat, seed)) for seed in range(30)]
    assert sum(false) <= 5


def test_another_level_is_found_and_its_size_covered(museum: Museum) -> None:
    def more(position: Floats) -> Floats:
        return np.tile([0.4, 0.2, 0.2, 0.2], (len(position), 1))

    first = two(museum, more, flat, 3)[0]
    assert first.differs and first.level_adjusted < 0.05
    assert first.level_low < 0.15 < first.level_high


def test_another_trend_is_found(museum: Museum) -> None:
    def rising(position: Floats) -> Floats:
        share = 0.1 + 0.5 * position
        return np.column_stack([share, *[(1 - share) / 3] * 3])

    first = two(museum, rising, flat, 4)[0]
    assert first.change_adjusted < 0.05 and first.change_low < 0.5 < first.change_high


def test_groups_of_different_ages_are_compared_in_the_years_they_share(museum: Museum) -> None:
    """One group is early, the other late, and the topic rises in both alike: no difference in level."""

    def rising(position: Floats) -> Floats:
        share = 0.1 + 0.4 * position
        return np.column_stack([share, *[(1 - share) / 3] * 3])

    rng = np.random.default_rng(5)
    result = []
    for late in (False, True):
        years, _, confidences = museum.works(rising, 4000, rng)
        kept = rng.random(4000) < np.where((years > 1850) == late, 0.5, 0.1)
        result.append(
            lines_through(confidences[kept], museum.calibration_set(400, rng), years[kept], 100, rng)
        )
    assert not differences(*result)[0].differs


def test_a_small_group_is_not_judged(museum: Museum, rng: np.random.Generator) -> None:
    result = []
    for works in (40, 1000):
        years, _, confidences = museum.works(flat, works, rng)
        result.append(lines_through(confidences, museum.calibration_set(400, rng), years, 100, rng, None))
    assert not any(one.enough or one.differs for one in differences(*result))
