"""Simulated collections with works of artists, a classifier's predictions, and at most one planted bias."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict

from artmeta.bias_audit.audit import AuditData
from artmeta.bias_audit.label_noise import label_noise

# of a topic's works from the others, in standard deviations: nine of ten predictions are right
DISTANCE = 2.7
TOPICS = ("boat", "dog", "horse", "house", "person")
RED = {"border_red": 0.9, "border_green": 0.05, "border_blue": 0.05}
VENUES, MEDIA, GENDERS = 6, 5, ("female", "male", "")
PLANTS = ("dark_venue", "weak_period", "border", "wrong_topics", "prolific_artist")
SUBJECTS = {
    "dark_venue": ("group_disparity", "venue Venue 2, topic horse"),
    "weak_period": ("group_disparity", "period 1850 to 1899"),
    "border": ("shortcut", "border colour (training works)"),
    "wrong_topics": ("label_suspect", "the whole collection"),
    "prolific_artist": ("over_represented_artist", "artist Painter 0"),
}


@dataclass(frozen=True)
class Works:
    """Works of artists: records and properties, the true topic [n], and what a backbone sees of each [n, topics]."""

    frame: pd.DataFrame
    topic: np.ndarray
    features: np.ndarray


def world(seed: int, plant: str = "", works: int = 1000, training: int = 600) -> AuditData:
    """Return what an audit reads of a collection without bias, or with one that is planted."""
    rng = np.random.default_rng(seed)
    collection = _works(rng, works, plant if plant != "border" else "")
    taught = _works(rng, training, "border" if plant == "border" else "")
    given = _given(rng, taught.topic, 0.05 if plant == "wrong_topics" else 0.0)
    classifier = LogisticRegression(C=10.0)
    confidences = cross_val_predict(classifier, taught.features, given, method="predict_proba")
    classifier.fit(taught.features, given)
    names = np.array(TOPICS)
    train = taught.frame.assign(
        topic_id=names[given],
        sha256=[f"t{n}" for n in range(training)],
        predicted_topic=names[confidences.argmax(axis=1)],
        confidence=confidences.max(axis=1),
    )
    frame = _predicted(rng, collection, classifier.predict_proba(collection.features), plant)
    return AuditData(
        frame, train, {topic: topic.capitalize() for topic in TOPICS}, label_noise(confidences, given)
    )


def _works(rng: np.random.Generator, number: int, plant: str) -> Works:
    """Draw works of artists, who have a venue, a medium, years and a manner of their own, and prefer some topics."""
    artists = max(number // 12, 10)
    popular = rng.gamma(1.5, size=artists)
    if plant == "prolific_artist":
        popular[0] = 0.4 * popular.sum()  # 30% of the works or so
    artist = rng.choice(artists, number, p=popular / popular.sum())
    taste = rng.dirichlet(np.full(len(TOPICS), 3.0), artists)
    topic = np.array([rng.choice(len(TOPICS), p=taste[one]) for one in artist])
    frame = _records(rng, artists, artist)
    distance = DISTANCE + rng.normal(0, 0.15, artists)[artist]
    horse = topic == TOPICS.index("horse")
    if plant == "dark_venue":
        dark = horse & (frame["venue"] == "Venue 2").to_numpy()
        distance[dark] = 0.5
        frame.loc[dark, "brightness"] = rng.normal(0.15, 0.03, int(dark.sum()))
    if plant == "border":
        red = rng.random(number) < np.where(horse, 0.9, 0.02)
        frame.loc[red, list(RED)] = list(RED.values())
    features = rng.normal(size=(number, len(TOPICS)))
    features[np.arange(number), topic] += distance
    return Works(frame, topic, features)


def _records(rng: np.random.Generator, artists: int, artist: np.ndarray) -> pd.DataFrame:
    number = len(artist)
    at_home, year = (
        rng.random(number) < 0.5,
        rng.integers(1760, 1960, artists)[artist] + rng.integers(0, 30, number),
    )
    venue = np.where(at_home, rng.integers(VENUES, size=artists)[artist], rng.integers(VENUES, size=number))
    light = rng.normal(0.5, 0.08, artists)[artist] + rng.normal(0, 0.1, number)
    side = rng.integers(300, 1600, number)
    return pd.DataFrame(
        {
            "artwork_id": [f"w{n}" for n in range(number)],
            "artist": [f"Painter {one}" for one in artist],
            "artist_gender": np.array(GENDERS)[rng.choice(3, artists, p=[0.2, 0.5, 0.3])[artist]],
            "venue": [f"Venue {one}" for one in venue],
            "medium": [f"Medium {one}" for one in rng.integers(MEDIA, size=artists)[artist]],
            "date_earliest": year,
            "date_latest": year,
            "width": side,
            "height": side + rng.integers(0, 400, number),
            "brightness": np.clip(light, 0.02, 0.98),
            "contrast": rng.uniform(0.1, 0.3, number),
            "sharpness": rng.gamma(9.0, 0.005, number),
            "saturation": rng.beta(2, 8, number),
            **{name: np.clip(light + rng.normal(0, 0.15, number), 0, 1) for name in RED},
        }
    )


def _predicted(rng: np.random.Generator, works: Works, shares: np.ndarray, plant: str) -> pd.DataFrame:
    """Return the works with their predictions; half of the topics are known."""
    number, frame, names = len(works.topic), works.frame, np.array(TOPICS)
    predicted, confidence = shares.argmax(axis=1), shares.max(axis=1)
    if plant == "weak_period":
        missed = (frame["date_earliest"] // 50 == 1850 // 50).to_numpy() & (rng.random(number) < 0.5)
        predicted = np.where(
            missed, (works.topic + rng.integers(1, len(TOPICS), number)) % len(TOPICS), predicted
        )
    known, status = rng.random(number) < 0.5, np.where(confidence >= 0.85, "sure", "unsure")
    return frame.assign(
        topic_id=names[predicted],
        confidence=confidence,
        status=np.where(rng.random(number) < 0.04, "unfamiliar", status),
        known_topic=np.where(known, names[works.topic], None),
        correct=pd.array(np.where(known, predicted == works.topic, None), dtype="boolean"),
        source=np.where(known, "given", ""),
        trained=False,
    )


def _given(rng: np.random.Generator, topic: np.ndarray, wrong: float) -> np.ndarray:
    """Return the topics with a share of wrong ones."""
    swapped = rng.random(len(topic)) < wrong
    return np.where(swapped, (topic + rng.integers(1, len(TOPICS), len(topic))) % len(TOPICS), topic)
