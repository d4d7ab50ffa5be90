"""A made-up museum of any size in a real store, with every kind of doubt and trouble that a report can show."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from trend_rows import fill_trends

from artmeta.report.render import Beside, questions, write_report
from artmeta.report.work_files import write_works
from artmeta.store.database import Store

COLLECTION, RUN, MODEL, VERSION = "museum", "20260102T030405-abcdef", "lesson-topics", 3
STARTED = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
LABELS = ("Aircraft", "Boats and ships", "Angels and demons", "Houses", "Horse racing")
VENUES = ("Town Hall", "County FlagGroups", "Maritime Museum", "Old Library", "")
EVIL = "<script>alert('title')</script>"


def fill(
    store: Store,
    works: int = 400,
    topics: int = 5,
    seed: int = 1,
    dated: bool = True,
    classified: bool = True,
) -> None:
    """Write one run; `topics` is how many the model knows, `classified` whether it has classified the pictures."""
    rng = np.random.default_rng(seed)
    ids = [f"w{i:05}" for i in range(works)]
    names = _topics(topics)
    with store.transaction():
        store.upsert("runs", pd.DataFrame([_run(classified)]))
        store.upsert("models", pd.DataFrame([_model(list(names), rng)]))
        store.upsert("topics", pd.DataFrame(_topic_rows(names)))
        if works:
            artworks = _artworks(ids, list(names), rng, dated)
            store.upsert("artworks", artworks)
            store.upsert("images", _images(ids))
            if classified:
                store.upsert("predictions", _predictions(ids, list(names), artworks, rng))
                fill_trends(store, RUN, list(names))
                store.upsert("flags", _flags(store, ids, rng))
            store.upsert("issues", _issues(ids))
        store.upsert("out_of_fold_confidences", _out_of_fold(list(names), rng))
        store.upsert("training_epochs", _epochs())
        store.upsert("validations", _validations())
        store.upsert("step_results", _steps(works))


def report(
    store: Store,
    to: Path,
    thumbnails: Callable[[str], bytes | None] = lambda path: None,
    works: bool = False,
    **choices: int,
) -> str:
    """Write the report of the run, with its folder of `works` if wanted, and return the page's text."""
    beside = Beside()
    if works:
        rows = store.rows("explore_works", run_id=RUN, max_pictures=choices.pop("max_pictures", 100))
        beside = Beside("museum-works", tuple(write_works(rows, to.with_name("museum-works"), thumbnails)))
    with store.materialized(RUN):  # as the step does: a quarter less CPU time
        answers = {name: store.rows(name, **values) for name, values in questions(RUN, **choices).items()}
    (run,) = store.rows("run", run_id=RUN)
    return write_report(answers, run, to, thumbnails, beside).read_text(encoding="utf-8")


def thumbnail(path: str) -> bytes | None:
    """Draw a small picture; every ninth work has none."""
    from PIL import Image, ImageDraw

    number = int(path[1:])
    if number % 9 == 0:
        return None
    image = Image.new("RGB", (160, 110 if number % 2 else 200), (200 - number % 90, 180, 120 + number % 100))
    ImageDraw.Draw(image).ellipse((30, 20, 120, 100), fill=(number % 255, 80, 60))
    held = io.BytesIO()
    image.save(held, "JPEG", quality=70)
    return held.getvalue()


def _topics(count: int) -> dict[str, str]:
    labels = [*LABELS, *(f"Topic number {i}" for i in range(count))][:count]
    return {label.lower().replace(" ", "-"): label for label in labels}


def _run(classified: bool) -> dict[str, Any]:
    return {
        "run_id": RUN,
        "collection": COLLECTION,
        "title": "Pictures of the Town & County",
        "config_digest": "c" * 64,
        "config_text": 'title = "Pictures"',
        "config_path": "museum.toml",
        "code_version": "0.1.0",
        "model_name": MODEL if classified else None,
        "model_version": VERSION if classified else None,
        "status": "running",
        "resumed": 1,
        "started_at": STARTED,
    }


