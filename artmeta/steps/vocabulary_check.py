"""Check the codes of a vocabulary: those of Iconclass against all of its notations, the others by their form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from artmeta.domain.topic import SCHEMES, Topic, Vocabulary, has_form
from artmeta.vocabulary import load_vocabulary

LANGUAGE = "en"
WIKIDATA_NAME = "(wd:"


@dataclass(frozen=True, slots=True)
class CheckedCode:
    """One code of one topic: what it means, or why it cannot be right."""

    vocabulary: str
    topic: str
    match: str  # exact, broad or narrow
    scheme: str
    code: str
    finding: str
    wrong: bool


def check_vocabularies(names: tuple[str, ...], folder: Path) -> list[CheckedCode]:
    """Check the vocabularies of these names, or all in `folder`; raise ConfigError if one cannot be read."""
    names = names or tuple(sorted(file.stem for file in folder.glob("*.toml")))
    return [code for name in names for code in check_codes(load_vocabulary(name, folder))]


def check_codes(vocabulary: Vocabulary) -> list[CheckedCode]:
    """Check each code of a vocabulary.

    The package `iconclass` holds all notations offline. There is no such list of AAT and Wikidata: of their codes only
    the form is checked.
    """
    return [
        CheckedCode(vocabulary.name, topic.id, match, scheme, code, *_finding(scheme, code))
        for topic in vocabulary.topics
        for match, scheme, code in _codes(topic)
    ]


def is_wrong(scheme: str, code: str) -> bool:
    """Whether a code cannot be right: it does not have the form of its scheme, or is not in Iconclass."""
    return _finding(scheme, code)[1]


def _codes(topic: Topic) -> Iterator[tuple[str, str, str]]:
    yield from (("exact", scheme, code) for scheme, code in topic.links.items())
    for match, links in (("broad", topic.broad_links), ("narrow", topic.narrow_links)):
        yield from ((match, scheme, code) for scheme, codes in links.items() for code in codes)


def _finding(scheme: str, code: str) -> tuple[str, bool]:
    """Say what a code means, and whether it is wrong."""
    if scheme not in SCHEMES:
        return f"not checked: artmeta knows no scheme called '{scheme}'", False
    if not has_form(scheme, code):
        return f"not a code of {SCHEMES[scheme].title}: it is left out of exports", True
    if scheme != "iconclass":
        return "has the right form; whether it exists was not checked", False
    meaning = _meaning(code)
    return (meaning, False) if meaning else ("not in Iconclass: it is left out of exports", True)


def _meaning(code: str) -> str:
    """Return what a notation, or each part of a compound one, means in English; '' if Iconclass has none such."""
    meanings = [_meaning_of_part(part) for part in re.split(r":(?![^(]*[)])", code.replace(") ", ")"))]
    return " : ".join(meanings) if all(meanings) else ""


def _meaning_of_part(code: str) -> str:
    import iconclass

    try:
        notation = _notations()[code]
    except (iconclass.NotationNotFound, KeyError):  # KeyError: a key after a notation that has none
        return ""
    if WIKIDATA_NAME in code:  # the package would ask Wikidata over the network for the name
        return "a notation with a name from Wikidata; whether that item exists was not checked"
    return str(notation(LANGUAGE))


@cache
def _notations() -> Any:
    import iconclass

    return iconclass.init()
