"""A list in JSON: an array of records, JSON lines, or an object that holds one array of records or records by id."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from artmeta import values
from artmeta.errors import SourceError

UNIT_SEPARATOR = "\x1f"  # the control character of that name: between the values of one field, in a row
MAX_DEPTH = 8  # levels of objects within a record; deeper ones are no record of a work


def json_rows(file: BinaryIO, name: str) -> list[dict[str, str]]:
    """Read records as rows; a field within an object has a name with dots, several values stand between UNIT_SEPARATOR.

    Raises SourceError if the text is no JSON, or holds no list of records.
    """
    text = values.decoded(file.read())
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as fault:
        content = _lines(text, name, fault)
    records = _records(content, name)
    if not records:
        raise SourceError(f"The list {name} has no records.", "See that it was exported whole.")
    return [_row(record) for record in records]


def _lines(text: str, name: str, fault: Exception) -> list[Any]:
    """Read JSON lines: one object a line."""
    lines = [(number, line) for number, line in enumerate(io.StringIO(text), start=1) if line.strip()]
    objects = []
    for number, line in lines:
        try:
            objects.append(json.loads(line))
        except (ValueError, RecursionError) as inner:
            reason = f"line {number}: {inner}" if number > 1 else str(fault)
            raise SourceError(f"{name} begins as JSON but cannot be read as such: {reason}.") from None
    return objects


def _records(content: Any, name: str) -> list[dict[str, Any]]:
    if isinstance(content, dict):
        text = " ".join(str(content.get(key, "")) for key in ("@context", "type", "@type"))
        if "iiif.io" in text or "sc:" in text:
            raise SourceError(
                f"{name} is a IIIF document, not a list.", 'Give it to the source kind = "iiif".'
            )
        lists = [_with_ids(content)] if _is_by_id(content) else list(_lists(content))
        content = lists[0] if len(lists) == 1 else None if lists else [content]
    if not _is_records(content):
        raise SourceError(
            f"{name} is JSON, but not a list of records.",
            "Give an array of objects, each with the fields of one work.",
        )
    return list(content)


def _is_records(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, dict) for each in value)


def _lists(content: dict[str, Any], depth: int = 0) -> Iterator[list[Any]]:
    """Yield the arrays of records, and the records by id, that an object and the objects in it hold."""
    for value in content.values():
        if isinstance(value, dict) and _is_by_id(value):
            yield _with_ids(value)
        elif isinstance(value, dict) and depth < MAX_DEPTH:
            yield from _lists(value, depth + 1)
        elif value and _is_records(value):
            yield value


def _is_by_id(content: dict[str, Any]) -> bool:
    """Whether an object maps ids to records: all have a plain value, and their keys digits or they share a field."""
    records = list(content.values())
    if not records or not all(isinstance(each, dict) and _has_plain_value(each) for each in records):
        return False
    if len(records) > 1 and all(any(letter.isdigit() for letter in key) for key in content):
        return True
    shared = (
        set(records[0]).intersection(*records[1:]) if len(records) > 1 else next(iter(content)).isdecimal()
    )
    return bool(shared) and not any(True for _ in _lists(content))


def _has_plain_value(record: dict[str, Any]) -> bool:
    return any(not isinstance(value, (dict, list)) for value in record.values())


def _with_ids(content: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the records with the id that each stands under, as the field 'id', or 'key' where they have an 'id'."""
    field = "key" if any("id" in record for record in content.values()) else "id"
    return [{field: key, **record} for key, record in content.items()]


def _row(record: dict[str, Any]) -> dict[str, str]:
    by_field: dict[str, list[str]] = {}
    for field, value in _leaves(record, "", 0):
        by_field.setdefault(field, []).append(value)
    return {field: UNIT_SEPARATOR.join(each) for field, each in by_field.items()}


def _leaves(value: Any, field: str, depth: int) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict) and depth < MAX_DEPTH:
        for key, inner in value.items():
            yield from _leaves(inner, f"{field}.{key}" if field else key, depth + 1)
    elif isinstance(value, list) and depth < MAX_DEPTH:
        for inner in value:
            yield from _leaves(inner, field, depth + 1)
    elif value is None:
        yield field, ""
    else:
        yield field, value if isinstance(value, str) else json.dumps(value)
