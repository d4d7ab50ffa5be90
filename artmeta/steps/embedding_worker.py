"""A share-nothing worker: a process that decodes pictures and looks at them for itself, one a core."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from artmeta.background import end_with_parent
from artmeta.errors import ArtmetaError, ImageError, ModelError
from artmeta.imaging.decode import decode, difference_hash
from artmeta.imaging.properties import ImageProperties, image_properties
from artmeta.store.vectors import pack

if TYPE_CHECKING:
    from artmeta.vision.litert import Embedder
    from artmeta.vision.networks.backbone import Backbone

_embedder: Embedder | None = None
_fault: ArtmetaError | None = None  # why there is no embedder


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A stored picture; one that is `embedded` already is measured only."""

    sha256: str
    path: Path
    embedded: bool = False


@dataclass(frozen=True, slots=True)
class EmbeddingResult:
    """A float16 vector, a difference hash and properties, or the reason why there are none and its kind.

    *unreadable* and *too_large* are faults of the bytes; *gone* and *busy* are transient.
    """

    sha256: str
    vector: bytes = b""
    dhash: int = 0
    reason: str = ""
    kind: str = ""
    properties: ImageProperties | None = None


def start(backbone: Backbone) -> None:
    """Load the backbone once in this process, on one thread: the other cores have workers of their own.

    A fault is raised later, by `embed_batch`: raised here, it would look like the death of the process.
    """
    end_with_parent()
    global _embedder, _fault  # noqa: PLW0603 - a worker process holds exactly one
    from artmeta.vision.litert import Embedder

    try:
        _embedder = Embedder(backbone, threads=1)
    except ArtmetaError as fault:
        _fault = fault


def embed_batch(pictures: list[PictureFile]) -> list[EmbeddingResult]:
    """Decode and embed pictures; one that cannot be read has a reason instead.

    Raises ModelError if the backbone cannot be loaded or its output is not finite.
    """
    if _fault is not None:
        raise _fault
    return [_embed(picture) for picture in pictures]


def _embed(picture: PictureFile) -> EmbeddingResult:
    if _embedder is None:
        raise RuntimeError("start() must load the backbone first")
    try:
        pixels = _pixels(picture, _embedder)
    except ImageError as fault:
        return EmbeddingResult(picture.sha256, reason=str(fault), kind=fault.kind)
    vector = b"" if picture.embedded else packed_features(_embedder, pixels, picture.path.name)
    return EmbeddingResult(
        picture.sha256, vector, difference_hash(pixels), properties=image_properties(pixels)
    )


def packed_features(embedder: Embedder, pixels: NDArray[np.uint8], name: str) -> bytes:
    """Return a picture's features as they are stored (`pack`); raise ModelError if they are not finite numbers."""
    features = embedder.embed(pixels)
    if not np.isfinite(features).all():
        raise ModelError(
            f"The network gives features for {name} that are not finite numbers.",
            "Its weights are damaged: import or train the model again.",
        )
    return pack(features[None])[0]


def _pixels(picture: PictureFile, embedder: Embedder) -> NDArray[np.uint8]:
    """Decode a file if it still has its sha256, under which the result is stored."""
    try:
        with picture.path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as fault:
        kind = "gone" if isinstance(fault, FileNotFoundError) else "busy"
        raise ImageError(f"{picture.path} cannot be read: {fault.strerror or fault}.", kind=kind) from None
    if digest != picture.sha256:
        raise ImageError(f"{picture.path.name} has changed since it was fetched.", "Run again.", "busy")
    return decode(picture.path, embedder.size, embedder.crop)
