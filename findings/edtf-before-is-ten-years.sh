#!/bin/sh
# edtf 5.0.1 (Python) turns "before 1850" into "/1850" and reads that as ten years: 1840 to 1850.
#
# EDTF (ISO 8601-2:2019, Library of Congress specification, Level 1) writes an open start as "../1850"; "/1850" says that
# the start is unknown. text_to_edtf writes the second for "before 1850", and lower_strict() of it is December 1840: an
# open end has become a closed one, of a length that no text states. "after 1850" is likewise 1850 to January 1860.
# undate 0.8.0 reads the same two strings as open. A list of "before" and "after" dates that goes through edtf piles up
# within ten years of each date.
#
# Seen: edtf 5.0.1: before 1850 -> /1850 -> 1840..1850; after 1850 -> 1850/ -> 1850..1860; ../1850 -> -inf..1850
#       undate 0.8.0: /1850 -> None..1850; 1850/ -> 1850..None
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "edtf==5.0.1" "undate==0.8.0"
"$folder/venv/bin/python" - <<'PYTHON'
from edtf import parse_edtf, text_to_edtf
from undate import Undate


def year(bound):
    return getattr(bound, "tm_year", bound)


def by_edtf(text):
    parsed = parse_edtf(text)
    return f"{year(parsed.lower_strict())}..{year(parsed.upper_strict())}"


def by_undate(text):
    parsed = Undate.parse(text, "EDTF")
    return f"{parsed.earliest}..{parsed.latest}"


seen = {phrase: (text_to_edtf(phrase), by_edtf(text_to_edtf(phrase))) for phrase in ("before 1850", "after 1850")}
for phrase, (string, years) in seen.items():
    print(f"edtf: {phrase} -> {string} -> {years}")
print("edtf: ../1850 ->", by_edtf("../1850"))
print("undate: /1850 ->", by_undate("/1850"), "; 1850/ ->", by_undate("1850/"))
assert seen == {"before 1850": ("/1850", "1840..1850"), "after 1850": ("1850/", "1850..1860")}, seen
assert by_edtf("../1850") == "-inf..1850"
assert (by_undate("/1850"), by_undate("1850/")) == ("None..1850", "1850..None")
PYTHON
