"""How much memory may the database engine take in the steps that read or write vectors, each once?

The index of keys that a process has written stays in memory, and a transaction without memory for its end leaves the
database unusable until it is opened again. DuckDB 2.0 with 1.2 million embeddings: an index of 153 to 167 MB (tag
ART_INDEX of `duckdb_memory()`); works to classify were found with 250 MB where no key had been written, with 550
where some had.
"""

from __future__ import annotations

from artmeta.store.database import Store

TO_EMBED, TO_CLASSIFY = 300, 600  # bytes an embedding
MEGABYTE = 10**6


def memory_to_embed(store: Store, pictures: int) -> int:
    """Return how many MB may be taken while so many pictures are embedded; a checkpoint of vectors takes 43."""
    return 80 + (store.count("keys_of_embeddings") + pictures) * TO_EMBED // MEGABYTE


def memory_to_classify(store: Store) -> int:
    """Return how many MB may be taken while works are classified."""
    return max(90, store.count("keys_of_embeddings") * TO_CLASSIFY // MEGABYTE)
