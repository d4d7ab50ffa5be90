"""Vocabularies: lists of topics, one TOML file each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from artmeta.config import StrictTable, parse_toml, validated
from artmeta.domain.topic import Topic, Vocabulary
from artmeta.errors import ConfigError
from artmeta.examples import example_file
from artmeta.local_files import read_regular
from artmeta.plugins import nearest

NONE = frozenset(("none", "none of these", "none of the topics"))  # words for works that show no topic


def _language_tag(text: str) -> str:
    if text and not re.fullmatch(r"[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*", text):
        raise ValueError("it is no language tag of BCP 47, such as 'en' or 'pt-BR'")
    return text


class _TopicTable(StrictTable):
    id: str
    label: str
    broader: str = ""
    links: dict[str, str] = Field(default_factory=dict)
    broad_links: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    narrow_links: dict[str, tuple[str, ...]] = Field(default_factory=dict)


class _VocabularyFile(StrictTable):
    name: str
    version: str
    language: Annotated[str, AfterValidator(_language_tag)] = ""
    topics: list[_TopicTable]


def load_vocabulary(name: str, folder: Path) -> Vocabulary:
    """Read the vocabulary `name`: a file `<name>.toml` in `folder`, a path, or an example that comes with artmeta.

    Raises ConfigError if there is none or it is unsound, such as with a topic that has no id or another topic's.
    """
    path = Path(name) if name.endswith(".toml") else folder / f"{name}.toml"
    if not path.is_file():
        path = example_file("vocabularies", name) or path
    if not path.is_file() and Path(name).is_file():
        raise ConfigError(
            f"The file {name} is no vocabulary: its name does not end in .toml.",
            "A vocabulary is a TOML file of topics, such as data/vocabularies/sample.toml.",
        )
    if not path.is_file():
        known = sorted(file.stem for file in folder.glob("*.toml"))
        raise ConfigError(f"There is no vocabulary file {path}.", nearest(name, known) if known else "")
    try:
        file = validated(_VocabularyFile, parse_toml(read_regular(path)))
    except ValueError as fault:
        raise ConfigError(f"The vocabulary file {path} is not TOML: {fault}.") from None
    except ConfigError as fault:
        raise ConfigError(f"In {path}: {fault.message}", fault.hint) from None
    _check_topics(path, file)
    topics = tuple(Topic(**topic.model_dump()) for topic in file.topics)
    return Vocabulary(file.name, file.version, topics, file.language)


def _check_topics(path: Path, file: _VocabularyFile) -> None:
    """Raise ConfigError if a topic has no id or label, or an id, however spelt, that another topic has."""
    places: dict[str, int] = {}
    for place, topic in enumerate(file.topics, start=1):
        if not _plain(topic.id) or not topic.label.strip():
            raise ConfigError(
                f"In {path}: topic {place} has {'no label' if _plain(topic.id) else f'the id {topic.id!r}'}.",
                "Each topic needs an id and a label.",
            )
        earlier = places.setdefault(_plain(topic.id), place)
        if earlier != place:
            raise ConfigError(
                f"In {path}: topics {earlier} and {place} have the same id, {topic.id!r}.",
                "Give one of them another id, or remove it.",
            )
    if not file.topics:
        raise ConfigError(f"In {path}: there is no topic.", "Add a table [[topics]] with an id and a label.")


def bare_vocabulary(name: str, topic_ids: Iterable[str]) -> Vocabulary:
    """Make a vocabulary of topics that are known by their ids alone, such as the names of folders."""
    return Vocabulary(name, "1", tuple(Topic(topic_id, topic_id) for topic_id in sorted(set(topic_ids))))


def find_topic(text: str, vocabulary: Vocabulary) -> str | None:
    """Return the id of the topic that a museum's word names (its id or its label, however spelt), or None."""
    name = _plain(text)
    return next((t.id for t in vocabulary.topics if name in (_plain(t.id), _plain(t.label))), None)


def means_none(text: str) -> bool:
    """Tell whether a museum's word, however spelt, says that a work shows none of the topics."""
    return _plain(text) in NONE


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", unicodedata.normalize("NFC", text)).strip().casefold()
