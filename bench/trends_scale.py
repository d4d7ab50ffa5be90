"""How long do a million predictions take from the database to the tables of trends, and how much memory?

Run: `python -m bench.trends_scale [--predictions 1000000] [--topics 7] [--everything]`; no data is needed. Fills a
database with works whose dates, artists, venues and calibrated confidences are drawn, in a process of its own, and
then does what a run does: reads them, corrects, draws the bootstrap (200 replicates), judges, leaves out the
largest artists and venues, and writes the tables. `--everything` also compares venues and looks for change points.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd

from artmeta.domain.model_card import ModelCard
from artmeta.settings import Settings
from artmeta.steps.context import CollectionFile, begin, open_run
from artmeta.steps.trends import renew_trends
from artmeta.store.database import Store
from artmeta.vision.heads import Dense, Head
from artmeta.vision.model_store import save_model

COLLECTION, MODEL, PICTURE = "large", "drawn", "picture-"
EVIDENCE = 1000  # works out of fold
SHARPNESS = 2.2  # of the made-up classifier: about 80% right on seven topics
FILE = """title = "Large"
[source]
kind = "folder"
path = "."
[model]
name = "drawn"
"""
EVERYTHING = '[trends]\ncompare = ["venue"]\nchange_points = true\n'


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--predictions", type=int, default=1_000_000)
    arguments.add_argument("--topics", type=int, default=7)
    arguments.add_argument("--everything", action="store_true")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        inputs = (Path(folder), given.predictions // given.topics, given.topics, given.everything)
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            run_id = pool.apply(fill, inputs)
        before = peak()
        with open_run(run_id, settings_of(Path(folder))) as context:
            started, used = time.perf_counter(), time.process_time()
            renew_trends(context)
            wall, cpu = time.perf_counter() - started, time.process_time() - used
            rows = len(context.store.frame("topic_trends", run_id=run_id))
    print(
        f"{inputs[1] * given.topics} predictions of {given.topics} topics to {rows} rows of topic_trends: {wall:.1f} s "
        f"({cpu:.1f} CPU s), peak {peak():.0f} MB of the process ({before:.0f} MB before)."
    )


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def settings_of(folder: Path) -> Settings:
    return Settings(data_dir=folder / "data")


def fill(folder: Path, works: int, topics: int, everything: bool) -> str:
    """Draw works, what a model says of them and how it errs; return the id of a run over them."""
    random, settings = np.random.default_rng(1), settings_of(folder)
    names = [f"topic {number}" for number in range(topics)]
    save_model(
        settings.models_dir,
        Head((Dense(np.eye(topics, dtype=np.float32), np.zeros(topics, np.float32)),)),
        card(names),
    )
    file = CollectionFile.write(FILE + (EVERYTHING if everything else ""), folder / f"{COLLECTION}.toml")
    run_id = begin(file, settings, (MODEL, 1))
    ids = np.array([f"museum:{number}" for number in range(works)], dtype=object)
    pictures = np.array([f"{PICTURE}{number}" for number in range(works)], dtype=object)
    right = random.integers(0, topics, works)
    with Store.open(settings.database) as store:
        store.insert("artworks", artworks(ids, run_id, random))
        store.insert("images", images(ids, pictures, run_id))
        store.insert("models", model_row(names))
        store.insert("topics", topic_rows(names))
        store.insert(
            "predictions",
            predictions(ids, pictures, names, confidences_of(right, topics, random), run_id),
        )
        store.insert("out_of_fold_confidences", out_of_fold(names, random))
    return run_id


def confidences_of(right: np.ndarray, topics: int, random: np.random.Generator) -> np.ndarray:
    """Confidences that are right as often as they say: a normal signal, seen through its own likelihood."""
    raised = np.exp(
        SHARPNESS * (random.normal(size=(len(right), topics)) + SHARPNESS * np.eye(topics)[right])
    )
    return raised / raised.sum(axis=1, keepdims=True)


def artworks(ids: np.ndarray, run_id: str, random: np.random.Generator) -> pd.DataFrame:
    years = random.integers(1500, 2000, len(ids))
    wide = random.choice([0, 0, 0, 5, 25, 50], len(ids))
    artists = [f"artist {number}" for number in range(2000)]
    return pd.DataFrame(
        {
            "collection": COLLECTION,
            "artwork_id": ids,
            "title": "",
            "artist": random.choice(artists, len(ids)),
            "artist_gender": "",
            "date_text": "",
            "date_earliest": years - wide,
            "date_latest": years + wide,
            "date_circa": False,
            "date_status": "read",
            "date_profile": "neutral",
            "medium": "",
            "accession_number": "",
            "venue": random.choice(["north", "south", "east"], len(ids)),
            "url": "",
            "rights": "cc0",
            "rights_text": "",
            "given_topics": [[]] * len(ids),
            "split": "",
            "record_digest": "",
            "run_id": run_id,
        }
    )


def images(ids: np.ndarray, pictures: np.ndarray, run_id: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "collection": COLLECTION,
            "artwork_id": ids,
            "position": 0,
            "url": "",
            "rights": "cc0",
            "outcome": "ok",
            "reason": "",
            "sha256": pictures,
            "run_id": run_id,
        }
    )


def predictions(
    ids: np.ndarray, pictures: np.ndarray, names: list[str], confidences: np.ndarray, run_id: str
) -> pd.DataFrame:
    count = len(names)
    ranks = (-confidences).argsort(axis=1).argsort(axis=1) + 1
    return pd.DataFrame(
        {
            "collection": COLLECTION,
            "artwork_id": np.repeat(ids, count),
            "model_name": MODEL,
            "model_version": 1,
            "topic_id": np.tile(np.array(names, dtype=object), len(ids)),
            "score": confidences.ravel(),
            "confidence": confidences.ravel(),
            "rank": ranks.ravel(),
            "sha256": np.repeat(pictures, count),
            "run_id": run_id,
        }
    )


def out_of_fold(names: list[str], random: np.random.Generator) -> pd.DataFrame:
    count = len(names)
    right = np.arange(EVIDENCE) % count
    return pd.DataFrame(
        {
            "model_name": MODEL,
            "model_version": 1,
            "sha256": np.repeat([f"known-{number}" for number in range(EVIDENCE)], count),
            "given_topic_id": np.repeat(np.array(names)[right], count),
            "topic_id": np.tile(names, EVIDENCE),
            "confidence": confidences_of(right, count, random).ravel(),
        }
    )


def model_row(names: list[str]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "name": MODEL,
                "version": 1,
                "digest": "",
                "backbone": "",
                "vocabulary": "drawn",
                "vocabulary_version": "1",
                "card": "{}",
                "created_at": datetime.now(UTC),
            }
        ]
    )


def topic_rows(names: list[str]) -> pd.DataFrame:
    rows = [(name, number) for number, name in enumerate(names)]
    frame = pd.DataFrame(rows, columns=["topic_id", "position"])
    return frame.assign(vocabulary="drawn", version="1", label=frame["topic_id"], broader="", links="{}")


def card(names: list[str]) -> ModelCard:
    return ModelCard(
        name=MODEL,
        version=1,
        backbone="",
        backbone_digest="",
        preprocessing="",
        head="logistic",
        vocabulary="drawn",
        vocabulary_version="1",
        topics=tuple(names),
        data_digest="",
        trained_on="",
        created_at="",
        code_version="",
    )


if __name__ == "__main__":
    main()
