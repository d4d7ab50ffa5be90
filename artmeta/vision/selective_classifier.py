"""Selective classification with a reject option: a work is sure, unsure (below the threshold) or unfamiliar.

The share of works that are sure is the coverage. Unfamiliar works are out of distribution (OOD).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from artmeta.domain.model_card import ModelCard
from artmeta.errors import ModelError
from artmeta.vision.heads import Floats, Head, Vectors
from artmeta.vision.model_store import StoredModel, read_beside
from artmeta.vision.none_class import NoneClass, NoneWorks, fit_none_class
from artmeta.vision.ood import FLAGGED, OODDetector, fit_ood_detector
from artmeta.vision.reference_embeddings import ReferenceEmbeddings, unit_vectors
from artmeta.vision.thresholds import TARGET, Threshold, choose_thresholds, sure_topics, thresholds_array
from artmeta.vision.training import TrainedHead

REFERENCE_FILE, OOD_FILE, NONE_FILE = "memory.npz", "familiarity.npz", "none.npz"  # beside a model's head

# Works scored at once, always as many: BLAS rounds the sums of a row differently in matrices of another height.
BLOCK = 256


@dataclass(frozen=True, slots=True)
class Decision:
    """Decisions on n works: scores and confidences [n, topics], a status [n], the numbers of the sure topics.

    `status` is sure, unsure or unfamiliar; sure topics come likeliest first. `confidence_threshold` [n] is that of the
    likeliest topic, NaN where the model has none; `ood_score` [n] and `ood_threshold` [n], above which a work is
    unfamiliar, are NaN where the model has no OOD detector. So are `none_score` [n] and `none_limit` [n], above which a
    work is unfamiliar because it shows none of the topics, where the model has no none class.
    """

    scores: Floats
    confidences: Floats
    status: NDArray[np.str_]
    sure_topics: list[list[int]]
    confidence_threshold: Floats
    ood_score: Floats
    ood_threshold: Floats
    none_score: Floats
    none_limit: Floats


@dataclass(frozen=True, slots=True)
class SelectiveClassifier:
    """A head with a reject option; `thresholds` [topics] are the lowest confidences that are accepted as sure.

    An imported model has neither reference embeddings nor an OOD detector: it marks no work as unfamiliar or sure.
    `none_class` is None unless there were training works that show none of the topics.
    `ood_scores` [works it was fitted to] are out of fold, NaN where a work has none; a loaded model has them not.
    """

    head: Head
    thresholds: Floats
    reference: ReferenceEmbeddings | None = None
    ood_detector: OODDetector | None = None
    none_class: NoneClass | None = None
    chosen: Mapping[str, Threshold] = field(default_factory=dict)
    ood_scores: Floats | None = None

    @property
    def all_references(self) -> ReferenceEmbeddings | None:
        """The embeddings of all training works, those that show none of the topics included; None without any."""
        if self.reference is None or self.none_class is None:
            return self.reference
        return self.reference.joined(self.none_class.reference)

    def card_entry(self, target: float) -> dict[str, Any]:
        """Return the card's entries on the thresholds, chosen for a target precision, and on the OOD detector."""
        entry: dict[str, Any] = {
            "target_precision": target,
            "thresholds": {topic: each.confidence for topic, each in self.chosen.items()},
            "thresholds_rest_on": {topic: asdict(each) for topic, each in self.chosen.items()},
        }
        if self.ood_detector is not None:
            entry["ood_detector"] = {"limit": self.ood_detector.threshold, "flagged": FLAGGED}
        if self.none_class is not None:
            works = len(self.none_class.reference.y_true)
            none = self.none_class
            entry["none_class"] = {"works": works, "limit": none.limit, "untaught_share": none.novel_share}
        return entry

    def decide(self, vectors: Vectors) -> Decision:
        """Decide on works by their features [n, width]; no decision depends on the other works of the batch."""
        starts = range(0, max(len(vectors), 1), BLOCK)
        blocks = [self._scores(vectors[start : start + BLOCK]) for start in starts]
        logits, ood_score, none_score = (np.concatenate(parts) for parts in zip(*blocks, strict=True))
        confidences = self.head.probabilities(logits, self.head.temperature)
        ood_threshold = np.nan if self.ood_detector is None else self.ood_detector.threshold
        none_limit = np.nan if self.none_class is None else self.none_class.limit
        unfamiliar = (ood_score > ood_threshold) | (none_score > none_limit)
        sure = [
            [] if strange else topics
            for topics, strange in zip(self._sure(confidences), unfamiliar, strict=True)
        ]
        status = np.where([bool(topics) for topics in sure], "sure", "unsure").astype("<U10")
        status[unfamiliar] = "unfamiliar"
        thresholds = np.where(np.isfinite(self.thresholds), self.thresholds, np.nan)
        return Decision(
            self.head.probabilities(logits, 1.0),
            confidences,
            status,
            sure,
            thresholds[confidences.argmax(axis=1)],
            ood_score,
            np.full(len(vectors), ood_threshold),
            none_score,
            np.full(len(vectors), none_limit),
        )

    def _scores(self, vectors: Vectors) -> tuple[Floats, Floats, Floats]:
        """Return logits [n, topics], OOD scores and scores of none of the topics [n] of at most BLOCK works."""
        n = len(vectors)
        if n:
            vectors = np.pad(vectors, ((0, BLOCK - n), (0, 0)), mode="edge")
        logits, missing = self.head.logits(vectors), np.full(len(vectors), np.nan)
        ood_score = self.ood_detector.score(vectors, logits) if self.ood_detector else missing
        none_score = self.none_class.score(vectors) if self.none_class else missing
        return logits[:n], ood_score[:n], none_score[:n]

    def _sure(self, confidences: Floats) -> list[list[int]]:
        """Return each work's sure topics, likeliest first; at most the likeliest one of a single-label head."""
        sure = sure_topics(confidences, self.thresholds, self.head.multi_label)
        order = np.argsort(-confidences, axis=1, kind="stable")
        pairs = zip(sure.tolist(), order.tolist(), strict=True)
        return [[k for k in places if row[k]] for row, places in pairs]

    def files(self) -> dict[str, bytes]:
        """Return the files that are stored beside the head."""
        parts = {REFERENCE_FILE: self.reference, OOD_FILE: self.ood_detector, NONE_FILE: self.none_class}
        return {name: part.packed() for name, part in parts.items() if part is not None}


