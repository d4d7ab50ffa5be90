"""Register a model that was not trained here, but imported or copied, before it classifies."""

from __future__ import annotations

import pandas as pd

from artmeta.domain.model_card import ModelCard
from artmeta.domain.topic import Topic, Vocabulary
from artmeta.steps.context import RunContext
from artmeta.steps.training.model_rows import model_row
from artmeta.steps.vocabulary import save_vocabulary


def keep_card(context: RunContext, card: ModelCard) -> None:
    """Store a model's card and topics, if they are not stored from its training."""
    if context.store.rows("known_card", model_name=card.name, model_version=card.version):
        return
    topics = tuple(Topic(topic_id, topic_id) for topic_id in card.topics)
    with context.store.transaction():
        save_vocabulary(context.store, Vocabulary(card.vocabulary, card.vocabulary_version, topics))
        context.store.upsert("models", pd.DataFrame([model_row(card, context.id)]))
