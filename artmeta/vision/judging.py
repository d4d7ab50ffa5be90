"""What a model says of a work in the end: how sure it is of each topic, and whether its word may stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from artmeta.domain.model_card import ModelCard
from artmeta.errors import ModelError
from artmeta.vision.familiarity import Familiarity, learn_familiarity
from artmeta.vision.heads import Head, Shares, Vectors
from artmeta.vision.memory import Memory, directions
from artmeta.vision.model_store import Model, read_beside
from artmeta.vision.thresholds import choose_thresholds, limits
from artmeta.vision.training import Trained

Status = Literal["sure", "unsure", "unfamiliar"]
STATUSES: tuple[Status, ...] = get_args(Status)
MEMORY, FAMILIARITY = "memory.npz", "familiarity.npz"  # beside a model's head


@dataclass(frozen=True, slots=True)
class Judgement:
    """Scores and confidences [n, topics]; a status a work; strangeness [n], NaN where the model cannot tell."""

    scores: Shares
    confidences: Shares
    statuses: NDArray[np.str_]
    strangeness: Shares


@dataclass(frozen=True, slots=True)
class Judge:
    """A head with what it takes to doubt it; `thresholds` [topics] are the least confidences that are sure.

    An imported model has no memory and no familiarity: nothing is unfamiliar to it, and nothing sure.
    """

    head: Head
    thresholds: Shares
    memory: Memory | None = None
    familiarity: Familiarity | None = None

    def judge(self, vectors: Vectors) -> Judgement:
        """Judge works by their features [n, width]."""
        logits, confidences = self.head.logits(vectors), self.head.confidences(vectors)
        best = confidences.argmax(axis=1)
        sure = confidences[np.arange(len(best)), best] >= self.thresholds[best]
        statuses = np.where(sure, "sure", "unsure").astype("<U10")
        strangeness = np.full(len(vectors), np.nan)
        if self.memory is not None and self.familiarity is not None:
            strangeness = self.familiarity.strangeness(vectors, logits, self.memory)
            statuses[strangeness > self.familiarity.limit] = "unfamiliar"
        return Judgement(self.head.scores(vectors), confidences, statuses, strangeness)

    def files(self) -> dict[str, bytes]:
        """Return what lies beside the head in a model's folder."""
        files = {}
        if self.memory is not None:
            files[MEMORY] = self.memory.packed()
        if self.familiarity is not None:
            files[FAMILIARITY] = self.familiarity.packed()
        return files


def learn_judge(
    trained: Trained, vectors: Vectors, artwork_ids: Sequence[str], sha256s: Sequence[str]
) -> Judge:
    """Learn from a training [n works] what is sure, what is familiar, and which works to remember.

    Thresholds rest on the out-of-fold scores of all works; memory and familiarity on those trained on.
    """
    wanted, known = trained.wanted, ~trained.held_out
    places = np.flatnonzero(known).tolist()
    names = (tuple(each[place] for place in places) for each in (artwork_ids, sha256s))
    memory = Memory(directions(vectors[known]).astype(np.float16), wanted[known], *names)
    familiarity = learn_familiarity(vectors, wanted, trained.out_of_fold, trained.parts, known)
    chosen = choose_thresholds(trained.confidences_out_of_fold, wanted, trained.topics)
    return Judge(trained.head, limits(chosen, trained.topics), memory, familiarity)


def load_judge(models_dir: Path, model: Model) -> Judge:
    """Load what a saved model judges with; raise ModelError if a file of it is missing, changed or damaged."""
    return judge_from(model.card, model.head, read_beside(models_dir, model.card, (MEMORY, FAMILIARITY)))


def judge_from(card: ModelCard, head: Head, files: Mapping[str, bytes]) -> Judge:
    """Put a saved model's judge together again; raise ModelError if one of its files is damaged."""
    said: Mapping[str, Any] = card.calibration.get("thresholds", {})
    thresholds = np.array([float(said.get(topic, np.inf)) for topic in card.topics])
    if not (MEMORY in files and FAMILIARITY in files):
        return Judge(head, thresholds)
    memory, familiarity = Memory.unpacked(files[MEMORY]), Familiarity.unpacked(files[FAMILIARITY])
    if memory.directions.shape[1] != head.layers[0].kernel.shape[0]:
        raise ModelError(f"The memory of '{card.name}' is not that of its head.", "Train the model again.")
    return Judge(head, thresholds, memory, familiarity)
