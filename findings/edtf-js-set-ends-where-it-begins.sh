#!/bin/sh
# edtf 4.11.1 (npm) gives the EDTF set "[1850..1860]" (one of the years 1850 to 1860) the bounds 1850 to 1850.
#
# EDTF Level 2 writes "one of these, we do not know which" in square brackets and "all of these" in braces; ".." between two
# dates stands for all dates between them. The parser keeps both years, but `max` of a set or list whose last member is
# such a range is the end of the range's first year: a work "made in one of the years 1850 to 1860" ends in 1850.
# edtf 5.0.1 (Python) reads 1850 to 1860. Listed one by one ("[1850,1860]") both agree.
#
# Seen: npm: [1850..1860] 1850-1850, {1850..1860} 1850-1850, [1850,1860] 1850-1860, [1848,1850..1860] 1848-1850
#       Python: [1850..1860] 1850-1860
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "edtf==5.0.1"
(cd "$folder" && npm init -y >/dev/null && npm install --silent --no-fund --no-audit edtf@4.11.1 >/dev/null)
cat >"$folder/sets.mjs" <<'JAVASCRIPT'
import edtf from 'edtf'
const year = (time) => new Date(time).getUTCFullYear()
for (const text of ['[1850..1860]', '{1850..1860}', '[1850,1860]', '[1848,1850..1860]']) {
  const set = edtf(text)
  console.log(`${text} ${year(set.min)}-${year(set.max)}`)
}
JAVASCRIPT
script=$(cd "$folder" && node sets.mjs)
python=$("$folder/venv/bin/python" -c "
from edtf import parse_edtf
parsed = parse_edtf('[1850..1860]')
print(f'[1850..1860] {parsed.lower_strict().tm_year}-{parsed.upper_strict().tm_year}')")
printf 'edtf (npm):\n%s\nedtf (Python):\n%s\n' "$script" "$python"
test "$script" = "[1850..1860] 1850-1850
{1850..1860} 1850-1850
[1850,1860] 1850-1860
[1848,1850..1860] 1848-1850"
test "$python" = "[1850..1860] 1850-1860"
