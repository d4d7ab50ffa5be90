"""A flag: a finding about the results that a human should look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["note", "warning", "serious"]
WHOLE_COLLECTION = "the whole collection"  # the subject of a flag on no single work, topic or group


@dataclass(frozen=True, slots=True)
class Flag:
    """`subject` is an artwork id, a topic, a venue, a period or the whole collection; `measured` exceeds `limit`.

    `sentence` says what was found and what can be done about it.
    """

    kind: str
    severity: Severity
    subject: str
    measured: float
    limit: float
    sentence: str
