"""A statement of what a picture shows, as a decision about what was proposed for it."""

from __future__ import annotations

from artmeta.domain.review import Action, Shown


def decided(shown: Shown, topics: list[str] | None) -> tuple[Action, tuple[str, ...]]:
    """Return the action, and the topics, by which a reviewer states the topics of a picture; None where unknown."""
    if topics is None:
        return "skip", ()
    if not topics:
        return "reject", ()
    return ("accept" if set(topics) == set(shown.topics) else "correct"), tuple(topics)
