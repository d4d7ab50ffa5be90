"""What a collection may ask of its trends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from artmeta.trends.estimation import Method


@dataclass(frozen=True, slots=True)
class Options:
    """How topics over time are worked out.

    `bin_years` is a number of years, or "adaptive": then each bin holds at least `bin_works` works.
    `method` is left to the evidence unless it is named. `compare` names columns of the works (venue,
    artist_gender, medium ...) whose two largest groups are compared; `skew` those whose largest groups
    are left out in turn. `replicates` are the bootstrap's, `seed` makes them the same again. A work that
    was not judged by its model's own thresholds is unsure if its best confidence is below `sure_from`.
    With `check`, the museum's own topics overrule the model where it errs on them as it did not on what
    it learnt from.
    """

    bin_years: int | Literal["adaptive"] = 10
    bin_works: int = 50
    method: Method | None = None
    replicates: int = 200  # a standard error is then known to 5 %
    seed: int = 1
    sure_from: float = 0.5  # below it another topic, or several together, are likelier than the one said
    check: bool = True
    change_points: bool = False
    compare: tuple[str, ...] = ()
    skew: tuple[str, ...] = ("artist", "venue", "donor")