def _model(topics: list[str], rng: np.random.Generator) -> dict[str, Any]:
    confusion = rng.poisson(1.2, (len(topics), len(topics))) + np.diag(rng.integers(15, 30, len(topics)))
    predicted, true = confusion.sum(axis=0), confusion.sum(axis=1)
    metrics = [
        {
            "topic_id": topic,
            "works_trained": int(5 * true[k]),
            "works_validated": int(true[k]),
            "precision": float(confusion[k, k] / predicted[k]),
            "recall": float(confusion[k, k] / true[k]),
            "f1": float(2 * confusion[k, k] / (predicted[k] + true[k])),
            "average_precision": 0.8 + k / 50 % 0.2,
        }
        for k, topic in enumerate(topics)
    ]
    card = {
        "name": MODEL,
        "version": VERSION,
        "backbone": "mobilenetv2",
        "head": "logistic",
        "topics": topics,
        "data_digest": "e" * 64,
        "trained_on": "the lesson's archive of five topics",
        "created_at": "2026-01-01",
        "preprocessing": "torch",
        "accuracy": float(confusion.trace() / confusion.sum()),
        "macro_f1": 0.87,
        "mean_average_precision": 0.84,
        "metrics": metrics,
        "confusion": confusion.tolist(),
        "hyperparameters": {"epochs": 50, "learning_rate": 0.001},
        "calibration": {"temperature": 2.1, "error_before": 0.078, "error_after": 0.036},
        "notes": ["Twenty works a topic."],
    }
    return {
        "name": MODEL,
        "version": VERSION,
        "digest": "d" * 64,
        "backbone": "mobilenetv2-1.0@2f518e773d44",
        "vocabulary": "lesson",
        "vocabulary_version": "1",
        "card": json.dumps(card),
        "created_at": STARTED,
    }


def _topic_rows(names: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "vocabulary": "lesson",
            "version": "1",
            "topic_id": id_,
            "label": label,
            "broader": "",
            "links": "{}",
            "position": i,
        }
        for i, (id_, label) in enumerate(names.items())
    ]


