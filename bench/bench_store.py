"""How fast does the store take a million predictions, and answer the report's questions about them?

Run: `python -m bench.bench_store [--works 200000] [--topics 5]`; prints a Markdown table. Every
figure is of one run on this machine; CPU seconds (of all threads) are the fairer ones where others
use the machine too; memory is the peak of the whole process so far.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pandas as pd

from artmeta.store.database import Store

BATCH = 20_000  # works a transaction, as the classify step writes them
RUN = "20260102T030405-abcdef"
WHERE = {"collection": "museum", "run_id": RUN}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--works", type=int, default=200_000)
    arguments.add_argument("--topics", type=int, default=5)
    given = arguments.parse_args()
    print("| what | rows | seconds | CPU s | rows/s | peak MB |\n|---|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "artmeta.duckdb"
        with Store.open(path) as store:
            write(store, given.works, given.topics)
            read(store)
            with timed("snapshot", given.works * given.topics):
                store.snapshot(Path(folder) / "snapshot.duckdb")
        with timed("open again", 1), Store.open(path):
            pass
        print(f"\nThe file takes {path.stat().st_size / 1e6:.0f} MB.")


def write(store: Store, works: int, topics: int) -> None:
    rng = np.random.default_rng(1)
    setting(store, topics)
    with timed("upsert artworks and images", 2 * works):
        for start in range(0, works, BATCH):
            numbers = np.arange(start, min(start + BATCH, works))
            with store.transaction():
                store.upsert("artworks", artworks(numbers, rng))
                store.upsert("images", images(numbers))
    for what in ("upsert predictions, new", "upsert predictions, all there already"):
        with timed(what, works * topics):
            for start in range(0, works, BATCH):
                numbers = np.arange(start, min(start + BATCH, works))
                store.upsert("predictions", predictions(numbers, topics, rng))


def read(store: Store) -> None:
    of_run: dict[str, object] = {"run_id": RUN}
    questions: dict[str, dict[str, object]] = {
        "topics_of_run": of_run,
        "report_topics_over_time": {**of_run, "bin_years": 10},
        "works_with_confidence": of_run,
        "count_classify": of_run,
        "status": {"runs": [RUN]},
    }
    for name, values in questions.items():
        with timed(f"query {name}", len) as keep:
            keep(store.frame(name, **values))


@contextmanager
def timed(what: str, rows: int | Callable[[pd.DataFrame], int]) -> Iterator[Callable[[pd.DataFrame], None]]:
    kept: list[pd.DataFrame] = []
    started, busy = time.perf_counter(), time.process_time()
    yield kept.append
    seconds, busy = time.perf_counter() - started, time.process_time() - busy
    count = rows if isinstance(rows, int) else rows(kept[0])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"| {what} | {count:,} | {seconds:.2f} | {busy:.2f} | {count / seconds:,.0f} | {peak:.0f} |",
        flush=True,
    )


def setting(store: Store, topics: int) -> None:
    now = pd.Timestamp("2026-01-02", tz="UTC")
    run = {
        "title": "Museum",
        "config_digest": "c",
        "config_text": "",
        "config_path": "",
        "code_version": "0",
        "model_name": "topics",
        "model_version": 1,
        "status": "finished",
        "started_at": now,
    }
    model = {
        "name": "topics",
        "version": 1,
        "digest": "d",
        "backbone": "b",
        "vocabulary": "v",
        "vocabulary_version": "1",
        "card": "{}",
        "created_at": now,
    }
    names = [f"topic {n}" for n in range(topics)]
    store.upsert("runs", pd.DataFrame([{**WHERE, **run}]))
    store.upsert("models", pd.DataFrame([model]))
    store.upsert(
        "topics",
        pd.DataFrame(
            {
                "vocabulary": "v",
                "version": "1",
                "topic_id": names,
                "label": names,
                "broader": "",
                "links": "{}",
                "position": range(topics),
            }
        ),
    )


def artworks(numbers: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    earliest = rng.integers(1500, 1990, len(numbers))
    texts = ("artist_gender", "date_text", "medium", "url", "rights_text", "split")
    return pd.DataFrame(
        {
            **WHERE,
            **dict.fromkeys(texts, ""),
            "artwork_id": ids(numbers),
            "title": "A view of the quay",
            "artist": "Ann Painter",
            "date_earliest": earliest,
            "date_latest": earliest + rng.integers(0, 30, len(numbers)),
            "date_circa": False,
            "date_status": "read",
            "date_profile": "neutral",
            "accession_number": ids(numbers),
            "venue": rng.choice([f"Venue {n}" for n in range(300)], len(numbers)),
            "rights": "cc0",
            "given_topics": [["topic 1"]] * len(numbers),
            "record_digest": ids(numbers),
            "gone_run_id": None,
        }
    )


def images(numbers: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(
        {
            **WHERE,
            "artwork_id": ids(numbers),
            "position": 0,
            "url": "https://museum.example/x.jpg",
            "rights": "cc0",
            "outcome": "ok",
            "reason": "",
            "sha256": shas(numbers),
            "path": ids(numbers),
            "mime": "image/jpeg",
            "bytes": 1,
            "width": 1,
            "height": 1,
        }
    )


def predictions(numbers: np.ndarray, topics: int, rng: np.random.Generator) -> pd.DataFrame:
    confidences = rng.dirichlet(np.full(topics, 0.3), len(numbers))
    ranks = (-confidences).argsort(axis=1).argsort(axis=1) + 1
    return pd.DataFrame(
        {
            **WHERE,
            "artwork_id": np.repeat(ids(numbers), topics),
            "model_name": "topics",
            "model_version": 1,
            "topic_id": np.tile([f"topic {n}" for n in range(topics)], len(numbers)),
            "score": confidences.ravel(),
            "confidence": confidences.ravel(),
            "rank": ranks.ravel(),
            "sha256": np.repeat(shas(numbers), topics),
        }
    )


def ids(numbers: np.ndarray) -> list[str]:
    return [f"artuk:a-view-of-the-quay-{number}" for number in numbers]


def shas(numbers: np.ndarray) -> list[str]:
    return [f"{number:064x}" for number in numbers]


if __name__ == "__main__":
    main()
