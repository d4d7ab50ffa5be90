"""Artists' names, clusters of works, and how many of them weigh."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from artmeta.trend_analysis.clusters import Resampling, artist_key, cluster_numbers, effective_clusters


@pytest.mark.parametrize(
    "names",
    [
        ("Turner, Joseph Mallord William", "Joseph Mallord William Turner (1775–1851)"),
        ("Anna Ancher", "Ancher, Anna, 1859-1935", "Anna Ancher (Danish, born 1859)", "Anna Ancher, b. 1859"),
        ("Peter Paul Rubens", "Studio of Sir Peter Paul Rubens", "Rubens, Peter Paul (attributed to)"),
        ("Eugène Delacroix", "d'après Eugène Delacroix", "DELACROIX, Eugene"),
        ("Lucas Cranach d. Ä.", "Werkstatt von Lucas Cranach the elder"),
    ],
)
def test_forms_of_one_name_are_one_artist(names):
    assert len({artist_key(name) for name in names}) == 1


def test_numbers_of_anonymous_artists_stay():
    assert len({artist_key(f"artist {number}") for number in range(2000)}) == 2000


def test_father_and_son_stay_two_artists():
    assert artist_key("Pieter Brueghel the Elder") != artist_key("Pieter Brueghel the Younger")


@pytest.mark.parametrize(
    "name", ["", "Unknown artist", "British (?) School", "anonymous", "Unbekannter Künstler"]
)
def test_nobody_in_particular_is_no_artist(name):
    assert artist_key(name) == ""


@given(st.text(max_size=60))
def test_case_and_brackets_make_no_other_artist(name):
    assert artist_key(f"({name})".upper()) == artist_key(f"({name})".upper().casefold())


@given(st.lists(st.sampled_from(["", "a", "b", "c"]), max_size=30))
def test_works_without_a_name_are_clusters_of_their_own(names):
    numbers = cluster_numbers(names)
    assert len(set(numbers)) == names.count("") + len(set(names) - {""})
    for first, one in enumerate(names):
        for second, other in enumerate(names):
            assert (numbers[first] == numbers[second]) == (first == second or (one == other != ""))


def test_resampled_sums_are_those_of_whole_clusters():
    rng = np.random.default_rng(1)
    cluster, values, place = rng.integers(0, 5, 40), rng.random((40, 3)), rng.integers(0, 4, 40)
    resampling = Resampling.of(cluster, 20, rng)
    sums = resampling.sums(values, place, 4)
    times = resampling.weights[:, cluster].astype(float)
    expected = np.stack([times[:, place == p] @ values[place == p] for p in range(4)], axis=1)
    assert sums == pytest.approx(expected)
    kept = place > 1
    assert resampling.only(kept).sums(values[kept], place[kept], 4)[:, 2:] == pytest.approx(expected[:, 2:])


def test_effective_clusters_of_equal_and_of_one_dominant_contribution():
    assert effective_clusters(np.ones((8, 1)))[0] == pytest.approx(8)
    assert effective_clusters(np.array([[100.0], [1.0], [1.0], [1.0]]))[0] == pytest.approx(3, abs=0.01)
    normal = np.random.default_rng(1).normal(size=(2000, 1))
    assert effective_clusters(normal)[0] == pytest.approx(2000, rel=0.1)
