"""The works of a run as reviewers see them, in the order in which they are worth a look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from artmeta.domain.model_card import ModelCard
from artmeta.domain.review import Shown
from artmeta.review.ordering import lane, mean_direction, order, representativeness, uncertainty
from artmeta.review.works import ReviewWork, ReviewWorks
from artmeta.steps.context import RunContext
from artmeta.steps.vocabulary import topic_labels
from artmeta.store.vectors import unpack

BLOCK = 1_000  # embeddings converted at once: 5 MB in single precision
PLAIN = "artwork_id title artist date_text first_year last_year medium venue accession_number topic_id reason".split()


def review_works(
    context: RunContext, card: ModelCard, multi_label: bool, only: Sequence[str] = ()
) -> ReviewWorks:
    """Read the works of a run whose pictures may be shown, in the order of `review.ordering`.

    `only` are the ids of a plan's works: no others are served then, and they keep its order.
    """
    shown = context.store.frame("shown_pictures_of_run", run_id=context.id)
    paths = dict(zip(shown["artwork_id"], shown["path"], strict=True))
    classified, works = 0, []
    for row in _rows(context):
        classified += 1
        if row["artwork_id"] in paths:
            works.append(_work(row, paths[row["artwork_id"]], context, card))
    places = _planned(works, only) if only else _by_worth(context, card, multi_label, works)
    labels = topic_labels(context)
    topics = {topic: labels.get(topic, topic) for topic in card.topics}
    return ReviewWorks([works[place] for place in places], topics, classified - len(works))


def _rows(context: RunContext) -> Iterator[dict[str, Any]]:
    with context.store.batches("works_to_review", run_id=context.id) as batches:
        for batch in batches:
            yield from batch.to_pylist()


def _planned(works: Sequence[ReviewWork], only: Sequence[str]) -> list[int]:
    places = {work.artwork_id: place for place, work in enumerate(works)}
    return [places[artwork_id] for artwork_id in only if artwork_id in places]


def _by_worth(
    context: RunContext, card: ModelCard, multi_label: bool, works: Sequence[ReviewWork]
) -> list[int]:
    if not works:
        return []
    density = _representativeness(context, card.backbone_digest)
    similar = np.array([density.get(work.artwork_id, 0.0) for work in works])
    worth = uncertainty(np.array([work.confidences for work in works]), multi_label) * similar
    lanes = [lane(work.shown.status, bool(work.flags)) for work in works]
    return order(lanes, worth, [work.artwork_id for work in works])


def _representativeness(context: RunContext, backbone: str) -> dict[str, float]:
    """Return the mean similarity of each work to all; the vectors are read twice, in parts."""
    mean = mean_direction(vectors for _, vectors in _vectors(context, backbone))
    return {
        artwork_id: value
        for ids, vectors in _vectors(context, backbone)
        for artwork_id, value in zip(ids, representativeness(vectors, mean).tolist(), strict=True)
    }


def _vectors(context: RunContext, backbone: str) -> Iterator[tuple[list[str], NDArray[np.float32]]]:
    with context.store.batches("vectors_of_run", run_id=context.id, backbone=backbone) as batches:
        for batch in batches:
            for start in range(0, batch.num_rows, BLOCK):
                block = batch.slice(start, BLOCK)
                yield block["artwork_id"].to_pylist(), unpack(block["vector"].to_pylist())


def _work(row: dict[str, Any], path: str, context: RunContext, card: ModelCard) -> ReviewWork:
    """Return a work from a row of the query, whose confidences are in the order of the topics' ids."""
    confidences = dict(zip(sorted(card.topics), row["confidences"], strict=True))
    run = context.run
    shown = Shown(
        row["sha256"],
        tuple(row["sure_topics"]) or (row["topic_id"],),
        row["confidence"],
        row["status"],
        run.id,
        run.model_name,
        run.model_version,
        card.digest,
    )
    return ReviewWork(
        **{name: row[name] for name in PLAIN},
        path=path,
        shown=shown,
        flags=tuple(row["flags"]),
        confidences=tuple(confidences[topic] for topic in card.topics),
    )
