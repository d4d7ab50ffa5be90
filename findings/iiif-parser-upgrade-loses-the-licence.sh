#!/bin/sh
# @iiif/parser 2.2.10 (npm) upgrades a IIIF manifest from Presentation 2 to 3 without its licence, whatever the licence is.
#
# Presentation 2 states a licence in `license`, Presentation 3 in `rights`, so an upgrade should turn one into the other (and
# a licence that `rights` does not admit into a pair of `metadata`, as the package's code intends). Neither happens:
# the pattern that looks for the address begins with an alternative that matches the empty text at the start ("^|..."), so
# every licence is replaced by '' and dropped. No error is raised, and the upgraded manifest is valid. What else states
# rights (`attribution`, which becomes `requiredStatement`) is kept, so the loss is easily overlooked.
# manifesto.js 4.3.5 reads the licence from the same manifest.
#
# Seen, for each of four licences (two Creative Commons addresses, one of RightsStatements.org, a page of the museum):
#       rights undefined, metadata undefined, attribution kept; manifesto reads the address as it stands.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-fund --no-audit @iiif/parser@2.2.10 manifesto.js@4.3.5 >/dev/null
cat >licence.mjs <<'JAVASCRIPT'
import { convertPresentation2 } from '@iiif/parser/presentation-2'
import manifesto from 'manifesto.js'
const licences = [
  'http://creativecommons.org/licenses/by/4.0/', 'https://creativecommons.org/publicdomain/zero/1.0/',
  'http://rightsstatements.org/vocab/InC/1.0/', 'https://museum.example/terms',
]
for (const license of licences) {
  const manifest = {
    '@context': 'http://iiif.io/api/presentation/2/context.json', '@id': 'https://museum.example/manifest',
    '@type': 'sc:Manifest', label: 'A ship', license, attribution: 'A Museum',
    sequences: [{ '@type': 'sc:Sequence', canvases: [{
      '@id': 'https://museum.example/canvas', '@type': 'sc:Canvas', label: '1', width: 2000, height: 1000,
      images: [{ '@type': 'oa:Annotation', motivation: 'sc:painting', on: 'https://museum.example/canvas', resource: {
        '@id': 'https://museum.example/ship.jpg', '@type': 'dctypes:Image', format: 'image/jpeg', width: 2000, height: 1000,
      } }],
    }] }],
  }
  const read = manifesto.parseManifest(structuredClone(manifest)).getLicense()
  const upgraded = convertPresentation2(structuredClone(manifest))
  const kept = upgraded.requiredStatement?.value.none.join()
  console.log(`${license === read} rights=${upgraded.rights} metadata=${upgraded.metadata} attribution=${kept}`)
}
JAVASCRIPT
seen=$(node licence.mjs)
printf '%s\n' "manifesto reads the licence | what @iiif/parser makes of it" "$seen"
line="true rights=undefined metadata=undefined attribution=A Museum"
test "$seen" = "$line
$line
$line
$line"
