"""A share-nothing worker: a process that decodes pictures and looks at them for itself, one a core."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import numpy as np
from numpy.typing import NDArray

from artmeta.allocation import keep_freed_memory
from artmeta.background import end_with_parent
from artmeta.errors import ArtmetaError, ImageError, ModelError
from artmeta.imaging.decode import DecodedPicture, decode_square, difference_hash
from artmeta.imaging.properties import ImageProperties, image_properties
from artmeta.store.vectors import pack

if TYPE_CHECKING:
    from artmeta.vision.litert import Embedder
    from artmeta.vision.networks.backbone import Backbone

TOGETHER = 16  # pictures that go through each stage together; their pixels are in memory, 150 kB each
SMALL = 1 << 20  # bytes of a file that is read at once: a digest in pieces makes a buffer of 256 kB each time

IN_THE_BYTES = ("unreadable", "too_large")  # the kinds of faults that stay while the picture is the same

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

    *unreadable* and *too_large* are faults of the bytes, whose reason names no file, as others may have the same bytes;
    *gone* and *busy* are transient.
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
    keep_freed_memory()
    global _embedder, _fault  # noqa: PLW0603 - a worker process holds exactly one
    from artmeta.vision.litert import Embedder

    try:
        _embedder = Embedder(backbone, threads=1, many=True)
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
    return list(embed_pictures(((picture, None) for picture in pictures), _embedder))


def embed_pictures(
    pictures: Iterable[tuple[PictureFile, bytes | None]], embedder: Embedder
) -> Iterator[EmbeddingResult]:
    """Decode and embed pictures, each from its file or from the file's content; raise ModelError as `embed_batch`."""
    remaining = iter(pictures)
    while results := _embedded(islice(remaining, TOGETHER), embedder):
        yield from results


def _embedded(
    pictures: Iterable[tuple[PictureFile, bytes | None]], embedder: Embedder
) -> list[EmbeddingResult]:
    """Do each stage for all pictures before the next one.

    What a stage needs of the processor's caches is then still there for the next picture: a tenth of the CPU time less.
    """
    squares = [(picture, _square(picture, embedder, content)) for picture, content in pictures]
    sound = [(picture, square) for picture, square in squares if not isinstance(square, ImageError)]
    hashes = [difference_hash(square) for _, square in sound]
    pixels = [np.asarray(square) for _, square in sound]
    properties = [image_properties(each) for each in pixels]
    new = [
        (each, picture.path.name)
        for (picture, _), each in zip(sound, pixels, strict=True)
        if not picture.embedded
    ]
    vectors = iter(packed_features(embedder, new) if new else [])
    results = [
        EmbeddingResult(
            picture.sha256, b"" if picture.embedded else next(vectors), dhash, properties=measured
        )
        for (picture, _), dhash, measured in zip(sound, hashes, properties, strict=True)
    ]
    faults = [(picture, fault) for picture, fault in squares if isinstance(fault, ImageError)]
    return results + [
        EmbeddingResult(picture.sha256, reason=_reason(picture, fault), kind=fault.kind)
        for picture, fault in faults
    ]


def _reason(picture: PictureFile, fault: ImageError) -> str:
    """Return the message of a fault; of a fault of the bytes without the file's name, with which it begins."""
    reason, name = str(fault), picture.path.name
    return (
        f"The file{reason.removeprefix(name)}"
        if fault.kind in IN_THE_BYTES and reason.startswith(name)
        else reason
    )


def _square(picture: PictureFile, embedder: Embedder, content: bytes | None) -> DecodedPicture | ImageError:
    """Return the part of a picture that is embedded, or the fault for which it cannot be read."""
    try:
        with _opened(picture, content) as file:
            _check(picture, file)
            return decode_square(picture.path, embedder.size, embedder.crop, file)
    except ImageError as fault:
        return fault


def packed_features(embedder: Embedder, pictures: Sequence[tuple[NDArray[np.uint8], str]]) -> list[bytes]:
    """Return the features of pictures, each with its name, as they are stored (`pack`).

    There is one picture at least. Raises ModelError if features are not finite numbers.
    """
    features = embedder.embed_all(pixels for pixels, _ in pictures)
    finite = np.isfinite(features).all(axis=1)
    if not finite.all():
        raise ModelError(
            f"The network gives features for {pictures[int(finite.argmin())][1]} that are not finite numbers.",
            "Its weights are damaged: import or train the model again.",
        )
    return pack(features)


def read_picture(picture: PictureFile) -> bytes:
    """Return the content of a picture's file; raise ImageError, of the kind gone or busy, if it is not that now."""
    with _opened(picture) as file:
        _check(picture, file)
        return file.read()


@contextmanager
def _opened(picture: PictureFile, content: bytes | None = None) -> Iterator[BinaryIO]:
    try:
        with picture.path.open("rb") if content is None else io.BytesIO(content) as file:
            yield io.BytesIO(file.read()) if _is_small(file) else file
    except OSError as fault:
        kind = "gone" if isinstance(fault, FileNotFoundError) else "busy"
        raise ImageError(f"{picture.path} cannot be read: {fault.strerror or fault}.", kind=kind) from None


def _is_small(file: BinaryIO) -> bool:
    return not isinstance(file, io.BytesIO) and os.fstat(file.fileno()).st_size <= SMALL


def _check(picture: PictureFile, file: BinaryIO) -> None:
    """Check that a file has its sha256, under which the result is stored; return to its beginning."""
    if hashlib.file_digest(file, "sha256").hexdigest() != picture.sha256:  # type: ignore[arg-type]
        raise ImageError(f"{picture.path.name} has changed since it was fetched.", "Run again.", "busy")
    file.seek(0)
