#!/bin/sh
# A IIIF manifest of an ancient work cannot say when it was made to iiif-prezi3 3.1.1 (PyPI) or manifesto.js 4.3.5 (npm).
#
# Presentation 3 lets `navDate` be any dateTime of XML Schema with a time zone, and XML Schema writes years before Christ
# with a minus sign and four digits ("-0044-03-15T00:00:00Z"). iiif-prezi3, whose models follow the specification,
# refuses the whole manifest for such a date. manifesto accepts it and gives viewers a date that is no date: a
# navigation by date puts the work nowhere, and a comparison with it is always false. Years after Christ work
# in both, however early.
#
# Seen: iiif-prezi3: 0079-10-24T00:00:00Z read, -0044-03-15T00:00:00Z ValidationError
#       manifesto:   0079-10-24T00:00:00Z 0079,  -0044-03-15T00:00:00Z Invalid Date
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet iiif-prezi3==3.1.1
npm init -y >/dev/null
npm install --silent --no-fund --no-audit manifesto.js@4.3.5 >/dev/null
cat >dates.py <<'PYTHON'
from iiif_prezi3 import Manifest

for date in ("0079-10-24T00:00:00Z", "-0044-03-15T00:00:00Z"):
    try:
        Manifest(id="https://museum.example/1", label={"en": ["A coin"]}, navDate=date)
    except ValueError as fault:
        print(date, type(fault).__name__)
    else:
        print(date, "read")
PYTHON
cat >dates.cjs <<'JAVASCRIPT'
const manifesto = require('manifesto.js')
for (const navDate of ['0079-10-24T00:00:00Z', '-0044-03-15T00:00:00Z']) {
  const manifest = manifesto.parseManifest({
    '@context': 'http://iiif.io/api/presentation/3/context.json', id: 'https://museum.example/1', type: 'Manifest',
    label: { en: ['A coin'] }, navDate, items: [],
  })
  const date = manifest.getNavDate()
  console.log(navDate, isNaN(date) ? 'Invalid Date' : date.toISOString().slice(0, 4))
}
JAVASCRIPT
python=$(venv/bin/python dates.py)
script=$(node dates.cjs)
printf 'iiif-prezi3:\n%s\nmanifesto:\n%s\n' "$python" "$script"
test "$python" = "0079-10-24T00:00:00Z read
-0044-03-15T00:00:00Z ValidationError"
test "$script" = "0079-10-24T00:00:00Z 0079
-0044-03-15T00:00:00Z Invalid Date"
