#!/bin/sh
# label-studio-sdk 2.1.2 (PyPI) exports JSON_MIN in which a museum's own value can pass for an annotator's choice.
#
# JSON_MIN writes each annotation as one flat object: the task's data, the choices under the name of the control, and
# fields of Label Studio. The three share one name space. A task whose data has a key called like the control ("topics",
# which a catalogue is likely to have) comes back with the catalogue's value where an annotator submitted no choice, and nothing
# tells it from a choice; with a choice, the catalogue's value is gone. A data key "id" (an accession number) comes back as
# the number of the task, "created_at" as the time of the annotation. One choice is a text, two are an object.
# The form JSON keeps data and results apart. Name no data key like a control or a field of the export.
#
# Seen: no choice, data topics "harbour views" -> topics "harbour views"; choice boat -> topics "boat"
#       data id "1923.41" -> id 1; data created_at "1850" -> created_at "2026-01-01T00:00:00Z"
#       choices boat and house -> topics {"choices": ["boat", "house"]}
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "label-studio-sdk==2.1.2"
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import json

from label_studio_sdk.converter import Converter

INTERFACE = """<View><Image name="picture" value="$image"/>
<Choices name="topics" toName="picture" choice="multiple"><Choice value="boat"/><Choice value="house"/></Choices></View>"""


def task(number, choices, **data):
    value = {"choices": choices}
    result = {"id": "r", "from_name": "topics", "to_name": "picture", "type": "choices", "value": value}
    time = "2026-01-01T00:00:00Z"
    annotation = {"id": 10 * number, "completed_by": 1, "result": [result] if choices else [], "was_cancelled": False}
    annotation |= {"created_at": time, "updated_at": time, "lead_time": 1.0}
    return {"id": number, "data": {"image": "https://museum.example/1.jpg", **data}, "annotations": [annotation]}


tasks = [
    task(1, ["boat"], id="1923.41", created_at="1850", topics="harbour views"),
    task(2, [], topics="harbour views"),
    task(3, ["boat", "house"]),
]
with open("tasks.json", "w") as file:
    json.dump(tasks, file)
Converter(INTERFACE, project_dir=".").convert_to_json_min("tasks.json", "out", is_dir=False)
with open("out/result.json") as file:
    rows = json.load(file)
for row in rows:
    print({name: row.get(name) for name in ("id", "created_at", "topics", "annotation_id")})
assert rows[0]["id"] == 1 and rows[0]["created_at"] == "2026-01-01T00:00:00Z"
assert [row["topics"] for row in rows] == ["boat", "harbour views", {"choices": ["boat", "house"]}]
PYTHON
