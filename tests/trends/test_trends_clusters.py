"""Artists' names, clusters of works, and how many of them weigh."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from artmeta.trends.clusters import artist_key, clusters_of, effective_clusters


@pytest.mark.parametrize(
    "names",
    [
        ("Turner, Joseph Mallord William", "Joseph Mallord William Turner (1775–1851)"),
        ("Peter Paul Rubens", "Studio of Sir Peter Paul Rubens", "Rubens, Peter Paul (attributed to)"),
        ("Eugène Delacroix", "d'après Eugène Delacroix", "DELACROIX, Eugene"),
        ("Lucas Cranach d. Ä.", "Werkstatt von Lucas Cranach the elder"),
    ],
)
def test_forms_of_one_name_are_one_artist(names):
    assert len({artist_key(name) for name in names}) == 1


def test_father_and_son_stay_two_artists():
    assert artist_key("Pieter Brueghel the Elder") != artist_key("Pieter Brueghel the Younger")


@pytest.mark.parametrize(
    "name", ["", "Unknown artist", "British (?) School", "anonymous", "Unbekannter Künstler"]
)
def test_nobody_in_particular_is_no_artist(name):
    assert artist_key(name) == ""


@given(st.text(max_size=60))
def test_a_key_of_a_key_is_the_key(name):
    key = artist_key(name)
    assert artist_key(key) in {key, ""}


@given(st.lists(st.sampled_from(["", "a", "b", "c"]), max_size=30))
def test_works_without_a_name_are_clusters_of_their_own(names):
    clusters = clusters_of(names)
    assert clusters.sizes.sum() == len(names)
    assert len(clusters) == names.count("") + len(set(names) - {""})
    for first, one in enumerate(names):
        for second, other in enumerate(names):
            together = clusters.index[first] == clusters.index[second]
            assert together == (first == second or (one == other != ""))


def test_sums_of_clusters_add_up():
    clusters = clusters_of(["a", "", "a"])
    sums = clusters.sums(np.array([[1.0, 2.0], [10.0, 20.0], [100.0, 200.0]]))
    assert sorted(sums[:, 0]) == [10, 101]


def test_effective_clusters_of_equal_and_of_one_dominant_contribution():
    assert effective_clusters(np.ones((8, 1)))[0] == pytest.approx(8)
    assert effective_clusters(np.array([[100.0], [1.0], [1.0]]))[0] == pytest.approx(1, abs=0.01)
