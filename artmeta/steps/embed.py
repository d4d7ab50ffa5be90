"""Embed: the backbone's embedding of every picture, computed once and stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import numpy as np

from artmeta import values
from artmeta.arrow_columns import column, constant, numbers
from artmeta.batches import timed_batches
from artmeta.domain.run import Issue
from artmeta.imaging.decode import DECODER, PIXELS
from artmeta.imaging.properties import ImageProperties
from artmeta.progress import progress
from artmeta.steps.context import RunContext
from artmeta.steps.embedding_pool import embed_all
from artmeta.steps.embedding_worker import IN_THE_BYTES, EmbeddingResult
from artmeta.steps.engine_memory import memory_to_embed
from artmeta.steps.issues import save_issues
from artmeta.steps.models import backbone_of
from artmeta.steps.pictures_to_embed import PicturesToEmbed
from artmeta.steps.recording import step

if TYPE_CHECKING:
    import pyarrow as pa

    from artmeta.vision.networks.backbone import Backbone

BATCH = 512  # vectors a transaction: 1.3 MB, two seconds of work
NAMES = [field.name for field in fields(ImageProperties)]
MEASURED = attrgetter(*NAMES)  # `asdict` copies each value: a quarter of the time that writing takes
PATIENCE = 2.0  # seconds after which a smaller batch is written too


@step
def embed(context: RunContext) -> None:
    """Embed every picture that has no embedding by this backbone yet; one that was never measured is measured.

    Faults of a picture's bytes are stored under its sha256 and the decoder's version; after any other fault the picture
    is tried again in the next run.
    """
    scope = {"collection": context.run.collection, "decoder": DECODER}
    context.store.execute("delete_embed_issues", **scope)
    _embed_pictures(context)
    context.store.execute("record_unreadable", run_id=context.id, **scope)


def _embed_pictures(context: RunContext) -> None:
    backbone = backbone_of(context)
    pictures = PicturesToEmbed(context, backbone, DECODER)
    if not (count := len(pictures)):
        return
    with (
        progress("embed", count, "pictures") as tick,
        context.store.limited_memory(memory_to_embed(context.store, count), compress_texts=False),
    ):
        for batch in _results(context, pictures, backbone):
            works = {result.sha256: pictures.take_works(result.sha256) for result in batch}
            _save(context, batch, backbone.digest, works)
            tick(len(batch))


def _results(
    context: RunContext, pictures: PicturesToEmbed, backbone: Backbone
) -> Iterator[list[EmbeddingResult]]:
    """Embed on this machine's cores, or on the cluster that the collection's file or the caller names."""
    if context.cluster is None and not context.collection.compute.scheduler:
        return timed_batches(embed_all(pictures, backbone, context.settings.workers), BATCH, PATIENCE)
    from artmeta.steps.distributed.embedding import embed_on_cluster

    return embed_on_cluster(context, pictures, backbone)


def _save(
    context: RunContext, batch: list[EmbeddingResult], backbone: str, works: dict[str, list[str]]
) -> None:
    decoded = [result for result in batch if not result.reason]
    embedded = [result for result in decoded if result.vector]
    unreadable = [result for result in batch if result.kind in IN_THE_BYTES]
    issues = [
        Issue("embed", artwork_id, result.kind, result.reason)
        for result in batch
        if result.reason and result.kind not in IN_THE_BYTES
        for artwork_id in works[result.sha256]
    ]
    with context.store.transaction():
        context.store.upsert("embeddings", embedding_rows(context, embedded, backbone))
        context.store.upsert("image_hashes", _hashes(context, decoded))
        context.store.upsert("image_properties", _properties(context, decoded))
        context.store.execute(
            "delete_decisions",
            collection=context.run.collection,
            backbone=backbone,
            pictures=[result.sha256 for result in embedded],
        )
        context.store.insert("unreadable_pictures", _unreadable(context, unreadable))
        save_issues(context, issues)


def embedding_rows(context: RunContext, results: list[EmbeddingResult], backbone: str) -> pa.Table:
    """Return rows of the table `embeddings` for a backbone's digest."""
    vectors = column([result.vector for result in results])
    count = len(results)
    return _table(
        context, results, backbone=constant(backbone, count), vector=vectors, pixels=constant(PIXELS, count)
    )


def _hashes(context: RunContext, results: list[EmbeddingResult]) -> pa.Table:
    hashes = np.array([result.dhash for result in results], dtype=np.uint64)
    return _table(context, results, dhash=numbers(hashes))


def _properties(context: RunContext, results: list[EmbeddingResult]) -> pa.Table:
    measured = [result for result in results if result.properties]
    matrix = np.array([MEASURED(result.properties) for result in measured]).reshape(-1, len(NAMES))
    return _table(context, measured, **dict(zip(NAMES, map(numbers, matrix.T), strict=True)))


def _unreadable(context: RunContext, results: list[EmbeddingResult]) -> list[dict[str, Any]]:
    return [
        {
            "sha256": result.sha256,
            "decoder": DECODER,
            "kind": result.kind,
            "reason": values.text(result.reason),
            "run_id": context.id,
        }
        for result in results
    ]


def _table(context: RunContext, results: list[EmbeddingResult], **columns: pa.Array[Any]) -> pa.Table:
    """Return a row for each picture: its sha256, the columns, and the run."""
    import pyarrow as pa

    digests = column([result.sha256 for result in results])
    return pa.table({"sha256": digests, **columns, "run_id": constant(context.id, len(results))})
