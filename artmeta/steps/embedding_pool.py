"""The pool of embedding workers; a picture that kills its worker is found and left out."""

from __future__ import annotations

import itertools
import multiprocessing
import sys
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING

from artmeta.batches import batched
from artmeta.errors import ArtmetaError
from artmeta.steps.embedding_worker import EmbeddingResult, PictureFile, embed_batch, start
from artmeta.stopping import shielded

if TYPE_CHECKING:
    from artmeta.vision.networks.backbone import Backbone

CHUNK = 32  # pictures per message: 0.15 s of work; with 16, each takes 0.02 CPU ms more of the process that writes
AHEAD = 3  # chunks queued per worker, so that it never waits for the writer
KILLED = (
    "The process that decoded it was ended, by the file or by the system; it is tried again in the next run."
)
# workers that die one after another, each on its first picture: then the pictures are not the cause
DEATHS = 10


def embed_all(pictures: Iterable[PictureFile], backbone: Backbone, workers: int) -> Iterator[EmbeddingResult]:
    """Yield the embedding of each picture, in any order; a picture that kills its worker has a reason instead.

    Raises ModelError if the backbone cannot be loaded, ArtmetaError if workers die on any picture.
    """
    chunks = batched(pictures, CHUNK)
    while lost := (yield from _until_death(chunks, backbone, workers, workers * AHEAD)):
        yield from _embed_singly([picture for chunk in lost for picture in chunk], backbone)


def _embed_singly(pictures: list[PictureFile], backbone: Backbone) -> Iterator[EmbeddingResult]:
    """Embed pictures one by one, with a new worker after each that died."""
    places = {picture.sha256: place for place, picture in enumerate(pictures)}
    waiting = iter([[picture] for picture in pictures])
    deaths, last = 0, -1
    while killer := (yield from _until_death(waiting, backbone, 1, 1)):
        ((picture,),) = killer
        deaths = deaths + 1 if places[picture.sha256] == last + 1 else 1
        last = places[picture.sha256]
        if deaths >= DEATHS:
            raise ArtmetaError(
                f"{deaths} processes in a row were ended while they processed a picture, the last one {picture.path}.",
                "See that there is memory for them (ARTMETA_WORKERS), and that the model's network is sound.",
            )
        yield EmbeddingResult(picture.sha256, reason=KILLED, kind="busy")


def _until_death(
    chunks: Iterator[list[PictureFile]], backbone: Backbone, workers: int, ahead: int
) -> Generator[EmbeddingResult, None, list[list[PictureFile]]]:
    """Yield embeddings; return the chunks that were being processed when a worker died, none at the end."""
    running: dict[Future[list[EmbeddingResult]], list[PictureFile]] = {}
    unsent: list[list[PictureFile]] = []
    pool = _pool(backbone, workers)
    try:
        while True:
            for chunk in itertools.islice(chunks, ahead - len(running)):
                unsent = [chunk]
                with shielded(), without_main():  # it starts workers
                    running[pool.submit(embed_batch, chunk)] = chunk
                unsent = []
            if not running:
                return []
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                yield from future.result()
                del running[future]
    except KeyboardInterrupt:
        for worker in multiprocessing.active_children():  # their pictures are embedded again in the next run
            worker.kill()
        raise
    except BrokenProcessPool:
        return [*running.values(), *unsent]
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def without_main() -> Iterator[None]:
    """Start workers inside that do not run the caller's program again, as spawned processes do to define its names.

    They need nothing of it, and a script that calls the library need not hide its calls from them.
    """
    program = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = program


def _pool(backbone: Backbone, workers: int) -> ProcessPoolExecutor:
    spawn = multiprocessing.get_context("spawn")  # a fork would copy the database's open file and threads
    with shielded():  # it starts multiprocessing's tracker
        return ProcessPoolExecutor(workers, mp_context=spawn, initializer=start, initargs=(backbone,))