def fit_selective_classifier(
    trained: TrainedHead,
    vectors: Vectors,
    artwork_ids: Sequence[str],
    sha256s: Sequence[str],
    target: float = TARGET,
    none: NoneWorks | None = None,
) -> SelectiveClassifier:
    """Fit thresholds and an OOD detector to a training of n works; `target` is the precision of sure works.

    Thresholds rest on the out-of-fold confidences of all works; reference embeddings and OOD detector on the
    training works. With `none`, works that show none of the topics, the thresholds are those of the none class.
    """
    training, multi_label = ~trained.validation, trained.head.multi_label
    places = np.flatnonzero(training).tolist()
    names = (tuple(each[place] for place in places) for each in (artwork_ids, sha256s))
    embeddings = unit_vectors(vectors[training]).astype(np.float16)
    reference = ReferenceEmbeddings(embeddings, trained.y_true[training], *names)
    detector, scores = fit_ood_detector(vectors, trained.labels, trained.out_of_fold, trained.parts, training)
    none_class = None
    chosen = choose_thresholds(
        trained.confidences_out_of_fold, trained.y_true, trained.topics, target, multi_label=multi_label
    )
    if none is not None:
        none_class, chosen = fit_none_class(trained, vectors, none, target)
    thresholds = thresholds_array(chosen, trained.topics)
    return SelectiveClassifier(trained.head, thresholds, reference, detector, none_class, chosen, scores)


def load_selective_classifier(models_dir: Path, model: StoredModel) -> SelectiveClassifier:
    """Load a saved model's classifier; raise ModelError if one of its files is missing, changed or damaged."""
    files = read_beside(models_dir, model.card, (REFERENCE_FILE, OOD_FILE, NONE_FILE))
    return selective_classifier_from(model.card, model.head, files)


def selective_classifier_from(card: ModelCard, head: Head, files: Mapping[str, bytes]) -> SelectiveClassifier:
    """Build a saved model's classifier from its files; raise ModelError if one of them is damaged."""
    saved: Mapping[str, Any] = card.calibration.get("thresholds", {})
    thresholds = np.array([float(saved.get(topic, np.inf)) for topic in card.topics])
    reference = ReferenceEmbeddings.unpacked(files[REFERENCE_FILE]) if REFERENCE_FILE in files else None
    detector = OODDetector.unpacked(files[OOD_FILE]) if OOD_FILE in files else None
    if reference is not None and reference.embeddings.shape[1] != head.layers[0].kernel.shape[0]:
        raise ModelError(
            f"The reference embeddings of '{card.name}' are not those of its head.", "Train the model again."
        )
    none_class = NoneClass.unpacked(files[NONE_FILE]) if NONE_FILE in files else None
    return SelectiveClassifier(head, thresholds, reference, detector, none_class)
