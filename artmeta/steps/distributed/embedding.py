"""Embed a run's pictures on a Dask cluster: shards are packed, submitted, and their results yielded to be merged."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from artmeta.errors import ComputeError
from artmeta.notes import read_note, write_note
from artmeta.steps.distributed.cluster import (
    AGAIN,
    check_workers,
    connected,
    explained,
    finished,
    lost,
    result_of,
    threads_of,
)
from artmeta.steps.distributed.packs import pack
from artmeta.steps.distributed.place import SharedPlace
from artmeta.steps.distributed.shards import (
    Job,
    Shard,
    parts,
    pieces,
    results_name,
    unpacked_results,
    versions,
)
from artmeta.steps.distributed.worker import embed_shard, prepare
from artmeta.steps.embedding_pool import DEATHS, KILLED
from artmeta.steps.embedding_worker import EmbeddingResult, PictureFile

if TYPE_CHECKING:
    from distributed import Client, Future

    from artmeta.steps.context import RunContext
    from artmeta.steps.pictures_to_embed import PicturesToEmbed
    from artmeta.vision.networks.backbone import Backbone

AHEAD = 2  # shards a thread that are submitted: one is computed, one waits
# States of a finished task whose worker was lost since, so that Dask repeats it.
REPEATED = ("lost", "pending")
LOST_RESULT = "Its result was lost with the Dask worker that held it; it is tried again in the next run."


def embed_on_cluster(
    context: RunContext, pictures: PicturesToEmbed, backbone: Backbone
) -> Iterator[list[EmbeddingResult]]:
    """Yield the results of one shard after another; what is in the next one is asked for after it was merged.

    Shards that an interrupted run left in the shared place come first. Raises ComputeError in one sentence if the
    scheduler, the workers or the shared place cannot be used; the results until then are kept.
    """
    compute, settings = context.collection.compute, context.settings
    place = SharedPlace(compute.shared or str(settings.cache_dir / "shards"))
    if place.folder is not None and not compute.shared:
        place.folder.mkdir(parents=True, exist_ok=True)
    with connected(compute.scheduler, context.cluster, settings.workers) as client:
        job = _job(context, place, backbone)
        threads = threads_of(client)
        check_workers(client, prepare, job)
        yield from _left_over(job, place, pictures)
        # where no place is named, the cluster is this machine
        readable = place.folder if compute.shared else Path("/")
        run = _Run(client, place, job, AHEAD * threads, readable)
        yield from run.embed(parts(pictures, len(pictures), threads))
        place.remove(place.names(job.folder))


def _job(context: RunContext, place: SharedPlace, backbone: Backbone) -> Job:
    """Check the shared place, bring the backbone's file there, and name this run's folder in it."""
    place.check()
    content = backbone.litert_path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    name = f"backbones/{digest}.tflite"
    if not place.exists(name):
        place.create(name, content)
    basis = [_own_id(context.settings.cache_dir), backbone.digest, digest, *versions().values()]
    folder = f"{context.run.collection}/{hashlib.sha256('|'.join(basis).encode()).hexdigest()[:24]}"
    return Job(place.url, folder, backbone, name, digest, versions())


def _own_id(cache_dir: Path) -> str:
    """Return an id of this data folder, so that others that use the same shared place are left alone."""
    note = cache_dir / "shared-place.json"
    if (known := read_note(note)) is None:
        known = {"id": uuid.uuid4().hex}
        write_note(note, known)
    return str(known["id"])


def _left_over(job: Job, place: SharedPlace, pictures: PicturesToEmbed) -> Iterator[list[EmbeddingResult]]:
    """Yield the results that an interrupted run left, of pictures that have none yet."""
    for name in place.names(f"{job.folder}/shards"):
        try:
            results = unpacked_results(place.read(name))
        except FileNotFoundError:  # removed meanwhile
            continue
        missing = pictures.among([result.sha256 for result in results]) if results else {}
        if kept := [one for one in results if _answers(one, missing)]:
            yield kept
        place.remove([name])


def _answers(result: EmbeddingResult, missing: dict[str, PictureFile]) -> bool:
    picture = missing.get(result.sha256)
    return picture is not None and bool(result.vector or result.reason or picture.embedded)


class _Run:
    """The shards of a run that are being embedded."""

    def __init__(
        self, client: Client, place: SharedPlace, job: Job, ahead: int, readable: Path | None
    ) -> None:
        self._client, self._place, self._job, self._ahead = client, place, job, ahead
        self._readable = readable  # the folder whose pictures the workers read at their own paths
        self._running: dict[Future[Any], Shard] = {}
        self._again: list[list[PictureFile]] = []  # pieces of shards that ended their workers
        self._deaths = 0  # single pictures that ended their workers, one after another

    def embed(self, chunks: Iterator[list[PictureFile]]) -> Iterator[list[EmbeddingResult]]:
        """Yield the results of all chunks; the next are submitted before."""
        try:
            while True:
                while len(self._running) < self._ahead and (chunk := self._next(chunks)):
                    yield from self._submit(chunk)
                if not self._running:
                    return
                for future in finished(self._client, list(self._running)):
                    if future.status not in REPEATED:
                        yield from self._results(future, self._running.pop(future))
        finally:
            with suppress(Exception):  # the scheduler may be gone, which is said elsewhere
                self._client.cancel(list(self._running))

    def _next(self, chunks: Iterator[list[PictureFile]]) -> list[PictureFile]:
        return self._again.pop() if self._again else next(chunks, [])

    def _submit(self, chunk: list[PictureFile]) -> Iterator[list[EmbeddingResult]]:
        """Submit a chunk; yield the faults of those that cannot be read on this machine."""
        readable, shard = self._readable, Shard(tuple(chunk))
        if readable is None or not all(picture.path.is_relative_to(readable) for picture in chunk):
            shard, faults, rest = pack(self._job, self._place, chunk)
            if rest:
                self._again.append(rest)
            if faults:
                yield faults
        if shard.pictures:
            self._running[self._client.submit(embed_shard, self._job, shard, pure=False)] = shard

    def _results(self, future: Future[Any], shard: Shard) -> Iterator[list[EmbeddingResult]]:
        """Yield a finished task's results, then remove its files: they were merged."""
        if future.status == "finished":
            self._deaths = 0
            name = results_name(self._job, shard)
            yield _merged(shard, unpacked_results(self._read(name)), result_of(future))
            self._place.remove([name, *filter(None, [shard.pack])])
        elif future.status == "error":
            yield from self._killed(future.exception(), shard)
        else:
            raise lost()

    def _read(self, name: str) -> bytes:
        try:
            return self._place.read(name)
        except FileNotFoundError:
            raise ComputeError(
                f"A worker wrote {name}, and it is not in {self._place.url} as this machine sees it.", AGAIN
            ) from None

    def _killed(self, fault: BaseException, shard: Shard) -> Iterator[list[EmbeddingResult]]:
        """Divide a shard whose workers died, until the picture that ended them is alone; raise any other fault."""
        from distributed import KilledWorker

        if not isinstance(fault, KilledWorker):
            raise explained(fault, "a Dask worker")
        if len(shard.pictures) > 1:
            self._again.extend(pieces(shard.pictures))
            return
        self._deaths += 1
        (picture,) = shard.pictures
        if self._deaths >= DEATHS:
            raise ComputeError(
                f"Dask workers ended while they processed each of {self._deaths} pictures, "
                f"the last one {picture.path}.",
                "See that there is memory for them, and that the model's network is sound.",
            )
        yield [EmbeddingResult(picture.sha256, reason=KILLED, kind="busy")]


def _merged(
    shard: Shard, stored: list[EmbeddingResult], transient: list[EmbeddingResult]
) -> list[EmbeddingResult]:
    """Return a result for each picture of a shard, in order."""
    by_sha256 = {result.sha256: result for result in [*stored, *transient]}
    return [
        by_sha256.get(each.sha256, EmbeddingResult(each.sha256, reason=LOST_RESULT, kind="busy"))
        for each in shard.pictures
    ]
