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
from artmeta.vision.familiarity import FLAGGED, Familiarity, learn_familiarity
from artmeta.vision.heads import Head, Shares, Vectors
from artmeta.vision.memory import Memory, directions
from artmeta.vision.model_store import Model, read_beside
from artmeta.vision.thresholds import TARGET, Threshold, choose_each, choose_thresholds, limits
from artmeta.vision.training import Trained

Status = Literal["sure", "unsure", "unfamiliar"]
STATUSES: tuple[Status, ...] = get_args(Status)
MEMORY, FAMILIARITY = "memory.npz", "familiarity.npz"  # beside a model's head


@dataclass(frozen=True, slots=True)
class Judgement:
    """Scores and confidences [n, topics]; a status a work; the numbers of the topics that are sure, likeliest first.

    `strangeness` [n] and `strange_from` [n], above which a work is unfamiliar, are NaN where the model has no
    memory; so is `sure_from` [n], the least confidence that is sure of the likeliest topic, where it has no thresholds.
    """

    scores: Shares
    confidences: Shares
    statuses: NDArray[np.str_]
    sure_topics: list[list[int]]
    sure_from: Shares
    strangeness: Shares
    strange_from: Shares


@dataclass(frozen=True, slots=True)
class Judge:
    """A head with what it takes to doubt it; `thresholds` [topics] are the least confidences that are sure.

    An imported model has no memory and no familiarity: nothing is unfamiliar to it, and nothing sure.
    """

    head: Head
    thresholds: Shares
    memory: Memory | None = None
    familiarity: Familiarity | None = None
    rests_on: Mapping[str, Threshold] = field(default_factory=dict)

    def told(self, target: float) -> dict[str, Any]:
        """Return what the card says of thresholds that were chosen for a target precision, and of the familiar."""
        said: dict[str, Any] = {"target_precision": target}
        said["thresholds"] = {topic: each.confidence for topic, each in self.rests_on.items()}
        said["thresholds_rest_on"] = {topic: asdict(each) for topic, each in self.rests_on.items()}
        if self.familiarity is not None:
            said["familiarity"] = {"limit": self.familiarity.limit, "flagged": FLAGGED}
        return said

    def judge(self, vectors: Vectors) -> Judgement:
        """Judge works by their features [n, width]."""
        logits, confidences = self.head.logits(vectors), self.head.confidences(vectors)
        sure = self._sure(confidences)
        statuses = np.where([bool(topics) for topics in sure], "sure", "unsure").astype("<U10")
        strangeness, limit = np.full(len(vectors), np.nan), np.nan
        if self.familiarity is not None:
            strangeness = self.familiarity.strangeness(vectors, logits)
            limit = self.familiarity.limit
            statuses[strangeness > limit] = "unfamiliar"
        sure = [topics if status == "sure" else [] for topics, status in zip(sure, statuses, strict=True)]
        least = np.where(np.isfinite(self.thresholds), self.thresholds, np.nan)[confidences.argmax(axis=1)]
        return Judgement(
            self.head.scores(vectors),
            confidences,
            statuses,
            sure,
            least,
            strangeness,
            np.full(len(vectors), limit),
        )

    def _sure(self, confidences: Shares) -> list[list[int]]:
        """List each work's sure topics, likeliest first; where topics exclude each other, at most the likeliest."""
        order = np.argsort(-confidences, axis=1, kind="stable")
        most = order.shape[1] if self.head.several else 1
        return [
            [int(k) for k in places[:most] if row[k] >= self.thresholds[k]]
            for row, places in zip(confidences, order, strict=True)
        ]

    def files(self) -> dict[str, bytes]:
        """Return what lies beside the head in a model's folder."""
        files = {}
        if self.memory is not None:
            files[MEMORY] = self.memory.packed()
        if self.familiarity is not None:
            files[FAMILIARITY] = self.familiarity.packed()
        return files


def learn_judge(
    trained: Trained,
    vectors: Vectors,
    artwork_ids: Sequence[str],
    sha256s: Sequence[str],
    target: float = TARGET,
) -> Judge:
    """Learn from a training [n works] what is sure, what is familiar, and which works to remember.

    `target` is the precision that works called sure shall have.

    Thresholds rest on the out-of-fold scores of all works; memory and familiarity on those trained on.
    """
    wanted, known, sure = trained.wanted, ~trained.held_out, trained.confidences_out_of_fold
    topics = wanted if trained.shows is None else trained.shows
    places = np.flatnonzero(known).tolist()
    names = (tuple(each[place] for place in places) for each in (artwork_ids, sha256s))
    memory = Memory(directions(vectors[known]).astype(np.float16), topics[known], *names)
    familiarity = learn_familiarity(vectors, wanted, trained.out_of_fold, trained.parts, known)
    if trained.shows is None:
        chosen = choose_thresholds(sure, wanted, trained.topics, target)
    else:
        chosen = choose_each(sure, trained.shows, trained.topics, target)
    return Judge(trained.head, limits(chosen, trained.topics), memory, familiarity, chosen)


def load_judge(models_dir: Path, model: Model) -> Judge:
    """Load what a saved model judges with; raise ModelError if a file of it is missing, changed or damaged."""
    return judge_from(model.card, model.head, read_beside(models_dir, model.card, (MEMORY, FAMILIARITY)))


def judge_from(card: ModelCard, head: Head, files: Mapping[str, bytes]) -> Judge:
    """Put a saved model's judge together again; raise ModelError if one of its files is damaged."""
    said: Mapping[str, Any] = card.calibration.get("thresholds", {})
    thresholds = np.array([float(said.get(topic, np.inf)) for topic in card.topics])
    memory = Memory.unpacked(files[MEMORY]) if MEMORY in files else None
    familiarity = Familiarity.unpacked(files[FAMILIARITY]) if FAMILIARITY in files else None
    if memory is not None and memory.directions.shape[1] != head.layers[0].kernel.shape[0]:
        raise ModelError(f"The memory of '{card.name}' is not that of its head.", "Train the model again.")
    return Judge(head, thresholds, memory, familiarity)
