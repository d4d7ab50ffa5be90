"""What a collection's data must look like before and after it is classified: the [expectations] table."""

from __future__ import annotations

from pydantic import Field

from artmeta.config import StrictTable


class Expectations(StrictTable):
    """Limits that the data checks hold a collection to; shares are 0 to 1."""

    min_artworks: int = Field(1, ge=0)
    # a harvest that lost a fifth since last time is a fault, not news
    max_shrinkage: float = Field(0.2, ge=0, le=1)
    # beyond half, topics say more of the images than of the works
    max_missing_images: float = Field(0.5, ge=0, le=1)
    max_undated: float = Field(1.0, ge=0, le=1)
    max_unread_dates: float = Field(0.5, ge=0, le=1)  # more than that means the wrong date profile
