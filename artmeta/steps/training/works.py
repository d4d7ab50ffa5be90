"""The works that a model is trained on: their topics, their embeddings, and the groups that no split divides."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from artmeta.errors import ModelError
from artmeta.steps.context import RunContext
from artmeta.steps.duplicates import same_pictures
from artmeta.steps.reviewed_works import reviewed_collections
from artmeta.steps.rights import held_back
from artmeta.store.vectors import unpack
from artmeta.vocabulary import find_topic, means_none

if TYPE_CHECKING:
    from artmeta.domain.topic import Vocabulary
    from artmeta.vision.networks.backbone import Backbone
    from artmeta.vision.none_class import NoneWorks

UNKNOWN_ARTISTS = ("unknown", "anonymous", "unidentified")  # what museums write where no artist is known
# of the works; where fewer have two topics, that is more likely a mistake of the list
MULTI_LABEL_SHARE = 0.05

NO_TOPIC = ""  # the topic of works that show none of the topics, until they are set apart

Row = dict[str, Any]
LabelledRow = tuple[Row, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class TrainingWorks:
    """Works to train on, in a fixed order: one row per work, or per picture where works have several topics.

    `given_topics` [n] are the topics of each, exactly one unless `multi_label`; `vectors` [n, width] their embeddings;
    `groups` [n] the names of groups that stay on one side of every split; `paths` [n] are relative to the data folder.
    `none` are the works that show none of the topics, without given topics; None where there are none.
    """

    artwork_ids: list[str]
    sha256s: list[str]
    given_topics: list[tuple[str, ...]]
    vectors: NDArray[np.float32]
    groups: list[str]
    paths: list[str]
    multi_label: bool = False
    none: TrainingWorks | None = None

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
        pairs = list(zip(self.sha256s, self.given_topics, strict=True))
        pairs += [(sha256, ()) for sha256 in self.none.sha256s] if self.none else []
        lines = sorted(f"{sha256} {'|'.join(topics)}" for sha256, topics in pairs)
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    def as_none_works(self) -> NoneWorks:
        """Return these works as those that a none class is trained on."""
        from artmeta.vision.none_class import NoneWorks

        return NoneWorks(self.artwork_ids, self.sha256s, self.vectors, self.groups)


def read_training_works(
    context: RunContext,
    backbone: Backbone,
    vocabulary: Vocabulary | None,
    by_artist: bool,
    none_of_these: Collection[str] = (),
) -> TrainingWorks:
    """Read the works of a collection that have a picture, an embedding and a known topic.

    Works with no other topic than "none", or one of `none_of_these`, are set apart as works of none of the topics.

    Where one work in twenty, or more, has several topics, the training is multi-label: works that show the same
    picture become one row with the topics of all. Otherwise, works with several topics are left out, and so are those
    whose picture other works give another topic. Raises ModelError if no work is left.
    """
    rows = context.store.rows(
        "works_to_train_on",
        collection=context.run.collection,
        backbone=backbone.digest,
        with_reviews=reviewed_collections(context),
    )
    known = set(vocabulary.ids) if vocabulary else None
    words = {word for row in rows for word in row["given_topics"]}
    none = {word for word in words if _is_none(word, vocabulary, none_of_these)}
    pairs = [(row, topics) for row in rows if (topics := _known_topics(row, known, none))]
    counts = [len(topics) for _, topics in pairs if topics != (NO_TOPIC,)]
    multi_label = sum(count > 1 for count in counts) >= MULTI_LABEL_SHARE * max(len(counts), 1)
    pairs = _joined(pairs) if multi_label else _unambiguous(pairs)
    if pairs and all(topics == (NO_TOPIC,) for _, topics in pairs):
        raise ModelError(
            f"All {len(pairs)} works of '{context.run.collection}' are said to show none of the topics.",
            "Put pictures of at least two topics into folders of their own beside `none`.",
        )
    if not pairs:
        notes = [str(row["message"]) for row in context.store.rows("notes_of_run", run_id=context.id)]
        raise ModelError(
            f"None of the works in '{context.run.collection}' has a readable picture and one known topic.",
            " ".join([*held_back(context, ("trained_on",)), *notes])
            or "Put the pictures of each topic into a folder of its own, or see `artmeta status` for what went wrong.",
        )
    return _training_works(pairs, by_artist, multi_label)


def _training_works(pairs: list[LabelledRow], by_artist: bool, multi_label: bool) -> TrainingWorks:
    rows = [row for row, _ in pairs]
    vectors = unpack([row["vector"] for row in rows])
    groups = groups_of(rows, vectors, by_artist)

    def part(mask: NDArray[np.bool_]) -> TrainingWorks:
        places = np.flatnonzero(mask).tolist()
        return TrainingWorks(
            [rows[place]["artwork_id"] for place in places],
            [rows[place]["sha256"] for place in places],
            [tuple(filter(None, pairs[place][1])) for place in places],
            vectors[places],
            [groups[place] for place in places],
            [rows[place]["path"] for place in places],
            multi_label,
        )

    shows_none = np.array([topics == (NO_TOPIC,) for _, topics in pairs])
    known = {topic for _, topics in pairs for topic in topics if topic}
    if shows_none.any() and len(known) == 1:
        raise ModelError(
            f"A model needs at least two topics to tell apart; there is '{known.pop()}' alone, since works called "
            "'none' show none of the topics and are no topic.",
            "To tell one topic from all else, call the others by another name, such as 'other'.",
        )
    return replace(part(~shows_none), none=part(shows_none) if shows_none.any() else None)


def _is_none(word: str, vocabulary: Vocabulary | None, none_of_these: Collection[str]) -> bool:
    """Tell whether a word says "none of the topics"; one that is a topic of the vocabulary does not."""
    if word in none_of_these:
        return True
    return means_none(word) and (vocabulary is None or find_topic(word, vocabulary) is None)


def _known_topics(row: Row, known: set[str] | None, none: set[str]) -> tuple[str, ...]:
    """Return the known topics of a work, or the empty one alone where it is said to show none and nothing else."""
    words = list(dict.fromkeys(row["given_topics"]))
    if words and none.issuperset(words):
        return (NO_TOPIC,)
    return tuple(word for word in words if word not in none and (known is None or word in known))


def _topics_by_picture(pairs: list[LabelledRow]) -> dict[str, set[str]]:
    by_picture: dict[str, set[str]] = {}
    for row, topics in pairs:
        by_picture.setdefault(row["sha256"], set()).update(topics)
    return by_picture


def _joined(pairs: list[LabelledRow]) -> list[LabelledRow]:
    """Return the first work of each picture with the topics of all works that show it."""
    by_picture = _topics_by_picture(pairs)
    first = {row["sha256"]: row for row, _ in reversed(pairs)}
    return [
        (first[sha256], tuple(sorted(topics - {NO_TOPIC})) or (NO_TOPIC,))
        for sha256, topics in by_picture.items()
    ]


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
