"""Read annotations from a file that Label Studio exported as JSON or JSON-MIN.

Formats: "Label Studio JSON format of annotated tasks" (https://labelstud.io/guide/task_format) and JSON_MIN of
https://labelstud.io/guide/export: there each annotation is one flat object with the task's data, the choices under the
control's name (a text, or an object where several are chosen), and no annotation that was skipped.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from artmeta.errors import InputError
from artmeta.exporters.label_studio import CONTROL
from artmeta.local_files import read_regular

FORMATS = "Export the project as JSON or JSON-MIN, from tasks that `artmeta export --to label_studio` wrote."

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Annotation:
    """What a person chose for a task; `choices` are ids or labels of topics, None where the task was skipped.

    `data` is the task's data as artmeta exported it.
    """

    place: str
    data: Json
    id: str
    annotator: str
    decided_at: datetime
    choices: tuple[str, ...] | None


def read_annotations(path: Path) -> tuple[list[Annotation], list[str]]:
    """Return the annotations of a file in the order of their times, and a sentence for each that cannot be used.

    Raises InputError if the file is no export of Label Studio.
    """
    annotations: list[Annotation] = []
    faults: list[str] = []
    for number, item in enumerate(_tasks(path), start=1):
        place = f"{path.name}, task {number}"
        try:
            annotations += _of_task(item, place, faults)
        except (ValueError, TypeError) as fault:
            faults.append(f"{place}: {fault}.")
    return sorted(annotations, key=lambda each: each.decided_at), faults


def _tasks(path: Path) -> list[Any]:
    try:
        content = json.loads(read_regular(path))
    except (ValueError, RecursionError) as fault:
        raise InputError(f"{path} is no JSON file: {_reason(fault)}.", FORMATS) from None
    items = content if isinstance(content, list) else [content]
    if not all(
        isinstance(item, dict) and ("annotations" in item or "annotation_id" in item) for item in items
    ):
        raise InputError(f"{path} holds no annotated tasks of Label Studio.", FORMATS)
    return items


def _reason(fault: Exception) -> str:
    return "it is nested too deeply" if isinstance(fault, RecursionError) else str(fault)


def _of_task(item: Json, place: str, faults: list[str]) -> Iterator[Annotation]:
    if "annotations" not in item:
        if item["annotation_id"] is not None:
            yield _annotation(item, item, item["annotation_id"], item.get("annotator"), place, _flat(item))
        return
    for each in item["annotations"] or ():
        try:
            choices = None if each.get("was_cancelled") else _choices(each["result"])
            yield _annotation(item["data"], each, each["id"], each.get("completed_by"), place, choices)
        except (ValueError, KeyError, TypeError, AttributeError) as fault:
            faults.append(f"{place}: an annotation has not the form that Label Studio documents ({fault}).")


def _annotation(
    data: Json, times: Json, number: Any, annotator: Any, place: str, choices: tuple[str, ...] | None
) -> Annotation:
    if not isinstance(data, dict):
        raise ValueError("it has no data")
    name = annotator.get("email") if isinstance(annotator, dict) else annotator
    return Annotation(place, data, str(number), "" if name is None else str(name), _time(times), choices)


def _time(times: Json) -> datetime:
    text = times.get("updated_at") or times.get("created_at")
    if not isinstance(text, str):
        raise ValueError("it has no time 'updated_at'")
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _choices(result: list[Json]) -> tuple[str, ...]:
    chosen = [
        choice
        for each in result
        if each.get("type") == "choices" and each.get("from_name") == CONTROL
        for choice in each["value"]["choices"]
    ]
    return tuple(dict.fromkeys(str(choice) for choice in chosen))


def _flat(item: Json) -> tuple[str, ...]:
    """Return the choices of JSON_MIN: one is a text, several are an object; several results are a list of those."""
    value = item.get(CONTROL, [])
    if isinstance(value, str):
        return (value,)
    values = value["choices"] if isinstance(value, dict) else value
    if not isinstance(values, list):
        raise ValueError(f"'{CONTROL}' holds no choices")
    return tuple(dict.fromkeys(text for each in values for text in (_flat({CONTROL: each}) if each else ())))
