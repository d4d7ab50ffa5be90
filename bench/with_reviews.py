"""What does a training gain from reviews of the works that the review page serves first, against works drawn at random?

Run: `python -m bench.with_reviews [--reviews 60] [--works 600]`; prints a Markdown table. The sample museum is drawn, a
model is trained and its works are reviewed by their true topics; then the model is trained again with them. The counts
are of the works that were not reviewed.
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from artmeta.domain.review import Review
from artmeta.files import write
from artmeta.review.file import ReviewFile, review_path
from artmeta.review.works import ReviewWork
from artmeta.settings import Settings
from artmeta.steps import pipeline
from artmeta.steps.certificate.sheet import decided
from artmeta.steps.context import CollectionFile
from artmeta.steps.demo import enrich_sample, open_sample
from artmeta.steps.review.serve import open_review

PORT = 8617  # not the one at which the sample museum opens by itself
NAME = f"sample-{PORT}"
COUNTS = """
SELECT count(*), count(*) FILTER (right_topic), count(*) FILTER (sure), count(*) FILTER (sure AND right_topic)
FROM (
    SELECT predicted.topic_id = truth.topic_id AS right_topic, predicted.decision_status = 'sure' AS sure
    FROM artwork_topics AS predicted
    JOIN latest_runs USING (run_id)
    JOIN ground_truth AS truth ON truth.collection = $name AND truth.artwork_id = predicted.artwork_id
    WHERE predicted.collection = $name AND predicted.topic_id IS NOT NULL
        AND NOT list_contains($reviewed, predicted.artwork_id)
)
"""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--reviews", type=int, default=60)
    arguments.add_argument("--works", type=int, default=600)
    given = arguments.parse_args()
    print("| reviewed | model | works | right | sure | of those right |\n|---|---|---:|---:|---:|---:|")
    for order in ("served first", "at random"):
        with tempfile.TemporaryDirectory() as folder:
            os.environ |= {"ARTMETA_DATA_DIR": folder, "ARTMETA_REPORTS_DIR": f"{folder}/reports"}
            compare(order, given.reviews, given.works)


def compare(order: str, reviews: int, works: int) -> None:
    settings = Settings.read()
    with open_sample(works, PORT) as visit:
        enrich_sample(visit)
        served = list(open_review(NAME, settings).works.works)
        if order == "at random":
            random.Random(1).shuffle(served)
        reviewed = [work.artwork_id for work in served[:reviews]]
        print(f"| {reviews} {order} | without | {counts(settings, reviewed)} |", flush=True)
        review(settings, served[:reviews])
        file = CollectionFile.load(with_reviews(settings.data_dir / "collections" / f"{NAME}.toml"))
        pipeline.train_model(file, settings)
        pipeline.enrich(file, settings)
        print(f"| {reviews} {order} | with | {counts(settings, reviewed)} |", flush=True)


def review(settings: Settings, works: Iterable[ReviewWork]) -> None:
    """Decide about works by their true topics."""
    with duckdb.connect(str(settings.database), read_only=True) as store:
        truth = dict(store.execute("SELECT artwork_id, topic_id FROM ground_truth").fetchall())
    with ReviewFile.open(review_path(settings.data_dir, NAME)) as file:
        for work in works:
            action, topics = decided(work.shown, [truth[work.artwork_id]] if truth[work.artwork_id] else [])
            known = f"by truth: {work.artwork_id}", work.artwork_id, "truth", datetime.now(UTC)
            file.add([Review(*known, action, work.shown, topics)])


def with_reviews(path: Path) -> Path:
    """Let the reviewed works of the sample join its training."""
    text = path.read_text(encoding="utf-8")
    write(path, text.replace("\n[training]", f'\n[training]\nwith_reviews = ["{NAME}"]\n#', 1))
    return path


def counts(settings: Settings, reviewed: list[str]) -> str:
    with duckdb.connect(str(settings.database), read_only=True) as store:
        ((works, right, sure, sure_right),) = store.execute(
            COUNTS, {"reviewed": reviewed, "name": NAME}
        ).fetchall()
    of_sure = f"{sure_right / sure:.1%}" if sure else "none"
    return f"{works} | {right / works:.1%} | {sure} | {of_sure}"


if __name__ == "__main__":
    main()
