"""The vocabulary of a collection."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pandas as pd

from artmeta.collection import Collection
from artmeta.domain.topic import Vocabulary, has_form
from artmeta.settings import Settings
from artmeta.store.database import Store
from artmeta.vocabulary import load_vocabulary


def vocabulary_of(collection: Collection, settings: Settings) -> Vocabulary | None:
    """Read the vocabulary that a collection names; None if it names none: then the names of folders are its topics."""
    if not collection.vocabulary:
        return None
    return load_vocabulary(collection.vocabulary, settings.data_dir / "vocabularies")


def save_vocabulary(store: Store, vocabulary: Vocabulary) -> None:
    """Store a version of a vocabulary, without codes that do not have the form of their scheme."""
    rows = [
        {
            "vocabulary": vocabulary.name,
            "version": vocabulary.version,
            "topic_id": topic.id,
            "label": topic.label,
            "broader": topic.broader,
            "links": _json({name: code for name, code in topic.links.items() if has_form(name, code)}),
            "broad_links": _json(_well_formed(topic.broad_links)),
            "narrow_links": _json(_well_formed(topic.narrow_links)),
            "position": position,
        }
        for position, topic in enumerate(vocabulary.topics)
    ]
    store.upsert("topics", pd.DataFrame(rows))


def _well_formed(links: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    return {name: [code for code in codes if has_form(name, code)] for name, codes in links.items()}


def _json(links: object) -> str:
    return json.dumps(links, sort_keys=True)
