"""A share-nothing worker: a process that decodes pictures and looks at them for itself, one a core."""

from __future__ import annotations

import multiprocessing
import os
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from artmeta.errors import ImageError
from artmeta.imaging.decode import decode, difference_hash

if TYPE_CHECKING:
    from artmeta.vision.backbones import Backbone
    from artmeta.vision.litert import Embedder

_embedder: Embedder | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """One file to look at."""

    sha256: str
    path: Path


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of it: a float16 vector and a difference hash, or the reason why there is none."""

    sha256: str
    vector: bytes = b""
    dhash: int = 0
    reason: str = ""


def start(backbone: Backbone) -> None:
    """Load the backbone once in this process, on one thread: the other cores have workers of their own."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    global _embedder  # noqa: PLW0603 - a worker process holds exactly one
    from artmeta.vision.litert import Embedder

    _embedder = Embedder(backbone, threads=1)


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for pictures for ever."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def see(pictures: list[Picture]) -> list[Seen]:
    """Decode and embed some pictures; one that cannot be read says why and stops nothing."""
    return [_see(picture) for picture in pictures]


def _see(picture: Picture) -> Seen:
    if _embedder is None:
        raise RuntimeError("start() loads the backbone before any picture is seen")
    try:
        pixels = decode(picture.path, _embedder.size, _embedder.crop)
    except ImageError as fault:
        return Seen(picture.sha256, reason=str(fault))
    return Seen(picture.sha256, _embedder.embed(pixels).astype("<f2").tobytes(), difference_hash(pixels))
