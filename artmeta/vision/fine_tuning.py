"""Quality mode: the backbone's last blocks learn the topics too. Slower than a head alone, and right more often.

How many passes it takes is found on folds of the works learnt from; so are the scores that the confidence is calibrated
on. The works held out are looked at in the end only.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from artmeta import files
from artmeta.domain.model_card import Epoch
from artmeta.vision.calibration import fit_temperature
from artmeta.vision.heads import Head, Shares, Vectors, softmax
from artmeta.vision.logistic import fit as fit_logistic
from artmeta.vision.splits import deal, hold_out
from artmeta.vision.training import Knobs, Trained, checked_topics

if TYPE_CHECKING:
    from artmeta.progress import Tick
    from artmeta.vision.keras_door.fine_tuning import Fields, Tuner
    from artmeta.vision.teachable_machine.network import Network

FOLDS = 3  # each takes two thirds of what the final training takes
PATIENCE = 4  # epochs without a lower loss on a fold, after which the fold is given up


@dataclass(frozen=True, slots=True)
class FineTuned:
    """A training as any other, the network that it made, and the epochs that the folds found best."""

    trained: Trained
    network: Network
    best_epoch: int


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is learnt from: fields, features of the untuned backbone [n, width], and the number of each work's topic.

    `place` is where states are kept until all is done.
    """

    fields: Fields
    vectors: Vectors
    wanted: NDArray[np.intp]
    topics: int
    tuner: Tuner
    knobs: Knobs
    place: Path
    tick: Tick | None


def fine_tune(
    backbone: Any,
    fields: Fields,
    vectors: Vectors,
    topic_ids: Sequence[str],
    groups: Sequence[str],
    knobs: Knobs,
    place: Path,
    tick: Tick | None = None,
) -> FineTuned:
    """Fine-tune a backbone on works with one topic each; after a fall, the same call goes on where it stopped.

    `backbone` is the Keras model, which learns in place; `fields` [n, 14, 14, 96] is what its first blocks see,
    `vectors` [n, width] what it sees in the end; `groups` as in `train_head`. Some works are held out even where there
    are few: only they look to the new network as others will. Raises ModelError if there is too
    little to train on.
    """
    from artmeta.vision.keras_door.fine_tuning import Tuner

    topics = checked_topics(topic_ids, groups)
    wanted = np.array([topics.index(topic) for topic in topic_ids])
    held_out = hold_out(topic_ids, groups, knobs.seed)
    lesson = Lesson(fields, vectors, wanted, len(topics), Tuner(backbone, len(topics)), knobs, place, tick)
    folds = np.full(len(wanted), -1)
    known = np.flatnonzero(~held_out)
    folds[known] = deal(wanted[known], [groups[at] for at in known.tolist()], FOLDS, knobs.seed)
    best, logits = _judge_folds(lesson, folds)
    network, head, epochs, logits[held_out] = _final(lesson, held_out, best)
    warm = replace(head, temperature=fit_temperature(logits, wanted))
    trained = Trained(warm, topics, tuple(epochs), wanted, held_out, logits, folds, own_features=True)
    return FineTuned(trained, replace(network, head=warm), best)


def epochs_of(knobs: Knobs) -> int:
    """Say how often a fine-tuning calls its `tick` at most: once an epoch, of every fold and the final one."""
    return (FOLDS + 1) * knobs.epochs


def _judge_folds(lesson: Lesson, folds: NDArray[np.intp]) -> tuple[int, Shares]:
    """Fine-tune without each fold in turn; return the epoch after which they did best, and their logits then."""
    said = []
    for fold in range(FOLDS):
        judged, known = np.flatnonzero(folds == fold), np.flatnonzero((folds >= 0) & (folds != fold))
        said.append((judged, _said_of(lesson, known, judged, lesson.place / f"fold-{fold}")))
    length = min(len(logits) for _, logits in said)
    losses = [
        float(np.mean([_loss(logits[epoch], lesson.wanted[judged]) for judged, logits in said]))
        for epoch in range(length)
    ]
    best = int(np.argmin(losses))
    result = np.zeros((len(folds), lesson.topics))
    for judged, logits in said:
        result[judged] = logits[best]
    return best + 1, result


