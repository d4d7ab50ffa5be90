"""The evidence for what a model says of one picture: confidences, decision, and similar training works."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A training work near a picture: `similarity` is the cosine of their embeddings, 1 for the same.

    `topics` are joined by '|', '' for a work that shows none of the model's topics. `title` is '' where the store does
    not know the work, `picture` None where its file is missing or must not be shown.
    """

    artwork_id: str
    sha256: str
    topics: str
    similarity: float
    title: str = ""
    picture: Path | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a model predicts for one picture, and the evidence for it.

    `topics` are pairs of topic and confidence, likeliest first; `status` is sure, unsure or unfamiliar. `ood_score` and
    `ood_threshold` are NaN where the model has no out-of-distribution detector, `none_score` and `none_limit` where it
    was not trained on works that show none of its topics.
    `decision_reason` says what was found on an artwork's collection or group: see the column of the exports.
    `labels` are the topics' labels by id, without those that the store does not know.
    """

    subject: str
    picture: Path
    topics: tuple[tuple[str, float], ...]
    status: str
    confidence_threshold: float
    ood_score: float
    ood_threshold: float
    none_score: float
    none_limit: float
    neighbours: tuple[Neighbour, ...]
    may_be_shown: bool = True
    decision_reason: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def likeliest(self) -> str:
        """The label of the likeliest topic."""
        return self.named(self.topics[0][0])

    def named(self, topics: str) -> str:
        """Return the labels, joined by 'and', of topics whose ids are joined by '|'; an id where there is none."""
        return " and ".join(self.labels.get(topic, topic) for topic in topics.split("|"))
