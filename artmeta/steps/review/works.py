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
from artmeta.store.vectors import unpack

Row = dict[str, Any]


def review_works(
    context: RunContext, card: ModelCard, multi_label: bool, only: Sequence[str] = ()
) -> ReviewWorks:
    """Read the works of a run whose pictures may be shown, in the order of `review.ordering`.

    `only` are the ids of a plan's works: no others are served then, and they keep its order.
    """
    rows = context.store.rows("works_to_review", run_id=context.id)
    shown = [row for row in rows if row["may_be_shown"]]
    places = _planned(shown, only) if only else _by_worth(context, card, multi_label, shown)
    works = [_work(shown[place], context, card) for place in places]
    labels = {
        row["topic_id"]: row["topic_label"] for row in context.store.rows("topics_of_run", run_id=context.id)
    }
    return ReviewWorks(
        works, {topic: labels.get(topic) or topic for topic in card.topics}, len(rows) - len(shown)
    )


def _planned(rows: list[Row], only: Sequence[str]) -> list[int]:
    places = {row["artwork_id"]: place for place, row in enumerate(rows)}
    return [places[artwork_id] for artwork_id in only if artwork_id in places]


def _by_worth(context: RunContext, card: ModelCard, multi_label: bool, rows: list[Row]) -> list[int]:
    if not rows:
        return []
    density = _representativeness(context, card.backbone_digest)
    similar = np.array([density.get(row["artwork_id"], 0.0) for row in rows])
    worth = uncertainty(np.array([row["confidences"] for row in rows]), multi_label) * similar
    lanes = [lane(row["status"], bool(row["flags"])) for row in rows]
    return order(lanes, worth, [row["artwork_id"] for row in rows])


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
            if batch.num_rows:
                yield batch["artwork_id"].to_pylist(), unpack(batch["vector"].to_pylist())


def _work(row: Row, context: RunContext, card: ModelCard) -> ReviewWork:
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
    plain = "artwork_id title artist date_text first_year last_year medium venue accession_number url path topic_id"
    return ReviewWork(
        **{name: row[name] for name in plain.split()},
        shown=shown,
        reason=row["reason"],
        flags=tuple(row["flags"]),
        confidences=tuple(confidences[topic] for topic in card.topics),
    )
