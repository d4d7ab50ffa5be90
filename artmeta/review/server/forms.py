"""The JSON that the review page and its server exchange."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from artmeta.domain.explanation import Neighbour
from artmeta.domain.review import Action, Review, Shown, Source
from artmeta.review.works import Filters, ReviewWork, State

MOST_TOPICS = 1_000
DIGEST = r"^[0-9a-f]{64}$"


class SentShown(BaseModel):
    """What the page showed, as the server had sent it; the server may have been started again meanwhile."""

    model_config = ConfigDict(extra="forbid", strict=True)

    sha256: str = Field(pattern=DIGEST)
    topics: list[str] = Field(max_length=MOST_TOPICS)
    confidence: float | None = Field(ge=0, le=1)
    status: str = Field(max_length=20)
    run_id: str = Field(max_length=100)
    model_name: str = Field(max_length=200)
    model_version: int | None
    model_digest: str = Field(max_length=100)


class SentReview(BaseModel):
    """A decision that a reviewer took on the page."""

    model_config = ConfigDict(extra="forbid", strict=True)

    id: str = Field(min_length=8, max_length=100)
    artwork_id: str = Field(min_length=1, max_length=2_000)
    action: Action
    topics: list[str] = Field(default_factory=list, max_length=MOST_TOPICS)
    undoes: str = Field(default="", max_length=100)
    shown: SentShown

    def review(self, reviewer: str, source: Source) -> Review:
        """Return the review by the session's reviewer, decided now; raise InputError if its parts contradict."""
        shown = self.shown.model_dump() | {"topics": tuple(self.shown.topics)}
        return Review(
            self.id,
            self.artwork_id,
            reviewer,
            datetime.now(UTC),
            self.action,
            Shown(**shown),
            tuple(self.topics),
            self.undoes,
            source,
        )


class SentFilters(BaseModel):
    """The filters of the page, as they stand in an address."""

    model_config = ConfigDict(extra="forbid")

    state: State = "open"
    topic: str = ""
    status: str = ""
    period: str = Field(default="", pattern=r"^(undated|-?\d{1,7}_-?\d{1,7})?$")
    flag: str = ""
    held: list[str] = Field(default_factory=list, max_length=MOST_TOPICS)
    after: str = ""

    def filters(self) -> Filters:
        """Return the filters on works."""
        first, _, last = self.period.partition("_")
        start, end = (int(first), int(last)) if last else (None, None)
        return Filters(self.state, self.topic, self.status, start, end, self.period == "undated", self.flag)


def work_json(work: ReviewWork, decisions: Sequence[Review]) -> dict[str, Any]:
    """Return what the page shows of a work, with what was decided about it before."""
    hidden = ("path", "topic_id", "first_year", "last_year")
    shown = {name: value for name, value in asdict(work).items() if name not in hidden}
    return shown | {
        "likeliest": work.topic_id,
        "decisions": [
            {
                "reviewer": each.reviewer,
                "action": each.action,
                "topics": each.topics,
                "picture_changed": each.shown.sha256 != work.shown.sha256,
            }
            for each in decisions
        ],
    }


def neighbour_json(neighbour: Neighbour) -> dict[str, Any]:
    """Return a training work; whether its picture can be shown, and not where it lies."""
    return {
        "sha256": neighbour.sha256,
        "title": neighbour.title,
        "topics": [topic for topic in neighbour.topics.split("|") if topic],
        "similarity": neighbour.similarity,
        "shown": neighbour.picture is not None,
    }
