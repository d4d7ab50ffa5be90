"""Collections of real paintings, for the bench of the promise: a model trained on some, its promises on the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from artmeta.trend_analysis.calibration import CalibrationSet
from artmeta.trend_analysis.drift import Reference
from artmeta.trend_analysis.group_promise import GroupPromise, SureWorks, group_promises
from artmeta.trend_analysis.topic_mix import RaisedThreshold, raised_thresholds
from artmeta.trend_analysis.work_groups import work_groups
from bench.features import Works

if TYPE_CHECKING:
    from artmeta.vision.selective_classifier import Decision, SelectiveClassifier
    from artmeta.vision.training import TrainedHead

TARGET = 0.95
TRAINED, KNOWN = 0.4, 0.4  # parts of the works that are trained on, and of the others whose topic is given
DOMINANT = 0.9  # share of the one topic of a changed mix


@dataclass(frozen=True)
class TestedCollection:
    """One collection: by work the predicted and the true topic, whether it is sure before and after, its medium.

    `dominant` is the topic that has 90% of the works, '' where none has.
    """

    topics: tuple[str, ...]
    predicted: NDArray[np.str_]
    true: NDArray[np.str_]
    medium: NDArray[np.str_]
    dominant: str
    before: NDArray[np.bool_]
    after: NDArray[np.bool_]
    promises: list[GroupPromise]
    raised: int


def tested(
    part: str, paintings: Works, others: dict[str, Works], seed: int, known: float
) -> TestedCollection:
    """Train a model, draw a collection, and test its promises by the functions of the pipeline."""
    rng, topics = np.random.default_rng(seed), np.array(paintings.topics)
    training, rest = np.split(rng.permutation(len(topics)), [round(TRAINED * len(topics))])
    dominant = str(rng.choice(np.unique(topics))) if part == "mix" else ""
    rest = one_topic(rest, topics, dominant, rng) if dominant else rest
    trained, classifier = trained_model(paintings, training)
    vectors, true, medium = collection(paintings, rest, others)
    familiar = classifier.decide(vectors).status != "unfamiliar"
    vectors, true, medium = vectors[familiar], true[familiar], medium[familiar]
    decision = classifier.decide(vectors)
    predicted = np.array(trained.topics)[decision.confidences.argmax(axis=1)]
    works = sure_works(decision, np.where(rng.random(len(true)) < known, predicted == true, np.nan))
    groups = work_groups(records(medium, predicted, part, rng))
    compared = reference(trained, classifier)
    promises = group_promises(works, groups, compared, TARGET)
    raised = raised_topics(compared.known, trained.topics, works, promises)
    after = works.sure.copy()
    for members in (
        *(one.group.members for one in promises if one.state == "lost"),
        *(one.below for one in raised),
    ):
        after[members] = False
    return TestedCollection(
        trained.topics, predicted, true, medium, dominant, works.sure, after, promises, len(raised)
    )


def trained_model(paintings: Works, training: NDArray[np.intp]) -> tuple[TrainedHead, SelectiveClassifier]:
    """Train a head and its selective classifier on some of the paintings."""
    from artmeta.vision.hyperparameters import Hyperparameters
    from artmeta.vision.selective_classifier import fit_selective_classifier
    from artmeta.vision.training import train_head

    vectors, groups = paintings.vectors[training], [paintings.groups[n] for n in training]
    topics = [paintings.topics[n] for n in training]
    trained = train_head(vectors, topics, groups, Hyperparameters(seed=1))
    return trained, fit_selective_classifier(trained, vectors, groups, groups, TARGET)


def collection(
    paintings: Works, rest: NDArray[np.intp], others: dict[str, Works]
) -> tuple[NDArray[np.float32], NDArray[np.str_], NDArray[np.str_]]:
    """Return features, true topics and media of the works of a collection: paintings, and works of other media."""
    topics = [paintings.topics[n] for n in rest]
    topics += [path.name.split("_")[0] for works in others.values() for path in works.paths]
    media = ["oil"] * len(rest) + [name for name, works in others.items() for _ in works.paths]
    vectors = [paintings.vectors[rest], *(works.vectors for works in others.values())]
    return np.concatenate(vectors), np.array(topics), np.array(media)


def sure_works(decision: Decision, correct: NDArray[np.float64]) -> SureWorks:
    """Return the works of a collection as the tests of the promise take them, each a cluster of its own."""
    best, count = decision.confidences.max(axis=1), len(correct)
    return SureWorks(
        sure=decision.status == "sure",
        learnt=np.zeros(count, bool),
        scores=np.stack([1 - best, decision.ood_score], axis=1),
        confidences=decision.confidences,
        correct=correct,
        chance=np.full(count, TARGET),
        cluster=np.arange(count),
    )


def reference(trained: TrainedHead, classifier: SelectiveClassifier) -> Reference:
    """Return the scores of the training works that are familiar out of fold."""
    familiar, scores = familiar_works(classifier), classifier.ood_scores
    assert scores is not None
    out_of_fold = trained.confidences_out_of_fold[familiar]
    return Reference(
        CalibrationSet(out_of_fold, trained.labels[familiar].astype(np.int64)),
        np.stack([1 - out_of_fold.max(axis=1), scores[familiar]], axis=1),
    )


def familiar_works(classifier: SelectiveClassifier) -> NDArray[np.bool_]:
    """Return which training works have an OOD score that is not above the threshold."""
    assert classifier.ood_scores is not None and classifier.ood_detector is not None
    return classifier.ood_scores <= classifier.ood_detector.threshold  # False where there is no score


def raised_topics(
    known: CalibrationSet, topics: tuple[str, ...], works: SureWorks, promises: list[GroupPromise]
) -> list[RaisedThreshold]:
    """Return the raised thresholds of topics whose own works have not shown that they keep the promise."""
    shown = {one.group.name for one in promises if one.group.grouping == "topic" and one.shown(TARGET)}
    raised = raised_thresholds(known, works.confidences, works.sure, TARGET)
    return [each for each in raised if topics[each.topic] not in shown]


def one_topic(
    rest: NDArray[np.intp], topics: NDArray[np.str_], name: str, rng: np.random.Generator
) -> NDArray[np.intp]:
    """Return the works of one topic, and as many of the others as leave it 90%."""
    dominant = topics[rest] == name
    others = max(1, round(dominant.sum() * (1 - DOMINANT) / DOMINANT))
    return np.concatenate([rest[dominant], rng.permutation(rest[~dominant])[:others]])


def records(
    media: NDArray[np.str_], predicted: NDArray[np.str_], part: str, rng: np.random.Generator
) -> dict[str, Any]:
    """Deal years, venues and sizes at random; media too, unless works differ in them."""
    count, years = len(media), rng.integers(1700, 2000, len(media))
    return {
        "date_earliest": years,
        "date_latest": years + rng.choice([0, 0, 10], count),
        "venue": rng.choice(["Hall", "Castle", "Town museum", "Gallery", "College"], count),
        "medium": media if part == "media" else rng.choice(["oil", "gouache", "etching"], count),
        "width": rng.choice([250, 800, 3000], count),
        "height": np.full(count, 900),
        "topic_id": predicted,
    }
