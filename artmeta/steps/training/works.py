"""The works that a model learns from, and which of them are no independent witnesses of each other."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from artmeta.domain.topic import Vocabulary
from artmeta.errors import ModelError
from artmeta.steps.context import RunContext
from artmeta.steps.duplicates import same_pictures
from artmeta.steps.rights import held_back
from artmeta.store.vectors import unpack

if TYPE_CHECKING:
    from artmeta.vision.backbones import Backbone

NOBODY = ("unknown", "anonymous", "unidentified")  # what museums write where no artist is known


@dataclass(frozen=True, slots=True)
class Works:
    """The works to train on, in a fixed order: one row a picture and topic.

    Works of one group stay on one side of every split: copies of one picture, and works of one artist if asked.
    """

    artwork_ids: list[str]
    sha256s: list[str]
    topic_ids: list[str]
    vectors: Any
    groups: list[str]
    paths: list[str]

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
            " ".join(held_back(context, ("trained_on",)))
            or "Put the pictures of each topic into a folder of its own, or see `artmeta status` for what went wrong.",
        )
    vectors = unpack([row["vector"] for row, _ in kept])
    return Works(
        [row["artwork_id"] for row, _ in kept],
        [row["sha256"] for row, _ in kept],
        [topic for _, topic in kept],
        vectors,
        groups_of([row for row, _ in kept], vectors, by_artist(context)),
        [row["path"] for row, _ in kept],
    )


def by_artist(context: RunContext) -> bool:
    """Whether the collection asks for whole artists to be held out."""
    asked = context.collection.training
    return bool(asked and asked.by_artist)


def groups_of(rows: Sequence[dict[str, Any]], vectors: NDArray[np.float32], whole_artists: bool) -> list[str]:
    """Name each work's group: works that show the same picture, or were made by one artist, have one name.

    `rows` have a sha256, a dhash (None where there is none) and an artist. Works whose artist is not known
    are not one artist's.
    """
    from artmeta.vision.splits import connected_groups

    firsts: dict[str, int] = {}
    equal = [(firsts.setdefault(row["sha256"], place), place) for place, row in enumerate(rows)]
    hashes = np.array([row["dhash"] or 0 for row in rows], dtype=np.uint64)  # 0 resembles nothing
    pairs = np.concatenate([np.array(equal, dtype=np.int64), same_pictures(hashes, vectors)[:, :2]])
    names = [_artist(row) if whole_artists else "" for row in rows]
    return connected_groups([name or f"#{place}" for place, name in enumerate(names)], pairs)


def _artist(row: dict[str, Any]) -> str:
    name = str(row["artist"] or "").strip().casefold()
    return "" if name.startswith(NOBODY) else name


def _known(row: dict[str, Any], known: set[str] | None) -> list[str]:
    return [topic for topic in row["given_topics"] if known is None or topic in known]
