"""The groups of works that an audit compares: where they come from, and how their pictures look."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from artmeta.bias_audit.works import NONE, Floats, Grouping, Indices, floats

if TYPE_CHECKING:
    import pandas as pd

PERIOD_YEARS = 50  # two generations; finer periods hold too few works
# groups of one grouping that are compared; more would hide the rest in a correction for their number
LARGEST = 50
QUARTILES = 4
SIDES = (224, 500, 1000)  # pixels: the network's input, a thumbnail, a screen
GREY = 0.04  # mean saturation; toned prints of photographs lie below, faded paintings above
ORIGINS = ("period", "venue", "medium", "artist", "artist_gender")
PICTURES = ("image_size", "brightness", "sharpness", "kind")
LABELS = {
    "period": "period",
    "venue": "venue",
    "medium": "medium",
    "artist": "artist",
    "artist_gender": "artist’s gender",
    "image_size": "shorter side of the picture",
    "brightness": "brightness of the picture",
    "sharpness": "sharpness of the picture",
    "kind": "kind of picture",
}
WORKS = {  # the works of a group, by its name
    "period": "works of the period {}",
    "venue": "works of the venue {}",
    "medium": "works in the medium {}",
    "artist": "works by the artist {}",
    "artist_gender": "works whose artist’s gender is given as {}",
    "image_size": "pictures whose shorter side is {}",
    "brightness": "pictures of a brightness of {}",
    "sharpness": "pictures of a sharpness of {}",
    "kind": "pictures in {}",
}


def groupings(frame: pd.DataFrame) -> tuple[Grouping, ...]:
    """Return every grouping of works by the columns of a frame.

    Those are date_earliest, date_latest, venue, medium, artist (one name for each artist, '' for nobody in particular),
    artist_gender, width, height, brightness, sharpness and saturation; values may be missing.
    """
    return tuple(_groupings(frame))


def _groupings(frame: pd.DataFrame) -> Iterator[Grouping]:
    yield periods(floats(frame["date_earliest"]), floats(frame["date_latest"]))
    for name in ("venue", "medium", "artist", "artist_gender"):
        yield by_name(name, frame[name])
    shorter = np.minimum(floats(frame["width"]), floats(frame["height"]))
    names = (f"under {SIDES[0]} pixels", *(f"{low} to {high - 1} pixels" for low, high in pairwise(SIDES)))
    yield _binned(
        "image_size", shorter, np.array(SIDES, dtype=float), (*names, f"{SIDES[-1]} pixels or more")
    )
    yield quartiles("brightness", floats(frame["brightness"]))
    yield quartiles("sharpness", floats(frame["sharpness"]))
    yield _binned("kind", floats(frame["saturation"]), np.array([GREY]), ("black and white", "colour"))


def periods(earliest: Floats, latest: Floats) -> Grouping:
    """Group works by the period that holds their whole date span; years are NaN where not known.

    Periods are counted from year 1 in both directions: 1 to 49, 50 to 99; 49 BC to 1 BC.
    """
    first, last = _period(earliest), _period(latest)
    same = np.isfinite(first) & (first == last)
    numbers, codes = np.unique(first[same], return_inverse=True)
    all_codes = np.full(len(first), NONE, dtype=np.intp)
    all_codes[same] = codes
    return Grouping("period", all_codes, tuple(_period_name(int(number)) for number in numbers))


def _period(year: Floats) -> Floats:
    """Return the number of the period [n], from 1 on; -1, -2 and so on before the year 1."""
    number: Floats = np.sign(year) * (np.abs(year) // PERIOD_YEARS + 1)
    return np.where(year == 0, 1.0, number)


def _period_name(number: int) -> str:
    start = (abs(number) - 1) * PERIOD_YEARS
    nearest, farthest = max(start, 1), start + PERIOD_YEARS - 1
    return f"{nearest} to {farthest}" if number > 0 else f"{farthest} BC to {nearest} BC"


def by_name(name: str, column: pd.Series[Any], largest: int = LARGEST) -> Grouping:
    """Group works by the text of a column; empty and missing texts are no group, nor are groups beyond the largest."""
    import pandas as pd

    codes, texts = pd.factorize(column.astype("category"), sort=True)
    names = [str(text) for text in texts]
    counts = np.bincount(codes[codes >= 0], minlength=len(names))
    counts[[place for place, text in enumerate(names) if not text.strip()]] = 0
    order = np.argsort(-counts, kind="stable")
    kept = order[counts[order] > 0]
    chosen = np.sort(kept[:largest])
    place = np.full(len(names) + 1, NONE, dtype=np.intp)  # the last one for works without a text
    place[chosen] = np.arange(len(chosen))
    return Grouping(name, place[codes], tuple(names[each] for each in chosen), max(0, len(kept) - largest))


def quartiles(name: str, values: Floats) -> Grouping:
    """Group works by quarters of a property's values, which are NaN where not known; equal values share a group."""
    known = values[np.isfinite(values)]
    if not len(known):
        return Grouping(name, np.full(len(values), NONE, dtype=np.intp), ())
    edges = np.unique(np.quantile(known, np.arange(1, QUARTILES) / QUARTILES))
    if len(edges) == 1 and edges[0] in (known.min(), known.max()):  # nearly all values are the same
        return _binned(name, values, np.empty(0), (f"about {edges[0]:.2f}",))
    texts = [f"{edge:.2g}" for edge in edges]
    between = (f"{low} to {high}" for low, high in pairwise(texts))
    return _binned(name, values, edges, (f"under {texts[0]}", *between, f"{texts[-1]} or more"))


def _binned(name: str, values: Floats, edges: Floats, names: tuple[str, ...]) -> Grouping:
    codes: Indices = np.where(np.isfinite(values), np.searchsorted(edges, values, side="right"), NONE)
    return Grouping(name, codes.astype(np.intp), names)
