"""The engine may take more memory the more keys of vectors the database holds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
from builders import new_store

from artmeta.steps.engine_memory import memory_to_classify, memory_to_embed
from artmeta.store.vectors import pack


def test_memory_grows_with_the_keys_of_embeddings(tmp_path: Path) -> None:
    with new_store(tmp_path / "artmeta.duckdb") as store:
        assert (memory_to_embed(store, 0), memory_to_classify(store)) == (80, 90)
        assert memory_to_embed(store, 1_000_000) == 380
        vectors = pa.array(pack(np.zeros((10_000, 2), np.float32)), pa.binary())
        keys = [f"{place:064x}" for place in range(10_000)]
        table = pa.table({"sha256": keys, "vector": vectors})
        one = pa.array(["b"] * 10_000)
        store.append("embeddings", table.append_column("backbone", one).append_column("run_id", one))
        assert memory_to_embed(store, 0) == 83
        assert memory_to_classify(store) == 90
