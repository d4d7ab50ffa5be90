"""Does the promise of sure works hold in each group, and how often is it taken back where nothing is wrong?

Run: python -m bench.promise clean PAINTINGS [--seeds 100]
     python -m bench.promise mix PAINTINGS [--seeds 30]
     python -m bench.promise media PAINTINGS OTHERS [--seeds 30]
     python -m bench.promise store DATA_FOLDER [--collection sample]
     python -m bench.promise scale [--works 300000]

PAINTINGS holds a folder of pictures a topic, OTHERS a folder a medium (photographs, cartoons) of pictures whose names
begin with the topic. In each seed a model is trained on 40% of the paintings, and the others are the collection: with
years, venues and media dealt at random, and a topic given to two in five.

`clean` counts the collections that lose their sure status anywhere. `mix`: one topic has 90% of the works. `media`: the
pictures of OTHERS hang among the paintings, and are groups of the grouping *medium*. All three print the precision of
sure works by topic with its exact interval, before and after. `store` reads what a run of the sample museum stored,
whose truth is known, and prints the precision by half century. `scale` measures the CPU seconds and memory of the
tests on drawn works.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from artmeta.stats import clopper_pearson
from artmeta.trend_analysis.calibration import CalibrationSet
from artmeta.trend_analysis.drift import Reference
from artmeta.trend_analysis.group_promise import GroupPromise, SureWorks, group_promises
from artmeta.trend_analysis.topic_mix import RaisedThreshold, raised_thresholds
from artmeta.trend_analysis.work_groups import work_groups
from bench.features import Works, read_works

if TYPE_CHECKING:
    from artmeta.vision.selective_classifier import Decision, SelectiveClassifier
    from artmeta.vision.training import TrainedHead

TARGET = 0.95
TRAINED, KNOWN = 0.4, 0.4  # parts of the works that are trained on, and of the others whose topic is given
SURE_FROM = 0.9  # of the drawn works of `scale`
DOMINANT_ROW = "the topic of 90%"
DOMINANT = 0.9  # share of the one topic of a changed mix


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("part", choices=["clean", "mix", "media", "store", "scale"])
    parser.add_argument("folders", type=Path, nargs="*")
    parser.add_argument("--seeds", type=int, default=30)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--works", type=int, default=300_000)
    parser.add_argument("--collection", default="sample")
    parser.add_argument("--known", type=float, default=KNOWN)
    parser.add_argument("--cache", type=Path, default=Path("data/cache"))
    options = parser.parse_args()
    if options.part == "store":
        by_period(options.folders[0], options.collection)
    elif options.part == "scale":
        scale(options.works)
    else:
        collections(options)


def collections(options: argparse.Namespace) -> None:
    """Judge a collection for each seed, and print what was found in all."""
    paintings, others = read_works(options.folders[0], options.cache), {}
    if options.part == "media":
        others = {
            folder.name: read_works(folder, options.cache) for folder in sorted(options.folders[1].iterdir())
        }
    seeds = range(options.first, options.first + options.seeds)
    results = [tested(options.part, paintings, others, seed, options.known) for seed in seeds]
    if options.part == "clean":
        show_clean(results)
    show_precision(results)


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
    decision = classifier.decide(vectors)
    predicted = np.array(trained.topics)[decision.confidences.argmax(axis=1)]
    works = sure_works(decision, np.where(rng.random(len(true)) < known, predicted == true, np.nan))
    groups = work_groups(records(medium, predicted, part, rng))
    promises = group_promises(works, groups, reference(trained, classifier), TARGET)
    raised = raised_topics(trained, works, promises)
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
    """Return the scores of the training works that have an OOD score."""
    assert classifier.ood_scores is not None
    scored = ~np.isnan(classifier.ood_scores)
    out_of_fold = trained.confidences_out_of_fold[scored]
    return Reference(
        CalibrationSet(out_of_fold, trained.labels[scored].astype(np.int64)),
        np.stack([1 - out_of_fold.max(axis=1), classifier.ood_scores[scored]], axis=1),
    )


def raised_topics(
    trained: TrainedHead, works: SureWorks, promises: list[GroupPromise]
) -> list[RaisedThreshold]:
    """Return the raised thresholds of topics whose own works have not shown that they keep the promise."""
    training = CalibrationSet(trained.confidences_out_of_fold, trained.labels.astype(np.int64))
    shown = {one.group.name for one in promises if one.group.grouping == "topic" and one.shown(TARGET)}
    raised = raised_thresholds(training, works.confidences, works.sure, TARGET)
    return [each for each in raised if trained.topics[each.topic] not in shown]


def one_topic(
    rest: NDArray[np.intp], topics: NDArray[np.str_], name: str, rng: np.random.Generator
) -> NDArray[np.intp]:
    """Return the works of one topic, and as many of the others as leave it 90%."""
    dominant = topics[rest] == name
    others = max(1, round(dominant.sum() * (1 - DOMINANT) / DOMINANT))
    return np.concatenate([rest[dominant], rng.permutation(rest[~dominant])[:others]])


def records(
    media: NDArray[np.str_], predicted: NDArray[np.str_], part: str, rng: np.random.Generator
) -> pd.DataFrame:
    """Deal years, venues and sizes at random; media too, unless works differ in them."""
    count, years = len(media), rng.integers(1700, 2000, len(media))
    return pd.DataFrame(
        {
            "date_earliest": years,
            "date_latest": years + rng.choice([0, 0, 10], count),
            "venue": rng.choice(["Hall", "Castle", "Town museum", "Gallery", "College"], count),
            "medium": media if part == "media" else rng.choice(["oil", "gouache", "etching"], count),
            "width": rng.choice([250, 800, 3000], count),
            "height": 900,
            "topic_id": predicted,
        }
    )


def show_clean(results: list[TestedCollection]) -> None:
    by_group = sum(any(one.state == "lost" for one in result.promises) for result in results)
    by_mix = sum(result.raised > 0 for result in results)
    either = sum(bool((result.before & ~result.after).any()) for result in results)
    groups = np.mean([len(result.promises) for result in results if result.promises])
    silent = sum(not result.before.any() for result in results)
    print(
        f"{len(results)} collections of {np.mean([len(r.true) for r in results]):.0f} works and {groups:.0f} groups: "
        f"{by_group} lost a group, {by_mix} a topic; {either} lost a sure work ({silent} had none)"
    )


def show_precision(results: list[TestedCollection]) -> None:
    """Print the precision of sure works before and after, in all collections together, by topic and by medium.

    A topic that has 90% of a collection is no part of its topic's row there.
    """
    print("| | sure works | right | after: sure works | right |\n|---|---:|---:|---:|---:|")
    print(f"| all | {' | '.join(_both(results))} |")
    for topic in (*results[0].topics, DOMINANT_ROW):
        print(f"| {topic} | {' | '.join(_both(results, topic=topic))} |")
    for medium in sorted({name for result in results for name in result.medium}):
        groups = [p for result in results for p in result.promises if p.group.name == medium]
        lost = sum(group.state == "lost" for group in groups)
        drifts = np.nanmean([group.drift for group in groups]) if groups else np.nan
        summary = f"drift {drifts:.2f}, lost in {lost} of {len(groups)}"
        print(f"| *{medium}* | {' | '.join(_both(results, medium=medium))} | {summary}")


def _both(results: list[TestedCollection], topic: str = "", medium: str = "") -> Iterator[str]:
    for name in ("before", "after"):
        right = works = 0
        for result in results:
            named = (result.predicted == topic) & (topic != result.dominant)
            if topic == DOMINANT_ROW:
                named = (result.predicted == result.dominant) & (result.dominant != "")
            chosen = getattr(result, name) & (named | (not topic))
            chosen &= (result.medium == medium) | (not medium)
            works += int(chosen.sum())
            right += int((result.predicted == result.true)[chosen].sum())
        low, high = clopper_pearson(right, works)
        yield f"{works:,}"
        yield f"{right / works:.1%} ({low:.1%} to {high:.1%})" if works else "none"


def by_period(data: Path, collection: str) -> None:
    """Print the precision of sure works of a stored sample museum by half century, before and after."""
    from artmeta.settings import Settings
    from artmeta.steps.results import newest_run
    from artmeta.store.database import Store

    settings = Settings(data_dir=data)
    with Store.open(settings.database, read_only=True) as store:
        run = newest_run(store, collection, settings)
        works = store.frame("works_of_run", run_id=run.id).merge(
            store.frame("ground_truth", collection=collection), on="artwork_id", suffixes=("", "_true")
        )
    works["right"] = works["topic_id"] == works["topic_id_true"]
    sure = works[works["promise"] != ""]
    print(
        "| made in | sure | right | lost | untested | sure afterwards | right |\n|---|---:|---:|---:|---:|---:|---:|"
    )
    for first, inside in sure.groupby(sure["year"] // 50 * 50):
        left = inside[inside["status"] == "sure"]
        state = inside["promise"].value_counts()
        print(
            f"| {first}-{first + 49} | {len(inside)} | {inside['right'].mean():.1%} | {state.get('lost', 0)} | "
            f"{state.get('untested', 0)} | {len(left)} | {left['right'].mean():.1%} |"
        )


def scale(count: int) -> None:
    """Print the CPU seconds and the largest memory of the tests on drawn works, with 20 topics and many venues."""
    rng, topics = np.random.default_rng(1), 20
    signal = (
        rng.normal(size=(count + 2000, topics)) + 4 * np.eye(topics)[rng.integers(0, topics, count + 2000)]
    )
    confidences = np.exp(3 * signal) / np.exp(3 * signal).sum(axis=1, keepdims=True)
    known = CalibrationSet(confidences[count:], signal[count:].argmax(axis=1).astype(np.int64))
    reference = Reference(
        known, np.stack([1 - confidences[count:].max(axis=1), rng.normal(size=2000)], axis=1)
    )
    confidences = confidences[:count]
    best = confidences.max(axis=1)
    works = SureWorks(
        sure=best > SURE_FROM,
        learnt=np.zeros(count, bool),
        scores=np.stack([1 - best, rng.normal(size=count)], axis=1),
        confidences=confidences,
        correct=np.where(rng.random(count) < KNOWN, rng.random(count) < 0.97, np.nan),
        chance=np.full(count, TARGET),
        cluster=rng.integers(0, count // 20, count),
    )
    frame = records(np.full(count, "oil"), confidences.argmax(axis=1).astype(str), "clean", rng)
    frame["venue"] = [f"venue {n % 400}" for n in range(count)]
    begun = time.process_time()
    promises = group_promises(works, work_groups(frame), reference, TARGET)
    raised_thresholds(known, confidences, works.sure, TARGET)
    seconds = time.process_time() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count} works, {len(promises)} groups: {seconds:.1f} CPU s, {memory:.0f} MB")


if __name__ == "__main__":
    main()
