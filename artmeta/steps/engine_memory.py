"""How much memory may the database engine take in the steps that read or write vectors, each once?

An index of keys that a process has written stays in memory: that of a million embeddings takes 79 MB (DuckDB 2.0, tag
ART_INDEX of `duckdb_memory()`), and those of pictures and decisions have one each. A transaction without memory for
its end leaves the database unusable until it is opened again.
"""

from __future__ import annotations

from artmeta.store.database import Store

KEYS = 300  # bytes of a picture in three indexes, each with what the end of a transaction takes
MEGABYTE = 10**6


def memory_to_embed(store: Store, pictures: int) -> int:
    """Return how many MB may be taken while so many pictures are embedded; a checkpoint of vectors takes 43."""
    return 80 + (store.count("keys_of_embeddings") + pictures) * KEYS // MEGABYTE


def memory_to_classify(store: Store) -> int:
    """Return how many MB may be taken while works are classified; without other indexes 200 held 14 million rows."""
    return max(200, 100 + store.count("keys_of_embeddings") * KEYS // MEGABYTE)
