"""How many pictures does one thread decode and embed in a CPU second? The limit that `bench.throughput` compares with.

Run: `python -m bench.decode_and_embed HOME MODEL`, as `bench.throughput` lays HOME out. Prints the figure.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from artmeta.domain.model_card import Precision

MODEL_INT8 = "bench-int8"
PICTURES = 300
PATIENCE = 600  # seconds


def limit(home: Path, model: str, cores: int) -> float:
    """Return the pictures a second that all cores reach if nothing but decoding and inference takes time.

    Each core has a process of its own that is started afresh: a pool of processes once waited for ever.
    """
    command = [sys.executable, "-m", "bench.decode_and_embed", str(home), model]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(cores)]
    try:
        return sum(float(each.communicate(timeout=PATIENCE)[0]) for each in running)
    finally:
        for each in running:
            each.kill()


def decode_and_embed(home: Path, model: str) -> float:
    """Return the pictures that one thread decodes and embeds in a CPU second, in batches as the workers do."""
    from artmeta.allocation import keep_freed_memory
    from artmeta.batches import batched
    from artmeta.imaging.decode import decode
    from artmeta.steps.embedding_worker import TOGETHER
    from artmeta.vision.backbones import load_backbone
    from artmeta.vision.litert import Embedder

    keep_freed_memory()
    precision: Precision = "int8" if model == MODEL_INT8 else "float32"
    backbone = load_backbone("mobilenetv2", home / "data" / "cache", "", precision)
    embedder = Embedder(backbone, threads=1, many=True)
    paths = sorted((home / "pictures").iterdir())[:PICTURES]
    embedder.embed(decode(paths[0]))
    started = time.process_time()
    for batch in batched(paths, TOGETHER):
        embedder.embed_all([decode(path) for path in batch])
    return len(paths) / (time.process_time() - started)


if __name__ == "__main__":
    print(decode_and_embed(Path(sys.argv[1]), sys.argv[2]))
