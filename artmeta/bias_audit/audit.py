"""The audit: every comparison and check over a run's works and its model's training works."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from artmeta.bias_audit import findings as finding_sentences
from artmeta.bias_audit.artists import ArtistShare, artist_shares
from artmeta.bias_audit.causes import picture_causes
from artmeta.bias_audit.disparities import GroupMetric, group_metrics
from artmeta.bias_audit.drift import (
    Drift,
    DriftSample,
    Profile,
    drift_from_last_run,
    drift_from_training,
    profile,
)
from artmeta.bias_audit.findings import COLLECTION_WORKS, TRAINING_WORKS, Finding, Suspect
from artmeta.bias_audit.groupings import by_name, groupings
from artmeta.bias_audit.label_noise import LabelNoise
from artmeta.bias_audit.limits import limitations
from artmeta.bias_audit.shortcuts import Shortcut, shortcuts
from artmeta.bias_audit.works import NONE, STATUSES, AuditedWorks, Floats, Indices, floats

if TYPE_CHECKING:
    import pandas as pd

DIGITS = 6  # of numbers in JSON


@dataclass(frozen=True, slots=True)
class AuditData:
    """What an audit reads.

    `works` has a row for each classified work, `training` for each training work of the model: see the queries
    `bias_works` and `bias_training`. `artist` is one name for each artist there, '' for nobody in particular. `labels`
    are the topics in the order of the model. `before` is the profile of the last run.
    """

    works: pd.DataFrame
    training: pd.DataFrame
    labels: Mapping[str, str]
    noise: LabelNoise | None = None
    suspects: tuple[Suspect, ...] = ()
    before: Profile = field(default_factory=dict)
    model_changed: bool = False
    multi_label: bool = False


@dataclass(frozen=True, slots=True)
class AuditResult:
    """What an audit found, in the order of the report."""

    works: int
    sources: Mapping[str, int]
    groups: tuple[GroupMetric, ...]
    shortcuts: tuple[Shortcut, ...]
    drift: tuple[Drift, ...]
    artists: tuple[ArtistShare, ...]
    suspects: tuple[Suspect, ...]
    noise: LabelNoise | None
    findings: tuple[Finding, ...]
    limitations: tuple[str, ...]
    profile: Profile

    def as_json(self) -> dict[str, Any]:
        """Return the result as plain values, ready for JSON: numbers that are not known are None."""
        parts = ("findings", "groups", "shortcuts", "drift", "artists", "suspects")
        noise = self.noise and {key: getattr(self.noise, key) for key in ("share", "low", "high", "p_value")}
        return {
            "works": self.works,
            "known_topics": dict(self.sources),
            "label_noise": noise,
            "limitations": list(self.limitations),
            **{part: [_plain(asdict(row)) for row in getattr(self, part)] for part in parts},
        }


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {key: _number(value) if isinstance(value, float) else value for key, value in row.items()}


def _number(value: float) -> float | None:
    return round(value, DIGITS) if np.isfinite(value) else None


def audit(data: AuditData) -> AuditResult:
    """Compare groups, look for shortcuts, drift and over-represented artists, and put what was found into sentences."""
    topics = tuple(data.labels)
    works = audited_works(data.works, topics)
    groups = group_metrics(works) if len(works) else []
    short = tuple(_shortcuts(data, works, topics))
    artists = tuple(_artists(data, works, topics))
    sample = drift_sample(data.works, works.predicted, works.confidence, works.cluster)
    now = profile(sample, topics, np.array([*STATUSES, ""])[works.status])
    drift = tuple(_drift(data, sample, works, now))
    sources = {str(name): int(count) for name, count in data.works["source"].value_counts().items() if name}
    causes = picture_causes(data.works, works, [row for row in groups if row.disparity])
    findings = (
        *finding_sentences.disparity_findings(groups, data.labels, causes),
        *finding_sentences.shortcut_findings(short, data.labels),
        *finding_sentences.drift_findings(drift, data.model_changed),
        *finding_sentences.noise_findings(data.noise, data.suspects, len(data.training)),
        *finding_sentences.artist_findings(artists, data.labels),
    )
    training = int(data.training["confidence"].notna().sum())
    sentences = tuple(filter(None, limitations(works, sources, training, data.multi_label)))
    return AuditResult(
        len(works),
        sources,
        tuple(groups),
        short,
        drift,
        artists,
        data.suspects,
        data.noise,
        findings,
        sentences,
        now,
    )


def audited_works(frame: pd.DataFrame, topics: tuple[str, ...]) -> AuditedWorks:
    """Return the columns of the query `bias_works` as arrays."""
    correct = floats(frame["correct"])
    return AuditedWorks(
        topics,
        _codes(frame["topic_id"], topics),
        frame["confidence"].to_numpy(dtype=float),
        _codes(frame["status"], STATUSES),
        _codes(frame["known_topic"], topics),
        np.isfinite(correct),
        correct == 1,
        clusters(frame["artist"]),
        groupings(frame),
    )


def _codes(column: pd.Series[Any], names: tuple[str, ...]) -> Indices:
    import pandas as pd

    return pd.Index(names).get_indexer(pd.Index(column)).astype(np.intp)


def clusters(artist: pd.Series[Any]) -> Indices:
    """Return the number of each work's artist [n]; each work without one is a cluster of its own."""
    import pandas as pd

    codes, names = pd.factorize(artist.replace("", None))
    single = codes < 0
    numbers = codes.astype(np.intp)
    numbers[single] = len(names) + np.arange(int(single.sum()))
    return numbers


