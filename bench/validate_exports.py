"""Which exports are valid against the published schemas of their formats?

Run: `python -m bench.validate_exports COLLECTION --schemas FOLDER`; writes every format of the newest run into a
temporary folder, validates it, and prints a Markdown table. FOLDER holds schemas of LIDO (nfdi4objects/lido-schema),
EDM (europeana/metis-schema), Linked Art (linked-art/json-validator), IIIF (IIIF/presentation-validator) and the W3C
context of web annotations, in folders lido, edm, linked_art, iiif and web_annotation.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import mlcroissant
import pyld
import pyshacl
from csvw import CSVW
from lxml import etree
from rdflib import Graph
from referencing import Registry, Resource
from rocrate.rocrate import ROCrate

from artmeta.settings import Settings
from artmeta.steps.export import export
from artmeta.steps.results import open_finished

Faults = Iterator[str]
SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
[] a sh:NodeShape ; sh:targetClass skos:Concept ; sh:property [ sh:path skos:prefLabel ; sh:minCount 1 ] ,
    [ sh:path skos:inScheme ; sh:minCount 1 ; sh:class skos:ConceptScheme ] ,
    [ sh:path skos:exactMatch ; sh:nodeKind sh:IRI ; sh:disjoint skos:broadMatch, skos:narrowMatch ] .
"""


def csvw(path: Path, schemas: Path) -> Faults:
    if not CSVW(str(path.with_name(f"{path.name}-metadata.json")), validate=True).is_valid:
        yield "cells differ from the metadata"


def xml(*names: str) -> Callable[[Path, Path], Faults]:
    def validate(path: Path, schemas: Path) -> Faults:
        document = etree.parse(path)
        for name in names:
            schema = etree.XMLSchema(etree.parse(schemas / name))
            schema.validate(document)
            yield from (f"{name}: {fault.message}" for fault in schema.error_log)

    return validate


def iiif(path: Path, schemas: Path) -> Faults:
    schema = json.loads((schemas / "iiif" / "iiif_3_0.json").read_text())
    document = json.loads(path.read_text("utf-8"))
    yield from _json_faults(jsonschema.validators.validator_for(schema)(schema), document)
    for canvas in document["items"]:
        for page in canvas.get("annotations", ()):
            context = {"@context": "http://iiif.io/api/presentation/3/context.json"}
            yield from _json_faults(jsonschema.validators.validator_for(schema)(schema), {**context, **page})


def web_annotation(path: Path, schemas: Path) -> Faults:
    (context,) = (schemas / "web_annotation").iterdir()
    document = json.loads(path.read_text("utf-8"))

    def load(url: str, options: object) -> dict[str, Any]:
        return {"contextUrl": None, "documentUrl": url, "document": json.loads(context.read_text())}

    (page,) = pyld.jsonld.expand(document, {"documentLoader": load})
    items = page["http://www.w3.org/ns/activitystreams#items"][0]["@list"]
    for item in items:
        if "urn:artmeta:model_digest" not in item or "http://www.w3.org/ns/oa#hasTarget" not in item:
            yield f"{item['@id']} lost a property in the expansion"
    schema = json.loads((schemas / "iiif" / "iiif_3_0.json").read_text())
    yield from _json_faults(jsonschema.validators.validator_for(schema)(schema), document)


def linked_art(path: Path, schemas: Path) -> Faults:
    known = {file.stem: json.loads(file.read_text()) for file in (schemas / "linked_art").glob("*.json")}
    registry: Any = Registry()
    for schema in known.values():
        registry = registry.with_resource(schema["$id"], Resource.from_contents(schema))
    names = {"HumanMadeObject": "object", "VisualItem": "image"}
    by_type = {
        type_: jsonschema.Draft202012Validator(known[name], registry=registry)
        for type_, name in names.items()
    }
    for document in json.loads(path.read_text("utf-8")):
        yield from _json_faults(by_type[document["type"]], document)


def skos(path: Path, schemas: Path) -> Faults:
    conforms, _, report = pyshacl.validate(
        Graph().parse(path), shacl_graph=SHAPES, shacl_graph_format="turtle"
    )
    if not conforms:
        yield report


def dublin_core(path: Path, schemas: Path) -> Faults:
    if not len(Graph().parse(path, format="nt")):
        yield "no statements"


def ro_crate(path: Path, schemas: Path) -> Faults:
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        with zipfile.ZipFile(path) as archive:
            archive.extractall()
        if not ROCrate(".").get("#run"):
            yield "no run"
        if Path("training.croissant.json").exists() and not list(
            mlcroissant.Dataset("training.croissant.json").records("works")
        ):
            yield "no training works"


VALIDATORS: dict[str, tuple[Callable[[Path, Path], Faults], str]] = {
    "csv": (csvw, "csvw"),
    "assertions": (csvw, "csvw"),
    "web_annotation": (web_annotation, "pyld with the W3C context, IIIF schema"),
    "iiif": (iiif, "IIIF schema of Presentation 3.0, the manifest and every AnnotationPage"),
    "linked_art": (linked_art, "JSON schemas of Linked Art 1.0"),
    "lido": (xml("lido/lido-v1.0.xsd", "lido/lido-v1.1.xsd"), "lxml with the XSD of 1.0 and 1.1"),
    "edm": (xml("edm/EDM.xsd"), "lxml with the external XSD"),
    "dublin_core": (dublin_core, "rdflib"),
    "skos": (skos, "rdflib, pyshacl"),
    "ro_crate": (ro_crate, "rocrate, mlcroissant"),
}


def _json_faults(validator: Any, document: object) -> Faults:
    yield from (f"{fault.json_path}: {fault.message[:200]}" for fault in validator.iter_errors(document))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("collection")
    arguments.add_argument("--schemas", type=Path, required=True)
    given = arguments.parse_args()
    print("| format | validator | MB | faults |\n|---|---|---:|---|")
    with (
        tempfile.TemporaryDirectory() as folder,
        open_finished(given.collection, "", Settings.read()) as context,
    ):
        for name, (validate, words) in VALIDATORS.items():
            path, *_ = export(context, (name,), Path(folder))
            faults = list(validate(path, given.schemas.resolve()))
            size = path.stat().st_size / 1e6
            print(f"| {name} | {words} | {size:.1f} | {'; '.join(faults[:3]) or 'none'} |", flush=True)


if __name__ == "__main__":
    main()
