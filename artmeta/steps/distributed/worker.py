"""What runs on a Dask worker: the check of its versions and of the shared place, and the embedding of one shard."""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from artmeta.allocation import keep_freed_memory
from artmeta.errors import ArtmetaError, ComputeError
from artmeta.files import write
from artmeta.steps.distributed.packs import contents
from artmeta.steps.distributed.place import MOUNT, SharedPlace
from artmeta.steps.distributed.shards import Job, Shard, packed_results, results_name, versions
from artmeta.steps.embedding_worker import EmbeddingResult, embed_pictures

if TYPE_CHECKING:
    from distributed import Worker

    from artmeta.vision.litert import Embedder

# the kinds of results that stay while picture and decoder are the same
STORED = ("", "unreadable", "too_large")

log = logging.getLogger("distributed.artmeta")  # Dask shows its own workers' lines, and so these
_own = threading.local()  # an interpreter serves one thread


def prepare(job: Job, dask_worker: Worker) -> None:
    """Check that this worker gives the results that the merging machine would give; load the backbone.

    Raises ComputeError if its versions differ, it cannot use the shared place, or the backbone's file is another. Dask
    gives
    `dask_worker` to a function that it runs outside of tasks.
    """
    with _on(dask_worker):
        _check_versions(job)
        keep_freed_memory()
        place = SharedPlace(job.shared)
        place.check()
        _backbone_file(job, place, dask_worker)


def embed_shard(job: Job, shard: Shard) -> list[EmbeddingResult]:
    """Embed a shard and write its results to the shared place; return the transient faults, which are not written.

    A shard whose results are there already is not computed again: Dask repeats a finished task when the worker that
    holds its result dies. Raises ComputeError or ModelError where the worker, not a picture, is at fault.
    """
    from distributed import get_worker

    worker = get_worker()
    with _on(worker):
        _check_versions(job)
        place, started = SharedPlace(job.shared), time.perf_counter()
        if place.exists(results_name(job, shard)):
            return []
        embedder = _embedder(job, place, worker)
        results = list(embed_pictures(contents(place, shard), embedder))
        place.create(results_name(job, shard), packed_results([one for one in results if one.kind in STORED]))
        log.info(
            "Embedded %d pictures in %.1f s (%s).", len(results), time.perf_counter() - started, shard.name
        )
        return [one for one in results if one.kind not in STORED]


def _check_versions(job: Job) -> None:
    here = versions()
    for name, version in job.versions.items():
        if here[name] != version:
            raise ComputeError(
                f"The version of {name} is {here[name]}, and {version} on the machine that merges.",
                "Install the same locked packages on every worker, and start it again.",
            )


def _embedder(job: Job, place: SharedPlace, worker: Worker) -> Embedder:
    """Return this thread's embedder; the backbone's file is fetched once for each process."""
    from artmeta.vision.litert import Embedder

    if getattr(_own, "digest", "") != job.backbone_sha256:
        _own.embedder = Embedder(
            replace(job.backbone, litert_path=_backbone_file(job, place, worker)), threads=1, many=True
        )
        _own.digest = job.backbone_sha256
    embedder: Embedder = _own.embedder
    return embedder


def _backbone_file(job: Job, place: SharedPlace, worker: Worker) -> Path:
    path = Path(worker.local_directory) / f"{job.backbone_sha256}.tflite"
    if not path.is_file():
        try:
            content = place.read(job.backbone_file)
        except FileNotFoundError:
            raise ComputeError(
                f"{job.backbone_file} is not in {job.shared} as this worker sees it.", MOUNT
            ) from None
        if hashlib.sha256(content).hexdigest() != job.backbone_sha256:
            raise ComputeError(
                f"The backbone {job.backbone_file} in {job.shared} is not the one of this run.",
                "Delete it there and run again.",
            )
        write(path, content, durable=False)
    return path


@contextmanager
def _on(worker: Worker) -> Iterator[None]:
    """Let a fault name the worker on which it happened."""
    try:
        yield
    except ArtmetaError as fault:
        message = f"On the Dask worker {worker.address}: {fault.message}"
        raise ComputeError(message, fault.hint) from None
    except FileNotFoundError as fault:
        raise ComputeError(
            f"On the Dask worker {worker.address}: {fault} is not in the shared place any more.",
            "Run the same command again: it resumes.",
        ) from None
