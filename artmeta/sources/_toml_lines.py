"""Lines of a collection file that is proposed, each with the evidence for it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProposedKey:
    """A key, its value, and a comment that states the evidence; one that is not `set` is written as a comment."""

    name: str
    value: object
    evidence: str = ""
    set: bool = True


def lines_of_keys(keys: Sequence[ProposedKey]) -> list[str]:
    """Return the lines of a TOML table, the signs of equality below each other."""
    width = max((len(_name(key.name)) for key in keys if key.set), default=0)
    return [_line(key, width) for key in keys]


def _line(key: ProposedKey, width: int) -> str:
    value = json.dumps(key.value, ensure_ascii=False)  # a JSON text, number or list is one of TOML
    comment = "  # " + " ".join(key.evidence.split()) if key.evidence else ""
    return f"{'' if key.set else '# '}{_name(key.name).ljust(width if key.set else 0)} = {value}{comment}"


def _name(name: str) -> str:
    bare = name.isascii() and name.replace("_", "").replace("-", "").isalnum()
    return name if bare else json.dumps(name, ensure_ascii=False)
