#!/bin/sh
# mlcroissant 1.1.1 (PyPI) gives a picture of the year 1850 the date 1 January 1970, and a picture of the class "None" no class.
#
# Croissant describes the tables of a data set for machine learning; a field's `dataType` says what a column holds. Expected: in a column
# of `sc:Date`, the year "1850", a date of ISO 8601 without month and day, is read as a day of 1850; in a column of `sc:Text`, any text
# is read as it stands. What happens: pandas reads a column of years as numbers, and a number is taken for nanoseconds since
# 1970. Only where another row has a month are the same years texts, and read rightly. No warning is given, the metadata
# are valid. In a column of texts, "None", "NA", "N/A", "null" or "nan" become a missing value: the usual names of a class for
# pictures that show none of the others ("none" remains). Declare years as `sc:Integer`, and name no class so.
#
# Seen:
#   1850, 1503                       1970-01-01 00:00:00.000001850, 1970-01-01 00:00:00.000001503
#   1850, 1503-06                    1850-01-01 00:00:00, 1503-06-01 00:00:00
#   boat, none, None, NA, null       boat, none, missing, missing, missing
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet mlcroissant==1.1.1 pandas==3.1.1
venv/bin/python - <<'PYTHON'
import hashlib
import json
import logging
from pathlib import Path

logging.disable(logging.WARNING)
import mlcroissant

SPEC = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "conformsTo": "http://purl.org/dc/terms/conformsTo",
    "column": "cr:column",
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "recordSet": "cr:recordSet",
    "source": "cr:source",
}


def read(kind, values):
    """Write a table of one column with its metadata, and return what mlcroissant reads."""
    table = Path("works.csv")
    table.write_text("".join(f"{one}\n" for one in ("id,value", *(f"w{n},{v}" for n, v in enumerate(values)))))
    file = {
        "@type": "cr:FileObject",
        "@id": "works.csv",
        "name": "works.csv",
        "contentUrl": "works.csv",
        "encodingFormat": "text/csv",
        "sha256": hashlib.sha256(table.read_bytes()).hexdigest(),
    }
    source = {"fileObject": {"@id": "works.csv"}, "extract": {"column": "value"}}
    field = {"@type": "cr:Field", "@id": "works/value", "name": "value", "dataType": kind, "source": source}
    about = {
        "@context": SPEC,
        "@type": "sc:Dataset",
        "name": "works",
        "description": "Works of a museum.",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "license": "https://creativecommons.org/publicdomain/zero/1.0/",
        "distribution": [file],
        "recordSet": [{"@type": "cr:RecordSet", "@id": "works", "name": "works", "field": [field]}],
    }
    Path("croissant.json").write_text(json.dumps(about))
    found = [one["works/value"] for one in mlcroissant.Dataset("croissant.json").records("works")]
    return [one.decode() if isinstance(one, bytes) else one if one is None else str(one) for one in found]


years, mixed = read("sc:Date", ["1850", "1503"]), read("sc:Date", ["1850", "1503-06"])
classes = read("sc:Text", ["boat", "none", "None", "NA", "null"])
for each in (years, mixed, classes):
    print(*each, sep=", ")
assert all(one.startswith("1970-01-01") for one in years), "years are years now"
assert [one[:7] for one in mixed] == ["1850-01", "1503-06"], "the behaviour has changed"
assert classes == ["boat", "none", None, None, None], "texts are texts now"
PYTHON
