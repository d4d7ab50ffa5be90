"""Packs: pictures that the workers cannot reach at their own paths, many in one file of the shared place."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from artmeta.batches import batched
from artmeta.errors import ImageError
from artmeta.steps.distributed.place import SharedPlace
from artmeta.steps.distributed.shards import Job, Shard
from artmeta.steps.embedding_worker import EmbeddingResult, PictureFile, read_picture

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

ROWS = 4  # pictures that are in memory at a time: at most 200 MB with the greatest `max_image_bytes`
BYTES = 500_000_000  # of pictures in a pack, two packs a thread: what lies in the shared place at a time


def pack(
    job: Job, place: SharedPlace, pictures: list[PictureFile]
) -> tuple[Shard, list[EmbeddingResult], list[PictureFile]]:
    """Write pictures into one file, up to `BYTES`; return its shard, the faults of unreadable ones, and the rest.

    Raises ComputeError if the shared place cannot be written.
    """
    name = f"{job.folder}/pictures/{uuid.uuid4().hex}.parquet"
    packed: list[PictureFile] = []
    faults: list[EmbeddingResult] = []
    taken = size = 0
    with _writer(place, name) as writer:
        for some in batched(pictures, ROWS):
            contents = []
            for picture in some:
                try:
                    contents.append(read_picture(picture))
                    packed.append(picture)
                except ImageError as fault:
                    faults.append(EmbeddingResult(picture.sha256, reason=str(fault), kind=fault.kind))
            writer.write_table(_table(contents))
            taken, size = taken + len(some), size + sum(map(len, contents))
            if size >= BYTES:
                break
    return Shard(tuple(packed), name), faults, pictures[taken:]


@contextmanager
def _writer(place: SharedPlace, name: str) -> Iterator[pq.ParquetWriter]:
    import pyarrow.parquet as pq

    options = {"compression": "none", "use_dictionary": False, "write_statistics": False}
    with place.writing(name) as file, pq.ParquetWriter(file, _table([]).schema, **options) as writer:
        yield writer


def _table(contents: list[bytes]) -> pa.Table:
    import pyarrow as pa

    return pa.table({"content": pa.array(contents, pa.large_binary())})


def contents(place: SharedPlace, shard: Shard) -> Iterator[tuple[PictureFile, bytes | None]]:
    """Yield each picture of a shard with its content; None where it is read at its own path in the shared folder."""
    if not shard.pack:
        yield from ((picture, None) for picture in shard.pictures)
        return
    import pyarrow.parquet as pq

    with place.reading(shard.pack) as file:
        batches = pq.ParquetFile(file).iter_batches(ROWS)
        held = (content.as_py() for batch in batches for content in batch.column(0))
        yield from zip(shard.pictures, held, strict=True)
