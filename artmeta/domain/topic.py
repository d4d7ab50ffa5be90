"""Topics: the classes that pictures are labelled with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Topic:
    """One theme; `links` point into other vocabularies (iconclass, aat, wikidata)."""

    id: str
    label: str
    broader: str = ""
    links: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A versioned list of topics."""

    name: str
    version: str
    topics: tuple[Topic, ...]

    @property
    def ids(self) -> list[str]:
        """The topics' ids, in the vocabulary's order."""
        return [topic.id for topic in self.topics]
