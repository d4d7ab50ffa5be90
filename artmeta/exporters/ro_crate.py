"""RO-Crate: a run as a research object, with its assertions, its model and its training data.

RO-Crate 1.1 (https://w3id.org/ro/crate/1.1), a zip archive. The run is an action whose one instrument is the
software, as in Process Run Crates (https://w3id.org/ro/wfrun/process), with the model as its object and the assertions
as its result; `training.csv` and its Croissant metadata state from which pictures the model learned, by their digests.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from artmeta.exporters._archives import MADE, zip_archive
from artmeta.exporters._assertions import AssertedWork, Assertion, asserted_works, iso
from artmeta.exporters._croissant import COLUMNS, dataset
from artmeta.exporters._import_table import ASSERTION_COLUMNS, assertion_rows, write_rows

if TYPE_CHECKING:
    import pyarrow as pa

SUFFIX = ".crate.zip"
QUERY = "assertions_of_run"
TABLES = {"training": "training_works_of_run"}

METADATA, ASSERTIONS = "ro-crate-metadata.json", "assertions.csv"
TRAINING, CROISSANT = "training.csv", "training.croissant.json"
VERSION = "1.1"


def write(rows: pa.RecordBatchReader, path: Path, training: pa.Table) -> None:
    """Write the crate; raise ExportError if the file cannot be written.

    `training` is the answer to `training_works_of_run`: a row a picture and topic.
    """
    first: list[Assertion] = []
    with zip_archive(path) as archive:
        with archive.text(ASSERTIONS) as file:
            write_rows(file, ASSERTION_COLUMNS, assertion_rows(_noticing(asserted_works(rows), first)))
        crate = _crate(first[0] if first else None)
        if training.num_rows:
            text = _training_table(training)
            archive.writestr(TRAINING, text)
            archive.writestr(CROISSANT, json.dumps(_croissant(training, text, crate), indent=1))
            _add_training(crate, training)
        archive.writestr(METADATA, json.dumps(crate.metadata.generate(), indent=1, ensure_ascii=False))


def _noticing(works: Iterator[AssertedWork], first: list[Assertion]) -> Iterator[AssertedWork]:
    """Pass works on, and keep the first one's description of the run."""
    for work in works:
        if not first:
            first.append(work.of)
        yield work


def _crate(of: Assertion | None) -> Any:
    """Return the crate of a run; without assertions, only that there are none."""
    from rocrate.model.contextentity import ContextEntity
    from rocrate.rocrate import ROCrate

    crate = ROCrate(version=VERSION)
    crate.name = f"Topics of {of.collection}, run {of.run_id}" if of else "No topics"
    crate.description = "Topics of artworks with the provenance of each, by artmeta."
    crate.datePublished = of.run_started_at if of else MADE
    crate.license = crate.add(
        ContextEntity(
            crate,
            "#rights",
            {"@type": "CreativeWork", "name": "To be stated by the publisher; works keep their own."},
        )
    )
    properties = {"name": "Assertions", "encodingFormat": "text/csv"}
    result = crate.add_file(dest_path=ASSERTIONS, properties=properties)
    if of:
        _add_run(crate, of, result)
    return crate


def _add_run(crate: Any, of: Assertion, result: Any) -> None:
    """Describe the run as an action: by which software and model, and when."""
    from rocrate.model.contextentity import ContextEntity

    software = {"@type": "SoftwareApplication", "name": "artmeta", "softwareVersion": of.code_version}
    model = {
        "@type": ["SoftwareApplication", "CreativeWork"],
        "name": of.model_name,
        "version": str(of.model_version),
        "identifier": f"sha256:{of.model_digest}",
        "description": f"Vocabulary {of.vocabulary} {of.vocabulary_version}",
    }
    tool = crate.add(ContextEntity(crate, "#artmeta", software))
    used = crate.add(ContextEntity(crate, "#model", model))
    run = {"name": f"run {of.run_id}", "identifier": of.run_id, "startTime": iso(of.run_started_at)}
    properties = {"@type": "CreateAction", **run}
    crate.add_action(tool, identifier="#run", object=used, result=result, properties=properties)


def _training_table(training: pa.Table) -> str:
    text = io.StringIO()
    write_rows(text, tuple(COLUMNS), zip(*(training[name].to_pylist() for name in COLUMNS), strict=True))
    return text.getvalue()


def _croissant(training: pa.Table, text: str, crate: Any) -> dict[str, Any]:
    model = training.slice(0, 1).to_pylist()[0]
    name, version = f"training-data-of-{model['model_name']}", f"{model['model_version']}.0.0"
    digest = hashlib.sha256(text.encode()).hexdigest()
    return dataset(name, version, f"{crate.datePublished:%Y-%m-%d}", TRAINING, digest)


def _add_training(crate: Any, training: pa.Table) -> None:
    """Describe the files on the training works, and that the model is based on them."""
    digest = training.slice(0, 1).to_pylist()[0]["training_data_digest"]
    properties = {"name": "Training works", "encodingFormat": "text/csv", "identifier": f"sha256:{digest}"}
    works = crate.add_file(dest_path=TRAINING, properties=properties)
    properties = {"name": "Croissant metadata", "encodingFormat": "application/ld+json"}
    crate.add_file(dest_path=CROISSANT, properties=properties | {"about": {"@id": TRAINING}})
    if model := crate.dereference("#model"):
        model["isBasedOn"] = works
