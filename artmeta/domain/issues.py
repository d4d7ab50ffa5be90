"""Issues of what a source or a list holds: of one record, or of the whole."""

from __future__ import annotations

from dataclasses import replace

from artmeta import values
from artmeta.domain.run import Issue

WHOLE_LIST = ""  # the artwork id of an issue that concerns the source as a whole, not one record


def odd(record: str, kind: str, message: str) -> Issue:
    """Make the issue of one record; `record` must distinguish it from the others, such as 'row 17'."""
    return sound(Issue("fetch", record, kind, message))


def note(kind: str, message: str) -> Issue:
    """Make an issue about the source as a whole; it stands for no record."""
    return Issue("fetch", WHOLE_LIST, kind, message)


def sound(issue: Issue) -> Issue:
    """Return an issue whose texts can be stored: without control characters, not too long."""
    return replace(
        issue, artwork_id=values.text(issue.artwork_id, values.MAX_ID), message=values.text(issue.message)
    )
