"""The vocabulary of a collection."""

from __future__ import annotations

import json
from collections.abc import Mapping

from artmeta.collection import Collection
from artmeta.domain.topic import Vocabulary
from artmeta.settings import Settings
from artmeta.steps.context import RunContext
from artmeta.steps.vocabulary_check import is_wrong
from artmeta.store.database import Store
from artmeta.vocabulary import load_vocabulary


def vocabulary_of(collection: Collection, settings: Settings) -> Vocabulary | None:
    """Read the vocabulary that a collection names; None if it names none: then the names of folders are its topics."""
    if not collection.vocabulary:
        return None
    return load_vocabulary(collection.vocabulary, settings.data_dir / "vocabularies")


def topic_labels(context: RunContext) -> dict[str, str]:
    """Return the labels of the topics of a run's model by their ids, in order; the id where a topic has no label."""
    rows = context.store.rows("vocabulary_of_run", run_id=context.id)
    return {row["topic_id"]: row["topic_label"] or row["topic_id"] for row in rows}


def save_vocabulary(store: Store, vocabulary: Vocabulary) -> None:
    """Store a version of a vocabulary, without codes that `artmeta vocabulary check` finds to be wrong."""
    rows = [
        {
            "vocabulary": vocabulary.name,
            "version": vocabulary.version,
            "topic_id": topic.id,
            "label": topic.label,
            "language": vocabulary.language,
            "broader": topic.broader,
            "links": _json({name: code for name, code in topic.links.items() if not is_wrong(name, code)}),
            "broad_links": _json(_without_wrong(topic.broad_links)),
            "narrow_links": _json(_without_wrong(topic.narrow_links)),
            "position": position,
        }
        for position, topic in enumerate(vocabulary.topics)
    ]
    store.upsert("topics", rows)


def _without_wrong(links: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    return {name: [code for code in codes if not is_wrong(name, code)] for name, codes in links.items()}


def _json(links: object) -> str:
    return json.dumps(links, sort_keys=True)
