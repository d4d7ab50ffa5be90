"""The options of an analysis of trends: the [trends] table of a collection file, and what `artmeta.trends` takes."""

from __future__ import annotations

from typing import Literal

from pydantic import AliasChoices, Field, field_validator

from artmeta.config import StrictTable

Method = Literal["counted", "weighted", "acc", "pacc", "emq"]
Cluster = Literal["artist", "donor", "venue", "none"]
Grouping = Literal["artist", "artist_gender", "venue", "donor", "medium", "rights"]
NO_CLUSTERS = "none"  # the `cluster` by which every work is independent of the others
BIN_WIDTHS = (1, 5, 10, 25, 50)  # years; the widths that historians name


class TrendOptions(StrictTable):
    """How shares of topics over time are estimated.

    `bin_years` is a number of years, or "adaptive": then each bin holds at least `bin_works` works. `method` names an
    estimator; without it, the evidence decides. A work without a decision of its model is unsure if its highest
    confidence is below `confidence_threshold`. With `check`, the museum's own topics correct the model where it errs
    on them otherwise than on its training works; with `reviews`, so do the topics of reviewed works. `cluster` names
    what is drawn in the bootstrap: works of one artist (donor, venue) depend on one another. `compare` names columns
    whose two largest groups are compared; `skew` columns whose largest groups are left out in turn; `against` another
    collection, compared in the years that both cover.
    """

    bin_years: int | Literal["adaptive"] = 10
    bin_works: int = Field(50, ge=1)
    method: Method | None = None
    replicates: int = Field(200, ge=50, le=10_000)  # of the bootstrap; 200 give a standard error to 5%
    seed: int = Field(1, ge=0, lt=2**32)
    # below it, other topics together are more likely than the best one
    # `sure_from` is its name in collection files of before
    confidence_threshold: float = Field(
        0.5, ge=0, le=1, validation_alias=AliasChoices("confidence_threshold", "sure_from")
    )
    check: bool = True
    reviews: bool = False  # those that are served first are difficult works, no sample of all
    cluster: Cluster = "artist"
    change_points: bool = False
    compare: tuple[Grouping, ...] = ()
    against: str = ""
    skew: tuple[Grouping, ...] = ("artist", "venue", "donor")

    @field_validator("bin_years", mode="before")
    @classmethod
    def _is_known_width(cls, given: object) -> object:
        if given not in (*BIN_WIDTHS, "adaptive"):
            known = ", ".join(map(str, BIN_WIDTHS))
            raise ValueError(f"{given} is no width of bins; known are {known} and 'adaptive'")
        return given
