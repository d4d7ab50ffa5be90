"""Two collections compared: each by its own model's errors, in the years that both have."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from known_museum import Floats, Museum

from artmeta.errors import ArtmetaError
from artmeta.trend_analysis.comparison import CollectionData, compare_collections
from artmeta.trend_analysis.dated_works import ClassifierErrors
from artmeta.trend_options import TrendOptions

TOPICS = {"boat": "Boats", "house": "Houses", "angel": "Angels", "horse": "Horses"}
ASKED = TrendOptions(replicates=60, bin_years=25, method="pacc")


def flat(position: Floats) -> Floats:
    return np.tile([0.1, 0.3, 0.3, 0.3], (len(position), 1))


def more_boats(position: Floats) -> Floats:
    return np.tile([0.4, 0.2, 0.2, 0.2], (len(position), 1))


def side(name: str, shares: object, seed: int, works: int = 600, later: int = 0) -> CollectionData:
    museum, rng = Museum(), np.random.default_rng(seed)
    years, _, confidences = museum.works(shares, works, rng)  # type: ignore[arg-type]
    ids = [f"{name}:{number}" for number in range(works)]
    frame = pd.DataFrame({"artwork_id": ids, "date_earliest": years + later, "date_latest": years + later})
    known = museum.calibration_set(400, rng)
    kept = long([str(n) for n in range(400)], known.confidences).rename(columns={"artwork_id": "item"})
    kept["given_topic_id"] = np.repeat(np.array(list(TOPICS))[known.y_true], 4)
    return CollectionData(name, frame, long(ids, confidences), ClassifierErrors(TOPICS, kept))


def long(ids: list[str], confidences: Floats) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "artwork_id": np.repeat(ids, 4),
            "topic_id": np.tile(list(TOPICS), len(ids)),
            "confidence": confidences.ravel(),
        }
    )


def test_a_difference_is_found_and_its_size_lies_in_the_interval() -> None:
    shares, counts, result = compare_collections(side("north", more_boats, 1), side("south", flat, 2), ASKED)
    boat = result.set_index("topic_id").loc["boat"]
    assert (boat["grouping"], boat["first_group"], boat["second_group"]) == ("collection", "north", "south")
    assert boat["differs"] and boat["level_low"] < 0.3 < boat["level_high"]
    assert set(shares["group_name"]) == {"north", "south"} == set(counts["group_name"])
    assert np.allclose(counts.groupby("group_name")["works"].sum(), 600)


def test_equal_collections_seldom_differ() -> None:
    called = [
        compare_collections(side("north", flat, 2 * seed), side("south", flat, 2 * seed + 1), ASKED)[2][
            "differs"
        ].any()
        for seed in range(6)
    ]
    assert sum(called) <= 1


def test_a_collection_of_the_same_works_has_draws_of_its_own() -> None:
    one = side("north", flat, 1)
    _, _, result = compare_collections(one, replace(one, name="copy"), ASKED)
    assert (result["level_high"] - result["level_low"] > 0.02).all()


@pytest.mark.parametrize(
    ("other", "message"),
    [
        (side("north", flat, 1, 50), "with itself"),
        (side("later", flat, 1, 50, later=300), "no years in common: 180. to 18.. and 210. to 21.."),
        (replace(side("empty", flat, 1, 50), predictions=long([], np.zeros((0, 4)))), "'empty' has no work"),
        (
            replace(side("few", flat, 1, 50), classifier=ClassifierErrors({"boat": "Boats"}, pd.DataFrame())),
            "has the topic 'angel'",
        ),
    ],
)
def test_what_cannot_be_compared_is_told_in_one_sentence(other: CollectionData, message: str) -> None:
    with pytest.raises(ArtmetaError, match=message):
        compare_collections(side("north", flat, 3, 50), other, ASKED)
