"""A share-nothing worker: a process that decodes pictures and looks at them for itself, one a core."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

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
    if _embedder is None:
        raise RuntimeError("start() must load the backbone first")
    return [embed_picture(picture, _embedder) for picture in pictures]


def embed_picture(picture: PictureFile, embedder: Embedder, content: bytes | None = None) -> EmbeddingResult:
    """Decode and embed one picture, from its file or from the file's content; raise ModelError as `embed_batch`."""
    try:
        with _opened(picture, content) as file:
            pixels = _pixels(picture, embedder, file)
    except ImageError as fault:
        return EmbeddingResult(picture.sha256, reason=str(fault), kind=fault.kind)
    vector = b"" if picture.embedded else packed_features(embedder, pixels, picture.path.name)
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


def read_picture(picture: PictureFile) -> bytes:
    """Return the content of a picture's file; raise ImageError, of the kind gone or busy, if it is not that now."""
    with _opened(picture) as file:
        _check(picture, file)
        return file.read()


@contextmanager
def _opened(picture: PictureFile, content: bytes | None = None) -> Iterator[BinaryIO]:
    try:
        with io.BytesIO(content) if content is not None else picture.path.open("rb") as file:
            yield file
    except OSError as fault:
        kind = "gone" if isinstance(fault, FileNotFoundError) else "busy"
        raise ImageError(f"{picture.path} cannot be read: {fault.strerror or fault}.", kind=kind) from None


def _check(picture: PictureFile, file: BinaryIO) -> None:
    """Check that a file has its sha256, under which the result is stored; return to its beginning."""
    if hashlib.file_digest(file, "sha256").hexdigest() != picture.sha256:  # type: ignore[arg-type]
        raise ImageError(f"{picture.path.name} has changed since it was fetched.", "Run again.", "busy")
    file.seek(0)


def _pixels(picture: PictureFile, embedder: Embedder, file: BinaryIO) -> NDArray[np.uint8]:
    _check(picture, file)
    return decode(picture.path, embedder.size, embedder.crop, file)
