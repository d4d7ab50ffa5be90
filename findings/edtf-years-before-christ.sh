#!/bin/sh
# edtf 5.0.1 (Python) counts centuries BC with a year 0 and years BC without: 100 BC falls outside the 1st century BC.
#
# EDTF (ISO 8601-2:2019) has a year 0000, which is 1 BC; so 100 BC is "-0099", and the 1st century BC (100 to 1 BC) is
# "-00XX" (-0099 to 0000). text_to_edtf writes "-00XX" for the century, rightly, and "-0100" for the year, which is 101 BC:
# a year that lies in the 2nd century BC ("-01XX"). A vase of "1st century BC" and one of "100 BC" never meet in a query,
# and every year BC is one too early for any reader that keeps to the standard.
#
# Seen: edtf 5.0.1: 1st century BC -> -00XX -> -99..0; 2nd century BC -> -01XX -> -199..-100; 100 BC -> -0100 -> -100..-100
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "edtf==5.0.1"
"$folder/venv/bin/python" - <<'PYTHON'
from edtf import parse_edtf, text_to_edtf

seen = {}
for phrase in ("1st century BC", "2nd century BC", "100 BC"):
    string = text_to_edtf(phrase)
    parsed = parse_edtf(string)
    seen[phrase] = string, parsed.lower_strict().tm_year, parsed.upper_strict().tm_year
    print(f"{phrase} -> {string} -> {seen[phrase][1]}..{seen[phrase][2]}")
assert seen == {
    "1st century BC": ("-00XX", -99, 0),
    "2nd century BC": ("-01XX", -199, -100),
    "100 BC": ("-0100", -100, -100),
}, seen
PYTHON
