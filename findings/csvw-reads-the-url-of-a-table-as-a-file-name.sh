#!/bin/sh
# csvw 4.1.1 (PyPI) takes the `url` of a table in CSV on the Web metadata for a file name, not for an address.
#
# "Metadata Vocabulary for Tabular Data" makes `url` a link property, resolved against the metadata's own address, so that a table
# "harbour views.csv" is written "harbour%20views.csv" (a space is no character of an address). csvw looks for a file whose name has the
# percent sign: it validates another table of that name, or finds none. What it takes, "harbour views.csv", is no valid address for
# other readers. Name tables without characters that an address would have to encode.
#
# Seen: url "harbour%20views.csv" -> rows of the file named harbour%20views.csv; url "harbour views.csv" -> rows of the table
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "csvw==4.1.1"
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import json
import sys
from pathlib import Path

from csvw import CSVW

Path("harbour views.csv").write_text("topic\nboat\n")
Path("harbour%20views.csv").write_text("topic\nanother table\n")


def topics(url):
    column = {"name": "topic", "titles": "topic"}
    metadata = {"@context": "http://www.w3.org/ns/csvw", "url": url, "tableSchema": {"columns": [column]}}
    Path("metadata.json").write_text(json.dumps(metadata))
    (table,) = CSVW("metadata.json").tables
    return [row["topic"] for row in table]


encoded, plain = topics("harbour%20views.csv"), topics("harbour views.csv")
print(f"url harbour%20views.csv: {encoded}")
print(f"url harbour views.csv: {plain}")
sys.exit(0 if (encoded, plain) == (["another table"], ["boat"]) else 1)
PYTHON
