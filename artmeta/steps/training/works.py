"""The works that a model is trained on: their topics, their embeddings, and the groups that no split divides."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from artmeta.errors import ModelError
from artmeta.steps.context import RunContext
from artmeta.steps.duplicates import same_pictures
from artmeta.steps.rights import held_back
from artmeta.store.vectors import unpack

if TYPE_CHECKING:
    from artmeta.domain.topic import Vocabulary
    from artmeta.vision.networks.backbone import Backbone

UNKNOWN_ARTISTS = ("unknown", "anonymous", "unidentified")  # what museums write where no artist is known
MULTI_LABEL_SHARE = (
    0.05  # of the works; where fewer have two topics, that is more likely a mistake of the list
)

Row = dict[str, Any]
LabelledRow = tuple[Row, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class TrainingWorks:
    """Works to train on, in a fixed order: one row per work, or per picture where works have several topics.

    `given_topics` [n] are the topics of each, exactly one unless `multi_label`; `vectors` [n, width] their embeddings;
    `groups` [n] the names of groups that stay on one side of every split; `paths` [n] are relative to the data folder.
    """

    artwork_ids: list[str]
    sha256s: list[str]
    given_topics: list[tuple[str, ...]]
    vectors: NDArray[np.float32]
    groups: list[str]
    paths: list[str]
    multi_label: bool = False

    @property
    def topic_ids(self) -> list[str]:
        """The topic of each work [n]; the first one given where it has several."""
        return [topics[0] for topics in self.given_topics]

    @property
    def labels(self) -> list[str] | list[tuple[str, ...]]:
        """What a head is trained on: the topic of each work, or the topics of each where it may have several."""
        return self.given_topics if self.multi_label else self.topic_ids

    @property
    def digest(self) -> str:
        """The sha256 of the pairs of picture and topics."""
        pairs = zip(self.sha256s, self.given_topics, strict=True)
        lines = sorted(f"{sha256} {'|'.join(topics)}" for sha256, topics in pairs)
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def read_training_works(
    context: RunContext, backbone: Backbone, vocabulary: Vocabulary | None, by_artist: bool
) -> TrainingWorks:
    """Read the works of a collection that have a picture, an embedding and a known topic.

    Where one work in twenty, or more, has several topics, the training is multi-label: works that show the same
    picture become one row with the topics of all. Otherwise, works with several topics are left out, and so are those
    whose picture other works give another topic. Raises ModelError if no work is left.
    """
    rows = context.store.rows(
        "works_to_train_on", collection=context.run.collection, backbone=backbone.digest
    )
    known = set(vocabulary.ids) if vocabulary else None
    pairs = [(row, topics) for row in rows if (topics := _known_topics(row, known))]
    multi_label = sum(len(topics) > 1 for _, topics in pairs) >= MULTI_LABEL_SHARE * max(len(pairs), 1)
    pairs = _joined(pairs) if multi_label else _unambiguous(pairs)
    if not pairs:
        raise ModelError(
            f"None of the works in '{context.run.collection}' has a readable picture and one known topic.",
            " ".join(held_back(context, ("trained_on",)))
            or "Put the pictures of each topic into a folder of its own, or see `artmeta status` for what went wrong.",
        )
    rows = [row for row, _ in pairs]
    vectors = unpack([row["vector"] for row in rows])
    return TrainingWorks(
        [row["artwork_id"] for row in rows],
        [row["sha256"] for row in rows],
        [topics for _, topics in pairs],
        vectors,
        groups_of(rows, vectors, by_artist),
        [row["path"] for row in rows],
        multi_label,
    )


def _known_topics(row: Row, known: set[str] | None) -> tuple[str, ...]:
    return tuple(topic for topic in dict.fromkeys(row["given_topics"]) if known is None or topic in known)


def _topics_by_picture(pairs: list[LabelledRow]) -> dict[str, set[str]]:
    by_picture: dict[str, set[str]] = {}
    for row, topics in pairs:
        by_picture.setdefault(row["sha256"], set()).update(topics)
    return by_picture


def _joined(pairs: list[LabelledRow]) -> list[LabelledRow]:
    """Return the first work of each picture with the topics of all works that show it."""
    by_picture = _topics_by_picture(pairs)
    first = {row["sha256"]: row for row, _ in reversed(pairs)}
    return [(first[sha256], tuple(sorted(topics))) for sha256, topics in by_picture.items()]


def _unambiguous(pairs: list[LabelledRow]) -> list[LabelledRow]:
    single: list[LabelledRow] = [(row, topics) for row, topics in pairs if len(topics) == 1]
    by_picture = _topics_by_picture(single)
    return [(row, topics) for row, topics in single if len(by_picture[row["sha256"]]) == 1]


def groups_of(rows: Sequence[Row], vectors: NDArray[np.float32], by_artist: bool) -> list[str]:
    """Name the group of each work [n]: works with the same picture, or with `by_artist` of the same artist, share one.

    `rows` have a sha256, a dhash (None where there is none) and an artist. Works whose artist is not known do not
    count as works of one artist.
    """
    from artmeta.vision.splits import connected_groups

    first: dict[str, int] = {}
    equal = [(first.setdefault(row["sha256"], place), place) for place, row in enumerate(rows)]
    hashes = np.array([row["dhash"] or 0 for row in rows], dtype=np.uint64)  # 0 is similar to none
    pairs = np.concatenate([np.array(equal, dtype=np.int64), same_pictures(hashes, vectors)[:, :2]])
    artists = [_artist(row) if by_artist else "" for row in rows]
    return connected_groups([name or f"#{place}" for place, name in enumerate(artists)], pairs)


def _artist(row: Row) -> str:
    name = str(row["artist"] or "").strip().casefold()
    return "" if name.startswith(UNKNOWN_ARTISTS) else name
