"""Copies are found in a real store, to the byte and to the eye."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from builders import COLLECTION, RUN, Work, fill, new_store

from artmeta.collection import Collection
from artmeta.domain.run import Run
from artmeta.settings import Settings
from artmeta.steps.context import RunContext
from artmeta.steps.duplicates import find_duplicates
from artmeta.store.database import Store
from artmeta.store.vectors import pack

BASE = 0x0F0F_3C3C_5555_1234
HASHES = {
    "a": BASE,
    "b": BASE,
    "c": BASE ^ 0b11,
    "d": BASE ^ 0b111111 << 20,
    "e": ~BASE & (2**64 - 1),
    "f": 0,
    "g": 0,
}


@pytest.fixture
def context(tmp_path: Path) -> RunContext:
    text = 'title = "M"\n[source]\nkind = "folder"\npath = "."\n'
    collection = Collection.read(text, tmp_path / f"{COLLECTION}.toml")
    run = Run(RUN, COLLECTION, collection.digest, "0")
    return RunContext(run, collection, Settings(data_dir=tmp_path), new_store(tmp_path / "a.duckdb"))


def see(store: Store, vectors: dict[str, list[float]]) -> None:
    digests = {"a": "s1", "b": "s1", **{name: f"s{name}" for name in "cdefg"}}
    fill(store, [Work(name, sha256=digest) for name, digest in digests.items()])
    dhash = pd.Series([HASHES[name] for name in "acdefg"], dtype="uint64")
    store.insert(
        "image_hashes",
        pd.DataFrame({"sha256": [digests[n] for n in "acdefg"], "dhash": dhash, "run_id": RUN}),
    )
    blobs = pack(np.array(list(vectors.values()), dtype=np.float32))
    rows = {"sha256": [digests[name] for name in vectors], "backbone": "test", "vector": blobs, "run_id": RUN}
    store.upsert("embeddings", pd.DataFrame(rows))


def pairs(context: RunContext) -> list[tuple[str, str, str, int]]:
    rows = context.store._connection.execute(
        "SELECT artwork_id, other_artwork_id, kind, distance FROM duplicates ORDER BY ALL"
    ).fetchall()
    return [tuple(row) for row in rows]  # type: ignore[misc]


@pytest.mark.parametrize(
    ("cosine", "near"), [(0.99, [("a", "d", "near", 6), ("c", "d", "near", 8)]), (0.1, [])]
)
def test_copies_are_listed(context: RunContext, cosine: float, near: list[tuple[str, str, str, int]]) -> None:
    other = [cosine, float(np.sqrt(1 - cosine**2))]
    see(context.store, {"a": [1.0, 0.0], "c": [1.0, 0.0], "d": other})
    find_duplicates(context)
    assert pairs(context) == sorted([("a", "b", "exact", 0), ("a", "c", "near", 2), *near])
    find_duplicates(context)
    assert len(pairs(context)) == 2 + len(near), "looking again adds nothing"


def test_without_vectors_only_the_sure_ones_are_listed(context: RunContext) -> None:
    see(context.store, {"e": [1.0, 0.0]})
    find_duplicates(context)
    assert pairs(context) == [("a", "b", "exact", 0), ("a", "c", "near", 2)]