def _artworks(ids: list[str], topics: list[str], rng: np.random.Generator, dated: bool) -> pd.DataFrame:
    year = np.clip(rng.normal(1875, 45, len(ids)), 1700, 1999).astype(int)
    width = rng.choice([0, 0, 0, 4, 10, 99], len(ids))
    first = np.where(width == 99, 100 * (year // 100), year)
    status = (
        rng.choice(["read", "undated", "unread"], len(ids), p=[0.88, 0.09, 0.03])
        if dated
        else ["undated"] * len(ids)
    )
    frame = pd.DataFrame({"artwork_id": ids, "date_status": status})
    known = frame["date_status"] == "read"
    frame["date_earliest"] = pd.Series(first, dtype="Int32").where(known)
    frame["date_latest"] = pd.Series(first + width, dtype="Int32").where(
        known & (rng.random(len(ids)) > 0.03)
    )
    frame["date_text"] = [f"{a}-{a + w}" if k else "" for a, w, k in zip(first, width, known, strict=True)]
    frame["title"] = [EVIL if i == 0 else f"A view of the town, no. {i}" for i in range(len(ids))]
    frame["artist"] = [f"Painter {n}" if n else "" for n in rng.integers(0, 60, len(ids))]
    frame["artist_gender"] = rng.choice(["female", "male", ""], len(ids), p=[0.1, 0.6, 0.3])
    frame["venue"] = rng.choice(VENUES, len(ids), p=[0.5, 0.25, 0.15, 0.05, 0.05])
    frame["url"] = [
        "javascript:alert(1)" if i == 1 else f"https://museum.example/{id_}" for i, id_ in enumerate(ids)
    ]
    frame["given_topics"] = [
        [topics[int(rng.integers(len(topics)))]] if i % 3 == 0 else [] for i in range(len(ids))
    ]
    frame["rights"] = rng.choice(["public_domain", "unknown"], len(ids))
    return frame.assign(
        collection=COLLECTION,
        run_id=RUN,
        date_circa=False,
        date_profile="neutral",
        medium="oil on canvas",
        accession_number="",
        rights_text="",
        split="",
        record_digest=ids,
    )


def _images(ids: list[str]) -> pd.DataFrame:
    frame = pd.DataFrame(
        {"artwork_id": ids, "outcome": ["gone" if i % 40 == 39 else "ok" for i in range(len(ids))]}
    )
    bad = frame["outcome"] == "gone"
    frame["reason"] = np.where(bad, "The museum's server no longer has the picture (404).", "")
    frame["sha256"] = frame["path"] = frame["artwork_id"].where(~bad)
    return frame.assign(
        collection=COLLECTION,
        position=0,
        url="https://museum.example/a.jpg",
        rights="unknown",
        run_id=RUN,
        fetched_at=STARTED,
    )


def _predictions(
    ids: list[str], topics: list[str], artworks: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    """Give each topic its own rise or fall over the years, and confidences that are mostly high."""
    year = artworks["date_earliest"].fillna(1875).to_numpy(dtype=float)
    lean = np.linspace(-1.5, 1.5, len(topics))[None, :] * ((year - 1850) / 60)[:, None]
    logits = lean + rng.gumbel(0, 1, (len(ids), len(topics)))
    given = artworks["given_topics"].map(lambda each: topics.index(each[0]) if len(each) else -1).to_numpy()
    logits[np.arange(len(ids)), given] += np.where(given >= 0, 3.0, 0.0)
    shares = np.exp(1.6 * (logits - logits.max(axis=1, keepdims=True)))
    shares /= shares.sum(axis=1, keepdims=True)
    ranks = (-shares).argsort(axis=1).argsort(axis=1) + 1
    seen = np.repeat([i for i in range(len(ids)) if i % 40 != 39], len(topics))
    column = np.tile(np.arange(len(topics)), len(seen) // len(topics))
    return pd.DataFrame(
        {
            "collection": COLLECTION,
            "artwork_id": np.array(ids)[seen],
            "model_name": MODEL,
            "model_version": VERSION,
            "topic_id": np.array(topics)[column],
            "score": shares[seen, column],
            "confidence": shares[seen, column],
            "rank": ranks[seen, column],
            "sha256": np.array(ids)[seen],
            "run_id": RUN,
        }
    )


def _flags(store: Store, ids: list[str], rng: np.random.Generator) -> pd.DataFrame:
    rows = [
        _flag("low_confidence", "note", id_, rng.random() / 2, 0.5) for id_ in ids[:: max(1, len(ids) // 60)]
    ]
    rows += [_flag("unreadable_image", "note", id_, 0, 1) for id_ in ids[39::40][:50]]
    rows.append(_flag("group_disparity", "serious", "period 1750 to 1799", 0.4, 0.7))
    rows.append(_flag("undated", "warning", "the whole collection", 0.24, 0.2))
    return pd.DataFrame(rows)


def _flag(kind: str, severity: str, subject: str, measured: float, limit: float) -> dict[str, Any]:
    sentence = f"{subject} was measured at {measured:.2f}, past {limit}: look at it before you use it. {EVIL}"
    return {
        "run_id": RUN,
        "collection": COLLECTION,
        "kind": kind,
        "severity": severity,
        "subject": subject,
        "measured": measured,
        "limit_value": limit,
        "sentence": sentence,
    }


def _issues(ids: list[str]) -> pd.DataFrame:
    rows = [
        ("fetch", id_, "gone", f"The picture of {id_} is gone (404): correct its address.")
        for id_ in ids[39::40]
    ]
    rows += [
        ("embed", id_, "unreadable", f"The file of {id_} ends in the middle. {EVIL}") for id_ in ids[5::100]
    ]
    frame = pd.DataFrame(rows, columns=["step", "artwork_id", "kind", "message"])
    return frame.assign(collection=COLLECTION, run_id=RUN)


def _out_of_fold(topics: list[str], rng: np.random.Generator) -> pd.DataFrame:
    """Confidences that are somewhat too high, of 160 works of known topic."""
    given = rng.integers(len(topics), size=160)
    logits = rng.gumbel(0, 1, (160, len(topics)))
    logits[np.arange(160), given] += 2.0
    shares = np.exp(1.3 * logits)
    shares /= shares.sum(axis=1, keepdims=True)
    work = np.repeat(np.arange(160), len(topics))
    return pd.DataFrame(
        {
            "model_name": MODEL,
            "model_version": VERSION,
            "sha256": [f"t{i:04}" for i in work],
            "given_topic_id": np.array(topics)[given[work]],
            "topic_id": np.tile(topics, 160),
            "confidence": shares.ravel(),
        }
    )


def _epochs() -> pd.DataFrame:
    epoch = np.arange(1, 51)
    return pd.DataFrame(
        {
            "model_name": MODEL,
            "model_version": VERSION,
            "epoch": epoch,
            "loss": 1.5 * np.exp(-epoch / 9) + 0.03,
            "accuracy": 1 - 0.6 * np.exp(-epoch / 6),
            "validation_loss": 1.3 * np.exp(-epoch / 7) + 0.4 + epoch * 0.002,
            "validation_accuracy": 0.88 - 0.5 * np.exp(-epoch / 5),
        }
    )


def _validations() -> pd.DataFrame:
    rows = [
        ("input", "ids_are_unique", "artwork_id", True, "critical", "Every work has an id of its own."),
        (
            "input",
            "years_in_reach",
            "date_earliest",
            False,
            "warning",
            "3 of 400 works are dated after this year.",
        ),
        (
            "output",
            "confidences_sum",
            "confidence",
            True,
            "critical",
            "The confidences of each work sum to 1.",
        ),
    ]
    columns = ["suite", "expectation", "column_name", "success", "severity", "sentence"]
    return pd.DataFrame(rows, columns=columns).assign(run_id=RUN, measured="{}")


def _steps(works: int) -> pd.DataFrame:
    names = ["fetch", "validate", "embed", "classify", "verify", "assess"]
    return pd.DataFrame(
        [
            {
                "run_id": RUN,
                "step": name,
                "done": works // (i + 1),
                "skipped": i,
                "failed": works // 40 if i == 0 else 0,
                "seconds": 1.5 * (i + 1),
                "finished_at": STARTED + timedelta(minutes=i),
            }
            for i, name in enumerate(names)
        ]
    )