def drift_sample(
    frame: pd.DataFrame, predicted: Indices, confidence: Floats, cluster: Indices
) -> DriftSample:
    """Return the measures of works whose distribution may drift."""
    measures = {name: floats(frame[name]) for name in ("brightness", "sharpness", "saturation")}
    sides = (floats(frame[name]) for name in ("width", "height"))
    return DriftSample(
        {"confidence": confidence, **measures, "image_size": np.minimum(*sides)}, predicted, cluster
    )


def _shortcuts(data: AuditData, works: AuditedWorks, topics: tuple[str, ...]) -> Iterator[Shortcut]:
    """Yield shortcuts among training works, and among other works of known topic."""
    trained = data.training.reset_index(drop=True)
    yield from shortcuts(
        trained, _codes(trained["topic_id"], topics), topics, clusters(trained["artist"]), TRAINING_WORKS
    )
    known = (works.known >= 0) & (data.works["source"].to_numpy() != "training")
    cluster = np.unique(works.cluster[known], return_inverse=True)[1]
    yield from shortcuts(data.works[known], works.known[known], topics, cluster, COLLECTION_WORKS)


def _artists(data: AuditData, works: AuditedWorks, topics: tuple[str, ...]) -> Iterator[ArtistShare]:
    if len(works):
        yield from artist_shares(
            by_name("artist", data.works["artist"]), works.predicted, topics, COLLECTION_WORKS
        )
    if len(data.training):
        topic = _codes(data.training["topic_id"], topics)
        yield from artist_shares(by_name("artist", data.training["artist"]), topic, topics, TRAINING_WORKS)


def _drift(data: AuditData, sample: DriftSample, works: AuditedWorks, now: Profile) -> Iterator[Drift]:
    """Compare works that are not of the training with those that are, and this run with the last."""
    new = ~data.works["trained"].to_numpy(dtype=bool)
    trained = data.training
    if len(trained) and new.any():
        predicted = _codes(trained["predicted_topic"], works.topics)
        confidence = floats(trained["confidence"])
        confidence = np.where(predicted == NONE, np.nan, confidence)
        training = drift_sample(trained, predicted, confidence, clusters(trained["artist"]))
        yield from drift_from_training(_part(sample, new), training)
    if data.before:
        yield from drift_from_last_run(now, data.before)


def _part(sample: DriftSample, kept: Any) -> DriftSample:
    measures = {name: values[kept] for name, values in sample.measures.items()}
    return DriftSample(measures, sample.predicted[kept], sample.cluster[kept])
