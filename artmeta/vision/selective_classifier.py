"""What a model says of a work in the end: how sure it is of each topic, and whether its word may stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from artmeta.domain.model_card import ModelCard
from artmeta.errors import ModelError
from artmeta.vision.heads import Floats, Head, Vectors
from artmeta.vision.model_store import StoredModel, read_beside
from artmeta.vision.ood import FLAGGED, OODDetector, fit_ood_detector
from artmeta.vision.reference_embeddings import ReferenceEmbeddings, unit_vectors
from artmeta.vision.thresholds import TARGET, Threshold, choose_each, choose_thresholds, limits
from artmeta.vision.training import TrainedHead

Status = Literal["sure", "unsure", "unfamiliar"]
STATUSES: tuple[Status, ...] = get_args(Status)
REFERENCE_FILE, OOD_FILE = "memory.npz", "familiarity.npz"  # beside a model's head


@dataclass(frozen=True, slots=True)
class Decision:
    """Scores and confidences [n, topics]; a status a work; the numbers of the topics that are sure, likeliest first.

    `ood_score` [n] and `ood_threshold` [n], above which a work is unfamiliar, are NaN where the model has
    no OOD detector; so is `sure_from` [n], the threshold of the likeliest topic, where it has no thresholds.
    """

    scores: Floats
    confidences: Floats
    status: NDArray[np.str_]
    sure_topics: list[list[int]]
    sure_from: Floats
    ood_score: Floats
    ood_threshold: Floats


@dataclass(frozen=True, slots=True)
class SelectiveClassifier:
    """A head with what it takes to doubt it; `thresholds` [topics] are the least confidences that are sure.

    An imported model has no memory and no ood_detector: nothing is unfamiliar to it, and nothing sure.
    """

    head: Head
    thresholds: Floats
    reference: ReferenceEmbeddings | None = None
    ood_detector: OODDetector | None = None
    rests_on: Mapping[str, Threshold] = field(default_factory=dict)

    def card_entry(self, target: float) -> dict[str, Any]:
        """Return what the card says of thresholds that were chosen for a target precision, and of the familiar."""
        entry: dict[str, Any] = {"target_precision": target}
        entry["thresholds"] = {topic: each.confidence for topic, each in self.rests_on.items()}
        entry["thresholds_rest_on"] = {topic: asdict(each) for topic, each in self.rests_on.items()}
        if self.ood_detector is not None:
            entry["familiarity"] = {"limit": self.ood_detector.threshold, "flagged": FLAGGED}
        return entry

    def decide(self, vectors: Vectors) -> Decision:
        """Judge works by their features [n, width]."""
        logits, confidences = self.head.logits(vectors), self.head.confidences(vectors)
        sure = self._sure(confidences)
        status = np.where([bool(topics) for topics in sure], "sure", "unsure").astype("<U10")
        ood_score, limit = np.full(len(vectors), np.nan), np.nan
        if self.ood_detector is not None:
            ood_score = self.ood_detector.score(vectors, logits)
            limit = self.ood_detector.threshold
            status[ood_score > limit] = "unfamiliar"
        sure = [topics if status == "sure" else [] for topics, status in zip(sure, status, strict=True)]
        least = np.where(np.isfinite(self.thresholds), self.thresholds, np.nan)[confidences.argmax(axis=1)]
        return Decision(
            self.head.scores(vectors),
            confidences,
            status,
            sure,
            least,
            ood_score,
            np.full(len(vectors), limit),
        )

    def _sure(self, confidences: Floats) -> list[list[int]]:
        """List each work's sure topics, likeliest first; where topics exclude each other, at most the likeliest."""
        order = np.argsort(-confidences, axis=1, kind="stable")
        most = order.shape[1] if self.head.multi_label else 1
        return [
            [int(k) for k in places[:most] if row[k] >= self.thresholds[k]]
            for row, places in zip(confidences, order, strict=True)
        ]

    def files(self) -> dict[str, bytes]:
        """Return what lies beside the head in a model's folder."""
        files = {}
        if self.reference is not None:
            files[REFERENCE_FILE] = self.reference.packed()
        if self.ood_detector is not None:
            files[OOD_FILE] = self.ood_detector.packed()
        return files


def fit_selective_classifier(
    trained: TrainedHead,
    vectors: Vectors,
    artwork_ids: Sequence[str],
    sha256s: Sequence[str],
    target: float = TARGET,
) -> SelectiveClassifier:
    """Learn from a training [n works] what is sure, what is familiar, and which works to remember.

    `target` is the precision that works called sure shall have.

    Thresholds rest on the out-of-fold scores of all works; memory and ood_detector on those trained on.
    """
    y_true, known, sure = trained.y_true, ~trained.validation, trained.confidences_out_of_fold
    topics = y_true if trained.shows is None else trained.shows
    places = np.flatnonzero(known).tolist()
    names = (tuple(each[place] for place in places) for each in (artwork_ids, sha256s))
    reference = ReferenceEmbeddings(unit_vectors(vectors[known]).astype(np.float16), topics[known], *names)
    ood_detector = fit_ood_detector(vectors, y_true, trained.out_of_fold, trained.parts, known)
    if trained.shows is None:
        chosen = choose_thresholds(sure, y_true, trained.topics, target)
    else:
        chosen = choose_each(sure, trained.shows, trained.topics, target)
    return SelectiveClassifier(trained.head, limits(chosen, trained.topics), reference, ood_detector, chosen)


def load_selective_classifier(models_dir: Path, model: StoredModel) -> SelectiveClassifier:
    """Load what a saved model judges with; raise ModelError if a file of it is missing, changed or damaged."""
    return selective_classifier_from(
        model.card, model.head, read_beside(models_dir, model.card, (REFERENCE_FILE, OOD_FILE))
    )


def selective_classifier_from(card: ModelCard, head: Head, files: Mapping[str, bytes]) -> SelectiveClassifier:
    """Put a saved model's classifier together again; raise ModelError if one of its files is damaged."""
    entry: Mapping[str, Any] = card.calibration.get("thresholds", {})
    thresholds = np.array([float(entry.get(topic, np.inf)) for topic in card.topics])
    reference = ReferenceEmbeddings.unpacked(files[REFERENCE_FILE]) if REFERENCE_FILE in files else None
    ood_detector = OODDetector.unpacked(files[OOD_FILE]) if OOD_FILE in files else None
    if reference is not None and reference.directions.shape[1] != head.layers[0].kernel.shape[0]:
        raise ModelError(f"The memory of '{card.name}' is not that of its head.", "Train the model again.")
    return SelectiveClassifier(head, thresholds, reference, ood_detector)
