#!/bin/sh
# iconclass 0.29 (PyPI), whose data come in the wheel, sends a request to www.wikidata.org when it is asked for the text of a
# notation with a name from Wikidata, as 11H(wd:Q44248). Texts of all other notations are read from the wheel.
#
# Looking the notation up (ic["11H(wd:Q44248)"]) sends nothing; calling it for its text, or printing it, does, every time, and the
# text then depends on the network: with an answer it is the label of the item instead of the text of 11H(...), without
# one the caller gets an error of the network library. A tool that labels catalogue records offline, or must not tell
# which items it works on, has to leave such notations out.
#
# Seen: 11H(JEROME): text from the wheel, 0 requests
#       11H(wd:Q44248): 1 request to https://www.wikidata.org/wiki/Special:EntityData/Q44248.json, text "label from the net"
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "iconclass==0.29"
"$folder/venv/bin/python" - <<'PYTHON'
import io
import json
import sys
import urllib.request

import iconclass

requests = []


def answer(address, *others, **named):
    """Stand for the network: note the address, and answer as Wikidata would."""
    requests.append(address)
    item = address.rpartition("/")[2].removesuffix(".json")
    return io.BytesIO(json.dumps({"entities": {item: {"labels": {"en": {"value": "label from the net"}}}}}).encode())


urllib.request.urlopen = answer
ic = iconclass.init()
jerome = ic["11H(JEROME)"]("en")
print(f"11H(JEROME): {jerome[:40]!r}, {len(requests)} requests")
local = len(requests)
named = ic["11H(wd:Q44248)"]
looked_up = len(requests)
text = named("en")
print(f"11H(wd:Q44248): {text!r}, {len(requests)} requests: {requests}")
print(f"printed: {named!r}, {len(requests)} requests")
still = local == 0 and looked_up == 0 and text == "label from the net" and len(requests) == 2
sys.exit(0 if still else 1)
PYTHON
