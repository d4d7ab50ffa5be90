"""A museum in a few lines: works with dates, venues, pictures and what a model said of them, in a real store."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pandas as pd

from artmeta.store.database import Store

COLLECTION, RUN, MODEL = "museum", "20260102T030405-abcdef", "topics"
STARTED = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
TOPICS = {"aircraft": "Aircraft", "boat": "Boats and ships", "house": "Houses"}


def new_store(path: Path) -> Store:
    """Open a new database: a copy of one, because all its migrations take four times as long."""
    assert not path.exists()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_empty_database())
    return Store.open(path)


@cache
def _empty_database() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "new.duckdb"
        Store.open(path).close()
        return path.read_bytes()


@dataclass(frozen=True)
class Work:
    """One artwork; `confidences` are the model's confidences, empty where it has not judged the picture."""

    id: str
    earliest: int | None = None
    latest: int | None = None
    confidences: Mapping[str, float] = field(default_factory=dict)
    given: tuple[str, ...] = ()
    training_split: str = ""  # training or validation, where the model knows the picture
    split: str = ""
    title: str = "A view"
    artist: str = "Ann Painter"
    venue: str = "Town Hall"
    date_text: str = ""
    outcome: str = "ok"  # '' is a work without a picture
    sha256: str = ""
    mime: str = "image/jpeg"
    status: str = ""  # sure, unsure or unfamiliar, where the model judged the picture

    @property
    def picture(self) -> str | None:
        """The digest of the picture, None where none was fetched."""
        return (self.sha256 or hashlib.sha256(self.id.encode()).hexdigest()) if self.outcome == "ok" else None


def fill(
    store: Store,
    works: Iterable[Work],
    collection: str = COLLECTION,
    run_id: str = RUN,
    model: str = MODEL,
    config_text: str = "",
) -> None:
    """Write one run over some works, with version 3 of a model whose vocabulary is TOPICS."""
    held = list(works)
    where = {"collection": collection, "run_id": run_id}
    by = {"model_name": model, "model_version": 3}
    with store.transaction():
        store.upsert("runs", pd.DataFrame([{**where, **by, **_RUN, "config_text": config_text}]))
        store.upsert("models", pd.DataFrame([{"name": model, **_MODEL}]))
        store.upsert("topics", pd.DataFrame([_topic(*each) for each in enumerate(TOPICS.items())]))
        for table, rows in {
            "artworks": [{**where, **_artwork(work)} for work in held],
            "images": [{**where, **_image(work)} for work in held if work.outcome],
            "predictions": [{**where, **by, **row} for work in held for row in _predictions(work)],
            "decisions": [{**where, **by, **_decision(work)} for work in held if work.status],
            "training_works": [{**by, **_training(work)} for work in held if work.training_split],
        }.items():
            store.upsert(table, pd.DataFrame(rows))


_RUN = {
    "title": "The museum",
    "config_digest": "c" * 64,
    "config_path": "museum.toml",
    "code_version": "0.1.0",
    "status": "finished",
    "started_at": STARTED,
}
_MODEL = {
    "version": 3,
    "digest": "d" * 64,
    "backbone": "mobilenet",
    "vocabulary": "lesson",
    "vocabulary_version": "1",
    "card": "{}",
    "created_at": STARTED,
}


def _topic(position: int, topic: tuple[str, str]) -> dict[str, object]:
    links = '{"iconclass": "46C24", "aat": "300411660", "wikidata": "Q1"}' if topic[0] == "boat" else "{}"
    return {
        "vocabulary": "lesson",
        "version": "1",
        "topic_id": topic[0],
        "label": topic[1],
        "broader": "",
        "links": links,
        "position": position,
    }


def _artwork(work: Work) -> dict[str, object]:
    dated = work.earliest is not None or work.latest is not None
    return {
        "artwork_id": work.id,
        "title": work.title,
        "artist": work.artist,
        "artist_gender": "",
        "date_text": work.date_text or f"{work.earliest or ''}-{work.latest or ''}".strip("-"),
        "date_earliest": work.earliest,
        "date_latest": work.latest,
        "date_circa": False,
        "date_status": "read" if dated else ("unread" if work.date_text else "undated"),
        "date_profile": "neutral",
        "medium": "oil on canvas",
        "accession_number": f"ACC.{work.id}",
        "venue": work.venue,
        "url": f"https://museum.example/{work.id}",
        "rights": "cc0",
        "rights_text": "CC0",
        "given_topics": list(work.given),
        "split": work.split,
        "record_digest": work.id,
        "gone_run_id": None,
    }


def _image(work: Work) -> dict[str, object]:
    bad = work.outcome != "ok"
    return {
        "artwork_id": work.id,
        "position": 0,
        "url": f"https://museum.example/{work.id}.jpg",
        "rights": "cc0",
        "outcome": work.outcome,
        "reason": f"The picture of {work.id} could not be read." if bad else "",
        "sha256": work.picture,
        "path": None if bad else f"images/{work.id}.jpg",
        "mime": work.mime,
        "bytes": 10,
        "width": 100,
        "height": 80,
        "etag": None,
        "last_modified": None,
        "fetched_at": STARTED,
    }


def _predictions(work: Work) -> list[dict[str, object]]:
    order = sorted(work.confidences, key=lambda topic: -work.confidences[topic])
    return [
        {
            "artwork_id": work.id,
            "topic_id": topic,
            "score": work.confidences[topic],
            "confidence": work.confidences[topic],
            "rank": rank,
            "sha256": work.picture,
        }
        for rank, topic in enumerate(order, start=1)
    ]


def _decision(work: Work) -> dict[str, object]:
    best = max(work.confidences, key=lambda topic: work.confidences[topic])
    return {
        "artwork_id": work.id,
        "status": work.status,
        "topics": [best] if work.status == "sure" else [],
        "confidence_threshold": 0.8,
        "ood_score": 4.0 if work.status == "unfamiliar" else 0.5,
        "ood_threshold": 1.8,
        "sha256": work.picture,
    }


def _training(work: Work) -> dict[str, object]:
    return {
        "sha256": work.picture,
        "artwork_id": work.id,
        "topic_id": work.given[0],
        "split": work.training_split,
    }


def review(
    store: Store, work: str, action: str, topics: tuple[str, ...], shown: tuple[str, ...], **others: object
) -> None:
    """Add a person's review of a work of the run, as the import of a review file does."""
    number = len(store._execute("FROM reviews")) + 1
    row = {
        "review_id": f"r{number}",
        "collection": COLLECTION,
        "artwork_id": work,
        "number": number,
        "reviewer": "Ann",
        "decided_at": datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC),
        "action": action,
        "topic_ids": list(topics),
        "undoes": "",
        "shown_topics": list(shown),
        "shown_confidence": 0.9,
        "shown_status": "sure",
        "sha256": Work(work).picture,
        "run_id": RUN,
        "model_name": MODEL,
        "model_version": 3,
        "model_digest": "d" * 64,
        "source": "page",
    }
    store.insert("reviews", pd.DataFrame([row | others]))
