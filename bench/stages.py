"""How many CPU ms does a worker take for a picture, by stage?

Run: `python -m bench.stages FOLDER [--precision int8] [--pictures 1000] [--cache data/cache]` with a folder of JPEGs.
One process does what an embedding worker does, and each stage is timed: median and lowest decile over batches of 16
pictures, in CPU ms a picture. On a machine that does other things too, the decile is nearer to what a stage takes
alone. Prints Markdown.
"""

from __future__ import annotations

import argparse
import hashlib
import time
from collections import defaultdict
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import numpy as np

from artmeta.allocation import keep_freed_memory
from artmeta.batches import batched
from artmeta.steps import embedding_worker
from artmeta.steps.embedding_worker import TOGETHER, PictureFile, embed_pictures
from artmeta.vision.backbones import load_backbone
from artmeta.vision.litert import Embedder

STAGES = ("_check", "decode_square", "difference_hash", "image_properties", "packed_features")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--precision", default="int8", choices=("float32", "int8"))
    parser.add_argument("--pictures", type=int, default=1000)
    parser.add_argument("--cache", type=Path, default=Path("data/cache"))
    given = parser.parse_args()
    keep_freed_memory()
    embedder = Embedder(load_backbone("mobilenetv2", given.cache, precision=given.precision), many=True)
    paths = islice(cycle(sorted(given.folder.rglob("*.jpg"))), given.pictures)
    pictures = [PictureFile(hashlib.sha256(path.read_bytes()).hexdigest(), path) for path in paths]
    spent: dict[str, float] = defaultdict(float)
    for name in STAGES:
        setattr(embedding_worker, name, timed(getattr(embedding_worker, name), name, spent))
    batches = []
    for batch in batched(pictures, TOGETHER):
        spent.clear()
        started = time.process_time()
        results = list(embed_pictures(((picture, None) for picture in batch), embedder))
        whole = time.process_time() - started
        assert all(each.vector for each in results)
        batches.append([1000 * each / len(batch) for each in (*map(spent.__getitem__, STAGES), whole)])
    show(np.array(batches))


def timed(function: Callable[..., Any], name: str, spent: dict[str, float]) -> Callable[..., Any]:
    def call(*values: Any) -> Any:
        started = time.process_time()
        result = function(*values)
        spent[name] += time.process_time() - started
        return result

    return call


def show(batches: np.ndarray) -> None:
    print("| stage | median CPU ms | lowest decile |\n|---|---:|---:|")
    for name, times in zip((*STAGES, "whole"), batches.T, strict=True):
        print(f"| {name.strip('_')} | {np.median(times):.2f} | {np.quantile(times, 0.1):.2f} |")


if __name__ == "__main__":
    main()
