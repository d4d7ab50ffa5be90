#!/bin/sh
# A IIIF manifest (Presentation API 3) read as linked data loses what its annotations say: with pyld 3.3.0 (PyPI) and
# jsonld 9.0.0 (npm) the concepts that they name, with rdflib 7.6.0 (PyPI) bodies, targets and motivations altogether.
# No warning is given.
#
# An annotation of a manifest, as {"type": "Annotation", "motivation": "tagging", "target": CANVAS, "body": [{"type":
# "SpecificResource", "source": CONCEPT}]}, is written in terms of the W3C, and the manifest has only IIIF's context.
# That brings the W3C's in by the types AnnotationPage, Annotation and AnnotationCollection ("type-scoped"). Expected:
# the terms hold within the annotation. What happens: JSON-LD 1.1 ends a type-scoped context at the next node
# ("propagate" is false by default), so `source`, `purpose` and `SpecificResource` of a body are no terms, and are left
# out. rdflib looks the type of a node up among the terms of the page around it: there, `Annotation` is the W3C's,
# without a context of its own, so that `body`, `target` and `motivation` are no terms either. State concepts by whole
# addresses of properties on the annotation itself: these are kept by all three.
#
# Seen, of an annotation in a page, properties that became statements (the contexts below have the structure and the
# terms concerned of the published ones; with those themselves, IIIF's of 21 May 2026, it is the same):
#   pyld, jsonld   hasBody, hasTarget, motivatedBy, subject
#   rdflib         subject
#   all of them, annotation alone, with the W3C's context: hasBody, hasSource, hasTarget, motivatedBy, subject
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet pyld==3.3.0 rdflib==7.6.0
npm init -y >/dev/null
npm install --silent --no-fund --no-audit jsonld@9.0.0 >/dev/null
cat >read.mjs <<'JAVASCRIPT'
import { readFileSync } from 'fs'
import jsonld from 'jsonld'
process.stdout.write(await jsonld.toRDF(JSON.parse(readFileSync(process.argv[2])), { format: 'application/n-quads' }))
JAVASCRIPT
cat >read.py <<'PYTHON'
import json
import subprocess
from pathlib import Path

from pyld import jsonld
from rdflib import Graph

OA, IIIF = "http://www.w3.org/ns/oa#", "http://iiif.io/api/presentation/3#"
AS = "http://www.w3.org/ns/activitystreams#"
LINK = {"@type": "@id"}
KEYWORDS = {"id": "@id", "type": "@type"}
ITEMS = {"items": {"@id": f"{AS}items", "@container": "@list", **LINK}}
W3C = {
    **KEYWORDS,
    **ITEMS,
    "Annotation": f"{OA}Annotation",
    "AnnotationPage": f"{AS}OrderedCollectionPage",
    "SpecificResource": f"{OA}SpecificResource",
    "motivation": {"@id": f"{OA}motivatedBy", "@type": "@vocab"},
    "tagging": f"{OA}tagging",
    "body": {"@id": f"{OA}hasBody", **LINK},
    "target": {"@id": f"{OA}hasTarget", **LINK},
    "source": {"@id": f"{OA}hasSource", **LINK},
}
PRESENTATION = {
    "@version": 1.1,
    **KEYWORDS,
    **ITEMS,
    "Canvas": f"{IIIF}Canvas",
    "annotations": {"@id": f"{IIIF}annotations", "@container": "@list", **LINK},
    "AnnotationPage": {"@id": f"{AS}OrderedCollectionPage", "@context": W3C},
    "Annotation": {"@id": f"{OA}Annotation", "@context": W3C},
}
CONCEPT = "http://vocab.getty.edu/aat/300178749"
ANNOTATION = {
    "id": "https://museum.example/annotation",
    "type": "Annotation",
    "motivation": "tagging",
    "http://purl.org/dc/terms/subject": {"id": CONCEPT},
    "target": "https://museum.example/canvas",
    "body": [{"type": "SpecificResource", "source": CONCEPT}],
}
PAGE = {"id": "https://museum.example/page", "type": "AnnotationPage", "items": [ANNOTATION]}
CANVAS = {"id": "https://museum.example/canvas", "type": "Canvas", "annotations": [PAGE]}


def properties(triples):
    """Return the properties of annotations and bodies among statements of N-Triples, without their namespaces."""
    names = (line.split()[1].strip("<>") for line in triples.splitlines() if line.strip())
    told = (name for name in names if name.startswith((OA, "http://purl.org/dc/")))
    return sorted({name.rsplit("#")[-1].rsplit("/")[-1] for name in told})


def readers(document):
    Path("document.json").write_text(json.dumps(document))
    node = subprocess.run(["node", "read.mjs", "document.json"], check=True, capture_output=True, text=True)
    return {
        "pyld": properties(jsonld.to_rdf(document, {"format": "application/n-quads"})),
        "jsonld": properties(node.stdout),
        "rdflib": properties(Graph().parse(data=json.dumps(document), format="json-ld").serialize(format="nt")),
    }


canvas, alone = readers({"@context": PRESENTATION, **CANVAS}), readers({"@context": W3C, **ANNOTATION})
for name in canvas:
    print(f"{name}: on a canvas: {', '.join(canvas[name])}; alone: {', '.join(alone[name])}")
whole = ["hasBody", "hasSource", "hasTarget", "motivatedBy", "subject"]
assert all(found == whole for found in alone.values())
kept = [name for name in whole if name != "hasSource"]
assert canvas["pyld"] == canvas["jsonld"] == kept, "the behaviour has changed"
assert canvas["rdflib"] == ["subject"], "the behaviour of rdflib has changed"
PYTHON
venv/bin/python read.py
