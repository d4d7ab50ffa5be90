#!/bin/sh
# The EDTF string "1850-24" (winter 1850) is December 1850 in Python and October to December in JavaScript.
#
# EDTF Level 1 has seasons without a meaning in months: 21 spring, 22 summer, 23 autumn, 24 winter; Level 2 adds the southern
# ones (32: winter there). Two libraries that both read the strings give bounds that differ:
# edtf 5.0.1 (Python): 1850-21 March to May, 1850-24 December alone, 1850-32 June to August.
# edtf 4.11.1 (npm):   1850-21 January to March, 1850-24 October to December, 1850-32 (southern winter) January to March.
# So "spring 1850" made searchable by one and drawn by the other has one month in common, and a southern winter none.
#
# Seen: as stated.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "edtf==5.0.1"
(cd "$folder" && npm init -y >/dev/null && npm install --silent --no-fund --no-audit edtf@4.11.1 >/dev/null)
cat >"$folder/seasons.mjs" <<'JAVASCRIPT'
import edtf from 'edtf'
const month = (time) => new Date(time).getUTCMonth() + 1
for (const text of ['1850-21', '1850-24', '1850-32']) {
  const season = edtf(text)
  console.log(`${text} ${month(season.min)}-${month(season.max)}`)
}
JAVASCRIPT
script=$(cd "$folder" && node seasons.mjs)
python=$("$folder/venv/bin/python" - <<'PYTHON'
from edtf import parse_edtf

for text in ("1850-21", "1850-24", "1850-32"):
    season = parse_edtf(text)
    print(f"{text} {season.lower_strict().tm_mon}-{season.upper_strict().tm_mon}")
PYTHON
)
printf 'edtf (npm), months:\n%s\nedtf (Python), months:\n%s\n' "$script" "$python"
test "$script" = "1850-21 1-3
1850-24 10-12
1850-32 1-3"
test "$python" = "1850-21 3-5
1850-24 12-12
1850-32 6-8"
