"""Is *sure* right as often as promised where a collection holds works of no topic, with a none class or without?

Run: python -m bench.none_folder PAINTINGS [--draws 20] [--first 1] [--left-out 2] [--multi-label]

PAINTINGS holds a folder of pictures a topic. In each draw some topics are left out; a model is trained on 60% of the
works of the others and tried on the rest of them, mixed with works of no topic to shares of 0, 30, 50 and 80% (by
weights, so that all works count at every share; a model that is sure of no work has no precision). Compared are a
model without a none class; with one from half of the left-out works, tried on the other half; from 30 of those; and
with one from the works of the first left-out topics, tried on those of the last one, of which the model then saw no
work. With --multi-label each work has two labels, the topic and whether it shows an animal.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.features import Works, read_works

SHARES = (0.0, 0.3, 0.5, 0.8)
REACHED = 0.93  # of the sure works right, at a share of 50%
ANIMALS = ("dog", "elephant", "giraffe", "horse")
Places = NDArray[np.intp]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paintings", type=Path)
    parser.add_argument("--draws", type=int, default=20)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--left-out", type=int, default=2)
    parser.add_argument("--multi-label", action="store_true")
    parser.add_argument("--cache", type=Path, default=Path("data/cache"))
    options = parser.parse_args()
    works = read_works(options.paintings, options.cache)
    results: dict[str, list[list[float]]] = {}
    for seed in range(options.first, options.first + options.draws):
        for name, row in measure(works, seed, options.left_out, options.multi_label):
            results.setdefault(name, []).append(row)
    show(results)


def measure(works: Works, seed: int, left_out: int, multi_label: bool) -> Iterator[tuple[str, list[float]]]:
    """Yield, for each kind of none works, the precision at each share and four rates of one draw."""
    from artmeta.vision.hyperparameters import Hyperparameters
    from artmeta.vision.selective_classifier import fit_selective_classifier
    from artmeta.vision.training import train_head

    rng, topics = np.random.default_rng(seed), np.array(works.topics)
    out = rng.choice(np.unique(topics), left_out, replace=False)
    unknown = np.isin(topics, out)
    known, novel = (rng.permutation(np.flatnonzero(part)) for part in (~unknown, unknown))
    cut = int(0.6 * len(known))
    training, rest = known[:cut], known[cut:]
    labels = [labels_of(topic) if multi_label else topic for topic in topics[training].tolist()]
    groups = [works.groups[place] for place in training]
    trained = train_head(works.vectors[training], labels, groups, Hyperparameters(seed=seed))
    for name, none, new in kinds(novel, topics == out[-1]):
        classifier = fit_selective_classifier(
            trained, works.vectors[training], groups, groups, none=none_works(works, none)
        )
        rows = (rates(classifier, trained.topics, works, part, multi_label) for part in (rest, new))
        yield name, mixed(*rows)


def kinds(novel: Places, last: NDArray[np.bool_]) -> Iterator[tuple[str, Places, Places]]:
    """Yield names, none works and novel works of the collection."""
    half = len(novel) // 2
    yield "none class: no works", novel[:0], novel[half:]
    yield "works of the same topics", novel[:half], novel[half:]
    yield "30 works of the same topics", novel[:30], novel[half:]
    yield "works of other topics", novel[~last[novel]], novel[last[novel]]


def labels_of(topic: str) -> tuple[str, ...]:
    return topic, "animal" if topic in ANIMALS else "other"


def none_works(works: Works, places: Places):  # type: ignore[no-untyped-def]
    from artmeta.vision.none_class import NoneWorks

    names = [works.groups[place] for place in places]
    return NoneWorks(names, names, works.vectors[places], names) if len(places) else None


def rates(classifier, topics, works, places, multi_label) -> tuple[float, float, float]:  # type: ignore[no-untyped-def]
    """Return the shares of some works that are sure, sure and right, and unfamiliar."""
    decision = classifier.decide(works.vectors[places])
    sure = right = 0.0
    for place, called_sure in zip(places, decision.sure_topics, strict=True):
        true = labels_of(works.topics[place]) if multi_label else (works.topics[place],)
        sure += len(called_sure) / len(places)
        right += sum(topics[k] in true for k in called_sure) / len(places)
    return sure, right, float((decision.status == "unfamiliar").mean())


def mixed(known: tuple[float, float, float], novel: tuple[float, float, float]) -> list[float]:
    """Return the precision of sure at each share, sure and unfamiliar works of the topics, unfamiliar novel ones."""
    precision = [
        (1 - share) * known[1] / accepted
        if (accepted := (1 - share) * known[0] + share * novel[0])
        else np.nan
        for share in SHARES
    ]
    return [*precision, known[0], known[2], novel[2]]


def show(results: dict[str, list[list[float]]]) -> None:
    shares = " | ".join(f"{share:.0%} novel" for share in SHARES)
    print(
        f"| none class | {shares} | draws >= {REACHED:.0%} at 50% (lowest) | sure | unfamiliar | of the novel |"
    )
    print("|---|" + "---:|" * (len(SHARES) + 4))
    for name, rows in results.items():
        table = np.array(rows)
        at_half = table[:, SHARES.index(0.5)]
        means, finite = np.nanmean(table, axis=0), np.isfinite(at_half).sum()
        reached = f"{(at_half >= REACHED).sum()} of {finite} ({np.nanmin(at_half):.1%})"
        cells = [
            *(f"{each:.1%}" for each in means[: len(SHARES)]),
            reached,
            *(f"{e:.1%}" for e in means[len(SHARES) :]),
        ]
        print(f"| {name} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
