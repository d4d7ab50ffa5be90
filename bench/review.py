"""How long does the review page of a large collection take to open and to serve a work, and in how much memory?

Run: `python -m bench.review [--works 300000] [--topics 7]`; prints a Markdown table. The works are those of
`bench.scale` with random embeddings; CPU seconds are of all threads, memory is the peak of the process so far.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from artmeta.domain.model_card import ModelCard
from artmeta.domain.review import Review
from artmeta.review.file import ReviewFile
from artmeta.review.session import ReviewSession
from artmeta.review.works import Filters, ReviewWorks
from artmeta.settings import Settings
from artmeta.steps.results import open_finished
from artmeta.steps.review.works import review_works
from bench import scale

WIDTH = 1_280  # features of an embedding
DECIDED = 2_000  # works that two reviewers have decided about, before a work is served
VECTORS = """
INSERT INTO embeddings BY NAME
SELECT sha256, 'b' AS backbone, part.vector, run_id
FROM images JOIN parts AS part ON part.number = images.rowid % 1000
"""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--works", type=int, default=300_000)
    arguments.add_argument("--topics", type=int, default=7)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        writer = multiprocessing.get_context("spawn").Process(
            target=write, args=(data, given.works, given.topics)
        )
        writer.start()
        writer.join()
        print("| what | seconds | CPU s | peak MB |\n|---|---:|---:|---:|")
        read(data, given.topics)


def write(data: Path, works: int, topics: int) -> None:
    import numpy as np

    scale.write(data / "artmeta.duckdb", works, topics)
    rng = np.random.default_rng(1)
    vectors = [row.tobytes() for row in rng.random((1000, WIDTH)).astype("<f2")]
    with duckdb.connect(str(data / "artmeta.duckdb")) as store:
        store.register("parts", pa.table({"number": range(1000), "vector": vectors}))
        store.execute(VECTORS)


def read(data: Path, topics: int) -> None:
    names = tuple(f"topic {n}" for n in range(topics))
    card = ModelCard("topics", 1, "", "b", "", "logistic", "v", "1", names, "", "", "", "")
    with (
        open_finished("museum", "", Settings(data_dir=data)) as context,
        timed("read the works and order them"),
    ):
        works = review_works(context, card, multi_label=False)
    with ReviewFile.open(data / "museum.sqlite") as file:
        session = ReviewSession(works, file)
        file.add(decisions(works))
        with timed(f"serve the first work, {DECIDED} decided"):
            session.next("Ann", Filters())
        with timed("serve a work, mean of 100"):
            for _ in range(100):
                session.next("Ann", Filters())
                session.progress("Ann", Filters())
        with timed("first work by a filter"):
            session.next("Ann", Filters(topic="topic 1", first_year=1800, last_year=1849))


def decisions(works: ReviewWorks) -> Iterator[Review]:
    for place, work in enumerate(works.works[:DECIDED]):
        yield Review(f"r{place}", work.artwork_id, "Ann", datetime.now(UTC), "reject", work.shown)


@contextmanager
def timed(what: str) -> Iterator[None]:
    started, busy = time.perf_counter(), time.process_time()
    yield
    count = 100 if what.endswith("of 100") else 1
    seconds, used = (time.perf_counter() - started) / count, (time.process_time() - busy) / count
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"| {what} | {seconds:.3g} | {used:.3g} | {peak:.0f} |", flush=True)


if __name__ == "__main__":
    main()
