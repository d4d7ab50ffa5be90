"""Does the promise of sure works hold where other kinds of picture hang among the paintings, in groups of all kinds?

Run: python -m bench.promise_mixtures PAINTINGS OTHERS [--seeds 30] [--first 1]

PAINTINGS holds a folder of pictures a topic, OTHERS a folder a medium of pictures whose names begin with the topic. In
each seed a model is trained on 40% of the paintings, and a collection without dates, venues, media and known topics is
tested as one group: paintings with a share of pictures of one medium, or of all; or, by a model of all topics but two,
300 paintings with a share that show these two. Printed are, over all seeds in which the model is sure of five works or
more: the share of unfamiliar works, how many works are sure, how many of these are right, the mean drift of the
familiar works, and in how many collections the promise is lost.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from artmeta.trend_analysis.group_promise import group_promises
from artmeta.trend_analysis.work_groups import WorkGroup
from bench.features import Works, read_works
from bench.promise_collections import TARGET, TRAINED, reference, sure_works, trained_model

SHARES = (0.2, 0.4, 0.6, 0.8, 1.0)
LEFT_OUT, WORKS = 2, 300  # topics, and works of a collection with their works
MIN_SURE = 5
Places = NDArray[np.intp]
Mixture = tuple[NDArray[np.float32], NDArray[np.str_]]  # features and true topics


@dataclass(frozen=True)
class Outcome:
    """Of one collection: shares and counts of its works, the drift, and whether the promise is lost."""

    unfamiliar: float
    sure: int
    right: int
    drift: float
    lost: bool


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paintings", type=Path)
    parser.add_argument("others", type=Path)
    parser.add_argument("--seeds", type=int, default=30)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--cache", type=Path, default=Path("data/cache"))
    options = parser.parse_args()
    paintings = read_works(options.paintings, options.cache)
    others = {each.name: read_works(each, options.cache) for each in sorted(options.others.iterdir())}
    outcomes: dict[str, list[Outcome]] = defaultdict(list)
    for seed in range(options.first, options.first + options.seeds):
        for name, outcome in (*of_media(paintings, others, seed), *of_topics(paintings, seed)):
            outcomes[name].append(outcome)
    print("| collection | unfamiliar | sure | right | drift | lost |\n|---|---:|---:|---:|---:|---:|")
    for name, results in outcomes.items():
        sure, right = sum(each.sure for each in results), sum(each.right for each in results)
        unfamiliar = np.mean([each.unfamiliar for each in results])
        drifts = [each.drift for each in results if not np.isnan(each.drift)]
        drift = f"{np.mean(drifts):.2f}" if drifts else ""
        lost = f"{sum(each.lost for each in results)} of {len(results)}"
        print(f"| {name} | {unfamiliar:.0%} | {sure:,} | {right / sure:.1%} | {drift} | {lost} |")


def of_media(paintings: Works, others: dict[str, Works], seed: int) -> Iterator[tuple[str, Outcome]]:
    """Yield the outcomes of collections with works of other media."""
    order = np.random.default_rng(seed).permutation(len(paintings.topics))
    training, rest = np.split(order, [round(TRAINED * len(order))])
    kinds = {name: [works] for name, works in others.items()} | {"all media": list(others.values())}
    collections = {"paintings alone": part(paintings, rest)}
    for name, several in kinds.items():
        vectors = np.concatenate([works.vectors for works in several])
        true = np.array([path.name.split("_")[0] for works in several for path in works.paths])
        for share in SHARES:
            beside = part(paintings, rest[: round(len(true) * (1 - share) / share)])
            collections[f"{name}, {share:.0%}"] = joined(beside, (vectors, true))
    yield from judged(paintings, training, collections)


def of_topics(paintings: Works, seed: int) -> Iterator[tuple[str, Outcome]]:
    """Yield the outcomes of collections with works of topics that the model does not know."""
    rng, topics = np.random.default_rng(seed), np.array(paintings.topics)
    novel = np.isin(topics, rng.choice(np.unique(topics), LEFT_OUT, replace=False))
    known, unknown = (rng.permutation(np.flatnonzero(each)) for each in (~novel, novel))
    training, rest = np.split(known, [round(TRAINED * len(known))])
    collections = {}
    for share in SHARES[:-1]:
        count = round(share * WORKS)
        parts = part(paintings, rest[: WORKS - count]), part(paintings, unknown[:count])
        collections[f"other topics, {share:.0%}"] = joined(*parts)
    yield from judged(paintings, training, collections)


def part(works: Works, places: Places) -> Mixture:
    return works.vectors[places], np.array(works.topics)[places]


def joined(one: Mixture, other: Mixture) -> Mixture:
    return np.concatenate([one[0], other[0]]), np.concatenate([one[1], other[1]])


def judged(
    paintings: Works, training: Places, collections: dict[str, Mixture]
) -> Iterator[tuple[str, Outcome]]:
    """Train a model on some paintings, and yield what the test of the promise says of each collection."""
    trained, classifier = trained_model(paintings, training)
    compared = reference(trained, classifier)
    for name, (vectors, true) in collections.items():
        familiar = classifier.decide(vectors).status != "unfamiliar"
        decision = classifier.decide(vectors[familiar])
        works = sure_works(decision, np.full(int(familiar.sum()), np.nan))
        sure = int(works.sure.sum())
        if sure < MIN_SURE:
            continue
        right = np.array(trained.topics)[works.confidences.argmax(axis=1)] == true[familiar]
        (promise,) = group_promises(
            works, [WorkGroup("collection", "", np.arange(len(works.sure)))], compared, TARGET
        )
        counts = float(1 - familiar.mean()), sure, int(right[works.sure].sum())
        yield name, Outcome(*counts, promise.drift, promise.state == "lost")


if __name__ == "__main__":
    main()
