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
from pathlib import Path

import numpy as np

from artmeta.stats import clopper_pearson
from artmeta.trend_analysis.calibration import CalibrationSet
from artmeta.trend_analysis.drift import Reference
from artmeta.trend_analysis.group_promise import SureWorks, group_promises
from artmeta.trend_analysis.topic_mix import raised_thresholds
from artmeta.trend_analysis.work_groups import work_groups
from bench.features import read_works
from bench.promise_collections import KNOWN, TARGET, TestedCollection, records, tested

SURE_FROM = 0.9  # of the drawn works of `scale`
DOMINANT_ROW = "the topic of 90%"


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