def _said_of(lesson: Lesson, known: NDArray[np.intp], judged: NDArray[np.intp], place: Path) -> list[Shares]:
    """Return the logits of the works judged after each epoch of a training on the others."""
    diary = _Diary(lesson, judged, place)
    if not (diary.given_up or len(diary.epochs) == lesson.knobs.epochs):
        _run(lesson, known, judged, lesson.knobs.epochs, diary)
    return diary.logits


def _final(
    lesson: Lesson, held_out: NDArray[np.bool_], best: int
) -> tuple[Network, Head, list[Epoch], Shares]:
    from artmeta.vision.keras_door.networks import describe

    known, judged = np.flatnonzero(~held_out), np.flatnonzero(held_out)
    diary = _Diary(lesson, judged, lesson.place / "final", early=False)
    head = _run(lesson, known, judged, best, diary)
    return describe(lesson.tuner.backbone, head), head, diary.epochs, diary.logits[-1]


def _run(
    lesson: Lesson, known: NDArray[np.intp], judged: NDArray[np.intp], until: int, diary: _Diary
) -> Head:
    from artmeta.vision.keras_door.fine_tuning import Course

    out = np.ones(len(lesson.wanted), dtype=bool)
    out[known] = False
    logistic = replace(lesson.knobs, head="logistic")
    start, _ = fit_logistic(lesson.vectors, lesson.wanted, out, lesson.topics, logistic, None)
    answers = np.eye(lesson.topics, dtype=np.float32)[lesson.wanted]
    knobs = lesson.knobs
    course = Course(knobs.epochs, until, knobs.batch_size, knobs.learning_rate, knobs.seed)
    return lesson.tuner.tune(lesson.fields, answers, (known, judged), start, course, diary.place, diary)


class _Diary:
    """What was said of the works judged after every epoch, on disk, so that a fall loses no epoch that was finished."""

    def __init__(self, lesson: Lesson, judged: NDArray[np.intp], place: Path, early: bool = True) -> None:
        self.lesson, self.judged, self.place, self.early = lesson, judged, place, early
        self.epochs = (
            [Epoch(**each) for each in json.loads(self._file("epochs.json").read_text())]
            if self._known()
            else []
        )
        self.logits = [np.load(self._file(f"logits-{epoch.number}.npy")) for epoch in self.epochs]

    @property
    def given_up(self) -> bool:
        """Whether the last epochs brought nothing any more."""
        losses = [epoch.held_out_loss for epoch in self.epochs]
        return bool(losses) and len(losses) - 1 - int(np.argmin(losses)) >= PATIENCE

    def __call__(self, number: int, loss: float, accuracy: float, logits: Shares) -> bool:
        """Write an epoch down; say whether to go on."""
        wanted = self.lesson.wanted[self.judged]
        right = float((logits.argmax(axis=1) == wanted).mean()) if len(wanted) else 0.0
        del self.epochs[number - 1 :], self.logits[number - 1 :]  # an epoch that a fall left half written
        self.epochs.append(Epoch(number, loss, accuracy, _loss(logits, wanted), right))
        self.logits.append(logits)
        self.place.mkdir(parents=True, exist_ok=True)
        np.save(self._file(f"logits-{number}.npy"), logits)
        files.write(self._file("epochs.json"), json.dumps([asdict(epoch) for epoch in self.epochs]))
        if self.lesson.tick:
            self.lesson.tick()
        return not (self.early and self.given_up)

    def _known(self) -> bool:
        return self._file("epochs.json").exists()

    def _file(self, name: str) -> Path:
        return self.place / name


def _loss(logits: Shares, wanted: NDArray[np.intp]) -> float:
    if not len(wanted):
        return 0.0
    scores = softmax(logits)[np.arange(len(wanted)), wanted]
    return float(-np.log(np.clip(scores, 1e-12, None)).mean())
