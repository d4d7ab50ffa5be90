"""Models in the store: their rows, and those that were not trained here, but imported or copied."""

from __future__ import annotations

from datetime import datetime

from artmeta.domain.model_card import ModelCard
from artmeta.domain.topic import Topic, Vocabulary
from artmeta.steps.context import RunContext
from artmeta.steps.vocabulary import save_vocabulary, vocabulary_of


def keep_card(context: RunContext, card: ModelCard) -> None:
    """Store a model's card and topics, if they are not stored from its training.

    Labels and codes are taken from the collection's vocabulary again, so that a correction there needs no training.
    """
    known = context.store.rows("known_card", model_name=card.name, model_version=card.version)
    topics = _described_topics(context, card)
    with context.store.transaction():
        if topics or not known:
            described = topics or tuple(Topic(topic_id, topic_id) for topic_id in card.topics)
            save_vocabulary(context.store, Vocabulary(card.vocabulary, card.vocabulary_version, described))
        if not known:
            context.store.upsert("models", [model_row(card, context.id)])


def model_row(card: ModelCard, run_id: str) -> dict[str, object]:
    """Return a model's row of the table `models`."""
    from artmeta.vision.model_store import card_json

    named = ("name", "version", "digest", "vocabulary", "vocabulary_version")
    return {
        **{name: getattr(card, name) for name in named},
        "backbone": card.backbone_digest,
        "card": card_json(card),
        "created_at": datetime.fromisoformat(card.created_at),
        "run_id": run_id,
    }


def _described_topics(context: RunContext, card: ModelCard) -> tuple[Topic, ...]:
    """Return the model's topics as the collection's vocabulary describes them, if it is the model's vocabulary."""
    vocabulary = vocabulary_of(context.collection, context.settings)
    if (
        vocabulary is None
        or vocabulary.name != card.vocabulary
        or not set(card.topics) <= set(vocabulary.ids)
    ):
        return ()
    return tuple(topic for topic in vocabulary.topics if topic.id in card.topics)
