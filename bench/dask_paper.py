"""What does the machine that merges pay for each picture that a cluster embeds? The figures behind docs/scale.md.

Run: `python -m bench.dask_paper DATA MODEL [--pictures 20000]` with a data folder that holds a trained model, as
`make demo` leaves one (`data sample`). Synthetic results go through the same code as those of workers: CPU ms and bytes
a picture for a shard's file, its merge into the database, the decision and the rows of a decision.
Prints Markdown.
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pyarrow as pa

from artmeta.domain.run import Run
from artmeta.imaging.properties import ImageProperties
from artmeta.settings import Settings
from artmeta.steps.classify import result_tables
from artmeta.steps.context import CollectionFile, RunContext
from artmeta.steps.distributed.shards import MOST, packed_results, unpacked_results
from artmeta.steps.embed import _save
from artmeta.steps.embedding_worker import EmbeddingResult
from artmeta.store.database import Store
from artmeta.store.vectors import pack
from artmeta.vision.model_store import load_model
from artmeta.vision.selective_classifier import load_selective_classifier


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("model")
    parser.add_argument("--pictures", type=int, default=20_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        measure(Path(place), given.data / "models", given.model, given.pictures)


def measure(home: Path, models: Path, model: str, pictures: int) -> None:
    random = np.random.default_rng(1)
    stored = load_model(models, model)
    held = np.abs(random.normal(0.4, 0.5, (MOST, 1280))).astype(np.float32)
    spent: dict[str, float] = {}
    file = CollectionFile.write('title = "b"\n[source]\nkind = "folder"\npath = "."\n', home / "bench.toml")
    classifier = load_selective_classifier(models, stored)
    size = 0
    with Store.open(home / "artmeta.duckdb") as store:
        run = Run("20260102T030405-abcdef", "bench", "", "", model, 1)
        context = RunContext(run, file.collection, Settings(data_dir=home), store)
        for number in range(pictures // MOST):
            results = some_results(held, number)
            with counted(spent, "a shard's file: write (worker)"):
                content = packed_results(results)
            size += len(content)
            with counted(spent, "a shard's file: read"):
                results = unpacked_results(content)
            with counted(spent, "merge: embeddings, hashes, properties"):
                _save(context, results, "bench", {})
            with counted(spent, "classify: head, calibration, unfamiliar works"):
                decision = classifier.decide(held)
            digests = [result.sha256 for result in results]
            works = pa.RecordBatch.from_pydict({"artwork_id": digests, "sha256": digests})
            with counted(spent, "classify: rows of predictions and decisions"), store.transaction():
                for table, rows in result_tables(context, stored.card.topics, works, decision).items():
                    store.upsert(table, rows)
    done = pictures // MOST * MOST
    before = (home / "artmeta.duckdb").stat().st_size
    print(f"{done} pictures, {len(stored.card.topics)} topics\n\n| what | CPU ms a picture |\n|---|---:|")
    for what, seconds in spent.items():
        print(f"| {what} | {seconds / done * 1000:.3f} |")
    print(
        f"\nA shard's file: {size / done:.0f} bytes a picture. The database: {before / done:.0f} bytes a picture."
    )


def some_results(held: np.ndarray, number: int) -> list[EmbeddingResult]:
    digests = [hashlib.sha256(f"{number} {place}".encode()).hexdigest() for place in range(len(held))]
    properties = ImageProperties(*(0.123456789 + number,) * 7)
    return [
        EmbeddingResult(sha256, vector, 12345 + place, properties=properties)
        for place, (sha256, vector) in enumerate(zip(digests, pack(held), strict=True))
    ]


@contextmanager
def counted(spent: dict[str, float], what: str) -> Iterator[None]:
    started = time.process_time()
    yield
    spent[what] = spent.get(what, 0.0) + time.process_time() - started


if __name__ == "__main__":
    main()
