"""Real artists and dates, with topics dealt at random to artists: Tate's records, without Turner."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from bench.truth.drawing import Collection, constant, plain_predictions, topics_of, works_frame
from bench.truth.worlds import TASTE, World

LARGEST = "Turner, Joseph Mallord William"  # a quarter of all records


def world(path: Path) -> World:
    """Return the world of a CSV with the columns artist, begin_year, end_year."""
    rows = pd.read_csv(path, usecols=["artist", "begin_year", "end_year"]).dropna()
    rows = rows[rows["artist"] != LARGEST].reset_index(drop=True)
    artists = rows["artist"].nunique()
    planted = (
        f"{len(rows):,} works of Tate's {artists} artists, real dates; preferences dealt at random (0.3)"
    )
    return World("tate", planted, partial(_draw, rows))


def _draw(rows: pd.DataFrame, rng: np.random.Generator) -> Collection:
    artist = pd.factorize(rows["artist"])[0].astype(np.int64)
    first, last = rows["begin_year"].to_numpy(np.float64), rows["end_year"].to_numpy(np.float64)
    years = np.floor(rng.uniform(first, last + 1)).astype(np.int64)
    law = constant()
    topics = topics_of(law(years.astype(np.float64)), artist, TASTE, rng)
    works = works_frame(artist, first, last).assign(artist=rows["artist"])
    return Collection(works, plain_predictions(works, topics, 5), years, topics, law, law)
