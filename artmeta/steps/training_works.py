"""The works that a model learns from: those with a readable picture and exactly one known topic."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from artmeta.domain.topic import Vocabulary
from artmeta.errors import ModelError
from artmeta.steps.context import RunContext
from artmeta.store.vectors import unpack

if TYPE_CHECKING:
    from artmeta.vision.backbones import Backbone


@dataclass(frozen=True, slots=True)
class Works:
    """The works to train on, in a fixed order: one row a picture and topic."""

    artwork_ids: list[str]
    sha256s: list[str]
    topic_ids: list[str]
    vectors: Any

    @property
    def digest(self) -> str:
        """The sha256 of which picture was said to show which topic."""
        said = sorted(f"{sha} {topic}" for sha, topic in zip(self.sha256s, self.topic_ids, strict=True))
        return hashlib.sha256("\n".join(said).encode()).hexdigest()


def works_to_train_on(context: RunContext, backbone: Backbone, vocabulary: Vocabulary | None) -> Works:
    """Read the works with exactly one known topic; a picture that stands in two topics teaches neither."""
    rows = context.store.rows(
        "works_to_train_on", collection=context.run.collection, backbone=backbone.digest
    )
    known = set(vocabulary.ids) if vocabulary else None
    kept = [(row, topics[0]) for row in rows if len(topics := _known(row, known)) == 1]
    topics_of: dict[str, set[str]] = {}
    for row, topic in kept:
        topics_of.setdefault(row["sha256"], set()).add(topic)
    kept = [(row, topic) for row, topic in kept if len(topics_of[row["sha256"]]) == 1]
    if not kept:
        raise ModelError(
            f"None of the works in '{context.run.collection}' has a readable picture and one known topic.",
            "Put the pictures of each topic into a folder of its own, or see `artmeta status` for what went wrong.",
        )
    return Works(
        [row["artwork_id"] for row, _ in kept],
        [row["sha256"] for row, _ in kept],
        [topic for _, topic in kept],
        unpack([row["vector"] for row, _ in kept]),
    )


def _known(row: dict[str, Any], known: set[str] | None) -> list[str]:
    return [topic for topic in row["given_topics"] if known is None or topic in known]
