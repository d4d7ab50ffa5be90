"""A folder of topic folders as features, seen once by the backbone and kept for the next measurement."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from artmeta.vision.networks.backbone import Backbone

SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff"}


@dataclass(frozen=True)
class Works:
    """Pictures with their topics (the folder's name), sha256 digests, features [n, width] and difference hashes [n]."""

    paths: list[Path]
    topics: list[str]
    groups: list[str]
    vectors: NDArray[np.float32]
    hashes: NDArray[np.uint64]


def backbone_named(name: str, cache: Path) -> Backbone:
    """Load a backbone by its name, or as `name:int8` its int8 form."""
    from artmeta.vision.backbones import load_backbone

    name, _, precision = name.partition(":")
    return load_backbone(name, cache, precision="int8" if precision == "int8" else "float32")


def read_works(folder: Path, cache: Path, name: str = "mobilenetv2") -> Works:
    """Decode and embed every picture below a folder by a backbone, or load what was embedded before."""
    from artmeta.imaging.decode import decode_square, difference_hash
    from artmeta.vision.litert import Embedder

    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
    groups = [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths]
    topics = [path.parent.name for path in paths]
    backbone = backbone_named(name, cache)
    whole = hashlib.sha256("".join([backbone.digest, *groups]).encode()).hexdigest()[:24]
    kept = cache / "bench" / f"{whole}.npz"
    if not kept.exists():
        embedder = Embedder(backbone)
        squares = (decode_square(path, backbone.size) for path in paths)
        seen = [(embedder.embed(np.asarray(each)), difference_hash(each)) for each in squares]
        kept.parent.mkdir(parents=True, exist_ok=True)
        np.savez(
            kept, vectors=np.stack([one for one, _ in seen]), hashes=np.array([h for _, h in seen], np.uint64)
        )
    with np.load(kept) as arrays:
        return Works(paths, topics, groups, arrays["vectors"], arrays["hashes"])


def read_fields(
    works: Works, cache: Path, name: str = "mobilenetv2"
) -> tuple[NDArray[np.float16], Callable[[], Any]]:
    """Return the frozen blocks' output [n, side, side, channels], and a function that builds the backbone afresh."""
    from artmeta.imaging.decode import decode
    from artmeta.vision.backbones import digest_of, keras_backbone, size_of
    from artmeta.vision.keras_backend.fine_tuning import trunk_features
    from artmeta.vision.weights import find_weights

    weights = find_weights("", name)

    def fresh() -> Any:
        return keras_backbone(name, weights)

    whole = hashlib.sha256("".join([digest_of(name, weights), *works.groups]).encode()).hexdigest()[:24]
    kept = cache / "bench" / f"fields-{whole}.npy"
    if not kept.exists():
        pictures = (decode(path, size_of(name)) for path in works.paths)
        np.save(kept, np.concatenate(list(trunk_features(fresh(), pictures))))
    return np.load(kept, mmap_mode="r"), fresh
