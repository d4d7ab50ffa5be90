"""An uncertain date: the years between which a work was made, as its museum's text says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

DateStatus = Literal["read", "undated", "unread"]


@dataclass(frozen=True, slots=True)
class DateSpan:
    """Years from `earliest` to `latest`, both included; an end that the text leaves open is None.

    Years are integers, years BC negative (44 BC is -44; there is no year 0). `status` is *read*,
    *undated* (the text says there is no date, or is empty) or *unread* (there is a text that the
    profile cannot read: never guessed, both ends None). `assumed` is the year that the museum's own
    columns put at the end its text leaves open, where its profile says so; the end stays open.
    """

    earliest: int | None = None
    latest: int | None = None
    circa: bool = False
    text: str = ""
    profile: str = "neutral"
    status: DateStatus = "undated"
    assumed: int | None = None

    @property
    def open(self) -> str:
        """Which end the text leaves open: '' (none), 'start' or 'end'."""
        if self.status != "read" or (self.earliest is not None and self.latest is not None):
            return ""
        return "start" if self.earliest is None else "end"

    @property
    def closed(self) -> bool:
        """Whether both ends are known, so that the work can be counted over time."""
        return self.earliest is not None and self.latest is not None
