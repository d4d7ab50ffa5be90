"""Label Studio: each classified work as a task with the model's prediction, and the labelling interface beside it.

The tasks follow "Label Studio JSON format" and "Import pre-annotated data" of its documentation
(https://labelstud.io/guide/tasks, https://labelstud.io/guide/predictions). The interface is
`NAME.label-studio.json.interface.xml`: its choices show a topic's label, and its results name the topic's id (`alias`).

A picture is named by its address where the web shows it, else by its file as Label Studio serves local files: below
`/data/local-files/?d=`, relative to LABEL_STUDIO_LOCAL_FILES_DOCUMENT_ROOT, which is to be artmeta's data folder.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from xml.etree import ElementTree

from artmeta import files
from artmeta.errors import ExportError
from artmeta.exporters._assertions import DIGITS, web_address
from artmeta.exporters._json_documents import write_list

if TYPE_CHECKING:
    import pyarrow as pa

SUFFIX = ".label-studio.json"
QUERY = "label_studio_tasks"
INTERFACE = ".interface.xml"
SIDECARS = (INTERFACE,)

CONTROL, OBJECT = "topics", "picture"  # names in the interface; none may be a key of a task's data
NONE = "none_of_these"
"""What a result names where the picture shows none of the topics: an empty result could be an oversight."""
LOCAL_FILES = "/data/local-files/?d="
# No key is one that the format JSON_MIN overwrites: id, annotator, annotation_id, created_at, updated_at, lead_time.
DATA = (
    "collection artwork_id title artist date_text url image_sha256 shown_topics status plan_position review_status "
    "run_id model_name model_version model_digest"
).split()


def write(rows: pa.RecordBatchReader, path: Path) -> None:
    """Write the tasks and the interface; raise ExportError if a file cannot be written."""
    topics: list[dict[str, str]] = []

    def tasks() -> Iterator[dict[str, Any]]:
        for batch in rows:
            for row in batch.to_pylist():
                topics[:] = topics or json.loads(row["vocabulary"])
                yield task(row)

    write_list(path, tasks())
    files.write(path.with_name(path.name + INTERFACE), interface(topics), private=True, error=ExportError)


def task(row: dict[str, Any]) -> dict[str, Any]:
    """Return a task: its data, and one prediction."""
    local = LOCAL_FILES + quote(row["path"]) if row["path"] else ""
    confidence = round(row["confidence"], DIGITS)
    pictures = {"image": web_address(row["image_url"]) or local, "local_image": local}
    result = {
        "id": f"{row['image_sha256'][:10]}",
        "from_name": CONTROL,
        "to_name": OBJECT,
        "type": "choices",
        "value": {"choices": row["shown_topics"]},
    }
    version = f"{row['model_name']} {row['model_version']} ({row['model_digest'][:12]})"
    return {
        "data": {**pictures, **{name: row[name] for name in DATA}, "confidence": confidence},
        "predictions": [{"model_version": version, "score": confidence, "result": [result]}],
    }


def interface(topics: list[dict[str, str]]) -> str:
    """Return the labelling interface: the picture, its title, and a choice for each topic, and for none of them."""
    view = ElementTree.Element("View")
    ElementTree.SubElement(view, "Header", value="$title")
    ElementTree.SubElement(view, "Image", name=OBJECT, value="$image", zoom="true")
    choices = ElementTree.SubElement(
        view, "Choices", name=CONTROL, toName=OBJECT, choice="multiple", required="true", showInline="true"
    )
    for value, alias in [*_values(topics), ("None of these topics", NONE)]:
        ElementTree.SubElement(choices, "Choice", value=value, alias=alias)
    ElementTree.indent(view)
    return ElementTree.tostring(view, encoding="unicode") + "\n"


def _values(topics: list[dict[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield what is shown of each topic, and its id; equal labels are told apart by their ids."""
    labels = [topic["label"] for topic in topics]
    for topic in topics:
        label = topic["label"]
        yield (label if labels.count(label) == 1 else f"{label} ({topic['id']})"), topic["id"]
