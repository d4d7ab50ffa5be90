"""Shards: parts of a collection's pictures, named by their content, and their results as Parquet."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from functools import cached_property
from importlib.metadata import version
from itertools import islice
from math import ceil, isqrt
from typing import TYPE_CHECKING

from artmeta.batches import batched
from artmeta.imaging.decode import DECODER, PIXELS
from artmeta.imaging.properties import ImageProperties
from artmeta.steps.distributed.place import parquet_bytes
from artmeta.steps.embedding_worker import EmbeddingResult, PictureFile

if TYPE_CHECKING:
    import pyarrow as pa

    from artmeta.vision.networks.backbone import Backbone

MOST = 2000  # pictures a shard: 5 MB of results, and about 20 s of work that a lost worker can cost
LEAST = 64  # below this, the cost of a task (8 ms and two requests) would be more than 2% of its work
PARTS = 3  # a shard is this part of what each thread has left to do: the last ones are small, and all end together


@dataclass(frozen=True)
class Job:
    """What all shards of a run have in common: the shared place, a folder there, and the backbone with its file."""

    shared: str
    folder: str
    backbone: Backbone
    backbone_file: str  # name in the shared place
    backbone_sha256: str
    versions: dict[str, str]


@dataclass(frozen=True)
class Shard:
    """Pictures that one task embeds; those in a `pack` lie in that file of the shared place, others at their paths."""

    pictures: tuple[PictureFile, ...]
    pack: str = ""

    @cached_property
    def name(self) -> str:
        """A digest of its pictures."""
        lines = [f"{picture.sha256} {picture.embedded:d}" for picture in self.pictures]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:32]


def results_name(job: Job, shard: Shard) -> str:
    """Return the name of a shard's results in the shared place."""
    return f"{job.folder}/shards/{shard.name}.parquet"


def versions() -> dict[str, str]:
    """Return the versions that features depend on, beside the backbone."""
    return {
        "artmeta": version("artmeta"),
        "the decoder": f"{DECODER}, pixels {PIXELS}",
        "ai-edge-litert": version("ai-edge-litert"),
    }


def parts(pictures: Iterable[PictureFile], count: int, threads: int) -> Iterator[list[PictureFile]]:
    """Divide pictures for a number of threads: large shards first, smaller ones towards the end.

    That is guided self-scheduling (Polychronopoulos and Kuck 1987), with a least and a greatest size.
    """
    remaining = iter(pictures)
    while count > 0:
        size = min(MOST, max(LEAST, ceil(count / (PARTS * max(1, threads)))))
        yield list(islice(remaining, size))
        count -= size


def pieces(pictures: tuple[PictureFile, ...]) -> Iterator[list[PictureFile]]:
    """Divide a shard that ended its workers into about as many pieces as each has pictures."""
    return batched(pictures, max(1, isqrt(len(pictures))))


def packed_results(results: list[EmbeddingResult]) -> bytes:
    """Return results as the bytes of a Parquet file; nothing is rounded."""
    import pyarrow as pa

    rows = [
        {name: getattr(result, name) for name in ("sha256", "vector", "dhash", "reason", "kind")}
        | {"properties": asdict(result.properties) if result.properties else None}
        for result in results
    ]
    return parquet_bytes(pa.Table.from_pylist(rows, _schema()))


def unpacked_results(content: bytes) -> list[EmbeddingResult]:
    """Return the results in the bytes of a Parquet file."""
    import pyarrow.parquet as pq

    rows = pq.read_table(io.BytesIO(content)).to_pylist()
    return [
        EmbeddingResult(**{**row, "properties": row["properties"] and ImageProperties(**row["properties"])})
        for row in rows
    ]


def _schema() -> pa.Schema:
    import pyarrow as pa

    return pa.schema(
        {
            "sha256": pa.string(),
            "vector": pa.binary(),
            "dhash": pa.uint64(),
            "reason": pa.string(),
            "kind": pa.string(),
            "properties": pa.struct({field.name: pa.float64() for field in fields(ImageProperties)}),
        }
    )
