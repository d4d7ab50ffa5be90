"""The vocabulary of a collection."""

from __future__ import annotations

import json

import pandas as pd

from artmeta.collection import Collection
from artmeta.domain.topic import Vocabulary
from artmeta.settings import Settings
from artmeta.store.database import Store
from artmeta.vocabulary import load_vocabulary


def vocabulary_of(collection: Collection, settings: Settings) -> Vocabulary | None:
    """Read the vocabulary that a collection names; None if it names none: then the names of folders are its topics."""
    if not collection.vocabulary:
        return None
    return load_vocabulary(collection.vocabulary, settings.data_dir / "vocabularies")


def save_vocabulary(store: Store, vocabulary: Vocabulary) -> None:
    """Store a version of a vocabulary."""
    rows = [
        {
            "vocabulary": vocabulary.name,
            "version": vocabulary.version,
            "topic_id": topic.id,
            "label": topic.label,
            "broader": topic.broader,
            "links": json.dumps(dict(topic.links), sort_keys=True),
            "position": position,
        }
        for position, topic in enumerate(vocabulary.topics)
    ]
    store.upsert("topics", pd.DataFrame(rows))
